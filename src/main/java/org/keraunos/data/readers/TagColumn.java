package org.keraunos.data.readers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.DataException;
import org.keraunos.data.Reading;

/** How the tags of a column's cells are written: as lists, or joined by something. */
final class TagColumn {
  /** Written between tags and hardly ever in them. */
  private static final List<String> STRONG = List.of("|", ";", ",", "\t");

  /** Also a part of names: taken where the pieces stand alone elsewhere. */
  private static final List<String> WEAK = List.of("/", "+", " ");

  /** More often a part of names: asked for where all pieces stand alone elsewhere. */
  private static final List<String> DOUBTFUL = List.of(":", "&", "__", "-", "_");

  /** What the user says where cells hold a tag each. */
  static final String NONE = "none";

  /** What programs write where there is nothing, which may be a label or mean two things. */
  private static final Set<String> NOTHING = Set.of("nan", "null", "none", "n/a", "na", "<na>");

  private final String separator;
  private final boolean lists;
  private final Set<String> unknown;
  private final Set<String> absent;
  private final List<String> vector;

  private TagColumn(String separator, boolean lists, List<String> vector, ReadOptions options) {
    this.separator = separator;
    this.lists = lists;
    this.vector = vector;
    this.unknown = options.unknown();
    this.absent = options.absent();
  }

  /**
   * Finds out.
   *
   * @param file to name in messages, as is the column
   * @throws org.keraunos.base.DataException if cells may be tags or several tags
   */
  static TagColumn of(Path file, String column, List<String> cells, ReadOptions options) {
    Set<String> plain = new LinkedHashSet<>();
    boolean lists = false;
    int width = OneHotCells.width(cells);
    if (width > 0) {
      if (options.labels().size() != width) {
        throw new DataException(
            file,
            "expected tags in " + column + ", received vectors of " + width
                + " cells of 0 and 1: --labels (ReadOptions.labels) names their labels, in their order");
      }
      return new TagColumn("", true, options.labels(), options);
    }
    for (String cell : cells) {
      String stripped = Names.composed(cell.strip());
      String lower = stripped.toLowerCase(Locale.ROOT);
      if (options.unknown().contains(lower) || options.absent().contains(lower)) {
        continue;
      }
      if (TagList.isOne(stripped)) {
        lists = true;
      } else if (!stripped.isEmpty() && !Cells.unknown(stripped)) {
        plain.add(stripped);
        if (NOTHING.contains(lower) && !options.labels().contains(stripped)) {
          throw nothing(file, column, stripped);
        }
      }
    }
    String said = options.separator();
    String separator = said.isEmpty() ? separator(file, column, plain, options) : said;
    return new TagColumn(separator.equals(NONE) ? "" : separator, lists, List.of(), options);
  }

  private static RuntimeException nothing(Path file, String column, String cell) {
    return Doubt.between(
        file,
        "",
        "'" + cell + "' in " + column,
        "it says nothing: the labels are not known, "
            + Doubt.option("--unknown", cell, "unknown") + ", or there are none, "
            + Doubt.option("--absent", cell, "absent"),
        "it is a label, which --labels (ReadOptions.labels) names with the others");
  }

  /** Whether a cell says that its labels are not known. */
  boolean isUnknown(String cell) {
    return Cells.unknown(cell) || unknown.contains(cell.strip().toLowerCase(Locale.ROOT));
  }

  void tell(Reading.Builder account) {
    if (!vector.isEmpty()) {
      account.separator("as vectors of " + vector.size() + " cells of 0 and 1");
      return;
    }
    String lists = this.lists ? "as lists in brackets" : "";
    account.separator(
        separator.isEmpty()
            ? lists
            : lists.isEmpty() ? separator : "joined by '" + separator + "' and " + lists);
  }

  /**
   * The tags of a cell, each once, without brackets and quotes; null if it is a list that is not
   * understood.
   */
  @Nullable
  Set<String> tags(String cell) {
    if (!absent.isEmpty() && absent.contains(cell.strip().toLowerCase(Locale.ROOT))) {
      return Set.of();
    }
    if (!vector.isEmpty()) {
      return OneHotCells.tags(cell, vector);
    }
    if (TagList.isOne(cell)) {
      List<String> items = TagList.parse(cell);
      return items == null ? null : new LinkedHashSet<>(items);
    }
    Set<String> tags = new LinkedHashSet<>();
    for (String piece : pieces(cell, separator)) {
      String tag = unquoted(piece);
      if (!tag.isEmpty()) {
        tags.add(tag);
      }
    }
    return tags;
  }

  private static String unquoted(String text) {
    boolean quoted = text.length() >= 2
        && (text.charAt(0) == '\'' || text.charAt(0) == '"')
        && text.charAt(text.length() - 1) == text.charAt(0);
    return quoted ? text.substring(1, text.length() - 1).strip() : text;
  }

  private static List<String> pieces(String cell, String separator) {
    if (separator.isEmpty()) {
      return List.of(cell.strip());
    }
    List<String> pieces = new ArrayList<>();
    int start = 0;
    while (start <= cell.length()) {
      int end = cell.indexOf(separator, start);
      end = end < 0 ? cell.length() : end;
      String piece = cell.substring(start, end).strip();
      if (!piece.isEmpty()) {
        pieces.add(piece);
      }
      start = end + separator.length();
    }
    return pieces;
  }

  private static String separator(
      Path file, String column, Set<String> cells, ReadOptions options) {
    Set<String> known = new HashSet<>(options.labels());
    if (!known.isEmpty() && known.containsAll(cells)) {
      return NONE;
    }
    String first = "";
    for (String each : STRONG) {
      if (!splits(cells, each)) {
        continue;
      }
      if (first.isEmpty()) {
        first = each;
      } else if ((standAlone(cells, each, known) && !standAlone(cells, first, known))
          || (each.equals(",") && recombine(allPieces(cells, first), known))) {
        throw doubt(file, column, example(cells, each), first, each);
      }
    }
    if (first.equals(",") && !recombine(cells, known)) {
      throw doubt(file, column, example(cells, first), NONE, first);
    }
    if (!first.isEmpty()) {
      return first;
    }
    for (String each : DOUBTFUL) {
      if (splits(cells, each) && standAlone(cells, each, known)) {
        throw doubt(file, column, example(cells, each), NONE, each);
      }
    }
    for (String each : WEAK) {
      if (splits(cells, each)) {
        if (!standAlone(cells, each, known)) {
          throw doubt(file, column, example(cells, each), NONE, each);
        }
        return each;
      }
    }
    return NONE;
  }

  private static RuntimeException doubt(
      Path file, String column, String cell, String one, String other) {
    return Doubt.between(file, "", "'" + cell + "' in " + column, reading(one), reading(other));
  }

  private static String reading(String separator) {
    String what = switch (separator) {
      case NONE -> "one tag";
      case " " -> "tags joined by blanks";
      case "\t" -> "tags joined by tabs";
      default -> "tags joined by '" + separator + "'";
    };
    return what + ", " + Doubt.option("--separator", separator, "separator");
  }

  private static boolean splits(Set<String> cells, String separator) {
    return cells.stream().anyMatch(cell -> pieces(cell, separator).size() > 1);
  }

  private static Set<String> allPieces(Set<String> cells, String separator) {
    Set<String> all = new LinkedHashSet<>();
    cells.forEach(cell -> all.addAll(pieces(cell, separator)));
    return all;
  }

  private static String example(Set<String> cells, String separator) {
    return cells.stream()
        .filter(cell -> pieces(cell, separator).size() > 1)
        .findFirst()
        .orElse("");
  }

  /**
   * Whether most cells with a comma share a piece with another cell, as tags do, and names with a
   * comma of their own ({@code tench, Tinca tinca}) do not.
   */
  private static boolean recombine(Set<String> cells, Set<String> known) {
    Map<String, Integer> counts = new HashMap<>();
    for (String cell : cells) {
      pieces(cell, ",").forEach(piece -> counts.merge(piece, 1, Integer::sum));
    }
    int longer = 0;
    int shared = 0;
    for (String cell : cells) {
      List<String> pieces = pieces(cell, ",");
      if (pieces.size() > 1) {
        longer++;
        shared += pieces.stream().anyMatch(p -> known.contains(p) || counts.getOrDefault(p, 0) > 1)
            ? 1
            : 0;
      }
    }
    return 2 * shared > longer;
  }

  /** Whether all pieces of longer cells are cells themselves, or labels that the user named. */
  private static boolean standAlone(Set<String> cells, String separator, Set<String> known) {
    for (String cell : cells) {
      List<String> pieces = pieces(cell, separator);
      for (String piece : pieces) {
        if (pieces.size() > 1 && !cells.contains(piece) && !known.contains(piece)) {
          return false;
        }
      }
    }
    return true;
  }
}

package org.keraunos.data.readers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keraunos.data.Reading;

/** How the tags of a column's cells are written: as lists, or joined by something. */
final class TagColumn {
  /** Written between tags and hardly ever in them. */
  private static final List<String> STRONG = List.of("|", ";", ",", "\t");

  /** Also a part of names: taken where the pieces stand alone elsewhere. */
  private static final List<String> WEAK = List.of("/", "+", " ");

  /** What the user says where cells hold a tag each. */
  static final String NONE = "none";

  private final String separator;
  private final boolean lists;

  private TagColumn(String separator, boolean lists) {
    this.separator = separator;
    this.lists = lists;
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
    for (String cell : cells) {
      String stripped = Names.composed(cell.strip());
      if (TagList.isOne(stripped)) {
        lists = true;
      } else if (!stripped.isEmpty() && !Cells.unknown(stripped)) {
        plain.add(stripped);
      }
    }
    String said = options.separator();
    String separator = said.isEmpty() ? separator(file, column, plain, options) : said;
    return new TagColumn(separator.equals(NONE) ? "" : separator, lists);
  }

  void tell(Reading.Builder account) {
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
      } else if (standAlone(cells, each, known) && !standAlone(cells, first, known)) {
        throw doubt(file, column, example(cells, each), first, each);
      }
    }
    if (first.equals(",") && !recombine(cells, known)) {
      throw doubt(file, column, example(cells, first), NONE, first);
    }
    if (!first.isEmpty()) {
      return first;
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

package org.keraunos.data.readers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.DataException;
import org.keraunos.base.LabelMatrix;
import org.keraunos.data.Reading;

/**
 * Gathers the labels of rows as a reader meets them: either as tags, any number of names a row, or
 * as cells, one for each of the known columns. At the end it makes the matrix, in the order the
 * user wants.
 */
final class Rows {
  private final Path origin;
  private final List<String> wanted;
  private final Set<String> wantedSet;
  private final boolean optional;
  private final @Nullable Repeated repeated;
  private final Map<String, Integer> ids = new LinkedHashMap<>();
  private final List<Repeats.Row> rows = new ArrayList<>();
  private final BitSet zeros = new BitSet();
  private final BitSet minuses = new BitSet();
  private List<String> known = List.of();
  private int[] knownIds = {};
  private final Map<String, Unlisted> unlisted = new LinkedHashMap<>();
  private final Reading.Builder account;

  /** A tag that the user did not list: where first and how often. */
  private static final class Unlisted {
    final Path file;
    final String position;
    int count;

    Unlisted(Path file, String position) {
      this.file = file;
      this.position = position;
    }
  }

  /**
   * The only code of a row that says nothing about any label; those of unknown cells are below it.
   */
  static final int NOTHING_KNOWN = -1;

  private static final int[] UNKNOWN = {NOTHING_KNOWN};

  /**
   * Begins with the account of the reading, which says what was recognised and by which sign.
   *
   * @param account goes on while rows are added, and ends in the listing
   */
  Rows(Path origin, ReadOptions options, Reading.Builder account) {
    this.origin = origin;
    this.account = account;
    this.wanted = options.labels();
    this.wantedSet = Set.copyOf(wanted);
    this.optional = options.areLabelsOptional();
    this.repeated = options.repeated();
  }

  /** Adds a row with these tags. */
  void add(Collection<String> names, Part part, Path file, String position) {
    int[] row = new int[names.size()];
    int n = 0;
    for (String each : names) {
      String name = Names.composed(each);
      if (Names.hasControl(name)) {
        throw new DataException(file, position, control(name));
      }
      if (isWanted(name)) {
        row[n++] = id(name);
      } else {
        unlisted.computeIfAbsent(name, t -> new Unlisted(file, position)).count++;
      }
    }
    int[] says = n == row.length ? row : Arrays.copyOf(row, n);
    rows.add(new Repeats.Row(says, null, part, file, position));
  }

  /** Adds a row that says nothing about any label. */
  void addUnknown(Part part, Path file, String position) {
    rows.add(new Repeats.Row(UNKNOWN, null, part, file, position));
  }

  /**
   * Adds a row with a cell for each name: 0, 1, unknown or {@link Cells#MINUS}. The names have been
   * declared; a list that is handed in again and again is looked up once: tables may have thousands
   * of labels.
   */
  void addCells(List<String> names, byte[] cells, Part part, Path file, String position) {
    if (names != known) {
      known = names;
      knownIds = names.stream()
          .map(Names::composed)
          .mapToInt(name -> ids.getOrDefault(name, -1))
          .toArray();
    }
    int[] row = new int[cells.length];
    int n = 0;
    for (int i = 0; i < cells.length; i++) {
      int id = knownIds[i];
      if (id < 0) {
        if (cells[i] == 1) {
          unlisted.computeIfAbsent(names.get(i), t -> new Unlisted(file, position)).count++;
        }
      } else if (cells[i] == 0) {
        zeros.set(id);
      } else {
        boolean minus = cells[i] == Cells.MINUS;
        row[n++] = cells[i] == 1 ? id : minus ? minus(id) : unknown(id);
        if (minus) {
          minuses.set(id);
        }
      }
    }
    rows.add(new Repeats.Row(Arrays.copyOf(row, n), names, part, file, position));
  }

  /** The code of an unknown cell: even, below -1. */
  static int unknown(int id) {
    return -2 - 2 * id;
  }

  /** The label that a code is of. */
  static int labelOf(int code) {
    return code < 0 ? (-2 - code) / 2 : code;
  }

  static boolean isMinus(int code) {
    return code < NOTHING_KNOWN && code % 2 != 0;
  }

  private static int minus(int id) {
    return -3 - 2 * id;
  }

  /**
   * What -1 means: absent where no label cell of the table is 0, unknown where every label that has
   * -1 has a 0, too.
   *
   * @throws DataException if it is neither
   */
  private boolean isMinusAbsent() {
    if (minuses.isEmpty()) {
      return false;
    }
    if (zeros.isEmpty()) {
      account.cells("-1", "absent, for no cell of a label is 0");
      return true;
    }
    BitSet without = (BitSet) minuses.clone();
    without.andNot(zeros);
    if (without.isEmpty()) {
      account.cells("-1", "not known, for every label with -1 has 0, too");
      return false;
    }
    List<String> nameOf = List.copyOf(ids.keySet());
    throw Doubt.between(
        origin,
        "",
        "-1 in the labels",
        "absent, for '" + nameOf.get(without.nextSetBit(0)) + "' has -1 and no 0, "
            + Doubt.option("--absent", "-1", "absent"),
        "not known, for '" + nameOf.get(zeros.nextSetBit(0)) + "' has 0, "
            + Doubt.option("--unknown", "-1", "unknown"));
  }

  /** Makes a name a label although no row may have it. */
  void declare(String name) {
    String composed = Names.composed(name);
    if (Names.hasControl(composed)) {
      throw new DataException(origin, control(composed));
    }
    if (isWanted(composed)) {
      id(composed);
    }
  }

  private static String control(String name) {
    return "expected labels of letters, digits and signs, received control characters in '"
        + Names.shown(name) + "'";
  }

  void problem(Path file, String position, String what, boolean rowLost) {
    account.problem(new Problem(file, position, what, rowLost));
  }

  /** The account, to say more in. */
  Reading.Builder account() {
    return account;
  }

  /** Whether any row said its part. */
  boolean hasParts() {
    return rows.stream().anyMatch(row -> row.part() != Part.NONE);
  }

  int size() {
    return rows.size();
  }

  /** The listing with its labels sorted by name, by number if all are numbers. */
  Listing sorted(Content content) {
    List<String> names = new ArrayList<>(ids.keySet());
    boolean numbers = names.stream().allMatch(n -> n.matches("[0-9]{1,9}"));
    names.sort(numbers ? Comparator.comparingInt(Integer::parseInt) : Comparator.naturalOrder());
    return listing(content, names);
  }

  /** The listing with its labels in the order they were met. */
  Listing inOrder(Content content) {
    return listing(content, new ArrayList<>(ids.keySet()));
  }

  /** The listing sorted by name, rows with the same key united. */
  Listing sorted(List<ImageSource> sources, List<String> keys) {
    return sorted(united(sources, keys));
  }

  private Content united(List<ImageSource> sources, List<String> keys) {
    List<Integer> kept = new ArrayList<>();
    List<Repeats.Row> united =
        new Repeats(ids, account, repeated, isMinusAbsent()).unite(rows, keys, kept);
    if (united.size() == rows.size()) {
      return new Content.Images(sources);
    }
    rows.clear();
    rows.addAll(united);
    return new Content.Images(kept.stream().map(sources::get).toList());
  }

  private Listing listing(Content listed, List<String> found) {
    Content content = listed instanceof Content.Images images
        ? united(images.sources(), Repeats.keys(images.sources()))
        : listed;
    unlisted.forEach((tag, u) -> problem(
        u.file,
        u.position,
        "'" + tag + "' is not in the list of labels (rows with it: " + u.count + ")",
        false));
    List<String> names = wanted.isEmpty() ? found : wanted;
    if (rows.isEmpty()) {
      throw new DataException(
          origin,
          "no usable rows"
              + (account.problems().isEmpty()
                  ? ""
                  : "; the first problem: " + account.problems().get(0) + elsewhere()));
    }
    List<Part> parts = rows.stream().map(Repeats.Row::part).toList();
    if (optional && rows.stream().allMatch(Repeats.Row::unknown)) {
      account.labels("none, which is enough for predict alone");
      return new Listing(
          content,
          parts,
          List.of(),
          LabelMatrix.none(rows.size()),
          account.parts(parts).build());
    }
    if (names.isEmpty()) {
      throw new DataException(
          origin,
          "no labels found in its " + rows.size() + " rows, which is enough for predict alone");
    }
    long cells = (long) rows.size() * names.size();
    if (cells > Integer.MAX_VALUE - 8) {
      throw new DataException(
          origin,
          rows.size() + " rows x " + names.size()
              + " labels are more than 2^31 cells; list fewer labels");
    }
    Map<String, Integer> columns = new LinkedHashMap<>();
    names.forEach(name -> columns.put(name, columns.size()));
    int[] column = new int[ids.size()];
    ids.forEach((name, id) -> column[id] = columns.getOrDefault(name, -1));
    byte minus = isMinusAbsent() ? 0 : LabelMatrix.UNKNOWN;
    byte[] matrix = new LabelCells(rows, ids, account, !zeros.isEmpty())
        .of(origin, (int) cells, names.size(), column, minus);
    return new Listing(
        content,
        parts,
        names,
        LabelMatrix.of(matrix, rows.size(), names.size()),
        account.parts(parts).build());
  }

  /** What helps where no picture of a list is there. */
  private String elsewhere() {
    return account.problems().stream().allMatch(problem -> problem.what().startsWith("no file '"))
        ? "; --images DIR (ReadOptions.images) says where the pictures lie"
        : "";
  }

  private boolean isWanted(String name) {
    return wanted.isEmpty() || wantedSet.contains(name);
  }

  private int id(String name) {
    Integer id = ids.get(name);
    if (id == null) {
      id = ids.size();
      ids.put(name, id);
    }
    return id;
  }
}

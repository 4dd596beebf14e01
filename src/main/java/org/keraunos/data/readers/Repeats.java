package org.keraunos.data.readers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.DataException;
import org.keraunos.data.Reading;

/**
 * Unites the rows of a picture that stands in several: a row a box, an annotator or a label, or a
 * row that was repeated to weigh more. Rows of tags are united; cells of 0 and 1 that contradict
 * each other are an error unless the user says what decides.
 */
final class Repeats {
  /** What a row says of its labels, and where it stands. */
  @SuppressWarnings("ArrayRecordComponent") // rows are never compared
  record Row(int[] says, @Nullable List<String> columns, Part part, Path file, String position) {
    boolean unknown() {
      return says.length == 1 && says[0] == Rows.NOTHING_KNOWN;
    }

    String place(Path other) {
      String name = file.equals(other) ? "" : Folders.name(file);
      return name.isEmpty() || position.isEmpty() ? name + position : name + ", " + position;
    }
  }

  private final Map<String, Integer> ids;
  private final Reading.Builder account;
  private final @Nullable Repeated rule;
  private final IdentityHashMap<List<String>, Set<Integer>> columns = new IdentityHashMap<>();
  private final boolean minusAbsent;
  private int ties;

  /**
   * Begins.
   *
   * @param minusAbsent whether -1 means absent and not unknown
   */
  Repeats(
      Map<String, Integer> ids,
      Reading.Builder account,
      @Nullable Repeated rule,
      boolean minusAbsent) {
    this.ids = ids;
    this.account = account;
    this.rule = rule;
    this.minusAbsent = minusAbsent;
  }

  /**
   * The rows, each key once, in the order of their first.
   *
   * @param keys what rows of the same picture have in common
   * @param kept receives the number of the first row of each picture
   */
  List<Row> unite(List<Row> rows, List<?> keys, List<Integer> kept) {
    Map<Object, List<Integer>> groups = new LinkedHashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      groups.computeIfAbsent(keys.get(i), k -> new ArrayList<>(1)).add(i);
    }
    List<Row> united = new ArrayList<>(groups.size());
    int several = 0;
    for (List<Integer> group : groups.values()) {
      kept.add(group.get(0));
      several += group.size() > 1 ? 1 : 0;
      united.add(
          group.size() == 1
              ? rows.get(group.get(0))
              : united(group.stream().map(rows::get).toList()));
    }
    if (several > 0) {
      account.united(rows.size() - united.size());
      account.remark(several + " pictures stand in several rows, whose labels were united"
          + (rule == Repeated.MAJORITY ? " by majority" : ""));
    }
    if (ties > 0) {
      account.cells("tie", ties + " labels of which as many rows say 0 as 1 are unknown");
    }
    return united;
  }

  private Row united(List<Row> group) {
    Row first = group.get(0);
    Part part = first.part();
    for (Row row : group) {
      if (part != Part.NONE && row.part() != Part.NONE && row.part() != part) {
        throw new DataException(
            row.file(),
            row.position(),
            "is of part " + row.part().name().toLowerCase(Locale.ROOT)
                + ", but the same picture is of part "
                + part.name().toLowerCase(Locale.ROOT) + " before ("
                + first.place(row.file()) + "); --part-column none leaves the parts aside");
      }
      part = part == Part.NONE ? row.part() : part;
    }
    if (group.stream().allMatch(row -> alike(row, first))) {
      return new Row(first.says(), first.columns(), part, first.file(), first.position());
    }
    Set<Integer> touched = new TreeSet<>();
    for (Row row : group) {
      for (int code : row.unknown() ? new int[0] : row.says()) {
        touched.add(Rows.labelOf(code));
      }
      touched.addAll(columnsOf(row));
    }
    List<Integer> says = new ArrayList<>();
    if (touched.isEmpty() && group.stream().allMatch(Row::unknown)) {
      return first;
    }
    for (int id : touched) {
      int state = state(id, group);
      if (state != 0) {
        says.add(state > 0 ? id : Rows.unknown(id));
      }
    }
    int[] codes = says.stream().mapToInt(i -> i).toArray();
    return new Row(codes, columns(group), part, first.file(), first.position());
  }

  /** The columns that any row of a picture has; null where all are of tags. */
  private static @Nullable List<String> columns(List<Row> group) {
    List<String> first = null;
    Set<String> all = new LinkedHashSet<>();
    for (Row row : group) {
      List<String> names = row.columns();
      if (names != null) {
        first = first == null ? names : first;
        if (names != first || !all.isEmpty()) {
          all.addAll(first);
          all.addAll(names);
        }
      }
    }
    return all.isEmpty() ? first : List.copyOf(all);
  }

  private static boolean alike(Row row, Row other) {
    if ((row.columns() == null) != (other.columns() == null)) {
      return false;
    }
    boolean same = row.columns() == other.columns()
        || (row.columns() != null && row.columns().equals(other.columns()));
    int[] a = row.says().clone();
    int[] b = other.says().clone();
    Arrays.sort(a);
    Arrays.sort(b);
    return same && Arrays.equals(a, b);
  }

  /** 1 for present, 0 for absent, -1 for unknown. */
  private int state(int id, List<Row> group) {
    Row yes = null;
    Row no = null;
    int votes = 0;
    boolean silent = false;
    for (Row row : group) {
      int says = says(row, id);
      if (says == 1) {
        yes = yes == null ? row : yes;
        votes++;
      } else if (says == 0) {
        no = no == null ? row : no;
        votes--;
      } else if (row.columns() == null && !row.unknown()) {
        silent = true; // a tag that a row does not name
        votes--;
      }
    }
    if (rule == Repeated.MAJORITY) {
      if (votes == 0 && yes != null) {
        ties++;
      }
      return votes > 0 ? 1 : votes < 0 ? 0 : -1;
    }
    if (yes != null && no != null && rule == null) {
      throw contradiction(id, yes, no);
    }
    return yes != null ? 1 : no != null || silent ? 0 : -1;
  }

  /** 1, 0 or -1 as the row says, -2 where it says nothing. */
  private int says(Row row, int id) {
    if (row.unknown()) {
      return -1;
    }
    for (int code : row.says()) {
      if (code == id) {
        return 1;
      }
      if (Rows.labelOf(code) == id) {
        return Rows.isMinus(code) && minusAbsent ? 0 : -1;
      }
    }
    return columnsOf(row).contains(id) ? 0 : -2;
  }

  private Set<Integer> columnsOf(Row row) {
    List<String> names = row.columns();
    if (names == null) {
      return Set.of();
    }
    return columns.computeIfAbsent(names, list -> {
      Set<Integer> known = new HashSet<>();
      for (String name : list) {
        Integer id = ids.get(Names.composed(name));
        if (id != null) {
          known.add(id);
        }
      }
      return known;
    });
  }

  private DataException contradiction(int id, Row yes, Row no) {
    String label = ids.entrySet().stream()
        .filter(e -> e.getValue() == id)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("");
    return new DataException(
        no.file(),
        no.position(),
        "says 0 of the label '" + Names.shown(label) + "', but of the same picture "
            + yes.place(no.file()) + " says 1; --repeated union or --repeated majority decides");
  }

  /** Keys for pictures that are files: the file, and the place in it. */
  static List<String> keys(List<ImageSource> sources) {
    Map<Path, String> names = new HashMap<>();
    List<String> keys = new ArrayList<>(sources.size());
    for (ImageSource source : sources) {
      String file = names.computeIfAbsent(
          source.file(), f -> f.toAbsolutePath().normalize().toString());
      keys.add(source.position().isEmpty() ? file : file + "\0" + source.position());
    }
    return keys;
  }
}

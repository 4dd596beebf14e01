package org.keraunos.data.readers;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keraunos.base.DataException;
import org.keraunos.base.LabelMatrix;
import org.keraunos.data.Reading;

/** The cells of labels, of what the rows of a listing say. */
final class LabelCells {
  private final List<Repeats.Row> rows;
  private final Map<String, Integer> ids;
  private final Reading.Builder account;
  private final boolean anyZero;

  /**
   * Begins.
   *
   * @param ids the numbers of the labels by which rows speak of them
   * @param anyZero whether any row says 0 of a label
   */
  LabelCells(
      List<Repeats.Row> rows, Map<String, Integer> ids, Reading.Builder account, boolean anyZero) {
    this.rows = rows;
    this.ids = ids;
    this.account = account;
    this.anyZero = anyZero;
  }

  /**
   * The cells, row after row.
   *
   * @param origin to name in messages
   * @param size how many there are
   * @param labels how many a row has
   * @param column the place in a row of each label by its number; -1 if it has none
   * @param minus what -1 means
   */
  byte[] of(Path origin, int size, int labels, int[] column, byte minus) {
    boolean[] silent = silent();
    byte[] matrix;
    try {
      matrix = new byte[size];
    } catch (OutOfMemoryError e) {
      throw new DataException(
          origin, "its labels need " + (size >> 20) + " MB of memory at once (-Xmx)", e);
    }
    for (int row = 0; row < rows.size(); row++) {
      int[] own = rows.get(row).says();
      if (rows.get(row).unknown()) {
        Arrays.fill(matrix, row * labels, (row + 1) * labels, LabelMatrix.UNKNOWN);
        continue;
      }
      if (silent.length > 0 && silent[row]) {
        Arrays.fill(matrix, row * labels, (row + 1) * labels, LabelMatrix.UNKNOWN);
        for (String name : columnsOf(rows.get(row))) {
          int id = ids.getOrDefault(Names.composed(name), -1);
          if (id >= 0 && column[id] >= 0) {
            matrix[row * labels + column[id]] = 0;
          }
        }
      }
      for (int id : own) {
        int at = row * labels + column[Rows.labelOf(id)];
        matrix[at] = id >= 0 ? 1 : id % 2 == 0 ? LabelMatrix.UNKNOWN : minus;
      }
    }
    return matrix;
  }

  /**
   * Which rows name only some of the labels that others have a cell for, as objects of JSON may:
   * the others are unknown where any row says 0, else absent. Empty if there is no such row.
   */
  private boolean[] silent() {
    boolean[] silent = new boolean[rows.size()];
    int some = 0;
    Set<String> all = new HashSet<>();
    List<String> last = List.of();
    for (Repeats.Row row : rows) {
      List<String> names = row.columns();
      if (names != null && names != last) { // tables have the same list for all rows
        all.addAll(names);
        last = names;
      }
    }
    for (int i = 0; i < silent.length; i++) {
      List<String> names = rows.get(i).columns();
      silent[i] = names != null && names.size() < all.size();
      some += silent[i] ? 1 : 0;
    }
    if (some > 0) {
      account.cells(
          "not named",
          !anyZero
              ? "a label that a row does not name is absent: no row says 0 of any"
              : "a label that a row does not name is unknown: rows say 0 of those that are absent");
    }
    return some > 0 && anyZero ? silent : new boolean[0];
  }

  private static List<String> columnsOf(Repeats.Row row) {
    List<String> names = row.columns();
    return names == null ? List.of() : names;
  }
}

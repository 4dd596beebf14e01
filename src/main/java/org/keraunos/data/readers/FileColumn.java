package org.keraunos.data.readers;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.keraunos.base.DataException;

/** Which column of a list names the files of images. */
final class FileColumn {
  private FileColumn() {}

  /**
   * The column that names files; -1 if none does.
   *
   * @throws DataException if several do
   */
  static int of(Table table, ReadOptions options, Predicate<String> isFile) {
    if (!options.fileColumn().isEmpty()) {
      return table.index(options.fileColumn());
    }
    List<Integer> found = new ArrayList<>();
    List<Integer> named = new ArrayList<>();
    for (int i = 0; i < table.header().size(); i++) {
      if (namesFiles(table, i, isFile)) {
        found.add(i);
      }
      if (ColumnNames.SURELY.contains(ColumnNames.of(table, i))) {
        named.add(i);
      }
    }
    if (found.isEmpty()) {
      return named.isEmpty() ? -1 : named.get(0);
    }
    if (found.size() > 1) {
      List<Integer> usual = found.stream()
          .filter(i -> ColumnNames.FILES.contains(ColumnNames.of(table, i)))
          .toList();
      if (usual.size() == 1) {
        return usual.get(0);
      }
      int one = usual.isEmpty() ? found.get(0) : usual.get(0);
      int other = usual.isEmpty() ? found.get(1) : usual.get(1);
      throw Doubt.between(
          table.file(),
          "line 1",
          "which column names the images",
          table.called(one) + ", " + option(table, one),
          table.called(other) + ", " + option(table, other));
    }
    return found.get(0);
  }

  private static String option(Table table, int column) {
    return Doubt.option("--file-column", table.header().get(column), "fileColumn");
  }

  /**
   * Whether most of the first cells are names of images, by their ends or because they are there.
   */
  private static boolean namesFiles(Table table, int column, Predicate<String> isFile) {
    if (!ColumnNames.FILES.contains(ColumnNames.of(table, column))
        && isNumbersAgain(table, column)) {
      return false; // 0 and 1 are labels, be there a 0.png
    }
    int seen = 0;
    int names = 0;
    for (Table.Row row : table.rows()) {
      String cell = row.cell(column);
      if (!cell.isBlank()) {
        names += Folders.hasImageExtension(cell) || isFile.test(cell) ? 1 : 0;
        if (++seen == 20) {
          break;
        }
      }
    }
    return 2 * names > seen;
  }

  private static boolean isNumbersAgain(Table table, int column) {
    List<String> cells = table.column(column);
    return cells.stream().noneMatch(ListColumns::isWord) && !Identities.are(cells);
  }
}

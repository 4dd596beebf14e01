package org.keraunos.data.readers;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.keraunos.base.DataException;
import org.keraunos.data.Reading;

/**
 * What the columns of a list of images are: the file, the part, tags or labels of 0 and 1, and
 * those that are none of it.
 */
final class ListColumns {
  private final Table table;
  private final ReadOptions options;
  private final int file;
  private final PartColumns parts;
  private final List<Integer> labels = new ArrayList<>();
  private int tags = -1;
  private final Map<Integer, String> leftOut = new LinkedHashMap<>();

  private ListColumns(Table table, ReadOptions options, int file) {
    this.table = table;
    this.options = options;
    this.file = file;
    Set<Integer> taken = new HashSet<>(Set.of(file));
    for (String name : options.drop()) {
      int column = table.index(name);
      taken.add(column);
      leftOut.put(column, "--drop");
    }
    options.labelColumns().forEach(name -> taken.add(table.index(name)));
    this.parts = PartColumns.of(table, options, taken);
  }

  static ListColumns of(Table table, ReadOptions options, Predicate<String> isFile) {
    int file = FileColumn.of(table, options, isFile);
    if (file < 0) {
      throw new DataException(
          table.file(),
          "line 1",
          "expected a column of image files (--file-column, ReadOptions.fileColumn), found "
              + String.join(", ", table.header()));
    }
    ListColumns columns = new ListColumns(table, options, file);
    columns.findLabels();
    return columns;
  }

  private void findLabels() {
    if (!options.labelColumns().isEmpty()) {
      List<Integer> said = options.labelColumns().stream().map(table::index).toList();
      if (said.size() == 1 && slips(said.get(0)) > Cells.MOST_SLIPS) {
        tags = said.get(0);
      } else {
        labels.addAll(said);
      }
    } else if (!options.labels().isEmpty() && options.labels().stream().allMatch(this::has)) {
      options.labels().forEach(name -> labels.add(table.index(name)));
    } else {
      recognise();
    }
    for (int i = 0; i < table.header().size(); i++) {
      if (!isUsed(i)) {
        leftOut.putIfAbsent(i, why(i));
      }
    }
  }

  private boolean has(String column) {
    return table.find(column) >= 0;
  }

  private boolean isUsed(int column) {
    return column == file
        || column == tags
        || labels.contains(column)
        || parts.columns().contains(column);
  }

  private void recognise() {
    List<Integer> cells = new ArrayList<>();
    List<Integer> texts = new ArrayList<>();
    List<Integer> named = new ArrayList<>();
    for (int i = 0; i < table.header().size(); i++) {
      String name = ColumnNames.of(table, i);
      if (isUsed(i)
          || leftOut.containsKey(i)
          || ColumnNames.OTHERS.contains(name)
          || isRowNumber(i)) {
        continue;
      }
      if (PartColumns.isUsual(name)) {
        continue; // be it set aside or of numbers of folds: no label
      }
      if (slips(i) <= Cells.MOST_SLIPS) {
        cells.add(i);
      } else if (ColumnNames.TAGS.contains(name)) {
        named.add(i);
      } else if (isText(i)) {
        texts.add(i);
      }
    }
    List<Integer> tagged = named.isEmpty() && cells.isEmpty() ? texts : named;
    if (tagged.size() > 1) {
      throw doubt(List.of(tagged.get(0)), List.of(tagged.get(1)));
    }
    if (!tagged.isEmpty() && !cells.isEmpty()) {
      throw doubt(tagged, cells);
    }
    if (cells.size() == 1
        && !texts.isEmpty()
        && !ColumnNames.TAGS.contains(ColumnNames.of(table, cells.get(0)))) {
      throw doubt(List.of(texts.get(0)), cells); // one column of 0 and 1 beside one of words
    }
    if (options.areLabelsOptional()
        && tagged.isEmpty()
        && !options.labels().isEmpty()
        && options.labels().stream().noneMatch(this::has)) {
      return; // rows to predict: what is 0 and 1 in them is something else
    }
    labels.addAll(cells);
    tags = tagged.isEmpty() ? -1 : tagged.get(0);
    if (!options.labels().isEmpty() && tags < 0 && !cells.isEmpty()) {
      options.labels().forEach(table::index); // names a column that is not there
    }
    if (tags < 0 && labels.isEmpty() && !options.areLabelsOptional()) {
      throw new DataException(
          table.file(),
          "line 1",
          "says no labels: expected a column named labels or tags, or columns of 0 and 1 (--label-columns, "
              + "ReadOptions.labelColumns); found " + String.join(", ", table.header()));
    }
  }

  private DataException doubt(List<Integer> one, List<Integer> other) {
    return Doubt.between(
        table.file(), "line 1", "where the labels are", columns(one), columns(other));
  }

  private String columns(List<Integer> columns) {
    List<String> names = columns.stream().map(table.header()::get).toList();
    boolean several = columns.size() > 1;
    return "in column" + (several ? "s " : " ") + String.join(", ", names) + ", "
        + Doubt.option("--label-columns", String.join(",", names), "labelColumns");
  }

  private double slips(int column) {
    List<String> cells = table.column(column);
    return Cells.of(cells, options).slips(cells);
  }

  /** Nameless, or named as row numbers are, and counting up by one: a data frame's index. */
  private boolean isRowNumber(int column) {
    String name = ColumnNames.of(table, column);
    if (name.isEmpty() && table.named()) {
      return true;
    }
    if (!name.startsWith("unnamed:") && !Set.of("index", "idx", "row", "id").contains(name)) {
      return false;
    }
    return Identities.count(table.column(column));
  }

  /** Whether a column may be tags: it holds words, and they come again. */
  private boolean isText(int column) {
    List<String> cells = table.column(column);
    // the only column beside the files is labels, be they others in each row
    boolean alone = table.header().size() - parts.columns().size() == 2;
    return (alone || !Identities.are(cells)) && cells.stream().anyMatch(ListColumns::isWord);
  }

  static boolean isWord(String cell) {
    return !cell.isBlank()
        && Float.isNaN(Cells.number(cell))
        && Float.isNaN(Cells.commaNumber(cell));
  }

  private String why(int column) {
    if (isRowNumber(column)) {
      return "numbers of rows";
    }
    List<String> cells = table.column(column);
    if (cells.stream().allMatch(String::isBlank)) {
      return "blank";
    }
    if (ColumnNames.OTHERS.contains(ColumnNames.of(table, column))) {
      return "says something else of the image";
    }
    if (PartColumns.isUsual(ColumnNames.of(table, column))) {
      return "called as parts are, and says none";
    }
    if (Identities.are(cells)) {
      return "another value in each row";
    }
    if (slips(column) <= Cells.MOST_SLIPS) {
      return "not asked for";
    }
    String first = table.rows().stream()
        .filter(row -> Cells.of(List.of(), options).label(row.cell(column)) == Cells.BAD)
        .findFirst()
        .map(row -> row.position() + ": '" + row.cell(column) + "'")
        .orElse("");
    return "not 0 and 1; " + first;
  }

  static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  int file() {
    return file;
  }

  PartColumns parts() {
    return parts;
  }

  /** The column of tags; -1 if there is none. */
  int tags() {
    return tags;
  }

  /** The columns of 0 and 1. */
  int[] labels() {
    return labels.stream().mapToInt(i -> i).toArray();
  }

  void tell(Reading.Builder account) {
    account.fileColumn(table.header().get(file));
    if (tags >= 0) {
      account.labels("tags in " + table.called(tags));
    } else {
      account.labels(labels.isEmpty() ? "none" : count(labels.size(), "column") + " of 0 and 1");
    }
    leftOut.forEach((column, why) -> account.leaveOut(table.called(column), why));
  }
}

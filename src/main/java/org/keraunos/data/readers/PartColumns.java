package org.keraunos.data.readers;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.DataException;
import org.keraunos.base.LabelMatrix;

/**
 * The columns of a table that say which part a row belongs to: one of words such as {@code split},
 * or some of yes and no such as {@code is_valid}.
 */
final class PartColumns {
  private static final Set<String> WORDS =
      Set.of("split", "set", "subset", "part", "partition", "dataset", "phase", "usage", "fold");
  static final String NONE = "none";

  /** A column of parts has few words. */
  private static final int MOST_WORDS = 8;

  private final Table table;
  private final List<Integer> columns;
  private final List<Part> ofYes;
  private final @Nullable Cells yes;

  private PartColumns(Table table, List<Integer> columns, List<Part> ofYes, @Nullable Cells yes) {
    this.table = table;
    this.columns = columns;
    this.ofYes = ofYes;
    this.yes = yes;
  }

  /** Whether columns of parts are called so. */
  static boolean isUsual(String name) {
    return WORDS.contains(name);
  }

  static PartColumns of(Table table, ReadOptions options, Set<Integer> taken) {
    String said = options.partColumn();
    if (said != null) {
      return said.equals(NONE)
          ? new PartColumns(table, List.of(), List.of(), null)
          : said(table, table.index(said), options);
    }
    List<Integer> words = new ArrayList<>();
    List<Integer> yes = new ArrayList<>();
    for (int i = 0; i < table.header().size(); i++) {
      String name = ColumnNames.of(table, i);
      if (taken.contains(i)) {
        continue;
      }
      if (holdsWords(table, i, WORDS.contains(name))) {
        words.add(i);
      } else if (ofYes(name) != null && isYesNo(table, i, options)) {
        if (!name.startsWith("is_")) {
          throw doubt(table, i, "its rows of 1 are the part " + name);
        }
        yes.add(i);
      } else if (WORDS.contains(name) && holdsFewNumbers(table, i)) {
        throw doubt(table, i, "0, 1 and 2 are the parts train, validation and test");
      } else if (WORDS.contains(name)) {
        checkHints(table, i);
      }
    }
    if (words.size() > 1 || (!words.isEmpty() && !yes.isEmpty())) {
      int other = words.size() > 1 ? words.get(1) : yes.get(0);
      throw Doubt.between(
          table.file(),
          "line 1",
          "which part a row belongs to",
          table.called(words.get(0)) + " says it, " + option(table, words.get(0)),
          table.called(other) + " does, " + option(table, other));
    }
    return words.isEmpty()
        ? ofYes(table, yes, options)
        : new PartColumns(table, words, List.of(), null);
  }

  /** A column that is called as parts are, with words that only hint at them, is asked for. */
  private static void checkHints(Table table, int column) {
    String example = "";
    Set<String> different = new HashSet<>();
    for (Table.Row row : table.rows()) {
      String cell = row.cell(column).strip();
      if (cell.isEmpty()) {
        continue;
      }
      different.add(cell);
      if (example.isEmpty() && Part.ofWord(cell) == Part.NONE && Part.hinted(cell) != Part.NONE) {
        example = cell;
      }
      if (Part.hinted(cell) == Part.NONE || different.size() > MOST_WORDS) {
        boolean others = different.stream().anyMatch(word -> Part.ofWord(word) != Part.NONE);
        if (others && different.size() <= MOST_WORDS) {
          throw new DataException(
              table.file(),
              row.position(),
              table.wrong(row, column, "train, val, test or nothing") + ", which is no part; "
                  + Doubt.option("--part-column", NONE, "partColumn") + " leaves the parts aside");
        }
        return;
      }
    }
    if (!example.isEmpty()) {
      String part = Part.hinted(example).name().toLowerCase(Locale.ROOT);
      throw doubt(table, column, "'" + example + "' is the part " + part);
    }
  }

  private static PartColumns said(Table table, int column, ReadOptions options) {
    if (holdsWords(table, column, true)
        || (holdsFewNumbers(table, column) && !isYesNo(table, column, options))) {
      return new PartColumns(table, List.of(column), List.of(), null);
    }
    if (!isYesNo(table, column, options)) {
      boolean hints = true;
      for (Table.Row row : table.rows()) {
        String cell = row.cell(column);
        hints &= cell.isBlank() || Part.hinted(cell) != Part.NONE;
      }
      if (hints) {
        return new PartColumns(table, List.of(column), List.of(), null);
      }
      for (Table.Row row : table.rows()) {
        if (!row.cell(column).isBlank() && Part.hinted(row.cell(column)) == Part.NONE) {
          throw new DataException(
              table.file(),
              row.position(),
              table.wrong(row, column, "train, val, test or the like"));
        }
      }
    }
    Part part = ofYes(ColumnNames.of(table, column));
    if (part == null) {
      // a split of 0 and 1 whose name says nothing: 1 is held out, as is_valid has it
      part = Part.VALIDATION;
    }
    return new PartColumns(
        table, List.of(column), List.of(part), Cells.of(table.column(column), options));
  }

  private static PartColumns ofYes(Table table, List<Integer> columns, ReadOptions options) {
    List<Part> parts = new ArrayList<>();
    List<String> cells = new ArrayList<>();
    for (int column : columns) {
      Part part = ofYes(ColumnNames.of(table, column));
      parts.add(part == null ? Part.NONE : part);
      cells.addAll(table.column(column));
    }
    return new PartColumns(table, columns, parts, Cells.of(cells, options));
  }

  private static DataException doubt(Table table, int column, String asPart) {
    return Doubt.between(
        table.file(),
        "line 1",
        table.called(column),
        asPart + ", " + option(table, column),
        "it is no part, " + Doubt.option("--part-column", NONE, "partColumn"));
  }

  private static String option(Table table, int column) {
    return Doubt.option("--part-column", table.header().get(column), "partColumn");
  }

  /** The part of the rows where a column of this name says yes; null if the name means no part. */
  private static @Nullable Part ofYes(String name) {
    Part part = Part.ofWord(name.startsWith("is_") ? name.substring(3) : name);
    return part == Part.NONE ? null : part;
  }

  private static boolean isYesNo(Table table, int column, ReadOptions options) {
    List<String> cells = said(table, column);
    return Cells.of(cells, options).slips(cells) == 0;
  }

  /** Whether all cells are words for parts; a column of another name must hold two parts. */
  private static boolean holdsWords(Table table, int column, boolean named) {
    EnumSet<Part> found = EnumSet.noneOf(Part.class);
    for (Table.Row row : table.rows()) {
      String cell = row.cell(column);
      Part part = Part.ofWord(cell);
      if (part == Part.NONE && !cell.isBlank()) {
        return false;
      }
      found.add(part);
    }
    found.remove(Part.NONE);
    return found.size() >= (named ? 1 : 2);
  }

  private static boolean holdsFewNumbers(Table table, int column) {
    List<String> cells = said(table, column);
    return !cells.isEmpty() && cells.stream().allMatch(cell -> cell.strip().matches("[012]"));
  }

  /** The cells of the files that have the column. */
  private static List<String> said(Table table, int column) {
    return table.rows().stream()
        .filter(row -> row.has(column))
        .map(row -> row.cell(column))
        .toList();
  }

  boolean isEmpty() {
    return columns.isEmpty();
  }

  List<Integer> columns() {
    return columns;
  }

  String from() {
    List<String> names = columns.stream().map(table::called).toList();
    return String.join(" and ", names);
  }

  Part of(Table.Row row) {
    Cells read = yes;
    if (read == null) {
      String cell = row.cell(columns.get(0)).strip();
      return switch (cell) {
        case "0" -> Part.TRAIN;
        case "1" -> Part.VALIDATION;
        case "2" -> Part.TEST;
        default -> Part.hinted(cell);
      };
    }
    boolean known = false;
    for (int i = 0; i < columns.size(); i++) {
      byte cell = read.label(row.cell(columns.get(i)));
      if (cell == 1) {
        return ofYes.get(i);
      }
      known |= cell == 0;
      if (cell == LabelMatrix.UNKNOWN) {
        return Part.NONE;
      }
    }
    // what is not for training where a column says is_train, is for testing
    return known ? (ofYes.contains(Part.TRAIN) ? Part.TEST : Part.TRAIN) : Part.NONE;
  }
}

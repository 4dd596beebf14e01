package org.keraunos.data.readers;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.keraunos.base.DataException;
import org.keraunos.data.Reading;

/**
 * A CSV or TSV file. Columns without a name and without a cell are none of it.
 *
 * @param file the file
 * @param encoding its encoding and how it is known
 * @param delimiter what stands between cells
 * @param header the names of the columns; empty texts where they have none
 * @param named whether the first line named them
 * @param rows the rows that have as many cells as the header
 * @param problems the rows that have not
 */
record Table(
    Path file,
    String encoding,
    char delimiter,
    List<String> header,
    boolean named,
    List<Row> rows,
    List<Problem> problems) {
  private static final int SAMPLE = 100;

  /**
   * The cells of a row, and where it stands.
   *
   * @param missing the columns that its file has not, where several files are one table
   */
  record Row(Path file, List<String> cells, long line, Set<Integer> missing) {
    String cell(int column) {
      return cells.get(column);
    }

    boolean has(int column) {
      return !missing.contains(column);
    }

    String position() {
      return "line " + line;
    }
  }

  /**
   * Reads all rows.
   *
   * @param isFile whether a cell names an image file that is there: a first line with one names no
   *     columns
   */
  static Table read(Path file, ReadOptions options, Predicate<String> isFile) {
    return read(file, options, isFile, Integer.MAX_VALUE);
  }

  /** The first rows, to see what they are. */
  static Table sample(Path file, ReadOptions options, Predicate<String> isFile) {
    return read(file, options, isFile, SAMPLE);
  }

  private static Table read(
      Path file, ReadOptions options, Predicate<String> isFile, int mostRows) {
    TextFile text = TextFile.read(file, options);
    char said = Delimiter.said(text.text());
    char delimiter = said == 0 ? Delimiter.of(file, text.text()) : said;
    List<Row> rows = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    List<String> header = null;
    boolean named = true;
    long line = 1;
    try (CSVParser parser =
        CSVParser.parse(new StringReader(text.text()), Delimiter.format(delimiter))) {
      for (CSVRecord record : parser) {
        // the parser counts lines to the end of a record, and a record may hold line breaks
        long start = line;
        line = parser.getCurrentLineNumber() + 1;
        if (start == 1 && said != 0) {
          continue;
        }
        if (header == null) {
          List<String> first = record.toList().stream().map(String::strip).toList();
          named = TableHeader.isOne(file, first, options, isFile);
          header = named ? TableHeader.checked(file, first) : TableHeader.numbered(first.size());
          if (named) {
            continue;
          }
        }
        List<String> cells = fitted(record.toList(), header);
        if (cells.size() != header.size()) {
          problems.add(new Problem(
              file,
              "line " + start,
              "expected " + header.size() + " cells, received " + record.size(),
              true));
        } else {
          rows.add(new Row(file, cells, start, Set.of()));
        }
        if (rows.size() == mostRows) {
          break;
        }
      }
    } catch (IOException | RuntimeException e) {
      if (e instanceof DataException known) {
        throw known;
      }
      String why = Folders.why(e);
      throw new DataException(
          file,
          "line " + line,
          "is no CSV: "
              + (why.contains("EOF reached before encapsulated token finished")
                  ? "a quotation mark that opens here is never closed"
                  : why));
    }
    if (header == null) {
      throw new DataException(
          file, "is empty; expected a header line with the names of the columns");
    }
    return new Table(file, text.encoding(), delimiter, header, named, rows, problems)
        .withoutBlankColumns();
  }

  /**
   * A row without the empty cells behind its last column, or with those that its header has there.
   */
  private static List<String> fitted(List<String> cells, List<String> header) {
    int size = cells.size();
    while (size > header.size() && cells.get(size - 1).isBlank()) {
      size--;
    }
    List<String> fitted = new ArrayList<>(cells.subList(0, size));
    while (fitted.size() < header.size() && header.get(fitted.size()).isEmpty()) {
      fitted.add("");
    }
    return List.copyOf(fitted);
  }

  private Table withoutBlankColumns() {
    int[] kept = IntStream.range(0, header.size())
        .filter(i -> !header.get(i).isEmpty()
            || rows.stream().anyMatch(row -> !row.cell(i).isBlank()))
        .toArray();
    if (kept.length == header.size()) {
      return this;
    }
    List<String> names = IntStream.of(kept).mapToObj(header::get).toList();
    List<Row> narrower = rows.stream()
        .map(row ->
            new Row(file, IntStream.of(kept).mapToObj(row::cell).toList(), row.line(), Set.of()))
        .toList();
    return new Table(file, encoding, delimiter, names, named, narrower, problems);
  }

  /**
   * Several tables as one: the columns of all by their names, in the order in which they are met.
   *
   * @param tables at least one
   */
  static Table union(List<Table> tables) {
    Table first = tables.get(0);
    if (tables.size() == 1) {
      return first;
    }
    Map<String, Integer> columns = new LinkedHashMap<>();
    for (Table table : tables) {
      table.header.forEach(name -> columns.putIfAbsent(Names.composed(name), columns.size()));
    }
    List<Row> rows = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (Table table : tables) {
      problems.addAll(table.problems);
      int[] place = table.header.stream()
          .mapToInt(name -> columns.getOrDefault(Names.composed(name), 0))
          .toArray();
      Set<Integer> missing = new HashSet<>(columns.values());
      IntStream.of(place).forEach(missing::remove);
      for (Row row : table.rows) {
        String[] cells = new String[columns.size()];
        Arrays.fill(cells, "");
        for (int i = 0; i < place.length; i++) {
          cells[place[i]] = row.cell(i);
        }
        rows.add(new Row(row.file(), List.of(cells), row.line(), missing));
      }
    }
    return new Table(
        first.file,
        first.encoding,
        first.delimiter,
        List.copyOf(columns.keySet()),
        tables.stream().allMatch(Table::named),
        rows,
        problems);
  }

  /**
   * The cells in the order of another table's columns, matched by name; empty where there is no
   * such column.
   */
  Table arranged(Table like) {
    int[] from = like.header.stream().mapToInt(this::find).toArray();
    Set<Integer> missing = new HashSet<>();
    for (int i = 0; i < from.length; i++) {
      if (from[i] < 0) {
        missing.add(i);
      }
    }
    List<Row> arranged = rows.stream()
        .map(row -> new Row(
            row.file(),
            IntStream.of(from).mapToObj(i -> i < 0 ? "" : row.cell(i)).toList(),
            row.line(),
            missing))
        .toList();
    return new Table(file, encoding, delimiter, like.header, named, arranged, problems);
  }

  /** The columns that its file has not; none if there is no row. */
  Set<Integer> missing() {
    return rows.isEmpty() ? Set.of() : rows.get(0).missing();
  }

  Table withRows(List<Row> some) {
    return new Table(file, encoding, delimiter, header, named, some, problems);
  }

  /** Says what there is to say of the file. */
  void tell(Reading.Builder account) {
    account.encoding(encoding);
    problems.forEach(account::problem);
    if (!named) {
      account.remark(
          "The first line names no columns: they are called column 1 to column " + header.size());
    }
  }

  /** Whether cells are parted by semicolons, as where numbers have decimal commas. */
  boolean semicolons() {
    return delimiter == ';';
  }

  /** What to call a column in messages. */
  String called(int column) {
    return header.get(column).isEmpty()
        ? "column " + (column + 1) + " (without a name)"
        : "column '" + header.get(column) + "'";
  }

  /** The cells of a column. */
  List<String> column(int index) {
    return rows.stream().map(row -> row.cell(index)).toList();
  }

  /** The index of a column, or a message with the columns there are. */
  int index(String name) {
    int index = find(name);
    if (index < 0) {
      throw new DataException(
          file, "expected a column '" + name + "', found " + String.join(", ", header));
    }
    return index;
  }

  /** The index of a column, however its accents are put together; -1 if there is none. */
  int find(String name) {
    String composed = Names.composed(name);
    for (int i = 0; i < header.size(); i++) {
      if (Names.composed(header.get(i)).equals(composed)) {
        return i;
      }
    }
    return -1;
  }

  /** What is wrong with a cell. */
  String wrong(Row row, int column, String expected) {
    return "expected " + expected + " in column '" + header.get(column) + "', received '"
        + row.cell(column) + "'";
  }
}

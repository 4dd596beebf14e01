package org.keraunos.data.readers;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.keraunos.base.DataException;

/**
 * A CSV or TSV file with a header line.
 *
 * @param file the file
 * @param header the names of the columns
 * @param rows the rows that have as many cells as the header
 * @param problems the rows that have not
 */
record Table(Path file, List<String> header, List<Row> rows, List<Problem> problems) {
  /** The cells of a row and its line. */
  record Row(List<String> cells, long line) {
    String cell(int column) {
      return cells.get(column);
    }

    String position() {
      return "line " + line;
    }
  }

  static Table read(Path file) {
    return read(file, true);
  }

  /** The names of the columns, without reading the rows. */
  static List<String> header(Path file) {
    return read(file, false).header();
  }

  private static Table read(Path file, boolean withRows) {
    String text = Folders.text(file);
    char delimiter = delimiter(file, text);
    CSVFormat format = CSVFormat.RFC4180
        .builder()
        .setDelimiter(delimiter)
        .setIgnoreEmptyLines(true)
        .get();
    List<Row> rows = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    List<String> header = List.of();
    long line = 1;
    try (CSVParser parser = CSVParser.parse(new StringReader(text), format)) {
      for (CSVRecord record : parser) {
        // the parser counts lines to the end of a record, and a record may hold line breaks
        long start = line;
        line = parser.getCurrentLineNumber() + 1;
        if (header.isEmpty()) {
          header = names(file, record);
          if (!withRows) {
            break;
          }
        } else if (record.size() != header.size()) {
          problems.add(new Problem(
              file,
              "line " + start,
              "expected " + header.size() + " cells, received " + record.size(),
              true));
        } else {
          rows.add(new Row(List.copyOf(record.toList()), start));
        }
      }
    } catch (IOException | RuntimeException e) {
      if (e instanceof DataException known) {
        throw known;
      }
      throw new DataException(file, "line " + line, "is no CSV: " + Folders.why(e));
    }
    if (header.isEmpty()) {
      throw new DataException(
          file, "is empty; expected a header line with the names of the columns");
    }
    return new Table(file, header, rows, problems);
  }

  private static List<String> names(Path file, CSVRecord record) {
    List<String> names = record.toList().stream().map(String::strip).toList();
    if (names.stream().noneMatch(name -> Float.isNaN(Cells.number(name)))) {
      throw new DataException(
          file, "line 1", "expected a header line with the names of the columns, received numbers");
    }
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new DataException(
            file, "line 1", "expected different column names, received '" + name + "' twice");
      }
    }
    return names;
  }

  private static char delimiter(Path file, String text) {
    int end = text.indexOf('\n');
    String first = end < 0 ? text : text.substring(0, end);
    if (Folders.extension(file).equals("tsv")
        || (first.indexOf('\t') >= 0 && first.indexOf(',') < 0)) {
      return '\t';
    }
    return first.indexOf(';') >= 0 && first.indexOf(',') < 0 ? ';' : ',';
  }

  /** The cells of a column. */
  List<String> column(int index) {
    return rows.stream().map(row -> row.cell(index)).toList();
  }

  /** The index of a column, or a message with the columns there are. */
  int index(String name) {
    int index = header.indexOf(name);
    if (index < 0) {
      throw new DataException(
          file, "expected a column '" + name + "', found " + String.join(", ", header));
    }
    return index;
  }

  /** What is wrong with a cell. */
  String wrong(Row row, int column, String expected) {
    return "expected " + expected + " in column '" + header.get(column) + "', received '"
        + row.cell(column) + "'";
  }
}

package org.keraunos.data.readers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.keraunos.base.DataException;
import org.keraunos.base.LabelMatrix;

/**
 * Feature tables, CSV or TSV: some columns are labels (0, 1, or unknown: -1, ?, nothing), the others numbers. Columns
 * without any number, such as names of rows, are left out and reported.
 */
final class FeatureCsv {
  private final ReadOptions options;
  private final Rows rows;
  private final FloatTable features;

  private FeatureCsv(Path origin, ReadOptions options) {
    this.options = options;
    this.rows = new Rows(
        origin,
        options,
        Format.FEATURE_CSV.recognised(options, "a table without a column of files"));
    this.features = new FloatTable(origin);
  }

  static Listing read(Path origin, List<Path> files, ReadOptions options) {
    FeatureCsv reader = new FeatureCsv(origin, options);
    List<String> names = List.of();
    int[] labels = {};
    int[] numbers = {};
    List<String> header = List.of();
    for (Path file : files) {
      Table table = Table.read(file);
      if (header.isEmpty()) {
        header = table.header();
        labels = reader.labelColumns(table);
        numbers = reader.featureColumns(table, labels);
        names = IntStream.of(numbers).mapToObj(header::get).toList();
      } else if (!header.equals(table.header())) {
        throw new DataException(
            file, "line 1", "expected the columns of " + files.get(0) + ", received others");
      }
      reader.add(table, labels, numbers);
    }
    return reader.rows.inOrder(reader.features.content(names));
  }

  private int[] labelColumns(Table table) {
    List<String> header = table.header();
    int count = options.labelCount();
    if (count != 0) {
      if (Math.abs((long) count) >= header.size()) {
        throw new DataException(
            table.file(),
            "line 1",
            "expected features beside " + Math.abs((long) count) + " labels, found " + header.size()
                + " columns");
      }
      int start = count > 0 ? header.size() - count : 0;
      return IntStream.range(start, start + Math.abs(count)).toArray();
    }
    if (!options.labels().isEmpty()) {
      return options.labels().stream()
          .filter(name -> !options.areLabelsOptional() || header.contains(name))
          .mapToInt(table::index)
          .toArray();
    }
    int[] named =
        IntStream.range(0, header.size()).filter(i -> namesLabel(header.get(i))).toArray();
    if (named.length == 0) {
      throw new DataException(
          table.file(),
          "cannot tell labels from features: name the columns of the labels or say how many there are; found "
              + String.join(", ", header.subList(0, Math.min(20, header.size()))));
    }
    return named;
  }

  private static boolean namesLabel(String column) {
    String lower = column.toLowerCase(Locale.ROOT);
    return lower.startsWith("label") || lower.startsWith("y_") || lower.startsWith("target");
  }

  private int[] featureColumns(Table table, int[] labels) {
    List<Integer> columns = new ArrayList<>();
    boolean[] isLabel = new boolean[table.header().size()];
    for (int label : labels) {
      isLabel[label] = true;
    }
    for (int i = 0; i < isLabel.length; i++) {
      int column = i;
      if (isLabel[i]) {
        continue;
      }
      if (table.rows().isEmpty()
          || table.rows().stream()
              .anyMatch(row -> Float.isFinite(Cells.number(row.cell(column))))) {
        columns.add(i);
      } else {
        rows.problem(
            table.file(),
            "line 1",
            "column '" + table.header().get(i) + "' holds no number and is no feature",
            false);
      }
    }
    if (columns.isEmpty()) {
      throw new DataException(table.file(), "line 1", "expected columns of numbers, found none");
    }
    return columns.stream().mapToInt(i -> i).toArray();
  }

  private void add(Table table, int[] labels, int[] numbers) {
    table.problems().forEach(p -> rows.problem(p.file(), p.position(), p.what(), p.rowLost()));
    Part part = Part.ofFile(Folders.name(table.file()));
    List<String> names = IntStream.of(labels).mapToObj(table.header()::get).toList();
    names.forEach(rows::declare);
    List<String> missing = options.areLabelsOptional()
        ? options.labels().stream().filter(name -> !names.contains(name)).toList()
        : List.of();
    missing.forEach(rows::declare);
    List<String> all = Stream.concat(names.stream(), missing.stream()).toList();
    for (Table.Row row : table.rows()) {
      String wrong = "";
      float[] values = new float[numbers.length];
      for (int i = 0; i < numbers.length; i++) {
        values[i] = Cells.number(row.cell(numbers[i]));
        if (Float.isNaN(values[i]) && wrong.isEmpty()) {
          wrong = table.wrong(row, numbers[i], "a number");
        }
      }
      byte[] cells = new byte[all.size()];
      Arrays.fill(cells, labels.length, cells.length, LabelMatrix.UNKNOWN);
      for (int i = 0; i < labels.length; i++) {
        cells[i] = Cells.label(row.cell(labels[i]));
        if (cells[i] == Cells.BAD && wrong.isEmpty()) {
          wrong = table.wrong(row, labels[i], "0 or 1");
        }
      }
      if (wrong.isEmpty()) {
        features.add(values);
        rows.addCells(all, cells, part, table.file(), row.position());
      } else {
        rows.problem(table.file(), row.position(), wrong, true);
      }
    }
  }
}

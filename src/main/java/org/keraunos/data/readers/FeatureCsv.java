package org.keraunos.data.readers;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.keraunos.base.DataException;
import org.keraunos.base.LabelMatrix;

/** Feature tables, CSV or TSV: some columns are labels, the others numbers. */
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
    List<Table> tables =
        files.stream().map(file -> Table.read(file, options, cell -> false)).toList();
    Table widest = tables.stream()
        .max(Comparator.comparingInt(table -> table.header().size()))
        .orElseThrow();
    Table like = tables.stream()
        .filter(table -> table.header().size() == widest.header().size())
        .findFirst()
        .orElse(widest);
    FeatureColumns columns = new FeatureColumns(like, options);
    columns.tell(reader.rows.account());
    Tables.tellOthers(origin, files, options, reader.rows.account());
    for (Table table : tables) {
      reader.addLike(like, table, columns);
    }
    List<String> names =
        IntStream.of(columns.features()).mapToObj(like.header()::get).toList();
    return reader.rows.inOrder(reader.features.content(names));
  }

  /** Adds a table whose columns have the names of another, in whatever order. */
  private void addLike(Table like, Table table, FeatureColumns columns) {
    if (table.header().equals(like.header())) {
      add(table, columns);
      return;
    }
    Table arranged = table.arranged(like);
    Set<Integer> missing = arranged.missing();
    for (int column : columns.features()) {
      if (missing.contains(column)) {
        throw new DataException(
            table.file(),
            "line 1",
            "expected a column '" + like.header().get(column) + "', as " + like.file()
                + " has it; found " + String.join(", ", table.header()));
      }
    }
    if (!options.areLabelsOptional()
        && IntStream.of(columns.labels()).allMatch(missing::contains)) {
      rows.account()
          .leaveOut(
              Folders.name(table.file()),
              "has no column of labels: its " + table.rows().size()
                  + " rows are for predict alone");
      return;
    }
    table.header().stream()
        .filter(name -> like.find(name) < 0)
        .forEach(name -> rows.account()
            .leaveOut(
                "column '" + name + "' of " + Folders.name(table.file()),
                Folders.name(like.file()) + " has none of this name"));
    add(arranged, columns);
  }

  private void add(Table table, FeatureColumns columns) {
    table.tell(rows.account());
    Part ofFile = Part.ofFile(Folders.name(table.file()));
    PartColumns parts = columns.parts();
    if (parts.isEmpty() && ofFile != Part.NONE) {
      rows.account().partsFrom("the name of the file");
    }
    int[] labels = columns.labels();
    int[] numbers = columns.features();
    List<String> names = IntStream.of(labels).mapToObj(table.header()::get).toList();
    names.forEach(rows::declare);
    List<String> missing = options.areLabelsOptional()
        ? options.labels().stream().filter(name -> !names.contains(name)).toList()
        : List.of();
    missing.forEach(rows::declare);
    List<String> all = Stream.concat(names.stream(), missing.stream()).toList();
    Cells[] readers = IntStream.of(labels)
        .mapToObj(column -> Cells.of(table.column(column), options))
        .toArray(Cells[]::new);
    for (Table.Row row : table.rows()) {
      String wrong = "";
      float[] values = new float[numbers.length];
      for (int i = 0; i < numbers.length; i++) {
        values[i] = columns.number(numbers[i], row.cell(numbers[i]));
        if (Float.isNaN(values[i]) && wrong.isEmpty()) {
          wrong = table.wrong(row, numbers[i], Cells.expectedFor(row.cell(numbers[i])));
        }
      }
      byte[] cells = new byte[all.size()];
      Arrays.fill(cells, labels.length, cells.length, LabelMatrix.UNKNOWN);
      for (int i = 0; i < labels.length; i++) {
        cells[i] = readers[i].label(row.cell(labels[i]));
        if (cells[i] == Cells.BAD && wrong.isEmpty()) {
          wrong = table.wrong(row, labels[i], "0 or 1");
        }
      }
      if (wrong.isEmpty()) {
        features.add(values);
        Part part = parts.isEmpty() ? ofFile : parts.of(row);
        rows.addCells(all, cells, part, table.file(), row.position());
      } else {
        rows.problem(table.file(), row.position(), wrong, true);
      }
    }
  }
}

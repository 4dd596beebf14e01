package org.keraunos.data.readers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.keraunos.base.DataException;

/**
 * Images listed by a CSV file: a column of files, and either one column of tags or a column of 0, 1 or unknown (?, nothing)
 * for each label. In a column of tags an empty cell is a row without labels, ? or -1 one whose labels are unknown.
 */
final class ImageCsv {
  private final Path csv;
  private final ReadOptions options;
  private final Rows rows;
  private final ImageFinder finder;

  private ImageCsv(Path csv, ReadOptions options) {
    this.csv = csv;
    this.options = options;
    this.rows = new Rows(
        csv,
        options,
        Format.IMAGE_CSV.recognised(options, Folders.name(csv) + " with a column of files"));
    this.finder = new ImageFinder(folder(csv, options), rows);
  }

  private static Path folder(Path csv, ReadOptions options) {
    Path said = options.images();
    return said == null ? Folders.parent(csv) : said;
  }

  /** The CSV file of a folder: the one that was named, labels.csv, or the only one. */
  static Path listOf(Path folder, ReadOptions options) {
    if (!options.csv().isEmpty()) {
      Path named = folder.resolve(options.csv());
      if (!Files.isRegularFile(named)) {
        throw new DataException(named, "no such file");
      }
      return named;
    }
    List<Path> found = Folders.list(folder).stream().filter(ImageCsv::isTable).toList();
    for (Path file : found) {
      if (Folders.name(file).matches("labels\\.[ct]sv")) {
        return file;
      }
    }
    if (found.size() != 1) {
      throw new DataException(
          folder,
          "expected labels.csv or one CSV file, found "
              + (found.isEmpty()
                  ? "none"
                  : String.join(", ", found.stream().map(Folders::name).toList())));
    }
    return found.get(0);
  }

  static boolean isTable(Path file) {
    return Set.of("csv", "tsv").contains(Folders.extension(file)) && Files.isRegularFile(file);
  }

  /** Whether a table has a column that names files. */
  static boolean listsFiles(Path table, ReadOptions options) {
    ImageCsv probe = new ImageCsv(table, options);
    Predicate<String> isFile = name -> probe.finder.locate(name) != null;
    Table sample = Table.sample(table, options, isFile);
    return ListColumns.fileColumn(sample, options, isFile) >= 0;
  }

  static Listing read(Path csv, ReadOptions options) {
    return new ImageCsv(csv, options).read();
  }

  private Listing read() {
    Predicate<String> isFile = name -> finder.locate(name) != null;
    Table table = Table.read(csv, options, isFile);
    table.tell(rows.account());
    ListColumns columns = ListColumns.of(table, options, isFile);
    columns.tell(rows.account());
    List<ImageSource> sources =
        columns.tags() >= 0 ? readTags(table, columns) : readCells(table, columns);
    tellParts(columns);
    Content content = new Content.Images(sources);
    return columns.tags() >= 0 ? rows.sorted(content) : rows.inOrder(content);
  }

  private void tellParts(ListColumns columns) {
    if (!columns.parts().isEmpty()) {
      rows.account().partsFrom(columns.parts().from());
    } else if (rows.hasParts()) {
      rows.account().partsFrom("the folders in column of files");
    }
  }

  private Part part(Table.Row row, ListColumns columns) {
    return columns.parts().isEmpty()
        ? Part.ofPath(row.cell(columns.file()))
        : columns.parts().of(row);
  }

  private List<ImageSource> readTags(Table table, ListColumns columns) {
    List<ImageSource> sources = new ArrayList<>();
    int column = columns.tags();
    TagColumn tagColumn = TagColumn.of(csv, table.called(column), table.column(column), options);
    tagColumn.tell(rows.account());
    for (Table.Row row : table.rows()) {
      Set<String> tags = tagColumn.tags(row.cell(column));
      if (tags == null) {
        rows.problem(csv, row.position(), table.wrong(row, column, "a list of tags"), true);
        continue;
      }
      ImageSource source = finder.find(row.cell(columns.file()), csv, row.position());
      if (source != null) {
        sources.add(source);
        if (Cells.unknown(row.cell(column))) {
          rows.addUnknown(part(row, columns));
        } else {
          rows.add(tags, part(row, columns), csv, row.position());
        }
      }
    }
    return sources;
  }

  private List<ImageSource> readCells(Table table, ListColumns columns) {
    int[] labels = columns.labels();
    List<ImageSource> sources = new ArrayList<>();
    List<String> names = IntStream.of(labels).mapToObj(table.header()::get).toList();
    names.forEach(rows::declare);
    Cells[] readers = IntStream.of(labels)
        .mapToObj(column -> Cells.of(table.column(column), options))
        .toArray(Cells[]::new);
    for (Table.Row row : table.rows()) {
      byte[] cells = new byte[labels.length];
      int bad = -1;
      for (int i = 0; i < labels.length; i++) {
        cells[i] = readers[i].label(row.cell(labels[i]));
        bad = cells[i] == Cells.BAD && bad < 0 ? labels[i] : bad;
      }
      if (bad >= 0) {
        rows.problem(csv, row.position(), table.wrong(row, bad, "0 or 1"), true);
        continue;
      }
      ImageSource source = finder.find(row.cell(columns.file()), csv, row.position());
      if (source != null) {
        sources.add(source);
        rows.addCells(names, cells, part(row, columns), csv, row.position());
      }
    }
    return sources;
  }
}

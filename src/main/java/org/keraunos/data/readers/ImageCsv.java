package org.keraunos.data.readers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.keraunos.base.DataException;

/**
 * Images listed by a CSV file: a column of files, and either one column of tags with a separator or a column of 0, 1 or
 * unknown (-1, ?, nothing) for each label. In a column of tags an empty cell is a row without labels, ? or -1 one
 * whose labels are unknown.
 */
final class ImageCsv {
  private static final Set<String> FILE_COLUMNS = Set.of(
      "file",
      "files",
      "filename",
      "file_name",
      "filepath",
      "image",
      "image_name",
      "image_path",
      "img",
      "path",
      "name");
  private static final Set<String> TAG_COLUMNS =
      Set.of("labels", "label", "tags", "tag", "classes", "class");

  // A column of labels may hold a few slips of the pen; one with more is something else.
  private static final double MOST_SLIPS = 0.1;

  private final Path csv;
  private final ReadOptions options;

  private ImageCsv(Path csv, ReadOptions options) {
    this.csv = csv;
    this.options = options;
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
  static boolean listsFiles(Path table) {
    return Table.header(table).stream().anyMatch(ImageCsv::namesFiles);
  }

  static Listing read(Path csv, ReadOptions options) {
    return new ImageCsv(csv, options).read(Table.read(csv));
  }

  private Listing read(Table table) {
    Rows rows = new Rows(
        csv,
        options,
        Format.IMAGE_CSV.recognised(options, Folders.name(csv) + " with a column of files"));
    table.problems().forEach(p -> rows.problem(p.file(), p.position(), p.what(), p.rowLost()));
    int file = fileColumn(table);
    int tags = tagColumn(table, file);
    Path root = options.images();
    ImageFinder finder = new ImageFinder(root == null ? Folders.parent(csv) : root, rows);
    List<ImageSource> sources = tags >= 0
        ? readTags(table, file, tags, finder, rows)
        : readCells(table, file, finder, rows);
    Content content = new Content.Images(sources);
    return tags >= 0 ? rows.sorted(content) : rows.inOrder(content);
  }

  private List<ImageSource> readTags(
      Table table, int file, int tags, ImageFinder finder, Rows rows) {
    List<ImageSource> sources = new ArrayList<>();
    String separator = Cells.separator(options, table.column(tags));
    for (Table.Row row : table.rows()) {
      ImageSource source = finder.find(row.cell(file), csv, row.position());
      if (source != null) {
        sources.add(source);
        Part part = Part.ofPath(row.cell(file));
        if (Cells.unknown(row.cell(tags))) {
          rows.addUnknown(part);
        } else {
          rows.add(Cells.tags(row.cell(tags), separator), part, csv, row.position());
        }
      }
    }
    return sources;
  }

  private List<ImageSource> readCells(Table table, int file, ImageFinder finder, Rows rows) {
    int[] columns = labelColumns(table, file, rows);
    List<ImageSource> sources = new ArrayList<>();
    List<String> names = IntStream.of(columns).mapToObj(table.header()::get).toList();
    names.forEach(rows::declare);
    for (Table.Row row : table.rows()) {
      byte[] cells = new byte[columns.length];
      int bad = -1;
      for (int i = 0; i < columns.length; i++) {
        cells[i] = Cells.label(row.cell(columns[i]));
        bad = cells[i] == Cells.BAD && bad < 0 ? columns[i] : bad;
      }
      if (bad >= 0) {
        rows.problem(csv, row.position(), table.wrong(row, bad, "0 or 1"), true);
        continue;
      }
      ImageSource source = finder.find(row.cell(file), csv, row.position());
      if (source != null) {
        sources.add(source);
        rows.addCells(names, cells, Part.ofPath(row.cell(file)), csv, row.position());
      }
    }
    return sources;
  }

  private static boolean namesFiles(String column) {
    return FILE_COLUMNS.contains(column.toLowerCase(Locale.ROOT));
  }

  private static int fileColumn(Table table) {
    for (int i = 0; i < table.header().size(); i++) {
      if (namesFiles(table.header().get(i))) {
        return i;
      }
    }
    return 0;
  }

  /** The column of tags, or -1 if each label has a column. */
  private int tagColumn(Table table, int file) {
    List<String> header = table.header();
    if (header.size() < 2) {
      throw new DataException(
          csv, "line 1", "expected a column of files and a column of labels, received " + header);
    }
    if (!options.labels().isEmpty() && header.containsAll(options.labels())) {
      return -1;
    }
    for (int i = 0; i < header.size(); i++) {
      if (i != file && TAG_COLUMNS.contains(header.get(i).toLowerCase(Locale.ROOT))) {
        return i;
      }
    }
    int other = file == 0 ? 1 : 0;
    return header.size() == 2 && slips(table, other) > MOST_SLIPS ? other : -1;
  }

  private int[] labelColumns(Table table, int file, Rows rows) {
    if (!options.labels().isEmpty()) {
      return options.labels().stream().mapToInt(table::index).toArray();
    }
    List<Integer> columns = new ArrayList<>();
    for (int i = 0; i < table.header().size(); i++) {
      if (i == file) {
        continue;
      }
      if (slips(table, i) <= MOST_SLIPS) {
        columns.add(i);
      } else {
        rows.problem(
            csv,
            "line 1",
            "column '" + table.header().get(i) + "' does not hold 0 and 1 and is no label; "
                + firstSlip(table, i),
            false);
      }
    }
    if (columns.isEmpty()) {
      throw new DataException(
          csv,
          "expected a column named labels or tags, or columns of 0 and 1; found "
              + String.join(", ", table.header()));
    }
    return columns.stream().mapToInt(i -> i).toArray();
  }

  private static String firstSlip(Table table, int column) {
    return table.rows().stream()
        .filter(row -> Cells.label(row.cell(column)) == Cells.BAD)
        .findFirst()
        .map(row -> row.position() + ": '" + row.cell(column) + "'")
        .orElse("");
  }

  private static double slips(Table table, int column) {
    long bad = table.rows().stream()
        .filter(row -> Cells.label(row.cell(column)) == Cells.BAD)
        .count();
    return table.rows().isEmpty() ? 0 : (double) bad / table.rows().size();
  }
}

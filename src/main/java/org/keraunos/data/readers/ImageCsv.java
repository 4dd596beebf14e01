package org.keraunos.data.readers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.keraunos.base.DataException;

/**
 * Images listed by a CSV file: a column of files, and either one column of tags or a column of 0, 1
 * or unknown (?, nothing) for each label. In a column of tags an empty cell is a row without
 * labels, ? or -1 one whose labels are unknown.
 */
final class ImageCsv {
  private final Path root;
  private final List<Path> files;
  private final ReadOptions options;
  private final Rows rows;
  private final Map<Path, Places> places = new HashMap<>();

  private ImageCsv(Path root, List<Path> files, ReadOptions options) {
    this.root = root;
    this.files = files;
    this.options = options;
    List<String> names = files.stream().map(this::name).toList();
    this.rows = new Rows(
        files.size() == 1 ? files.get(0) : root,
        options,
        Format.IMAGE_CSV.recognised(options, String.join(", ", names) + " with a column of files"));
  }

  private String name(Path file) {
    return Files.isDirectory(root) ? root.relativize(file).toString() : Folders.name(file);
  }

  private boolean names(String cell) {
    return files.stream()
        .anyMatch(file -> namesOf(cell).stream().anyMatch(name -> places(file).has(name)));
  }

  /** The names that a picture may have here: its address on Label Studio's server is cut. */
  private static List<String> namesOf(String cell) {
    return cell.startsWith("/data/upload/") || cell.startsWith("/data/local-files/")
        ? LabelStudio.names(cell)
        : List.of(cell);
  }

  private Places places(Path file) {
    return places.computeIfAbsent(file, f -> {
      Path said = options.images();
      return new Places(said != null ? List.of(said) : folders(f), rows);
    });
  }

  /**
   * Where a table's pictures may lie: as layouts have them, or for train.csv in train or
   * train_images.
   */
  private List<Path> folders(Path table) {
    Path folder = Folders.parent(table);
    List<Path> found =
        new ArrayList<>(Layout.pictures(Files.isDirectory(root) ? root : folder, folder));
    Part part = Part.ofFile(Folders.name(table));
    if (part != Part.NONE) {
      Layout.folders(folder).stream()
          .filter(each -> Part.ofFile(Folders.name(each)) == part)
          .forEach(found::add);
    }
    return found;
  }

  /**
   * The tables of a folder: the one that was named, labels.csv, the only one, or those of parts
   * such as train.csv and test.csv; else those in its folders of parts, else those in its folders
   * of labels, if they list files.
   *
   * @return none if there is no table
   * @throws DataException if there are several and nothing says which
   */
  static List<Path> tablesOf(Path folder, ReadOptions options) {
    if (!options.csv().isEmpty()) {
      List<Path> named = options.csv().stream().map(folder::resolve).toList();
      for (Path each : named) {
        if (!Files.isRegularFile(each)) {
          throw new DataException(each, "no such file");
        }
      }
      return named;
    }
    List<Path> found = Folders.list(folder).stream().filter(ImageCsv::isTable).toList();
    for (Path file : found) {
      if (Folders.name(file).matches("labels\\.[ct]sv")) {
        return List.of(file);
      }
    }
    List<Path> parts =
        found.stream().filter(f -> Part.ofFile(Folders.name(f)) != Part.NONE).toList();
    if (parts.size() > 1) {
      return parts;
    }
    if (found.size() > 1) {
      List<String> names = found.stream().map(Folders::name).toList();
      throw Doubt.between(
          folder,
          "",
          "the tables " + String.join(", ", names),
          "one of them alone, " + Doubt.option("--csv", names.get(0), "csv"),
          "all of them, their columns matched by name, "
              + Doubt.option("--csv", String.join(",", names), "csv"));
    }
    return found.isEmpty() ? below(folder, options) : found;
  }

  private static List<Path> below(Path folder, ReadOptions options) {
    for (List<Path> places : List.of(Layout.parts(folder), Layout.labelFolders(folder))) {
      List<Path> found = places.stream()
          .flatMap(place -> Folders.list(place).stream())
          .filter(file -> isTable(file) && listsFiles(folder, file, options))
          .toList();
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  static boolean isTable(Path file) {
    return Set.of("csv", "tsv").contains(Folders.extension(file)) && Files.isRegularFile(file);
  }

  /** Whether a table has a column that names files. */
  static boolean listsFiles(Path root, Path table, ReadOptions options) {
    ImageCsv probe = new ImageCsv(root, List.of(table), options);
    Predicate<String> isFile = probe::names;
    Table sample = Table.sample(table, options, isFile);
    return FileColumn.of(sample, options, isFile) >= 0;
  }

  /**
   * Reads tables as one, whose columns are those of all by their names.
   *
   * @param root the folder or the file that was given
   */
  static Listing read(Path root, List<Path> files, ReadOptions options) {
    if (files.isEmpty()) {
      throw new DataException(root, "expected labels.csv or one CSV file, found none");
    }
    return new ImageCsv(root, files, options).read();
  }

  private Listing read() {
    Predicate<String> isFile = this::names;
    Table table = Table.union(
        files.stream().map(file -> Table.read(file, options, isFile)).toList());
    table.tell(rows.account());
    Tables.tellOthers(root, files, options, rows.account());
    ListColumns columns = ListColumns.of(table, options, isFile);
    columns.tell(rows.account());
    for (Table.Row row : table.rows()) {
      if (!row.has(columns.file())) {
        throw new DataException(
            row.file(),
            "line 1",
            "expected a column '" + table.header().get(columns.file()) + "', as " + table.file()
                + " has it");
      }
    }
    table = withoutUnlabelled(table, columns);
    List<ImageSource> sources =
        columns.tags() >= 0 ? readTags(table, columns) : readCells(table, columns);
    tellParts(columns);
    Content content = new Content.Images(sources);
    return columns.tags() >= 0 ? rows.sorted(content) : rows.inOrder(content);
  }

  /**
   * Leaves out tables without a column of labels beside others that have some: those to predict.
   */
  private Table withoutUnlabelled(Table table, ListColumns columns) {
    if (options.areLabelsOptional()) {
      return table;
    }
    Map<Path, Integer> without = new LinkedHashMap<>();
    List<Table.Row> kept = new ArrayList<>();
    for (Table.Row row : table.rows()) {
      boolean labels = columns.tags() >= 0
          ? row.has(columns.tags())
          : IntStream.of(columns.labels()).anyMatch(row::has);
      // a table may say nothing but the parts of the pictures of another
      if (labels || (files.size() > 1 && columns.parts().columns().stream().anyMatch(row::has))) {
        kept.add(row);
      } else {
        without.merge(row.file(), 1, Integer::sum);
      }
    }
    without.forEach((file, lines) -> rows.account()
        .leaveOut(
            name(file), "has no column of labels: its " + lines + " rows are for predict alone"));
    return without.isEmpty() ? table : table.withRows(kept);
  }

  private void tellParts(ListColumns columns) {
    if (!columns.parts().isEmpty()) {
      rows.account().partsFrom(columns.parts().from());
    } else if (files.stream().anyMatch(file -> ofTable(file) != Part.NONE)) {
      rows.account().partsFrom("the names of the tables and their folders");
    } else if (rows.hasParts()) {
      rows.account().partsFrom("the folders in column of files");
    }
  }

  private Part part(Table.Row row, ListColumns columns) {
    if (!columns.parts().isEmpty()) {
      return columns.parts().of(row);
    }
    Part ofTable = ofTable(row.file());
    return ofTable == Part.NONE ? Part.ofPath(row.cell(columns.file())) : ofTable;
  }

  /** The part of a table that is one of several, by its name or its folder. */
  private Part ofTable(Path file) {
    if (files.size() == 1 || PartColumns.NONE.equals(options.partColumn())) {
      return Part.NONE;
    }
    Part part = Part.ofFile(Folders.name(file));
    return part == Part.NONE ? Layout.part(root, file) : part;
  }

  private List<ImageSource> readTags(Table table, ListColumns columns) {
    List<ImageSource> sources = new ArrayList<>();
    int column = columns.tags();
    TagColumn tagColumn =
        TagColumn.of(table.file(), table.called(column), table.column(column), options);
    tagColumn.tell(rows.account());
    for (Table.Row row : table.rows()) {
      Path csv = row.file();
      Set<String> tags = tagColumn.tags(row.cell(column));
      if (tags == null) {
        rows.problem(csv, row.position(), table.wrong(row, column, "a list of tags"), true);
        continue;
      }
      ImageSource source = places(csv).find(namesOf(row.cell(columns.file())), csv, row.position());
      if (source != null) {
        sources.add(source);
        if (!row.has(column) || tagColumn.isUnknown(row.cell(column))) {
          rows.addUnknown(part(row, columns), csv, row.position());
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
      Path csv = row.file();
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
      ImageSource source = places(csv).find(namesOf(row.cell(columns.file())), csv, row.position());
      if (source != null) {
        sources.add(source);
        if (labels.length == 0) {
          rows.addUnknown(part(row, columns), csv, row.position());
          continue;
        }
        rows.addCells(names, cells, part(row, columns), csv, row.position());
      }
    }
    return sources;
  }
}

package org.keraunos.data.readers;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
  /** What the column of files is called where its cells alone do not show it. */
  private static final List<String> FILES = List.of(
      "file",
      "files",
      "filename",
      "file_name",
      "filenames",
      "filepath",
      "file_path",
      "image",
      "image_name",
      "image_path",
      "image_file",
      "image_id",
      "imagename",
      "img",
      "img_name",
      "img_path",
      "fname",
      "photo",
      "picture",
      "path",
      "name");

  /** Those of the above that name files even where no file is there. */
  private static final Set<String> SURELY = Set.of(
      "file",
      "files",
      "filename",
      "file_name",
      "filenames",
      "filepath",
      "file_path",
      "image",
      "image_name",
      "image_path",
      "image_file",
      "img",
      "img_name",
      "img_path",
      "fname");

  private static final Set<String> TAGS = Set.of(
      "labels",
      "label",
      "tags",
      "tag",
      "classes",
      "class",
      "class_name",
      "choice",
      "choices",
      "categories",
      "category",
      "keywords");

  /** What exports say of an image or an annotation beside its labels, be it 0 and 1 or not. */
  private static final Set<String> OTHERS = Set.of(
      "annotator",
      "annotator_id",
      "annotation_id",
      "worker",
      "worker_id",
      "confidence",
      "score",
      "lead_time",
      "created_at",
      "updated_at",
      "width",
      "height",
      "xmin",
      "ymin",
      "xmax",
      "ymax",
      "x1",
      "y1",
      "x2",
      "y2",
      "difficult",
      "truncated",
      "occluded",
      "pose",
      "iscrowd",
      "is_crowd",
      "isoccluded",
      "istruncated",
      "isgroupof",
      "isdepiction",
      "isinside");

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
    int file = fileColumn(table, options, isFile);
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

  /**
   * The column that names files; -1 if none does.
   *
   * @throws DataException if several do
   */
  static int fileColumn(Table table, ReadOptions options, Predicate<String> isFile) {
    if (!options.fileColumn().isEmpty()) {
      return table.index(options.fileColumn());
    }
    List<Integer> found = new ArrayList<>();
    List<Integer> named = new ArrayList<>();
    for (int i = 0; i < table.header().size(); i++) {
      if (namesFiles(table, i, isFile)) {
        found.add(i);
      }
      if (SURELY.contains(name(table, i))) {
        named.add(i);
      }
    }
    if (found.isEmpty()) {
      return named.isEmpty() ? -1 : named.get(0);
    }
    if (found.size() > 1) {
      List<Integer> usual =
          found.stream().filter(i -> FILES.contains(name(table, i))).toList();
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

  /** Whether columns of files or of tags are called so. */
  static boolean isUsual(String name) {
    String lower = name.toLowerCase(Locale.ROOT).replace(' ', '_');
    return FILES.contains(lower) || TAGS.contains(lower);
  }

  /** Whether columns of tags are called so. */
  static boolean isTags(String name) {
    return TAGS.contains(name.toLowerCase(Locale.ROOT));
  }

  /** Whether a name says something of an annotation beside its labels. */
  static boolean isOther(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return OTHERS.contains(lower) || lower.equals("id");
  }

  private static String option(Table table, int column) {
    return Doubt.option("--file-column", table.header().get(column), "fileColumn");
  }

  /**
   * Whether most of the first cells are names of images, by their ends or because they are there.
   */
  private static boolean namesFiles(Table table, int column, Predicate<String> isFile) {
    if (!FILES.contains(name(table, column)) && isNumbersAgain(table, column)) {
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

  private static String name(Table table, int column) {
    return table.header().get(column).toLowerCase(Locale.ROOT).replace(' ', '_');
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
      String name = name(table, i);
      if (isUsed(i) || leftOut.containsKey(i) || OTHERS.contains(name) || isRowNumber(i)) {
        continue;
      }
      if (PartColumns.isUsual(name)) {
        continue; // be it set aside or of numbers of folds: no label
      }
      if (slips(i) <= Cells.MOST_SLIPS) {
        cells.add(i);
      } else if (TAGS.contains(name)) {
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
    if (cells.size() == 1 && !texts.isEmpty() && !TAGS.contains(name(table, cells.get(0)))) {
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
    String name = name(table, column);
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

  private static boolean isWord(String cell) {
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
    if (OTHERS.contains(name(table, column))) {
      return "says something else of the image";
    }
    if (PartColumns.isUsual(name(table, column))) {
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

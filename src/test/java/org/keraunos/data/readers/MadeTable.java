package org.keraunos.data.readers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * A list of images as some program might have written it, made up by a seed: what it says is known,
 * how it says it is drawn. Where a draw may be read in two ways, the columns and words that make it
 * plain are there.
 */
final class MadeTable {
  private static final List<List<String>> WORDS = List.of(
      List.of("0", "1"),
      List.of("no", "yes"),
      List.of("N", "Y"),
      List.of("False", "True"),
      List.of("absent", "present"),
      List.of("0.0", "1.0"));
  private static final Map<Part, List<String>> PARTS = Map.of(
      Part.TRAIN, List.of("train", "Training", "TRAIN"),
      Part.VALIDATION, List.of("val", "valid", "dev"),
      Part.TEST, List.of("test", "Testing", "test"));

  final Random random;
  final List<String> labels;
  final List<String> files = new ArrayList<>();
  final List<int[]> cells = new ArrayList<>();
  final List<Part> parts = new ArrayList<>();
  /** What the table looks like, for messages. */
  final StringBuilder how = new StringBuilder();

  private final boolean asTags;
  private final boolean header;
  private final List<String> names = new ArrayList<>();
  private final List<List<String>> columns = new ArrayList<>();

  MadeTable(long seed) {
    random = new Random(seed);
    how.append("seed ").append(seed);
    List<String> some = new ArrayList<>(List.of("cat", "Dog", "sea-side", "Straße", "œuf", "x_2"));
    Collections.shuffle(some, random);
    labels = some.subList(0, 2 + random.nextInt(4));
    asTags = random.nextBoolean();
    header = random.nextInt(4) > 0;
    int rows = 12 + random.nextInt(20);
    boolean unknowns = !asTags && random.nextBoolean();
    for (int row = 0; row < rows; row++) {
      files.add("p" + row + List.of(".jpg", ".JPG", ".png").get(random.nextInt(3)));
      int[] own = new int[labels.size()];
      for (int label = 0; label < own.length; label++) {
        own[label] = unknowns && random.nextInt(8) == 0 ? -1 : random.nextInt(2);
      }
      if (row < 2 * own.length) {
        Arrays.fill(own, row < own.length ? 0 : 1);
        own[row % own.length] = row < own.length ? 1 : 0;
      }
      cells.add(own);
      parts.add(Part.NONE);
    }
    draw();
  }

  private void draw() {
    add("filename", files.stream().map(this::named).toList());
    if (asTags) {
      addTags();
    } else {
      addCells();
    }
    if (header) {
      addOthers();
    }
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, random);
    List<String> oldNames = List.copyOf(names);
    List<List<String>> oldColumns = List.copyOf(columns);
    for (int i = 0; i < order.size(); i++) {
      names.set(i, oldNames.get(order.get(i)));
      columns.set(i, oldColumns.get(order.get(i)));
    }
  }

  /** The labels in the order in which they are read. */
  List<String> expectedLabels() {
    if (asTags) {
      return labels.stream().sorted().toList();
    }
    return header
        ? names.stream().filter(labels::contains).toList()
        : names.stream()
            .filter(labels::contains)
            .map(name -> "column " + (names.indexOf(name) + 1))
            .toList();
  }

  /** The cells of a row in the order of {@link #expectedLabels}. */
  String expectedCells(int row) {
    List<String> order =
        asTags ? expectedLabels() : names.stream().filter(labels::contains).toList();
    StringBuilder text = new StringBuilder();
    for (String label : order) {
      int cell = cells.get(row)[labels.indexOf(label)];
      text.append(cell < 0 ? "?" : String.valueOf(cell));
    }
    return text.toString();
  }

  /** A file's name as lists have it: sometimes in another case, or without its extension. */
  private String named(String file) {
    // the first line names a file as it is, where it has to show that it names no column
    return switch (header ? random.nextInt(6) : 5) {
      case 0 -> file.toUpperCase(Locale.ROOT);
      case 1 -> file.replaceAll("(?i)\\.(jpg|png)$", ".jpeg");
      default -> file;
    };
  }

  private void add(String name, List<String> column) {
    names.add(name);
    columns.add(column);
  }

  private void addCells() {
    List<String> words = WORDS.get(random.nextInt(WORDS.size()));
    List<String> unknown = List.of("", "?", "nan");
    how.append(", ").append(words);
    for (int label = 0; label < labels.size(); label++) {
      List<String> column = new ArrayList<>();
      for (int[] row : cells) {
        column.add(row[label] < 0 ? unknown.get(random.nextInt(3)) : words.get(row[label]));
      }
      add(labels.get(label), column);
    }
  }

  private void addTags() {
    int style = random.nextInt(10);
    List<String> separators = List.of("|", ";", ",", " | ", ", ", "\t", "/", " ", "+");
    String separator = style == 9 ? "" : separators.get(style);
    how.append(", tags by '").append(separator).append("'");
    int quote = random.nextInt(3);
    List<String> column = new ArrayList<>();
    for (int[] row : cells) {
      List<String> tags = new ArrayList<>();
      for (int label = 0; label < row.length; label++) {
        if (row[label] == 1) {
          tags.add(random.nextBoolean() ? labels.get(label) : decomposed(labels.get(label)));
        }
      }
      column.add(style == 9 ? list(tags, quote) : String.join(separator, tags));
    }
    add(List.of("labels", "Tags", "class").get(random.nextInt(3)), column);
  }

  private static String decomposed(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFD);
  }

  private static String list(List<String> tags, int style) {
    String quote = style == 0 ? "'" : "\"";
    String items = tags.stream().map(tag -> quote + tag + quote).collect(Collectors.joining(", "));
    return style == 2 ? "{\"choices\": [" + items + "]}" : "[" + items + "]";
  }

  private void addOthers() {
    int rows = files.size();
    if (random.nextBoolean()) {
      addParts();
    }
    List<String> numbers = new ArrayList<>();
    List<String> decimals = new ArrayList<>();
    List<String> owners = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      numbers.add(String.valueOf(row));
      decimals.add("0." + (10 + random.nextInt(80)));
      owners.add("Owner " + row);
    }
    if (random.nextBoolean()) {
      add(List.of("", "Unnamed: 0", "index", "id").get(random.nextInt(4)), numbers);
    }
    if (random.nextBoolean()) {
      add("confidence", decimals);
    }
    if (random.nextBoolean()) {
      add("name", owners);
    }
    if (random.nextInt(3) == 0 && !names.contains("")) {
      add("", Collections.nCopies(rows, ""));
    }
  }

  private void addParts() {
    boolean words = random.nextBoolean();
    List<String> column = new ArrayList<>();
    List<String> yes = WORDS.get(random.nextInt(WORDS.size()));
    for (int row = 0; row < files.size(); row++) {
      Part part = Part.values()[words ? row % 3 : row % 2];
      parts.set(row, part);
      column.add(
          words
              ? PARTS.get(part).get(random.nextInt(3))
              : yes.get(part == Part.VALIDATION ? 1 : 0));
    }
    add(words ? List.of("split", "Subset", "set").get(random.nextInt(3)) : "is_valid", column);
    how.append(", ").append(names.get(names.size() - 1));
  }

  /** Writes the table and files that are there, and gives what a user must say to have it read. */
  ReadOptions write(Path folder) throws IOException {
    for (String file : files) {
      Files.writeString(folder.resolve(file), "picture");
    }
    char delimiter = List.of(',', ';', '\t').get(random.nextInt(3));
    String end = List.of("\n", "\r\n").get(random.nextInt(2));
    boolean quotes = random.nextBoolean();
    StringBuilder text = new StringBuilder();
    if (header) {
      line(text, names, delimiter, quotes, end);
    }
    for (int row = 0; row < files.size(); row++) {
      int at = row;
      line(text, columns.stream().map(c -> c.get(at)).toList(), delimiter, quotes, end);
    }
    how.append(", delimiter '").append(delimiter).append("'").append(header ? "" : ", no header");
    String name = delimiter == '\t' && random.nextBoolean() ? "labels.tsv" : "labels.csv";
    ReadOptions options = new ReadOptions();
    Files.write(folder.resolve(name), encoded(text.toString(), options));
    return options;
  }

  private byte[] encoded(String text, ReadOptions options) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Charset charset = StandardCharsets.UTF_8;
    String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
    switch (random.nextInt(5)) {
      case 0 -> bytes.write(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
      case 1 -> {
        charset = StandardCharsets.UTF_16LE;
        bytes.write(new byte[] {(byte) 0xFF, (byte) 0xFE});
      }
      case 2 -> {
        charset = StandardCharsets.UTF_16BE;
        bytes.write(new byte[] {(byte) 0xFE, (byte) 0xFF});
      }
      case 3 -> {
        charset = Charset.forName("windows-1252");
        text = composed; // which has no accents alone
        options.encoding(charset);
      }
      default -> how.append(", no mark");
    }
    how.append(", ").append(charset);
    bytes.write(text.getBytes(charset));
    return bytes.toByteArray();
  }

  private void line(
      StringBuilder text, List<String> cells, char delimiter, boolean quotes, String end) {
    List<String> shown = new ArrayList<>();
    for (String cell : cells) {
      boolean must = cell.indexOf(delimiter) >= 0 || cell.indexOf('"') >= 0;
      shown.add(
          must || (quotes && random.nextBoolean()) ? '"' + cell.replace("\"", "\"\"") + '"' : cell);
    }
    text.append(String.join(String.valueOf(delimiter), shown)).append(end);
  }
}

package org.keraunos.data.readers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.keraunos.base.DataException;
import org.keraunos.base.LabelMatrix;

/**
 * Open Images' tables: a row for each label or box of a picture, with {@code ImageID},
 * {@code LabelName} and {@code Confidence}, 1 for present and 0 for verified as absent. Machines'
 * confidences between are not taken: the label is unknown. Labels that a picture is not listed with
 * are unknown where the tables say of any that it is absent, else absent.
 * {@code class-descriptions*.csv} gives the names.
 */
final class OpenImages {
  private static final byte YES = 1;
  private static final byte NO = 0;
  private static final byte DOUBT = 2;

  private final Path root;
  private final ReadOptions options;
  private final Rows rows;
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, Integer> labels = new LinkedHashMap<>();
  private final Map<String, Picture> pictures = new LinkedHashMap<>();
  private long machines;
  private boolean saysAbsent;

  /** What the tables say of a picture. */
  private static final class Picture {
    final Path file;
    final long line;
    final Map<Integer, Votes> votes = new LinkedHashMap<>();

    Picture(Path file, long line) {
      this.file = file;
      this.line = line;
    }
  }

  /** What rows say of a label of a picture, and the first that said so. */
  private static final class Votes {
    int yes;
    int no;
    long yesLine;
    long noLine;
    Path yesFile = Path.of("");
  }

  private OpenImages(Path root, ReadOptions options, Rows rows) {
    this.root = root;
    this.options = options;
    this.rows = rows;
  }

  /** The tables of a folder, of its folders of labels and of parts, that are Open Images'. */
  static List<Path> filesOf(Path folder) {
    List<Path> places = new ArrayList<>(List.of(folder));
    places.addAll(Layout.labelFolders(folder));
    places.addAll(Layout.parts(folder));
    List<Path> found = new ArrayList<>();
    for (Path place : places) {
      Folders.list(place).stream()
          .filter(file -> ImageCsv.isTable(file) && is(file))
          .forEach(found::add);
    }
    return found;
  }

  /** Whether the first line of a table has the names of Open Images' columns. */
  static boolean is(Path file) {
    List<String> header = firstLine(file);
    return header.contains("imageid") && header.contains("labelname");
  }

  private static List<String> firstLine(Path file) {
    try (CSVParser parser = parser(file)) {
      for (CSVRecord record : parser) {
        return record.toList().stream()
            .map(cell -> cell.replace("\uFEFF", "").strip().toLowerCase(Locale.ROOT))
            .toList();
      }
    } catch (IOException | UncheckedIOException | IllegalStateException e) {
      return List.of(); // whoever reads it says why
    }
    return List.of();
  }

  private static CSVParser parser(Path file) throws IOException {
    return CSVParser.parse(
        Files.newBufferedReader(file, StandardCharsets.UTF_8), CSVFormat.RFC4180);
  }

  static Listing read(Path path, List<Path> files, ReadOptions options) {
    Path root = Files.isDirectory(path) ? path : Folders.parent(path);
    Rows rows = new Rows(
        path,
        options,
        Format.OPEN_IMAGES.recognised(
            options, Folders.name(files.get(0)) + " with columns ImageID and LabelName"));
    rows.account().labels("column 'LabelName'").fileColumn("ImageID");
    return new OpenImages(root, options, rows).read(files);
  }

  private Listing read(List<Path> files) {
    Set<Path> folders = new LinkedHashSet<>();
    folders.add(root.toAbsolutePath());
    files.forEach(file -> folders.add(Folders.parent(file)));
    for (Path place : List.copyOf(folders)) {
      Layout.folders(place).stream()
          .filter(f -> Folders.name(f).equalsIgnoreCase("metadata"))
          .forEach(folders::add);
    }
    for (Path folder : folders) {
      Folders.list(folder).stream()
          .filter(f -> ImageCsv.isTable(f)
              && (Folders.name(f).toLowerCase(Locale.ROOT).contains("class-descriptions")
                  || Folders.name(f).equals("classes.csv")))
          .forEach(this::descriptions);
    }
    files.forEach(this::table);
    return listing();
  }

  private void descriptions(Path file) {
    each(file, (cells, line) -> {
      if (cells.size() >= 2 && !cells.get(0).equals("LabelName")) {
        names.putIfAbsent(cells.get(0).strip(), Names.composed(cells.get(1).strip()));
      }
    });
  }

  private void table(Path file) {
    List<String> header = firstLine(file);
    int image = header.indexOf("imageid");
    int label = header.indexOf("labelname");
    int confidence = header.indexOf("confidence");
    if (image < 0 || label < 0) {
      throw new DataException(file, "line 1", "expected columns ImageID and LabelName");
    }
    each(file, (cells, line) -> {
      if (line == 1) {
        return;
      }
      if (cells.size() != header.size()) {
        rows.problem(
            file,
            "line " + line,
            "expected " + header.size() + " cells, received " + cells.size(),
            true);
        return;
      }
      byte says = confidence < 0 ? YES : confidence(cells.get(confidence));
      if (says < 0) {
        rows.problem(
            file,
            "line " + line,
            "expected a Confidence of 0 to 1, received '" + Names.shown(cells.get(confidence))
                + "'",
            true);
        return;
      }
      vote(file, line, cells.get(image).strip(), cells.get(label).strip(), says);
    });
  }

  private static byte confidence(String cell) {
    float number = Cells.number(cell);
    if (number == 1) {
      return YES;
    }
    return number == 0 ? NO : number > 0 && number < 1 ? DOUBT : -1;
  }

  private void vote(Path file, long line, String image, String label, byte says) {
    Picture picture = pictures.computeIfAbsent(image, id -> new Picture(file, line));
    String name = names.getOrDefault(label, label);
    int id = labels.computeIfAbsent(name, n -> labels.size());
    Votes votes = picture.votes.computeIfAbsent(id, i -> new Votes());
    if (says == YES) {
      if (votes.yes++ == 0) {
        votes.yesLine = line;
        votes.yesFile = file;
      }
    } else if (says == NO) {
      saysAbsent = true;
      votes.noLine = votes.no++ == 0 ? line : votes.noLine;
    } else {
      machines++;
    }
    if (votes.yes > 0 && votes.no > 0 && options.repeated() == null) {
      throw new DataException(
          file,
          "line " + line,
          "says " + (says == YES ? 1 : 0) + " of '" + Names.shown(name) + "' for picture '"
              + Names.shown(image) + "', but "
              + (says == YES
                  ? "line " + votes.noLine + " says 0"
                  : Folders.name(votes.yesFile) + ", line " + votes.yesLine + " says 1")
              + "; --repeated union or --repeated majority decides");
    }
  }

  private Listing listing() {
    List<String> all = List.copyOf(labels.keySet());
    all.forEach(rows::declare);
    byte unlisted = saysAbsent || machines > 0 ? LabelMatrix.UNKNOWN : 0;
    rows.account()
        .cells(
            "not listed",
            unlisted == 0
                ? "a label that a picture is not listed with is absent: no row says 0 of any"
                : "a label that a picture is not listed with is unknown: rows say 0 of those that are absent");
    if (machines > 0) {
      rows.account()
          .leaveOut(machines + " rows", "a machine's Confidence between 0 and 1: unknown");
    }
    Map<Path, Places> places = new HashMap<>();
    List<ImageSource> sources = new ArrayList<>();
    boolean parts = false;
    for (Map.Entry<String, Picture> each : pictures.entrySet()) {
      Picture picture = each.getValue();
      String position = "line " + picture.line;
      ImageSource source = places
          .computeIfAbsent(picture.file, this::places)
          .find(each.getKey(), picture.file, position);
      if (source != null) {
        byte[] cells = new byte[all.size()];
        Arrays.fill(cells, unlisted);
        picture.votes.forEach((id, votes) -> cells[id] = decided(votes));
        Part part = part(picture.file);
        parts |= part != Part.NONE;
        sources.add(source);
        rows.addCells(all, cells, part, picture.file, position);
      }
    }
    if (parts) {
      rows.account().partsFrom("names of the tables");
    }
    return rows.sorted(new Content.Images(sources));
  }

  private byte decided(Votes votes) {
    if (options.repeated() == Repeated.MAJORITY && votes.yes > 0 && votes.yes == votes.no) {
      return LabelMatrix.UNKNOWN;
    }
    boolean yes = options.repeated() == Repeated.MAJORITY ? votes.yes > votes.no : votes.yes > 0;
    return yes ? YES : votes.no > 0 ? NO : LabelMatrix.UNKNOWN;
  }

  private Part part(Path file) {
    Part part = Part.ofFile(Folders.name(file));
    return part == Part.NONE ? Layout.part(root, file) : part;
  }

  /** Where the pictures of a table may lie: beside it, in folders of pictures and of its part. */
  private Places places(Path table) {
    Path given = options.images();
    if (given != null) {
      return new Places(List.of(given), rows);
    }
    Set<Path> found = new LinkedHashSet<>(Layout.pictures(root, Folders.parent(table)));
    Part part = part(table);
    found.add(root.toAbsolutePath());
    for (Path folder : List.copyOf(found)) {
      for (Path inside : Layout.folders(folder)) {
        if (mayHold(inside, part)) {
          found.add(inside);
          Layout.folders(inside).stream().filter(f -> mayHold(f, part)).forEach(found::add);
        }
      }
    }
    return new Places(List.copyOf(found), rows);
  }

  private static boolean mayHold(Path folder, Part part) {
    return Layout.holdsImages(folder)
        || (part != Part.NONE && Part.ofFolder(Folders.name(folder)) == part);
  }

  private interface Line {
    void of(List<String> cells, long line);
  }

  /** Hands over the lines one by one: the tables of the whole set are larger than memory. */
  private static void each(Path file, Line use) {
    long line = 1;
    try (CSVParser parser = parser(file)) {
      for (CSVRecord record : parser) {
        long start = line;
        line = parser.getCurrentLineNumber() + 1;
        use.of(record.toList(), start);
      }
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new DataException(file, "line " + line, "is no CSV: " + Folders.why(e), e);
    }
  }
}

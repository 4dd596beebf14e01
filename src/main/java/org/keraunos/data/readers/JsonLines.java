package org.keraunos.data.readers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.DataException;
import org.keraunos.base.LabelMatrix;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * JSON Lines: an object a line with {@code file} (or {@code file_name}, {@code image},
 * {@code path}), or {@code features}, a list of numbers; and {@code labels} (or {@code tags}): a
 * list of names, a text of tags with a separator, an object of names with 0, 1, true, false or
 * null, or null where they are unknown.
 */
final class JsonLines {
  private static final List<String> FILE =
      List.of("file", "file_name", "filename", "image", "path");
  private static final List<String> LABELS = List.of("labels", "tags", "label", "classes");

  private final List<Path> files;
  private Path file;
  private Part ofFile = Part.NONE;
  private final ReadOptions options;
  private final Rows rows;
  private ImageFinder finder;
  private final List<ImageSource> sources = new ArrayList<>();
  private final FloatTable features;
  private final Cells cells;
  private List<String> lines = List.of();
  private @Nullable TagColumn tagColumn;
  private final Set<String> used = new LinkedHashSet<>();
  private final Set<String> unused = new LinkedHashSet<>();
  private String partKey = "";

  private JsonLines(Path origin, List<Path> files, ReadOptions options) {
    this.files = files;
    this.file = files.get(0);
    this.options = options;
    String names = String.join(
        ", ",
        files.stream()
            .map(f -> files.size() == 1 ? Folders.name(f) : origin.relativize(f).toString())
            .toList());
    this.rows = new Rows(
        files.size() == 1 ? file : origin,
        options,
        Format.JSON_LINES.recognised(options, names + ", an object a line"));
    this.features = new FloatTable(file);
    this.cells = Cells.of(List.of(), options);
    this.finder = new ImageFinder(Folders.parent(file), rows);
  }

  /**
   * Reads files as one; where there are several, their names or folders say the parts.
   *
   * @param origin the folder that was given, or the only file
   */
  static Listing read(Path origin, List<Path> files, ReadOptions options) {
    return new JsonLines(origin, files, options).read(origin);
  }

  private Listing read(Path origin) {
    for (Path each : files) {
      file = each;
      Path root = options.images();
      finder = new ImageFinder(root == null ? Folders.parent(file) : root, rows);
      tagColumn = null;
      if (files.size() > 1) {
        Part named = Part.ofFile(Folders.name(file));
        ofFile = named == Part.NONE ? Layout.part(origin, file) : named;
      }
      readFile();
    }
    if (rows.hasParts()) {
      rows.account()
          .partsFrom(
              !partKey.isEmpty()
                  ? "key '" + partKey + "'"
                  : files.size() > 1
                      ? "the names of the files and their folders"
                      : "the folders of files");
    }
    rows.account().labels(used.isEmpty() ? "none" : "key '" + String.join("', '", used) + "'");
    unused.removeAll(used);
    unused.forEach(
        key -> rows.account().leaveOut("key '" + Names.shown(key) + "'", "not asked for"));
    return rows.sorted(features.rows() > 0 ? features.content() : new Content.Images(sources));
  }

  private void readFile() {
    TextFile text = TextFile.read(file, options);
    rows.account().encoding(text.encoding());
    int line = 0;
    lines = List.of(text.text().split("\r?\n", -1));
    for (String each : lines) {
      line++;
      if (!each.isBlank()) {
        readLine(each, "line " + line);
      }
    }
  }

  private void readLine(String text, String position) {
    JsonNode object;
    try {
      object = Json.tree(text);
    } catch (JacksonException e) {
      rows.problem(file, position, "is no JSON: " + Json.said(e), true);
      return;
    }
    JsonNode name = first(object, FILE);
    JsonNode numbers = object.get("features");
    JsonNode labels = first(object, LABELS);
    Part said = part(object, position);
    tellKeys(object);
    if (labels == null && options.areLabelsOptional()) {
      labels = NullNode.getInstance();
    }
    if (labels == null || (name == null && numbers == null)) {
      String what = labels == null && (name != null || numbers != null)
          ? "says no labels: expected labels, tags, label or classes beside the file or features"
          : "expected an object with file or features, and labels";
      rows.problem(file, position, what, true);
      return;
    }
    if (!labelsAreGood(labels)) {
      rows.problem(
          file,
          position,
          "expected labels as a list of names, a text or an object of 0 and 1, received "
              + shortened(labels),
          true);
      return;
    }
    if (numbers != null) {
      if (!sources.isEmpty()) {
        throw new DataException(file, position, "expected files in all lines, received features");
      }
      if (addFeatures(numbers, position)) {
        addLabels(labels, said == Part.NONE ? ofFile : said, position);
      }
    } else if (name != null) {
      if (features.rows() > 0) {
        throw new DataException(file, position, "expected features in all lines, received a file");
      }
      ImageSource source = name.isString() ? finder.find(name.stringValue(), file, position) : null;
      if (source != null) {
        sources.add(source);
        Part part = said == Part.NONE ? ofFile : said;
        addLabels(labels, part == Part.NONE ? Part.ofPath(name.stringValue()) : part, position);
      } else if (!name.isString()) {
        rows.problem(
            file, position, "expected the name of a file, received " + name.getNodeType(), true);
      }
    }
  }

  /** Notes which keys are read and which are not. */
  private void tellKeys(JsonNode object) {
    String labels = LABELS.stream().filter(object::has).findFirst().orElse("");
    if (!labels.isEmpty()) {
      used.add(labels);
    }
    String file = FILE.stream().filter(object::has).findFirst().orElse("");
    for (String key : object.propertyNames()) {
      if (!key.equals(labels)
          && !key.equals(file)
          && !key.equals("features")
          && !key.equals(partKey)) {
        unused.add(key);
      }
    }
  }

  /** The part that a row says with a key such as split, or with the one that the user names. */
  private Part part(JsonNode object, String position) {
    String wanted = options.partColumn();
    if (PartColumns.NONE.equals(wanted)) {
      return Part.NONE;
    }
    for (Map.Entry<String, JsonNode> each : object.properties()) {
      String key = each.getKey();
      boolean isPart =
          wanted == null ? PartColumns.isUsual(key.toLowerCase(Locale.ROOT)) : key.equals(wanted);
      if (isPart && each.getValue().isString()) {
        String word = each.getValue().stringValue();
        Part part = wanted == null ? Part.ofWord(word) : Part.hinted(word);
        if (part != Part.NONE) {
          partKey = key;
          return part;
        }
        if (!word.isBlank()
            && (wanted != null || !partKey.isEmpty() || Part.hinted(word) != part)) {
          throw new DataException(
              file,
              position,
              "expected train, val, test or nothing in '" + key + "', received '"
                  + Names.shown(word) + "'; " + Doubt.option("--part-column", key, "partColumn")
                  + " takes words such as PublicTest, "
                  + Doubt.option("--part-column", PartColumns.NONE, "partColumn")
                  + " leaves the parts aside");
        }
      }
    }
    return Part.NONE;
  }

  private static String shortened(JsonNode value) {
    String text = value.toString();
    return text.length() > 60 ? text.substring(0, 60) + "..." : text;
  }

  private boolean addFeatures(JsonNode numbers, String position) {
    float[] values = new float[numbers.isArray() ? numbers.size() : 0];
    for (int i = 0; i < values.length; i++) {
      JsonNode number = numbers.get(i);
      values[i] = number != null && number.isNumber() ? (float) number.doubleValue() : Float.NaN;
    }
    String wrong = features.add(values);
    if (wrong != null) {
      rows.problem(file, position, wrong, true);
    }
    return wrong == null;
  }

  /** How tags are joined where labels are texts: told by all of the file's. */
  private TagColumn tagColumn() {
    TagColumn known = tagColumn;
    if (known == null) {
      List<String> texts = new ArrayList<>();
      for (String line : lines) {
        try {
          JsonNode labels = line.isBlank() ? null : first(Json.tree(line), LABELS);
          if (labels != null && labels.isString()) {
            texts.add(labels.stringValue());
          }
        } catch (JacksonException ignored) {
          // Told where the line is read.
        }
      }
      known = TagColumn.of(file, "the labels", texts, options);
      known.tell(rows.account());
      tagColumn = known;
    }
    return known;
  }

  private static @Nullable JsonNode first(JsonNode object, List<String> keys) {
    for (String key : keys) {
      if (object.has(key)) {
        return object.get(key);
      }
    }
    return null;
  }

  private boolean labelsAreGood(JsonNode labels) {
    if (labels.isObject()) {
      return labels.properties().stream().allMatch(e -> cell(e.getValue()) != Cells.BAD);
    }
    if (labels.isArray()) {
      for (JsonNode label : labels) {
        if (!label.isString() && !label.isIntegralNumber()) {
          return false;
        }
      }
      return true;
    }
    return labels.isString() || labels.isIntegralNumber() || labels.isNull();
  }

  private byte cell(JsonNode value) {
    return value.isNull()
        ? LabelMatrix.UNKNOWN
        : value.isContainer() ? Cells.BAD : cells.label(value.asString());
  }

  private void addLabels(JsonNode labels, Part part, String position) {
    if (labels.isNull()) {
      rows.addUnknown(part, file, position);
    } else if (labels.isObject()) {
      List<String> names = new ArrayList<>(labels.propertyNames());
      byte[] cells = new byte[names.size()];
      for (int i = 0; i < cells.length; i++) {
        rows.declare(names.get(i));
        cells[i] = cell(labels.get(names.get(i)));
      }
      rows.addCells(names, cells, part, file, position);
    } else if (labels.isArray()) {
      List<String> tags = new ArrayList<>();
      labels.forEach(label -> tags.add(label.asString()));
      rows.add(tags, part, file, position);
    } else {
      String text = labels.asString();
      if (tagColumn().isUnknown(text)) {
        rows.addUnknown(part, file, position);
        return;
      }
      Set<String> tags = tagColumn().tags(text);
      if (tags == null) {
        throw new DataException(file, position, "expected a list of tags, received '" + text + "'");
      }
      rows.add(tags, part, file, position);
    }
  }
}

package org.keraunos.data.readers;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.DataException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/**
 * Label Studio's exports JSON and JSON-MIN: a list of tasks. A label is 1 where an annotation chose
 * it or drew a shape of it; each annotation of a task is a row of its picture, and those of one
 * picture are united. Cancelled annotations do not count; a task that nobody annotated says nothing
 * about any label.
 */
final class LabelStudio {
  private static final int UPLOAD_PREFIX = 9; // 8 hexadecimal digits and a dash

  private final Path file;
  private final Rows rows;
  private final Places places;
  private final List<ImageSource> sources = new ArrayList<>();
  private final List<Task> tasks = new ArrayList<>();
  private final List<String> controls;
  private final Set<String> others = new LinkedHashSet<>();

  /** An annotation of a picture: what each control says, or null if nobody looked. */
  private record Task(
      List<String> names, @Nullable Map<String, List<String>> choices, String position) {}

  private LabelStudio(Path file, ReadOptions options, Rows rows) {
    this.file = file;
    this.rows = rows;
    this.controls = options.labelColumns();
    Path given = options.images();
    List<Path> folders = new ArrayList<>();
    if (given != null) {
      folders.add(given);
    } else {
      Path here = Folders.parent(file);
      folders.add(here);
      Layout.folders(here).stream().filter(Layout::holdsImages).forEach(folders::add);
    }
    this.places = new Places(folders, rows);
  }

  /** Whether a JSON file is a list, as Label Studio's are and COCO's are not. */
  static boolean is(Path file) {
    if (!Folders.extension(file).equals("json") || !Files.isRegularFile(file)) {
      return false;
    }
    try (JsonParser parser = Json.parser(file)) {
      return parser.nextToken() == JsonToken.START_ARRAY
          && parser.nextToken() == JsonToken.START_OBJECT;
    } catch (JacksonException | DataException e) {
      return false; // whoever reads it says why
    }
  }

  static Listing read(Path file, ReadOptions options) {
    Rows rows = new Rows(
        file,
        options,
        Format.LABEL_STUDIO.recognised(options, Folders.name(file) + " with a list of tasks"));
    return new LabelStudio(file, options, rows).read();
  }

  private Listing read() {
    try (JsonParser parser = Json.parser(file)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw new DataException(file, "expected Label Studio's list of tasks");
      }
      int number = 0;
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        JsonNode task = Json.tree(parser);
        JsonNode id = task.path("id");
        String position = "task " + (id.isIntegralNumber() ? id.asString() : "at " + number);
        number++;
        task(task, position);
      }
      if (parser.currentToken() != JsonToken.END_ARRAY) {
        throw new DataException(file, "expected tasks, which are objects");
      }
    } catch (JacksonException e) {
      throw Json.problem(file, e);
    }
    others.forEach(key -> rows.account()
        .leaveOut(
            "key '" + Names.shown(key) + "'",
            "a text, the answer to a question or something else; "
                + Doubt.option("--label-columns", key, "labelColumns") + " takes it"));
    Set<String> twice = inSeveralControls();
    for (Task task : tasks) {
      ImageSource source = places.find(task.names(), file, task.position());
      if (source == null) {
        continue;
      }
      sources.add(source);
      if (task.choices() == null) {
        rows.addUnknown(Part.NONE, file, task.position());
        continue;
      }
      Set<String> tags = new LinkedHashSet<>();
      task.choices().forEach((control, choices) -> {
        for (String choice : choices) {
          tags.add(twice.contains(choice) ? control + "=" + choice : choice);
        }
      });
      rows.add(tags, Part.NONE, file, task.position());
    }
    rows.account().labels("choices and labels of shapes");
    return rows.sorted(new Content.Images(sources));
  }

  /** Choices that several questions have, such as yes: only with the question they are a label. */
  private Set<String> inSeveralControls() {
    Map<String, String> first = new LinkedHashMap<>();
    Set<String> twice = new HashSet<>();
    for (Task task : tasks) {
      if (task.choices() != null) {
        task.choices()
            .forEach((control, choices) -> choices.forEach(choice -> {
              if (!first.computeIfAbsent(choice, c -> control).equals(control)) {
                twice.add(choice);
              }
            }));
      }
    }
    if (!twice.isEmpty()) {
      rows.account()
          .remark("Choices of several controls carry the control's name: "
              + String.join(", ", twice.stream().sorted().limit(10).toList()));
    }
    return twice;
  }

  private void task(JsonNode task, String position) {
    JsonNode data = task.path("data").isObject() ? task.get("data") : task;
    String picture = picture(data);
    if (picture == null) {
      rows.problem(file, position, "expected the path of a picture in its data", true);
      return;
    }
    List<String> names = names(picture);
    JsonNode annotations =
        task.has("annotations") ? task.get("annotations") : task.get("completions");
    if (annotations == null || !annotations.isArray()) {
      small(task, names, position);
      return;
    }
    int number = 0;
    boolean any = false;
    for (JsonNode annotation : annotations) {
      number++;
      if (!annotation.path("was_cancelled").asBoolean(false)) {
        any = true;
        String place = annotations.size() == 1 ? position : position + ", annotation " + number;
        tasks.add(new Task(names, results(annotation.path("result")), place));
      }
    }
    if (!any) {
      tasks.add(new Task(names, null, position));
    }
  }

  private Map<String, List<String>> results(JsonNode results) {
    Map<String, List<String>> found = new LinkedHashMap<>();
    for (JsonNode result : results) {
      String type = result.path("type").asString("");
      JsonNode values = result.path("value").path(type);
      String control = result.path("from_name").asString("choice");
      if (type.equals("choices") || type.endsWith("labels")) {
        found.computeIfAbsent(control, c -> new ArrayList<>()).addAll(texts(values));
      } else if (type.equals("taxonomy")) {
        for (JsonNode path : values) {
          found.computeIfAbsent(control, c -> new ArrayList<>()).add(String.join("/", texts(path)));
        }
      }
    }
    return found;
  }

  /**
   * JSON-MIN: what each control says stands beside the picture, a text where one thing was chosen.
   */
  private void small(JsonNode task, List<String> names, String position) {
    Map<String, List<String>> found = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> each : task.properties()) {
      JsonNode value = each.getValue();
      if (value.path("choices").isArray()) {
        found.put(each.getKey(), texts(value.get("choices")));
      } else if (value.isArray() && ColumnNames.isTags(each.getKey()) && areTexts(value)) {
        found.put(each.getKey(), texts(value)); // a list of tags, as scripts write them
      } else if (value.isArray()) {
        List<String> shapes = shapes(value);
        if (!shapes.isEmpty()) {
          found.put(each.getKey(), shapes);
        }
      } else if (value.isString() && isControl(each.getKey())) {
        found.put(each.getKey(), List.of(Names.composed(value.stringValue().strip())));
      } else if (value.isString()
          && !Folders.isImage(plain(value.stringValue()))
          && !ColumnNames.isOther(each.getKey())) {
        others.add(each.getKey());
      }
    }
    tasks.add(new Task(names, found.isEmpty() ? null : found, position));
  }

  /** Whether a text is the one choice of a control: one called so, or one that the user names. */
  private boolean isControl(String key) {
    return controls.isEmpty()
        ? Set.of("choice", "choices", "label", "labels").contains(key)
        : controls.contains(key);
  }

  private static boolean areTexts(JsonNode list) {
    for (JsonNode each : list) {
      if (!each.isString()) {
        return false;
      }
    }
    return true;
  }

  private static List<String> shapes(JsonNode list) {
    List<String> found = new ArrayList<>();
    for (JsonNode shape : list) {
      for (Map.Entry<String, JsonNode> each : shape.properties()) {
        if (each.getKey().endsWith("labels") || each.getKey().equals("choices")) {
          found.addAll(texts(each.getValue()));
        }
      }
    }
    return found;
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    for (JsonNode each : list) {
      if (each.isString() && !each.stringValue().isBlank()) {
        texts.add(Names.composed(each.stringValue().strip()));
      }
    }
    return texts;
  }

  /** The first text that names a picture; the one called image before others. */
  private static @Nullable String picture(JsonNode data) {
    String first = null;
    for (Map.Entry<String, JsonNode> each : data.properties()) {
      JsonNode value = each.getValue();
      if (value.isString() && Folders.isImage(plain(value.stringValue()))) {
        if (each.getKey().equals("image")) {
          return value.stringValue();
        }
        first = first == null ? value.stringValue() : first;
      }
    }
    return first;
  }

  private static Path plain(String address) {
    try {
      return Path.of(query(address));
    } catch (InvalidPathException e) {
      return Path.of("");
    }
  }

  /** The path in /data/local-files/?d=photos/a.jpg, or what stands before a query. */
  private static String query(String address) {
    int local = address.indexOf("?d=");
    return local >= 0 ? address.substring(local + 3) : address.replaceAll("[?#].*$", "");
  }

  /**
   * The names that a picture may have here: the path without its first steps, one by one, and at
   * last without what Label Studio puts before the names of uploaded files.
   */
  static List<String> names(String address) {
    String path = query(address).replace('\\', '/').replaceFirst("^[a-z0-9]+:/+", "");
    if (path.indexOf('%') >= 0) {
      try {
        path = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        path = path.strip(); // a per cent sign of its own
      }
    }
    Set<String> names = new LinkedHashSet<>();
    String rest = path.replaceFirst("^/+", "");
    while (true) {
      names.add(rest);
      int slash = rest.indexOf('/');
      if (slash < 0) {
        break;
      }
      rest = rest.substring(slash + 1);
    }
    if (rest.length() > UPLOAD_PREFIX && rest.matches("[0-9a-f]{8}-.+")) {
      names.add(rest.substring(UPLOAD_PREFIX));
    }
    return List.copyOf(names);
  }
}

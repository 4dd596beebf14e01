package org.keraunos.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.DataException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Names on the command line: joined by commas, as a JSON list where a name holds a comma, or as a
 * file .txt (a name a line) or .json.
 */
final class NameList {
  private NameList() {}

  static List<String> parse(String option, String text) {
    String stripped = text.strip();
    if (stripped.startsWith("[")) {
      return different(option, json(option, stripped));
    }
    if (stripped.matches("(?s).*\\.(txt|json)")) {
      Path file = file(stripped);
      if (file != null) {
        String content = read(file);
        return different(
            option,
            stripped.endsWith(".json")
                ? json(option, content)
                : content
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList());
      }
      if (!stripped.contains(",")) {
        throw new IllegalArgumentException(option + ": " + stripped
            + ": no such file (a name that ends so is written as a JSON list, '[\"" + stripped
            + "\"]')");
      }
    }
    List<String> names = List.of(text.split(",", -1));
    Check.argument(
        names.stream().noneMatch(String::isBlank),
        option,
        "names",
        text.isBlank() ? "an empty text" : text);
    return different(option, names);
  }

  private static List<String> different(String option, List<String> names) {
    for (String name : names) {
      Check.argument(
          names.indexOf(name) == names.lastIndexOf(name),
          option,
          "each name once",
          name + " twice");
    }
    return names;
  }

  @Nullable
  private static Path file(String name) {
    try {
      Path file = Path.of(name);
      return Files.isRegularFile(file) ? file : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new DataException(file, "cannot be read as UTF-8: " + e.getMessage(), e);
    }
  }

  private static List<String> json(String option, String text) {
    List<String> names = new ArrayList<>();
    try {
      JsonNode list = new JsonMapper().readTree(text);
      for (JsonNode name : list) {
        Check.argument(
            list.isArray() && name.isString(), option, "a JSON list of names", shorten(text));
        names.add(name.stringValue());
      }
    } catch (JacksonException e) {
      throw Check.bad(option, "a JSON list of names", shorten(text));
    }
    Check.argument(!names.isEmpty(), option, "a JSON list of names", shorten(text));
    return names;
  }

  private static String shorten(String text) {
    return text.length() > 60 ? text.substring(0, 60) + "..." : text;
  }
}

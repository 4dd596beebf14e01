package org.keraunos.data.readers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.DataException;
import tools.jackson.databind.JsonNode;

/**
 * The names of YOLO's classes: {@code names} of a YAML file, a list or a map of numbers, else a
 * line each of a text file.
 */
final class YoloClasses {
  private static final int MOST = 1 << 20;
  private static final Set<String> FILES =
      Set.of("classes.txt", "predefined_classes.txt", "obj.names", "classes.names");

  private YoloClasses() {}

  /** Whether a file is called as those that list classes. */
  static boolean isList(Path file) {
    return FILES.contains(Folders.name(file).toLowerCase(Locale.ROOT)) && Files.isRegularFile(file);
  }

  /** The lists of classes in a folder, in its folders of labels and of parts. */
  static List<Path> lists(Path folder) {
    List<Path> found = new ArrayList<>();
    List<Path> places = new ArrayList<>(List.of(folder));
    places.addAll(Layout.labelFolders(folder));
    places.addAll(Layout.parts(folder));
    for (Path labels : Layout.labelFolders(folder)) {
      places.addAll(Layout.parts(labels));
    }
    for (Path place : places) {
      Folders.list(place).stream().filter(YoloClasses::isList).forEach(found::add);
    }
    return found;
  }

  /** The YAML files of a folder that name classes. */
  static List<Path> yamls(Path folder) {
    return Folders.list(folder).stream()
        .filter(Yaml::is)
        .filter(file -> Yaml.tree(file).has("names"))
        .toList();
  }

  /**
   * The classes by their numbers.
   *
   * @param yaml the YAML file, or null if there is none
   * @param lists text files, which must say the same
   * @param ignoreLists whether the user named the YAML file itself
   */
  static List<String> read(@Nullable Path yaml, List<Path> lists, boolean ignoreLists) {
    List<String> names = yaml == null ? List.of() : ofYaml(yaml);
    Path from = yaml;
    for (Path list : ignoreLists ? List.<Path>of() : lists) {
      List<String> own = ofText(list);
      if (from == null) {
        names = own;
        from = list;
      } else if (!own.equals(names)) {
        throw new DataException(
            list,
            "names other classes (" + shown(own) + ") than " + from + " (" + shown(names)
                + "); name one YAML file as the data, or take one of them away");
      }
    }
    return names;
  }

  private static String shown(List<String> names) {
    return String.join(", ", names.subList(0, Math.min(5, names.size())))
        + (names.size() > 5 ? ", ..." : "");
  }

  private static List<String> ofText(Path file) {
    List<String> names = new ArrayList<>(
        Folders.text(file).lines().map(String::strip).map(Names::composed).toList());
    while (!names.isEmpty() && names.get(names.size() - 1).isEmpty()) {
      names.remove(names.size() - 1);
    }
    if (names.contains("")) {
      throw new DataException(
          file,
          "line " + (names.indexOf("") + 1),
          "expected the name of a class, received nothing");
    }
    return names;
  }

  private static List<String> ofYaml(Path file) {
    JsonNode tree = Yaml.tree(file);
    JsonNode names = tree.get("names");
    Map<Integer, String> byNumber = new LinkedHashMap<>();
    if (names != null && names.isArray()) {
      for (JsonNode name : names) {
        byNumber.put(byNumber.size(), name(file, name));
      }
    } else if (names != null && names.isObject()) {
      for (Map.Entry<String, JsonNode> each : names.properties()) {
        if (!each.getKey().matches("[0-9]{1,7}")) {
          throw new DataException(
              file, "expected the numbers of classes in 'names', received '" + each.getKey() + "'");
        }
        byNumber.put(Integer.parseInt(each.getKey()), name(file, each.getValue()));
      }
    }
    List<String> list = new ArrayList<>();
    for (int i = 0; i < byNumber.size() && i < MOST; i++) {
      String name = byNumber.get(i);
      if (name == null) {
        throw new DataException(file, "expected a name for class " + i + " in 'names'");
      }
      list.add(name);
    }
    if (list.isEmpty()) {
      throw new DataException(file, "expected 'names', a list or a map of numbers to names");
    }
    JsonNode count = tree.get("nc");
    if (count != null && count.isIntegralNumber() && count.intValue() != list.size()) {
      throw new DataException(
          file, "says nc: " + count.intValue() + ", but 'names' has " + list.size());
    }
    return list;
  }

  private static String name(Path file, JsonNode name) {
    String text = name.isValueNode() ? name.asString().strip() : "";
    if (text.isEmpty()) {
      throw new DataException(file, "expected the names of classes as texts in 'names'");
    }
    return Names.composed(text);
  }
}

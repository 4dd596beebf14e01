package org.keraunos.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.DataException;
import org.keraunos.data.readers.Part;
import org.keraunos.data.readers.ReadOptions;

/**
 * Which of some named arrays are inputs, labels and names of labels, and of which part:
 * {@code x_train}, {@code Y_test}, {@code train_images}, {@code val_labels}, {@code x},
 * {@code labels} and the like, in upper or lower case.
 */
final class ArrayNames {
  private static final Set<String> INPUTS = Set.of(
      "x", "image", "images", "img", "imgs", "feature", "features", "input", "inputs", "data");
  private static final Set<String> LABELS =
      Set.of("y", "label", "labels", "target", "targets", "tags");
  private static final Set<String> NAMES = Set.of(
      "label_names",
      "labels_names",
      "class_names",
      "classes",
      "names",
      "target_names",
      "categories");
  private static final Map<String, Part> PARTS = parts();

  /** The arrays of a part; no labels where there are none. */
  record Pair(Part part, String inputs, Optional<String> labels) {}

  private final Path path;
  private final String found;
  private final Set<String> inputRoles;
  private final Set<String> labelRoles;
  private final Map<Part, String> inputs = new LinkedHashMap<>();
  private final Map<Part, String> labels = new LinkedHashMap<>();

  private ArrayNames(Path path, String found, ReadOptions options) {
    this.path = path;
    this.found = found;
    this.inputRoles = options.inputArray().map(ArrayNames::alone).orElse(INPUTS);
    this.labelRoles = options.labelArray().map(ArrayNames::alone).orElse(LABELS);
  }

  private static Set<String> alone(String name) {
    return Set.of(name.toLowerCase(Locale.ROOT));
  }

  private static Map<String, Part> parts() {
    Map<String, Part> parts = new LinkedHashMap<>();
    List.of("training", "train", "tr").forEach(word -> parts.put(word, Part.TRAIN));
    List.of("validation", "valid", "val", "dev").forEach(word -> parts.put(word, Part.VALIDATION));
    List.of("testing", "test", "te").forEach(word -> parts.put(word, Part.TEST));
    return parts;
  }

  static boolean isListOfNames(String name) {
    return NAMES.contains(name.toLowerCase(Locale.ROOT));
  }

  /** Whether a file of this name in a folder is a data set's input. */
  static boolean isInput(String name) {
    return role(name, INPUTS) != null;
  }

  /**
   * Sorts arrays.
   *
   * @param names the names of the arrays of numbers
   * @param found all that is there, for messages
   */
  static List<Pair> sort(Path path, List<String> names, String found, ReadOptions options) {
    boolean labelsOptional = options.areLabelsOptional();
    ArrayNames sorted = new ArrayNames(path, found, options);
    for (String name : names) {
      Part ofInput = role(name, sorted.inputRoles);
      Part ofLabels = role(name, sorted.labelRoles);
      if (ofInput != null && ofLabels == Part.NONE && options.labelArray().isPresent()) {
        sorted.put(sorted.labels, ofLabels, name); // the user says so
      } else if (ofInput != null) {
        sorted.put(sorted.inputs, ofInput, name);
      } else if (ofLabels != null) {
        sorted.put(sorted.labels, ofLabels, name);
      }
    }
    if (sorted.inputs.isEmpty() && names.size() == 1 && labelsOptional) {
      sorted.inputs.put(Part.NONE, names.get(0));
    }
    return sorted.pairs(labelsOptional);
  }

  private void put(Map<Part, String> into, Part part, String name) {
    String before = into.put(part, name);
    if (before != null) {
      throw new DataException(
          path,
          "both '" + before + "' and '" + name + "' may be the "
              + (into == inputs ? "inputs, --input-array" : "labels, --label-array")
              + " NAME chooses; found " + found);
    }
  }

  private List<Pair> pairs(boolean labelsOptional) {
    if (inputs.size() > 1) {
      inputs.remove(Part.NONE); // the whole beside its parts
    }
    List<Pair> pairs = new ArrayList<>();
    for (Part part : List.of(Part.TRAIN, Part.VALIDATION, Part.TEST, Part.NONE)) {
      String x = inputs.get(part);
      String y = labels.get(part);
      if (x == null && y != null && (part != Part.NONE || inputs.isEmpty())) {
        throw new DataException(
            path, "expected inputs beside the labels '" + y + "', found " + found);
      }
      if (x != null) {
        if (y == null && !labelsOptional) {
          throw new DataException(
              path,
              "expected labels beside '" + x + "', such as " + labelsFor(x) + ", found " + found);
        }
        pairs.add(new Pair(part, x, Optional.ofNullable(y)));
      }
    }
    if (pairs.isEmpty()) {
      throw new DataException(
          path,
          "expected arrays x_train and y_train (x_test, ...), or x and y, found " + found
              + "; --input-array NAME and --label-array NAME (ReadOptions.inputArray, labelArray) say "
              + "which they are");
    }
    return pairs;
  }

  private static String labelsFor(String x) {
    return x.startsWith("x")
        ? "y" + x.substring(1)
        : x.startsWith("X") ? "Y" + x.substring(1) : "y";
  }

  /** The part of an array that is one of these, or null if it is none. */
  @SuppressWarnings("NullAway") // null is an answer here
  private static @Nullable Part role(String name, Set<String> roles) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (roles.contains(lower)) {
      return Part.NONE;
    }
    for (Map.Entry<String, Part> part : PARTS.entrySet()) {
      String word = part.getKey();
      for (String rest : List.of(strip(lower, "", word), strip(lower, word, ""))) {
        if (roles.contains(rest)) {
          return part.getValue();
        }
      }
    }
    return null;
  }

  /** A name without a part's word before or behind it; empty if it has not got it. */
  private static String strip(String name, String before, String behind) {
    if (!name.startsWith(before) || !name.endsWith(behind)) {
      return "";
    }
    int end = name.length() - behind.length();
    return before.length() > end
        ? ""
        : name.substring(before.length(), end).replaceAll("^[_.-]+|[_.-]+$", "");
  }
}

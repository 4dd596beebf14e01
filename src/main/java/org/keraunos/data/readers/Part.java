package org.keraunos.data.readers;

import java.util.Locale;
import java.util.Map;

/** The part of a data set that a row says it belongs to. */
public enum Part {
  /** Training: {@code train}, {@code training}. */
  TRAIN,
  /** Validation: {@code val}, {@code valid}, {@code validation}, {@code dev}. */
  VALIDATION,
  /** Test: {@code test}, {@code testing}. */
  TEST,
  /** Nothing said. */
  NONE;

  private static final Map<String, Part> NAMES = Map.of(
      "train", TRAIN,
      "training", TRAIN,
      "val", VALIDATION,
      "valid", VALIDATION,
      "validation", VALIDATION,
      "dev", VALIDATION,
      "test", TEST,
      "testing", TEST);

  /** The part that a word stands for, in any case. */
  static Part ofWord(String word) {
    return NAMES.getOrDefault(word.strip().toLowerCase(Locale.ROOT), NONE);
  }

  /**
   * The part that a word hints at, as PublicTest, trn and trainval do: enough to ask, and to read
   * it so where the user says that it is a part.
   */
  static Part hinted(String word) {
    Part part = ofWord(word);
    if (part != NONE) {
      return part;
    }
    String lower = word.toLowerCase(Locale.ROOT);
    if (lower.contains("train") || lower.contains("trn")) {
      return TRAIN;
    }
    if (lower.contains("test") || lower.contains("tst") || lower.contains("holdout")) {
      return TEST;
    }
    return lower.contains("val") || lower.contains("dev") ? VALIDATION : NONE;
  }

  /** The part that a folder of this name stands for. */
  static Part ofFolder(String name) {
    return NAMES.getOrDefault(name.toLowerCase(Locale.ROOT), NONE);
  }

  /** The part that a file name has as a word, as in instances_val2017.json or birds-train.arff. */
  static Part ofFile(String name) {
    for (String word : name.toLowerCase(Locale.ROOT).split("[^a-z]+", -1)) {
      Part part = ofFolder(word);
      if (part != NONE) {
        return part;
      }
    }
    return NONE;
  }

  /** The part that the first step of a relative path stands for. */
  static Part ofPath(String path) {
    String normal = path.replace('\\', '/');
    while (normal.startsWith("./")) {
      normal = normal.substring(2);
    }
    int slash = normal.indexOf('/');
    return slash < 0 ? NONE : ofFolder(normal.substring(0, slash));
  }
}

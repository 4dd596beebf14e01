package org.keraunos.data.readers;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A column whose cells are vectors with a 0 or 1 for each label ({@code [1, 0, 1]}, {@code 1 0 1},
 * {@code 101}), and not lists of the labels 0 and 1.
 */
final class OneHotCells {
  private static final Pattern VECTOR =
      Pattern.compile("[\\[({]?\\s*[01](?:\\.0?)?(?:[\\s,;|]*[01](?:\\.0?)?)+\\s*[\\])}]?");

  private OneHotCells() {}

  /**
   * How many labels the vectors have; 0 if they are none. All cells are as long, and some have a
   * digit twice, as no list of labels has.
   */
  static int width(List<String> cells) {
    int width = 0;
    boolean twice = false;
    for (String cell : cells) {
      String stripped = cell.strip();
      if (stripped.isEmpty()) {
        continue;
      }
      String digits = VECTOR.matcher(stripped).matches() ? digits(stripped) : "";
      if (digits.length() < 2 || (width > 0 && digits.length() != width)) {
        return 0;
      }
      width = digits.length();
      twice |= digits.chars().distinct().count() < width;
    }
    return twice ? width : 0;
  }

  private static String digits(String cell) {
    return cell.replace(".0", "").replaceAll("[^01]", "");
  }

  /** The labels of which a cell has 1. */
  static Set<String> tags(String cell, List<String> labels) {
    String digits = digits(cell);
    Set<String> tags = new LinkedHashSet<>();
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) == '1') {
        tags.add(labels.get(i));
      }
    }
    return tags;
  }
}

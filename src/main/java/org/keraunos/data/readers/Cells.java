package org.keraunos.data.readers;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.keraunos.base.LabelMatrix;

/** What texts in cells mean. */
final class Cells {
  /** Not a label's cell. */
  static final byte BAD = -2;

  private static final String[] SEPARATORS = {"|", ";", ","};

  private Cells() {}

  /** 0 or 1 (also 0.0, true, ...), unknown for -1, ?, NaN or nothing, {@link #BAD} for the rest. */
  static byte label(String text) {
    if (text.length() == 1 && (text.charAt(0) == '0' || text.charAt(0) == '1')) {
      return (byte) (text.charAt(0) - '0'); // nearly all cells
    }
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "0", "0.0", "false" -> 0;
      case "1", "1.0", "true" -> 1;
      case "-1", "-1.0", "", "?", "nan" -> LabelMatrix.UNKNOWN;
      default -> BAD;
    };
  }

  /** A number; NaN for anything else, and for what is not finite as a float. */
  static float number(String text) {
    if (text.equals("0")) {
      return 0; // nearly all cells of a sparse table
    }
    String stripped = text.strip();
    char last = stripped.isEmpty() ? ' ' : stripped.charAt(stripped.length() - 1);
    if (last != '.' && !Character.isDigit(last)) {
      return Float.NaN; // also 1f and 1d, which Java would take
    }
    try {
      float value = Float.parseFloat(stripped);
      return Float.isInfinite(value) ? Float.NaN : value;
    } catch (NumberFormatException e) {
      return Float.NaN;
    }
  }

  /** The separator of tags: the user's, else the first of the usual ones that a cell holds. */
  static String separator(ReadOptions options, Iterable<String> cells) {
    if (!options.separator().isEmpty()) {
      return options.separator();
    }
    for (String separator : SEPARATORS) {
      for (String cell : cells) {
        if (cell.contains(separator)) {
          return separator;
        }
      }
    }
    return SEPARATORS[0];
  }

  /** The tags of a cell, without blanks around them, each once. */
  static Set<String> tags(String cell, String separator) {
    Set<String> tags = new LinkedHashSet<>();
    int start = 0;
    while (start <= cell.length()) {
      int end = cell.indexOf(separator, start);
      end = end < 0 ? cell.length() : end;
      String tag = cell.substring(start, end).strip();
      if (!tag.isEmpty()) {
        tags.add(tag);
      }
      start = end + separator.length();
    }
    return tags;
  }

  /** Whether a cell of tags says that the tags are not known. */
  static boolean unknown(String cell) {
    String stripped = cell.strip();
    return stripped.equals("?") || stripped.equals("-1");
  }
}

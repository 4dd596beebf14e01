package org.keraunos.report;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.keraunos.base.Shape;

/** Text for a terminal or a log. */
public final class Text {
  private Text() {}

  /**
   * {@return a name as a part of one line: line breaks and other control characters are shown as in
   * Java, as {@code \\n}}
   *
   * @param name a label or a file, which may hold anything
   */
  public static String line(String name) {
    StringBuilder shown = null;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
        if (shown == null) {
          shown = new StringBuilder(name.length() + 8).append(name, 0, i);
        }
        shown.append(escaped(c));
      } else if (shown != null) {
        shown.append(c);
      }
    }
    return shown == null ? name : shown.toString();
  }

  /**
   * {@return the sizes of a sample, as {@code 32 × 32 × 3}}
   *
   * @param shape of one sample
   */
  public static String sizes(Shape shape) {
    return shape.rank() == 0
        ? "1 number"
        : Arrays.stream(shape.toArray())
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(" × "));
  }

  private static String escaped(char c) {
    return switch (c) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> String.format("\\u%04x", (int) c);
    };
  }
}

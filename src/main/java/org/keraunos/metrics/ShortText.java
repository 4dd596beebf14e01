package org.keraunos.metrics;

import java.math.BigDecimal;
import java.math.MathContext;

/** Figures and their lists for people: four digits, and of long lists both ends. */
final class ShortText {
  private static final MathContext DIGITS = new MathContext(4);
  private static final int MOST = 8;
  private static final int END = 3;

  private ShortText() {}

  static String of(double value) {
    return Double.isFinite(value)
        ? Double.toString(new BigDecimal(value).round(DIGITS).doubleValue())
        : Double.toString(value);
  }

  static String of(double[] values) {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < values.length; i++) {
      if (values.length > MOST && i == END) {
        text.append(", ...");
        i = values.length - END;
      }
      text.append(i == 0 ? "" : ", ").append(of(values[i]));
    }
    return text.append(']').toString();
  }

  /** A curve by the names of its lists. */
  static String curve(String name, String x, double[] xs, String y, double[] ys, double[] at) {
    return name + "[" + xs.length + " points: " + x + " " + of(xs) + ", " + y + " " + of(ys)
        + ", thresholds " + of(at) + "]";
  }
}

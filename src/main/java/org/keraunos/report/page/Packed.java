package org.keraunos.report.page;

/**
 * Numbers from 0 to 1 as two characters each, for a page that holds the curves of a thousand
 * labels.
 */
final class Packed {
  private static final String DIGITS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final int STEPS = 4095;

  private Packed() {}

  /** Points, x and y in turn; those that are no finite numbers are left out. */
  static String points(double[] x, double[] y) {
    StringBuilder text = new StringBuilder(4 * x.length);
    for (int i = 0; i < x.length; i++) {
      if (Double.isFinite(x[i]) && Double.isFinite(y[i])) {
        append(text, x[i]);
        append(text, y[i]);
      }
    }
    return text.toString();
  }

  private static void append(StringBuilder text, double value) {
    int step = (int) Math.rint(Math.max(0, Math.min(1, value)) * STEPS);
    text.append(DIGITS.charAt(step / 64)).append(DIGITS.charAt(step % 64));
  }
}

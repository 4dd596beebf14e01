package org.keraunos.metrics;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as Python prints them. */
final class PythonNumbers {
  private static final int MOST_DIGITS = 17;

  private PythonNumbers() {}

  /** {@code numpy.sum}: pairwise, with eight sums side by side in blocks of 128. */
  static double sum(double[] values, int from, int to) {
    int n = to - from;
    if (n > 128) {
      int half = n / 2 - n / 2 % 8;
      return sum(values, from, from + half) + sum(values, from + half, to);
    }
    double sum = 0;
    int at = from;
    if (n >= 8) {
      double a = values[at];
      double b = values[at + 1];
      double c = values[at + 2];
      double d = values[at + 3];
      double e = values[at + 4];
      double f = values[at + 5];
      double g = values[at + 6];
      double h = values[at + 7];
      for (at += 8; at + 8 <= to; at += 8) {
        a += values[at];
        b += values[at + 1];
        c += values[at + 2];
        d += values[at + 3];
        e += values[at + 4];
        f += values[at + 5];
        g += values[at + 6];
        h += values[at + 7];
      }
      sum = ((a + b) + (c + d)) + ((e + f) + (g + h));
    }
    for (; at < to; at++) {
      sum += values[at];
    }
    return sum;
  }

  /** {@code f"{value:.{digits}f}"}: the exact binary value, half to even. */
  static String fixed(double value, int digits) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    return new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
  }

  /**
   * {@code repr(value)}: the shortest digits that read back, with an exponent below 1e-4 and from
   * 1e16 on.
   */
  static String shortest(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return fixed(value, 0);
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0.0" : "0.0";
    }
    BigDecimal digits = shortestDigits(value);
    digits = digits.stripTrailingZeros();
    int exponent = digits.precision() - digits.scale() - 1;
    if (exponent >= -4 && exponent < 16) {
      String plain = digits.toPlainString();
      return plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }
    String all = digits.unscaledValue().abs().toString();
    String fraction = all.length() == 1 ? "" : "." + all.substring(1);
    String sign = value < 0 ? "-" : "";
    String power = (exponent < 0 ? "-" : "+") + (Math.abs(exponent) < 10 ? "0" : "");
    return sign + all.charAt(0) + fraction + "e" + power + Math.abs(exponent);
  }

  /**
   * The fewest digits that read back, of those the nearest. Above a power of two doubles are twice
   * as far apart as below, so that the next lower number with as many digits may be another double
   * though it is nearer than the next higher.
   */
  private static BigDecimal shortestDigits(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int n = 1; n < MOST_DIGITS; n++) {
      BigDecimal nearest = exact.round(new MathContext(n, RoundingMode.HALF_EVEN));
      if (nearest.doubleValue() == value) {
        return nearest;
      }
      BigDecimal other = exact.round(new MathContext(n, RoundingMode.UP));
      if (other.doubleValue() == value) {
        return other;
      }
    }
    return exact.round(new MathContext(MOST_DIGITS, RoundingMode.HALF_EVEN));
  }
}

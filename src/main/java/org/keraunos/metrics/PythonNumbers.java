package org.keraunos.metrics;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as Python prints them. */
final class PythonNumbers {
  private static final int MOST_DIGITS = 17;

  private PythonNumbers() {}

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

  /** {@code repr(value)}: the shortest digits that read back, with an exponent below 1e-4 and from 1e16 on. */
  static String shortest(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return fixed(value, 0);
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0.0" : "0.0";
    }
    BigDecimal exact = new BigDecimal(value);
    BigDecimal digits = exact;
    for (int n = 1; n <= MOST_DIGITS; n++) {
      digits = exact.round(new MathContext(n, RoundingMode.HALF_EVEN));
      if (digits.doubleValue() == value) {
        break;
      }
    }
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
}

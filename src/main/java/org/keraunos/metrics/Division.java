package org.keraunos.metrics;

/** Divides, and remembers whether a denominator was 0. */
final class Division {
  private final double atZero;
  private boolean undefined;

  Division(ZeroDivision zeroDivision) {
    atZero = zeroDivision.value();
  }

  double of(Rate rate, double tp, double fp, double fn) {
    double denominator = rate.denominator(tp, fp, fn);
    if (denominator == 0) {
      undefined = true;
      return atZero;
    }
    return rate.numerator(tp, fp, fn) / denominator;
  }

  boolean undefined() {
    return undefined;
  }
}

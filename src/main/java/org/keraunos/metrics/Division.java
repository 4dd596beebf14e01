package org.keraunos.metrics;

/** Divides, and remembers whether a denominator was 0. */
final class Division {
  private final double atZero;
  private boolean undefined;

  Division(ZeroDivision zeroDivision) {
    atZero = zeroDivision.value();
  }

  double of(Rate rate, double tp, double fp, double fn) {
    return of(rate, tp, tp + fp, tp + fn, tp + fp + fn);
  }

  double of(Rate rate, double tp, double predicted, double positive, double either) {
    double denominator = rate.denominator(predicted, positive, either);
    if (denominator == 0) {
      undefined = true;
      return atZero;
    }
    return rate.numerator(tp) / denominator;
  }

  boolean undefined() {
    return undefined;
  }
}

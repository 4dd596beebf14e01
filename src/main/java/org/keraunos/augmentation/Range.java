package org.keraunos.augmentation;

import org.keraunos.base.Check;

/** From where to where a factor is drawn. */
record Range(double lower, double upper) {
  /**
   * Checks a range.
   *
   * @param name the argument, for the message
   * @param least the least lower end
   * @param most the largest upper end
   */
  static Range of(String name, double lower, double upper, double least, double most) {
    Check.argument(
        lower >= least && lower <= upper && upper <= most,
        name,
        number(least) + " <= lower <= upper <= " + number(most),
        lower + " and " + upper);
    return new Range(lower, upper);
  }

  /** The range about 0 that Keras makes of one number. */
  static Range about0(String name, double factor, double most) {
    Check.argument(factor >= 0 && factor <= most, name, "0 <= factor <= " + number(most), factor);
    return new Range(-factor, factor);
  }

  /** A number from 0 to 1. */
  static double share(String name, double factor) {
    Check.argument(factor >= 0 && factor <= 1, name, "0 <= factor <= 1", factor);
    return factor;
  }

  double draw(RowDraws row) {
    return row.uniform(lower, upper);
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  @Override
  public String toString() {
    return lower + " to " + upper;
  }
}

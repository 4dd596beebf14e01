package org.keraunos.augmentation;

/** Draws of Beta(alpha, alpha), exact, by rejection. */
final class BetaDraw {
  private BetaDraw() {}

  static double symmetric(double alpha, RowDraws row) {
    return alpha >= 1 ? peaked(alpha, row) : twoSided(alpha, row);
  }

  /**
   * From the uniform distribution: the density over its largest value, which it has at one half.
   */
  private static double peaked(double alpha, RowDraws row) {
    while (true) {
      double x = row.uniform();
      if (row.uniform() <= StrictMath.pow(4 * x * (1 - x), alpha - 1)) {
        return x;
      }
    }
  }

  /**
   * Johnk's (1964): {@code x / (x + y)} of two powers; by logarithms, since for a small alpha both
   * are as good as 0.
   */
  private static double twoSided(double alpha, RowDraws row) {
    while (true) {
      double logX = StrictMath.log(1 - row.uniform()) / alpha;
      double logY = StrictMath.log(1 - row.uniform()) / alpha;
      double larger = Math.max(logX, logY);
      double logSum = larger + StrictMath.log1p(StrictMath.exp(Math.min(logX, logY) - larger));
      if (logSum <= 0) {
        return StrictMath.exp(logX - logSum);
      }
    }
  }
}

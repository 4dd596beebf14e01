package org.keraunos.decisions;

/** Newton's method for {@code p = sigmoid(slope * z + shift)} by the log loss. */
final class LogitFit {
  private static final int STEPS = 200;
  private static final double CLOSE = 1e-12;

  private LogitFit() {}

  /** The logit of a probability, which is kept 2^-52 away from 0 and 1. */
  static double logit(double p) {
    double kept = Math.min(1 - Math.ulp(1.0), Math.max(Math.ulp(1.0), p));
    return Math.log(kept) - Math.log1p(-kept);
  }

  static double sigmoid(double z) {
    return z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z));
  }

  /**
   * Slope and shift; with {@code withShift} false the shift is 0.
   *
   * @param z logits
   * @param y targets, 0 to 1
   */
  static double[] fit(double[] z, double[] y, boolean withShift) {
    double slope = withShift ? 0 : 1;
    double mean = 0;
    for (double each : y) {
      mean += each / y.length;
    }
    double shift = withShift ? logit(mean) : 0;
    double loss = loss(z, y, slope, shift);
    for (int step = 0; step < STEPS; step++) {
      double g0 = 0;
      double g1 = 0;
      double h00 = 0;
      double h01 = 0;
      double h11 = 0;
      for (int i = 0; i < z.length; i++) {
        double p = sigmoid(slope * z[i] + shift);
        double w = p * (1 - p);
        g0 += (p - y[i]) * z[i];
        g1 += p - y[i];
        h00 += w * z[i] * z[i];
        h01 += w * z[i];
        h11 += w;
      }
      // A little on the diagonal, so that labels that are easy to tell apart have an answer too.
      h00 += 1e-12 * (1 + h00);
      h11 += 1e-12 * (1 + h11);
      double d0;
      double d1 = 0;
      if (withShift) {
        double determinant = h00 * h11 - h01 * h01;
        d0 = (h11 * g0 - h01 * g1) / determinant;
        d1 = (h00 * g1 - h01 * g0) / determinant;
      } else {
        d0 = g0 / h00;
      }
      double share = 1;
      double next = loss(z, y, slope - d0, shift - d1);
      while (!(next <= loss) && share > 1e-10) {
        share /= 2;
        next = loss(z, y, slope - share * d0, shift - share * d1);
      }
      if (!(next <= loss)) {
        break;
      }
      slope -= share * d0;
      shift -= share * d1;
      loss = next;
      if (Math.abs(share * d0) <= CLOSE * (1 + Math.abs(slope))
          && Math.abs(share * d1) <= CLOSE * (1 + Math.abs(shift))) {
        break;
      }
    }
    return new double[] {slope, shift};
  }

  /** {@code y softplus(-t) + (1 - y) softplus(t)}, summed. */
  static double loss(double[] z, double[] y, double slope, double shift) {
    double sum = 0;
    for (int i = 0; i < z.length; i++) {
      double t = slope * z[i] + shift;
      double softplus = Math.max(t, 0) + Math.log1p(Math.exp(-Math.abs(t)));
      sum += softplus - y[i] * t;
    }
    return sum;
  }
}

package org.keraunos.losses;

import java.util.Arrays;
import org.keraunos.base.Check;

/**
 * Weights of labels from how often they are present, for {@code labelWeight} and {@code posWeight}.
 */
public final class LabelWeights {
  private LabelWeights() {}

  /**
   * Weights by the effective number of samples, {@code (1 - beta) / (1 - beta^n)}, times what makes
   * their mean 1. Cui et al., "Class-balanced loss based on effective number of samples", CVPR
   * 2019.
   *
   * @param beta 0, where all are 1, to below 1, which nears {@code 1 / n}; the authors try 0.9,
   *     0.99, 0.999 and 0.9999
   * @param labelCounts in how many training rows each label is present; at least 1
   * @return a weight a label
   */
  public static double[] classBalanced(double beta, long... labelCounts) {
    Check.argument(beta >= 0 && beta < 1, "beta", "0 <= beta < 1", beta);
    Check.argument(labelCounts.length > 0, "labelCounts", "one label or more", "none");
    double[] weights = new double[labelCounts.length];
    for (int i = 0; i < weights.length; i++) {
      Check.argument(labelCounts[i] >= 1, "labelCounts[" + i + "]", ">= 1", labelCounts[i]);
      // 1 - beta^n, of which nothing is lost where beta^n is nearly 1.
      weights[i] = (1 - beta) / -Math.expm1(labelCounts[i] * Math.log(beta));
    }
    double mean = Arrays.stream(weights).sum() / weights.length;
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= mean;
    }
    return weights;
  }
}

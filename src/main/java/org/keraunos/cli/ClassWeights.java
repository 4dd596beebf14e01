package org.keraunos.cli;

import java.util.stream.LongStream;
import org.keraunos.base.LabelMatrix;
import org.keraunos.losses.LabelWeights;

/** Weights of labels from how frequent they are. */
final class ClassWeights {
  /** Cui's beta: a label of 1,000 rows counts nearly as often as one of any more. */
  private static final double BETA = 0.999;

  private ClassWeights() {}

  /**
   * For each label its absences over its presences, as scikit-learn's
   * {@code class_weight="balanced"} weighs the two classes of each label: with a present label
   * counted so often, both count alike. Unknown cells do not count; a label that is always or never
   * there has weight 1.
   */
  static double[] balanced(LabelMatrix labels) {
    long[] present = count(labels, 1);
    long[] absent = count(labels, 0);
    double[] weights = new double[present.length];
    for (int label = 0; label < weights.length; label++) {
      weights[label] =
          present[label] == 0 || absent[label] == 0 ? 1 : (double) absent[label] / present[label];
    }
    return weights;
  }

  /**
   * By the effective number of the rows that have each label, whose mean is 1; a label that is
   * never there has weight 1.
   */
  static double[] effective(LabelMatrix labels) {
    long[] present = count(labels, 1);
    double[] some = LabelWeights.classBalanced(
        BETA, LongStream.of(present).filter(n -> n > 0).toArray());
    double[] weights = new double[present.length];
    int next = 0;
    for (int label = 0; label < weights.length; label++) {
      weights[label] = present[label] == 0 ? 1 : some[next++];
    }
    return weights;
  }

  /**
   * In how many rows each label is, for a loss that divides by it and by its rest: one that is
   * never or always there counts as if one row were otherwise.
   */
  static long[] tail(LabelMatrix labels) {
    return LongStream.of(count(labels, 1))
        .map(n -> Math.max(1, Math.min(n, labels.rows() - 1)))
        .toArray();
  }

  private static long[] count(LabelMatrix labels, int value) {
    long[] counts = new long[labels.labels()];
    for (int row = 0; row < labels.rows(); row++) {
      for (int label = 0; label < counts.length; label++) {
        counts[label] += labels.get(row, label) == value ? 1 : 0;
      }
    }
    return counts;
  }
}

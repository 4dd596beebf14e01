package org.keraunos.cli;

import org.keraunos.base.LabelMatrix;

/** Weights of labels from how frequent they are. */
final class ClassWeights {
  private ClassWeights() {}

  /**
   * For each label its absences over its presences, as scikit-learn's
   * {@code class_weight="balanced"} weighs the two classes of each label: with a present label
   * counted so often, both count alike. Unknown cells do not count; a label that is always or never
   * there has weight 1.
   */
  static double[] balanced(LabelMatrix labels) {
    double[] weights = new double[labels.labels()];
    for (int label = 0; label < weights.length; label++) {
      int present = 0;
      int absent = 0;
      for (int row = 0; row < labels.rows(); row++) {
        int cell = labels.get(row, label);
        present += cell == 1 ? 1 : 0;
        absent += cell == 0 ? 1 : 0;
      }
      weights[label] = present == 0 || absent == 0 ? 1 : (double) absent / present;
    }
    return weights;
  }
}

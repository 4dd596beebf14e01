package org.keraunos.strategies;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.keraunos.base.Check;
import org.keraunos.base.LabelMatrix;
import org.keraunos.data.Dataset;

/** The labels of training rows, a column each. */
final class Labels {
  final int rows;

  /** 0, 1, or -1 for unknown. */
  final byte[][] columns;

  Labels(Dataset data) {
    Check.argument(!data.targets().isEmpty(), "data", "labels (withLabels)", "a data set without");
    LabelMatrix matrix = data.labels();
    rows = matrix.rows();
    columns = new byte[matrix.labels()][rows];
    for (int j = 0; j < columns.length; j++) {
      for (int i = 0; i < rows; i++) {
        columns[j][i] = matrix.get(i, j);
      }
    }
  }

  int count() {
    return columns.length;
  }

  /**
   * A column as numbers to learn from: an unknown label is as likely as in the rows that are known.
   */
  double[] asFeature(int label) {
    byte[] column = columns[label];
    long known = IntStream.range(0, rows).filter(i -> column[i] >= 0).count();
    long positives = IntStream.range(0, rows).filter(i -> column[i] > 0).count();
    double share = known == 0 ? 0.5 : (double) positives / known;
    return IntStream.range(0, rows)
        .mapToDouble(i -> column[i] < 0 ? share : column[i])
        .toArray();
  }

  int[] all() {
    return IntStream.range(0, rows).toArray();
  }

  /** The rows of a fold, or those outside. */
  int[] fold(int fold, int folds, boolean inside) {
    return Arrays.stream(all()).filter(i -> i % folds == fold == inside).toArray();
  }
}

package org.keraunos.data.split;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.keraunos.base.LabelMatrix;

/**
 * What is to be spread evenly: each row's labels, and for the second order its pairs of labels too.
 * The first traits are the labels themselves.
 */
final class Traits {
  final int labels;
  final int[][] ofRow;
  final int[] rowsWith;

  private Traits(int labels, int[][] ofRow, int count) {
    this.labels = labels;
    this.ofRow = ofRow;
    this.rowsWith = new int[count];
    for (int[] row : ofRow) {
      for (int trait : row) {
        rowsWith[trait]++;
      }
    }
  }

  int count() {
    return rowsWith.length;
  }

  static Traits of(LabelMatrix matrix, int order) {
    int labels = matrix.labels();
    int[][] ofRow = new int[matrix.rows()][];
    Map<Long, Integer> pairs = new HashMap<>();
    int[] set = new int[labels];
    for (int row = 0; row < ofRow.length; row++) {
      int n = 0;
      for (int label = 0; label < labels; label++) {
        if (matrix.get(row, label) == 1) {
          set[n++] = label;
        }
      }
      ofRow[row] = order == 1 ? Arrays.copyOf(set, n) : withPairs(set, n, labels, pairs);
    }
    return new Traits(labels, ofRow, labels + pairs.size());
  }

  private static int[] withPairs(int[] set, int n, int labels, Map<Long, Integer> pairs) {
    int[] traits = Arrays.copyOf(set, n + n * (n - 1) / 2);
    int at = n;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        long key = (long) set[i] * labels + set[j];
        traits[at++] = pairs.computeIfAbsent(key, k -> labels + pairs.size());
      }
    }
    return traits;
  }
}

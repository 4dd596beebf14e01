package org.keraunos.data.split;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.keraunos.base.LabelMatrix;

/**
 * Lays the shuffled rows out set after set and deals them in turn, each to the part that is
 * furthest behind its share: a run of m rows of one set then gives each part its share of m, give
 * or take one.
 */
record LabelSetSplit() implements Splitter {
  @Override
  public int[][] split(LabelMatrix labels, double[] shares, long seed) {
    int[] sizes = Parts.sizes(shares, labels.rows());
    SplittableRandom random = new SplittableRandom(seed);
    Map<ByteBuffer, List<Integer>> sets = new HashMap<>();
    List<List<Integer>> inOrder = new ArrayList<>();
    for (int row : Parts.shuffled(labels.rows(), random)) {
      sets.computeIfAbsent(labelSet(labels, row), set -> {
            List<Integer> rows = new ArrayList<>();
            inOrder.add(rows);
            return rows;
          })
          .add(row);
    }
    int[] partOf = new int[labels.rows()];
    int[] given = new int[sizes.length];
    int dealt = 0;
    for (List<Integer> rows : inOrder) {
      for (int row : rows) {
        dealt++;
        int best = -1;
        double behind = 0;
        for (int p = 0; p < sizes.length; p++) {
          double lack = (double) sizes[p] * dealt / labels.rows() - given[p];
          if (given[p] < sizes[p] && (best < 0 || lack > behind + 1e-9)) {
            best = p;
            behind = lack;
          }
        }
        partOf[row] = best;
        given[best]++;
      }
    }
    return Parts.rows(partOf, sizes.length);
  }

  private static ByteBuffer labelSet(LabelMatrix labels, int row) {
    byte[] set = new byte[labels.labels()];
    for (int label = 0; label < set.length; label++) {
      set[label] = labels.get(row, label) == 1 ? (byte) 1 : 0;
    }
    return ByteBuffer.wrap(set);
  }
}

package org.keraunos.data.split;

import java.util.SplittableRandom;
import org.keraunos.base.LabelMatrix;

/** Deals shuffled rows. */
record RandomSplit() implements Splitter {
  @Override
  public int[][] split(LabelMatrix labels, double[] shares, long seed) {
    int[] sizes = Parts.sizes(shares, labels.rows());
    int[] order = Parts.shuffled(labels.rows(), new SplittableRandom(seed));
    int[] partOf = new int[order.length];
    int at = 0;
    for (int p = 0; p < sizes.length; p++) {
      for (int i = 0; i < sizes[p]; i++) {
        partOf[order[at++]] = p;
      }
    }
    return Parts.rows(partOf, sizes.length);
  }
}

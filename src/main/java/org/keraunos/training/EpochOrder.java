package org.keraunos.training;

import java.util.Arrays;
import org.keraunos.base.Seeds;

/**
 * In which order an epoch takes the rows: a function of seed and epoch, so that an epoch can be
 * begun anywhere.
 *
 * @param rows the rows of an epoch
 * @param seed the training's seed
 * @param shuffle whether each epoch has an order of its own
 */
record EpochOrder(int rows, long seed, boolean shuffle) {
  int[] of(int epoch) {
    if (shuffle) {
      return Seeds.permutation(rows, Seeds.derive(Seeds.derive(seed, "order"), epoch));
    }
    int[] order = new int[rows];
    Arrays.setAll(order, row -> row);
    return order;
  }

  /** What is left of an epoch behind some rows. */
  int[] of(int epoch, int taken) {
    int[] order = of(epoch);
    return taken == 0 ? order : Arrays.copyOfRange(order, Math.min(taken, rows), rows);
  }
}

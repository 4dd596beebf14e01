package org.keraunos.augmentation;

import java.util.SplittableRandom;
import org.keraunos.base.Seeds;

/**
 * The random numbers of one row for one step of the list: SplitMix64, started at the address (seed
 * of the model, epoch, number of the row in the data set, index of the step). Neither the batch
 * that the row is in nor what other rows or steps drew matters.
 */
public final class RowDraws {
  private final SplittableRandom random;
  private final int place;
  private final int rows;

  private RowDraws(long seed, int place, int rows) {
    this.random = new SplittableRandom(seed);
    this.place = place;
    this.rows = rows;
  }

  /**
   * The numbers of an address.
   *
   * @param seed the model's seed
   * @param epoch the epoch, from 0
   * @param row the row's number in the data set
   * @param step the step's index in the list
   * @param place the row's place in its batch
   * @param rows the rows of the batch
   * @return the numbers, from the first on
   */
  static RowDraws at(long seed, int epoch, int row, int step, int place, int rows) {
    return new RowDraws(Seeds.derive(seed, epoch, row, step), place, rows);
  }

  /**
   * The next number.
   *
   * @return uniform in [0, 1)
   */
  public double uniform() {
    return (random.nextLong() >>> 11) * 0x1p-53;
  }

  /**
   * The next number, in a range.
   *
   * @param lower the least
   * @param upper the bound
   * @return uniform in [lower, upper); {@code lower} if the two are equal
   */
  public double uniform(double lower, double upper) {
    return lower + (upper - lower) * uniform();
  }

  /**
   * Where the row stands in its batch; for steps that take a second row.
   *
   * @return 0 to {@code rows() - 1}
   */
  public int place() {
    return place;
  }

  /**
   * The rows of the batch.
   *
   * @return at least 1
   */
  public int rows() {
    return rows;
  }
}

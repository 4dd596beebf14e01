package org.keraunos.base;

import java.util.Arrays;

/**
 * A number for all, or one each: a setting that remembers in which form it was given. Immutable.
 */
public final class Numbers {
  private final double[] values;
  private final boolean single;

  private Numbers(double[] values, boolean single) {
    this.values = values;
    this.single = single;
  }

  /**
   * One number for all.
   *
   * @param value the number
   * @return the number
   */
  public static Numbers of(double value) {
    return new Numbers(new double[] {value}, true);
  }

  /**
   * One number each.
   *
   * @param values copied
   * @return the numbers
   */
  public static Numbers of(double[] values) {
    return new Numbers(values.clone(), false);
  }

  /** {@return whether one number serves all} */
  public boolean single() {
    return single;
  }

  /** {@return how many numbers there are; 1 for a single one} */
  public int size() {
    return values.length;
  }

  /**
   * A number.
   *
   * @param index from 0; any if one number serves all
   * @return the number
   */
  public double get(int index) {
    return single ? values[0] : values[index];
  }

  /** {@return the numbers, a copy} */
  public double[] toArray() {
    return values.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Numbers that
        && single == that.single
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return single ? String.valueOf(values[0]) : Arrays.toString(values);
  }
}

package org.keraunos.data;

import org.jspecify.annotations.Nullable;
import org.keraunos.base.CheckReturnValue;
import org.keraunos.base.Shape;

/**
 * One named target of a data set.
 *
 * @param name the name; a network with one output takes any
 * @param column the rows: labels 0, 1 or NaN (unknown), or soft ones between
 * @param sampleWeight how much a row counts for this target, one number a row; null where the data
 *     set's weights hold
 */
@CheckReturnValue
public record Target(
    String name, FloatColumn column, @Nullable FloatColumn sampleWeight) {
  /**
   * A target without weights of its own.
   *
   * @param name the name; a network with one output takes any
   * @param column the rows
   */
  public Target(String name, FloatColumn column) {
    this(name, column, null);
  }

  Target rows(int[] kept) {
    return new Target(
        name, column.rows(kept), sampleWeight == null ? null : sampleWeight.rows(kept));
  }

  /**
   * The shape of one target.
   *
   * @return the column's shape
   */
  public Shape shape() {
    return column.shape();
  }
}

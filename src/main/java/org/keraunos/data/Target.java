package org.keraunos.data;

import org.keraunos.base.Shape;

/**
 * One named target of a data set.
 *
 * @param name the name; a network with one output takes any
 * @param column the rows: labels 0, 1 or NaN (unknown), or soft ones between
 */
public record Target(String name, FloatColumn column) {
  /**
   * The shape of one target.
   *
   * @return the column's shape
   */
  public Shape shape() {
    return column.shape();
  }
}

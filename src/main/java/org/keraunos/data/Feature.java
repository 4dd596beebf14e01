package org.keraunos.data;

import org.keraunos.base.Shape;

/**
 * One named input of a data set.
 *
 * @param name the name; a network with one input takes any
 * @param column the rows
 * @param scaling what the graph does to the stored numbers
 */
public record Feature(String name, Column column, Scaling scaling) {
  /**
   * The shape of one sample.
   *
   * @return the column's shape
   */
  public Shape shape() {
    return column.shape();
  }
}

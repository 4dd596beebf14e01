package org.keraunos.data;

import org.keraunos.base.Check;
import org.keraunos.base.CheckReturnValue;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.Shape;

/** Rows of floats, for example features or targets. */
@CheckReturnValue
public non-sealed interface FloatColumn extends Column {
  /**
   * Copies one row out.
   *
   * @param row the row, from 0
   * @param into where its {@code shape().size()} floats go
   * @param offset the place of the first
   */
  void read(int row, float[] into, int offset);

  @Override
  default boolean holdsBytes() {
    return false;
  }

  @Override
  default void readFloats(int row, float[] into, int offset) {
    read(row, into, offset);
  }

  @Override
  default FloatColumn rows(int[] order) {
    FloatColumn all = this;
    return new FloatColumn() {
      @Override
      public int rows() {
        return order.length;
      }

      @Override
      public Shape shape() {
        return all.shape();
      }

      @Override
      public void read(int row, float[] into, int offset) {
        all.read(order[row], into, offset);
      }
    };
  }

  /**
   * Some of the numbers of each row, in an order.
   *
   * @param places which number becomes the first, the second and so on
   * @return a column over the same rows, each a vector
   * @throws IllegalArgumentException if a place is none of a row's
   */
  default FloatColumn columns(int[] places) {
    FloatColumn all = this;
    int width = shape().size();
    for (int place : places) {
      Check.argument(place >= 0 && place < width, "column", "0 to " + (width - 1), place);
    }
    Shape picked = Shape.of(places.length);
    return new FloatColumn() {
      @Override
      public int rows() {
        return all.rows();
      }

      @Override
      public Shape shape() {
        return picked;
      }

      @Override
      public void read(int row, float[] into, int offset) {
        float[] whole = new float[width];
        all.read(row, whole, 0);
        for (int i = 0; i < places.length; i++) {
          into[offset + i] = whole[places[i]];
        }
      }
    };
  }

  /**
   * Wraps a flat row-major array without copying it.
   *
   * @param values one row after the other
   * @param shape the shape of one row
   * @return the column
   * @throws IllegalArgumentException if the array is no whole number of rows
   */
  static FloatColumn of(float[] values, Shape shape) {
    int width = shape.size();
    Check.argument(
        values.length % width == 0,
        "values",
        "rows of " + width + " floats for " + shape,
        values.length);
    return new FloatColumn() {
      @Override
      public int rows() {
        return values.length / width;
      }

      @Override
      public Shape shape() {
        return shape;
      }

      @Override
      public void read(int row, float[] into, int offset) {
        System.arraycopy(values, row * width, into, offset, width);
      }
    };
  }

  /**
   * Labels as targets: 0, 1, and NaN where a label is unknown.
   *
   * @param labels the labels, not copied
   * @return the column
   */
  static FloatColumn of(LabelMatrix labels) {
    Shape shape = Shape.of(labels.labels());
    return new FloatColumn() {
      @Override
      public int rows() {
        return labels.rows();
      }

      @Override
      public Shape shape() {
        return shape;
      }

      @Override
      public void read(int row, float[] into, int offset) {
        for (int label = 0; label < labels.labels(); label++) {
          byte value = labels.get(row, label);
          into[offset + label] = value == LabelMatrix.UNKNOWN ? Float.NaN : value;
        }
      }
    };
  }
}

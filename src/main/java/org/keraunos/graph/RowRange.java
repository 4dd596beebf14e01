package org.keraunos.graph;

import java.util.ArrayList;
import java.util.List;
import org.keraunos.base.Shape;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/** A part of a batch's rows, as even as whole rows allow; a part of a batch that is too small has none. */
final class RowRange {
  private final Ops tf;
  private final int parts;
  private final Operand<TInt32> from;
  private final Operand<TInt32> count;

  /**
   * Emits where the part starts and ends.
   *
   * @param tf where to
   * @param batch something of the batch's rows
   * @param part which part, from 0
   * @param parts how many there are; for 1 nothing is emitted
   */
  RowRange(Ops tf, Operand<? extends TType> batch, int part, int parts) {
    this.tf = tf;
    this.parts = parts;
    Operand<TInt32> first = tf.constant(0);
    Operand<TInt32> rows = parts == 1 ? first : tf.gather(tf.shape(batch), first, first);
    from = bound(rows, part);
    count = parts == 1 ? first : tf.math.sub(bound(rows, part + 1), from);
  }

  private Operand<TInt32> bound(Operand<TInt32> rows, int part) {
    return parts == 1
        ? rows
        : tf.math.floorDiv(tf.math.mul(rows, tf.constant(part)), tf.constant(parts));
  }

  /**
   * Emits the part.
   *
   * @param whole rows, then the shape
   * @param shape the shape of one row
   * @param <T> the elements' type
   * @return the part's rows, then the shape
   */
  <T extends TType> Operand<T> of(Operand<T> whole, Shape shape) {
    if (parts == 1) {
      return whole;
    }
    List<Operand<TInt32>> begin = new ArrayList<>(List.of(from));
    List<Operand<TInt32>> size = new ArrayList<>(List.of(count));
    int[] sizes = new int[shape.rank() + 1];
    sizes[0] = -1;
    for (int axis = 0; axis < shape.rank(); axis++) {
      begin.add(tf.constant(0));
      size.add(tf.constant(shape.get(axis)));
      sizes[axis + 1] = shape.get(axis);
    }
    // The reshape copies nothing; it tells TensorFlow the sizes, without which a convolution may
    // end the JVM.
    return tf.reshape(tf.slice(whole, tf.stack(begin), tf.stack(size)), tf.constant(sizes));
  }
}

package org.keraunos.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.keraunos.base.Shape;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/**
 * A part of a batch's rows, as even as whole rows allow. In a batch of fewer rows than parts some
 * parts have none; as TensorFlow ends the JVM over a convolution of no rows, such a part stands in
 * for them with a row of another part that weighs nothing.
 */
final class RowRange {
  private final Ops tf;
  private final int parts;
  private final Operand<TInt32> from;
  private final Operand<TInt32> count;
  private final Operand<TInt32> read;

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
    Operand<TInt32> zero = tf.constant(0);
    if (parts == 1) {
      from = zero;
      count = zero;
      read = zero;
      return;
    }
    Operand<TInt32> one = tf.constant(1);
    Operand<TInt32> rows = tf.gather(tf.shape(batch), zero, zero);
    Operand<TInt32> start = bound(rows, part);
    count = tf.math.sub(bound(rows, part + 1), start);
    from = tf.math.minimum(start, tf.math.sub(rows, one));
    read = tf.math.maximum(count, one);
  }

  private Operand<TInt32> bound(Operand<TInt32> rows, int part) {
    return tf.math.floorDiv(tf.math.mul(rows, tf.constant(part)), tf.constant(parts));
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
    // The reshape copies nothing; it tells TensorFlow the sizes, without which a convolution may
    // end
    // the JVM.
    int[] sizes =
        IntStream.concat(IntStream.of(-1), IntStream.of(shape.toArray())).toArray();
    return parts == 1 ? whole : tf.reshape(slice(whole, from, read, shape), tf.constant(sizes));
  }

  /**
   * Emits the weights of the part's rows.
   *
   * @param whole a weight a row of the batch
   * @return a weight a row of the part, 0 for one that stands in
   */
  Operand<TFloat32> weights(Operand<TFloat32> whole) {
    if (parts == 1) {
      return whole;
    }
    Operand<TFloat32> isThere =
        tf.dtypes.cast(tf.math.minimum(count, tf.constant(1)), TFloat32.class);
    return tf.math.mul(of(whole, Shape.of()), isThere);
  }

  /**
   * Leaves a row out that stands in.
   *
   * @param part what came of the part's rows
   * @param shape the shape of one row
   * @param <T> the elements' type
   * @return what came of rows that are there
   */
  <T extends TType> Operand<T> there(Operand<T> part, Shape shape) {
    return parts == 1 ? part : slice(part, tf.constant(0), count, shape);
  }

  private <T extends TType> Operand<T> slice(
      Operand<T> whole, Operand<TInt32> start, Operand<TInt32> rows, Shape shape) {
    List<Operand<TInt32>> begin = new ArrayList<>(List.of(start));
    List<Operand<TInt32>> size = new ArrayList<>(List.of(rows));
    for (int axis : shape.toArray()) {
      begin.add(tf.constant(0));
      size.add(tf.constant(axis));
    }
    return tf.slice(whole, tf.stack(begin), tf.stack(size));
  }
}

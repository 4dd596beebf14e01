package org.keraunos.runtime;

import java.util.ArrayList;
import java.util.List;
import org.keraunos.base.Shape;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Signature;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.MapDefun;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.family.TType;

/**
 * A function inside a graph that TensorFlow applies to each row of some vectors, rows in parallel
 * ({@code MapDefun}): for work whose sizes differ from row to row, such as decoding images.
 *
 * @param <T> the type of what comes out
 */
@FunctionalInterface
public interface RowFunction<T extends TType> {
  /**
   * Emits the function.
   *
   * @param tf the function's own graph
   * @param row one scalar for each vector
   * @return what a row becomes
   */
  Operand<T> build(Ops tf, List<Operand<?>> row);

  /**
   * Emits the call.
   *
   * @param tf where the vectors are
   * @param vectors of the same length
   * @param type the type of what comes out
   * @param shape the shape of what a row becomes
   * @param function what to do with a row
   * @param <T> the type of what comes out
   * @return rows, then the shape
   */
  @SuppressWarnings("unchecked") // the output has the type that MapDefun was told
  static <T extends TType> Operand<T> map(
      Ops tf, List<Operand<?>> vectors, Class<T> type, Shape shape, RowFunction<T> function) {
    try (ConcreteFunction body =
        ConcreteFunction.create(ops -> signature(ops, vectors, function))) {
      // The graph keeps a copy of the function, so that it can be closed here.
      MapDefun rows = MapDefun.create(
          tf.scope(),
          vectors,
          List.of(),
          List.of(type),
          List.of(Tensors.shape(shape.toArray())),
          body,
          MapDefun.maxIntraOpParallelism(1L));
      return (Output<T>) rows.output().get(0);
    }
  }

  private static Signature signature(
      Ops tf, List<Operand<?>> vectors, RowFunction<? extends TType> function) {
    Signature.Builder signature = Signature.builder().key("keraunos_row");
    List<Operand<?>> row = new ArrayList<>();
    for (Operand<?> vector : vectors) {
      String name = "row" + row.size();
      Operand<?> scalar = tf.withName(name)
          .placeholder(vector.type(), Placeholder.shape(org.tensorflow.ndarray.Shape.scalar()));
      signature.input(name, scalar);
      row.add(scalar);
    }
    return signature.output("out", function.build(tf, row)).build();
  }
}

package org.keraunos.runtime;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.OperationBuilder;
import org.tensorflow.op.Ops;
import org.tensorflow.op.Scope;
import org.tensorflow.types.family.TFloating;

/**
 * Max pooling by the op whose gradient is fast: the generated classes have {@code MaxPoolV2} only.
 */
public final class Pooling {
  private Pooling() {}

  /**
   * The largest value of each window.
   *
   * @param layer the layer's scope
   * @param input (batch, height, width, channels)
   * @param size the window, one number an axis
   * @param strides its steps, one number an axis
   * @param padding {@code VALID} or {@code SAME}
   * @return (batch, height', width', channels)
   */
  public static Operand<TFloating> max(
      LayerScope layer,
      Operand<TFloating> input,
      List<Long> size,
      List<Long> strides,
      String padding) {
    Ops tf = layer.ops();
    if (!layer.options().has(GraphPass.MAX_POOL_V1)) {
      return tf.nn.maxPool(input, tf.constant(ints(size)), tf.constant(ints(strides)), padding);
    }
    Scope scope = tf.scope();
    OperationBuilder builder = scope.env().opBuilder("MaxPool", scope.makeOpName("MaxPool"), scope);
    builder.addInput(input.asOutput());
    builder.setAttr("ksize", longs(size));
    builder.setAttr("strides", longs(strides));
    builder.setAttr("padding", padding);
    return builder.build().output(0);
  }

  private static long[] longs(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).toArray();
  }

  private static int[] ints(List<Long> values) {
    return values.stream().mapToInt(Long::intValue).toArray();
  }
}

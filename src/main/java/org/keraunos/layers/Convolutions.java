package org.keraunos.layers;

import java.util.ArrayList;
import java.util.List;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/** How convolutions are emitted where TensorFlow's own way is wrong, slow or missing. */
final class Convolutions {
  private Convolutions() {}

  /** An op with a window that is not dilated. */
  @FunctionalInterface
  interface Plain {
    Operand<TFloating> emit(Operand<TFloating> input, Window window);
  }

  /**
   * Emits a convolution, dilated or not. TensorFlow's own gradient of dilated convolutions is wrong
   * or ends the JVM: pixels that one kernel sees are gathered into pictures of their own, which are
   * convolved without dilation.
   */
  static Operand<TFloating> convolve(
      LayerScope s, Operand<TFloating> input, Shape picture, Window window, Plain op) {
    if (!window.isDilated()) {
      return op.emit(input, window);
    }
    Ops tf = s.ops();
    int[][] paddings = new int[2][];
    int[][] crops = new int[2][];
    for (int axis = 0; axis < 2; axis++) {
      int rate = window.dilation().get(axis);
      int around = window.padding() == Padding.SAME ? window.extent(axis) - 1 : 0;
      int whole = picture.get(axis) + around;
      int more = (rate - whole % rate) % rate;
      paddings[axis] = new int[] {around / 2, around - around / 2 + more};
      crops[axis] = new int[] {0, more};
    }
    var block =
        tf.constant(new int[] {window.dilation().get(0), window.dilation().get(1)});
    Operand<TFloating> apart = tf.spaceToBatchNd(input, block, tf.constant(paddings));
    Operand<TFloating> convolved = op.emit(apart, window.plain());
    return tf.batchToSpaceNd(convolved, block, tf.constant(crops));
  }

  /** {@code Conv2D} of channels that are parted into groups, of which each makes some filters. */
  static Operand<TFloating> grouped(
      LayerScope s,
      Operand<TFloating> input,
      Operand<TFloating> kernel,
      Window window,
      int groups) {
    long[] sizes = kernel.shape().asArray();
    boolean square = window.strides().get(0).equals(window.strides().get(1));
    if (groups > 1 && sizes[2] == 1 && square) {
      // A group a channel is what the depthwise op does, which is many times as fast.
      Ops tf = s.ops();
      var byChannel = tf.constant(new long[] {sizes[0], sizes[1], groups, sizes[3] / groups});
      return depthwise(s, input, tf.reshape(kernel, byChannel), window);
    }
    // TensorFlow has no gradient of groups in 64 bits.
    boolean apart = groups > 1 && input.type().equals(TFloat64.class);
    return apart ? groupByGroup(s, input, kernel, window, groups) : plain(s, input, kernel, window);
  }

  static Operand<TFloating> depthwise(
      LayerScope s, Operand<TFloating> input, Operand<TFloating> kernel, Window window) {
    boolean slow = s.training() && s.trainable() && input.type().equals(TBfloat16.class);
    // TensorFlow's gradients of it in bfloat16 take several times as long as in float32.
    return slow
        ? s.toCompute(narrow(s, s.toVariable(input), s.toVariable(kernel), window))
        : narrow(s, input, kernel, window);
  }

  private static Operand<TFloating> narrow(
      LayerScope s, Operand<TFloating> input, Operand<TFloating> kernel, Window window) {
    return s.ops()
        .nn
        .depthwiseConv2dNative(
            input, kernel, window.strideList(), window.padding().name());
  }

  static Operand<TFloating> plain(
      LayerScope s, Operand<TFloating> input, Operand<TFloating> kernel, Window window) {
    return s.ops()
        .nn
        .conv2d(input, kernel, window.strideList(), window.padding().name());
  }

  private static Operand<TFloating> groupByGroup(
      LayerScope s,
      Operand<TFloating> input,
      Operand<TFloating> kernel,
      Window window,
      int groups) {
    Ops tf = s.ops();
    var last = tf.constant(3);
    List<Operand<TFloating>> outputs = new ArrayList<>();
    var inputs = tf.split(last, input, (long) groups).output();
    var kernels = tf.split(last, kernel, (long) groups).output();
    for (int i = 0; i < groups; i++) {
      outputs.add(plain(s, inputs.get(i), kernels.get(i), window));
    }
    return tf.concat(outputs, last);
  }
}

package org.keraunos.runtime;

import java.util.List;
import java.util.function.UnaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.Scope;
import org.tensorflow.types.family.TFloating;

/** Something that happens to each element of a value and is not in the graph yet. */
sealed interface TailStep {
  /**
   * Emits it.
   *
   * @param tf where to
   * @param before what it is applied to
   * @return the result
   */
  Operand<TFloating> emit(Ops tf, Operand<TFloating> before);

  /**
   * A step whose gradient is emitted here, of what it made, and not by TensorFlow, of what went in.
   */
  sealed interface Reversible extends TailStep {
    /**
     * Emits the gradient.
     *
     * @param tf where to
     * @param made what {@link #emit} gave
     * @param gradient of the loss by that
     * @param others takes gradients by other operands that went in
     * @return the gradient by what it was applied to
     */
    Operand<TFloating> reverse(
        Ops tf, Operand<TFloating> made, Operand<TFloating> gradient, GradientSink others);
  }

  /** Takes the gradient of the loss by an operand. */
  @FunctionalInterface
  interface GradientSink {
    void add(Operand<TFloating> operand, Operand<TFloating> gradient);
  }

  /** A bias a channel, the last axis. */
  record Bias(Operand<TFloating> bias, int channels) implements Reversible {
    @Override
    public Operand<TFloating> emit(Ops tf, Operand<TFloating> before) {
      return tf.nn.biasAdd(before, bias);
    }

    /**
     * The sum of the gradient a channel, as a product with ones: TensorFlow's own
     * {@code BiasAddGrad} would be fused into the filter gradient of a convolution, which is slower
     * than both apart, and {@code Sum} is slower than the product.
     */
    @Override
    public Operand<TFloating> reverse(
        Ops tf, Operand<TFloating> made, Operand<TFloating> gradient, GradientSink others) {
      Operand<TFloating> rows = tf.reshape(gradient, tf.constant(new int[] {-1, channels}));
      var count = tf.math.floorDiv(tf.size(gradient), tf.constant(channels));
      Operand<TFloating> ones =
          tf.fill(tf.stack(List.of(tf.constant(1), count)), Types.constant(tf, 1, gradient.type()));
      Operand<TFloating> sum = tf.linalg.matMul(ones, rows);
      others.add(bias, tf.reshape(sum, tf.constant(new int[] {channels})));
      return gradient;
    }
  }

  /** Zero in place of what is below zero. */
  record Relu() implements Reversible {
    @Override
    public Operand<TFloating> emit(Ops tf, Operand<TFloating> before) {
      return tf.nn.relu(before);
    }

    @Override
    public Operand<TFloating> reverse(
        Ops tf, Operand<TFloating> made, Operand<TFloating> gradient, GradientSink others) {
      Scope scope = tf.scope();
      return scope
          .env()
          .opBuilder("ReluGrad", scope.makeOpName("ReluGrad"), scope)
          .addInput(gradient.asOutput())
          .addInput(made.asOutput())
          .build()
          .output(0);
    }
  }

  /** Another non-decreasing function. */
  record Monotone(UnaryOperator<Operand<TFloating>> function) implements TailStep {
    @Override
    public Operand<TFloating> emit(Ops tf, Operand<TFloating> before) {
      return function.apply(before);
    }
  }
}

package org.keraunos.runtime;

import java.util.List;
import java.util.function.UnaryOperator;
import org.keraunos.base.CheckReturnValue;
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
   * Emits it in a form that TensorFlow's own gradients cross.
   *
   * @param tf where to
   * @param before what it is applied to
   * @return the result
   */
  default Operand<TFloating> emitForGradients(Ops tf, Operand<TFloating> before) {
    return emit(tf, before);
  }

  /**
   * A step whose gradient is emitted here, of what it made, and not by TensorFlow, of what went in.
   */
  sealed interface Reversible extends TailStep {
    /**
     * The step with copies of other operands that go in, which nothing else reads.
     *
     * @param tf where to emit them
     * @return this, where nothing else goes in
     */
    @CheckReturnValue
    default Reversible onCopies(Ops tf) {
      return this;
    }

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
    @CheckReturnValue
    public Reversible onCopies(Ops tf) {
      return new Bias(tf.identity(bias), channels);
    }

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

  /**
   * One of TensorFlow's rectifiers, whose gradient at a place can be told from the result there.
   *
   * @param op its name; that of its gradient has {@code Grad} behind it
   * @param slope below zero, above 0; only for {@code LeakyRelu}
   */
  record Rectifier(String op, double slope) implements Reversible {
    static final Rectifier RELU = new Rectifier("Relu", 0);
    static final Rectifier RELU6 = new Rectifier("Relu6", 0);

    static Rectifier leaky(double slope) {
      return slope == 0 ? RELU : new Rectifier("LeakyRelu", slope);
    }

    @Override
    public Operand<TFloating> emit(Ops tf, Operand<TFloating> before) {
      return op(tf, op, before);
    }

    /** TensorFlow fuses its leaky op with a bias before it, and misses that in the gradient. */
    @Override
    public Operand<TFloating> emitForGradients(Ops tf, Operand<TFloating> before) {
      return slope > 0 && slope <= 1
          ? tf.math.maximum(before, tf.math.mul(before, Types.constant(tf, slope, before.type())))
          : emit(tf, before);
    }

    @Override
    public Operand<TFloating> reverse(
        Ops tf, Operand<TFloating> made, Operand<TFloating> gradient, GradientSink others) {
      return op(tf, op + "Grad", gradient, made);
    }

    @SafeVarargs
    private Operand<TFloating> op(Ops tf, String type, Operand<TFloating>... inputs) {
      Scope scope = tf.scope();
      var builder = scope.env().opBuilder(type, scope.makeOpName(type), scope);
      for (Operand<TFloating> input : inputs) {
        builder.addInput(input.asOutput());
      }
      if (slope != 0) {
        builder.setAttr("alpha", (float) slope);
      }
      return builder.build().output(0);
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

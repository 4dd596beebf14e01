package org.keraunos.activations;

import java.util.Locale;
import java.util.function.UnaryOperator;
import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.OutputActivation;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The functions of {@code keras.activations} that have no settings; the formulas are in
 * {@link Activations}.
 */
enum Plain implements Activation {
  LINEAR,
  RELU,
  SIGMOID,
  SOFTMAX,
  TANH,
  RELU6,
  LEAKY_RELU,
  ELU,
  SELU,
  SOFTPLUS,
  SOFTSIGN,
  EXPONENTIAL,
  HARD_SIGMOID,
  LOG_SIGMOID,
  SILU,
  HARD_SILU,
  GELU,
  MISH,
  LOG_SOFTMAX,
  CELU,
  HARD_SHRINK,
  HARD_TANH,
  SOFT_SHRINK,
  SPARSE_PLUS,
  SPARSE_SIGMOID,
  SQUAREPLUS,
  TANH_SHRINK;

  private static final double LEAKY_SLOPE = 0.2;
  private static final double SHRINK = 0.5;

  /** Keras's identifier. */
  String identifier() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return identifier();
  }

  @Override
  public Settings settings() {
    return Kind.of(identifier(), settings -> this).settings();
  }

  @Override
  public boolean isPointwise() {
    return true;
  }

  @Override
  public boolean isLinear() {
    return this == LINEAR;
  }

  @Override
  public Value apply(LayerScope s, Value x) {
    Ops tf = s.ops();
    return switch (this) {
      case LINEAR -> x;
      case RELU -> x.relu();
      case SIGMOID -> x.activated(OutputActivation.SIGMOID, tf.math::sigmoid);
      case SOFTMAX -> x.activated(OutputActivation.SOFTMAX, tf.nn::softmax);
      case TANH -> x.monotone(tf.math::tanh);
      case RELU6 -> x.relu6();
      case LEAKY_RELU -> x.leakyRelu(LEAKY_SLOPE);
      case ELU -> x.monotone(tf.nn::elu);
      case SELU -> x.monotone(tf.nn::selu);
      case SOFTPLUS -> x.monotone(tf.math::softplus);
      case SOFTSIGN -> x.monotone(tf.nn::softsign);
      case EXPONENTIAL -> x.monotone(tf.math::exp);
      case HARD_SIGMOID -> x.monotone(each -> hardSigmoid(s, each));
      case LOG_SIGMOID -> x.monotone(each -> tf.math.neg(tf.math.softplus(tf.math.neg(each))));
      case SILU -> of(s, x, each -> tf.math.mul(each, tf.math.sigmoid(each)));
      case HARD_SILU -> of(s, x, each -> tf.math.mul(each, hardSigmoid(s, each)));
      case GELU -> of(s, x, each -> gelu(s, each));
      case MISH -> of(s, x, each -> tf.math.mul(each, tf.math.tanh(tf.math.softplus(each))));
      case CELU -> x.monotone(tf.nn::elu);
      case HARD_SHRINK -> x.monotone(each -> hardShrink(s, each));
      case HARD_TANH -> x.monotone(each -> between(s, each, -1, 1));
      case SOFT_SHRINK -> x.monotone(each -> tf.math.sub(each, between(s, each, -SHRINK, SHRINK)));
      case SPARSE_PLUS -> x.monotone(each -> sparsePlus(s, each));
      case SPARSE_SIGMOID ->
        x.monotone(each ->
            tf.math.mul(s.constant(0.5), tf.math.add(between(s, each, -1, 1), s.constant(1))));
      case SQUAREPLUS -> x.monotone(each -> squareplus(s, each));
      case TANH_SHRINK -> x.monotone(each -> tf.math.sub(each, tf.math.tanh(each)));
      case LOG_SOFTMAX -> of(s, x, each -> logSoftmax(tf, each, x.shape()));
    };
  }

  private static Value of(LayerScope s, Value x, UnaryOperator<Operand<TFloating>> function) {
    return s.value(function.apply(x.operand()), x.shape());
  }

  /** TensorFlow's own gradient is right for matrices alone. */
  private static Operand<TFloating> logSoftmax(Ops tf, Operand<TFloating> x, Shape shape) {
    if (shape.rank() == 1) {
      return tf.nn.logSoftmax(x);
    }
    var rows = tf.reshape(x, tf.constant(new int[] {-1, shape.get(-1)}));
    return tf.reshape(tf.nn.logSoftmax(rows), tf.shape(x));
  }

  private static Operand<TFloating> between(
      LayerScope s, Operand<TFloating> x, double from, double to) {
    return s.ops().clipByValue(x, s.constant(from), s.constant(to));
  }

  private static Operand<TFloating> hardShrink(LayerScope s, Operand<TFloating> x) {
    Ops tf = s.ops();
    return tf.select(tf.math.greater(tf.math.abs(x), s.constant(SHRINK)), x, tf.zerosLike(x));
  }

  private static Operand<TFloating> sparsePlus(LayerScope s, Operand<TFloating> x) {
    Ops tf = s.ops();
    Operand<TFloating> square = tf.math.square(tf.math.add(between(s, x, -1, 1), s.constant(1)));
    Operand<TFloating> middle = tf.math.mul(s.constant(0.25), square);
    return tf.math.add(middle, tf.nn.relu(tf.math.sub(x, s.constant(1))));
  }

  private static Operand<TFloating> squareplus(LayerScope s, Operand<TFloating> x) {
    Ops tf = s.ops();
    Operand<TFloating> root = tf.math.sqrt(tf.math.add(tf.math.square(x), s.constant(4)));
    return tf.math.mul(s.constant(0.5), tf.math.add(x, root));
  }

  private static Operand<TFloating> hardSigmoid(LayerScope s, Operand<TFloating> x) {
    Ops tf = s.ops();
    return tf.math.div(tf.nn.relu6(tf.math.add(x, s.constant(3))), s.constant(6));
  }

  private static Operand<TFloating> gelu(LayerScope s, Operand<TFloating> x) {
    Ops tf = s.ops();
    Operand<TFloating> erf = tf.math.erf(tf.math.mul(x, s.constant(Math.sqrt(0.5))));
    return tf.math.mul(tf.math.mul(x, s.constant(0.5)), tf.math.add(erf, s.constant(1)));
  }
}

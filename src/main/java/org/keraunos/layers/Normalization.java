package org.keraunos.layers;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.Moments;
import org.keraunos.base.Shape;
import org.keraunos.initializers.Initializers;
import org.keraunos.runtime.InitialValue;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Types;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Brings each channel to mean 0 and deviation 1 with statistics of the training data:
 * {@code y = (x - mean) / max(sqrt(variance), 1e-7)}; {@code keras.layers.Normalization} along the last axis.
 *
 * <p>Input and output (..., channels). Weights, none of them trained: {@code mean} and {@code variance} (channels), and
 * {@code count} (a scalar, kept as a float, therefore exact to 2^24 values; Keras keeps an int and leaves it at 0). A
 * layer that was not adapted lets values through unchanged, as in Keras.
 *
 * <pre>{@code
 * x = normalization().adapt(train.moments()).apply(x)
 * }</pre>
 */
public final class Normalization extends Layer {
  private static final double EPSILON = 1e-7; // keras.backend.epsilon()

  private int axis = -1;
  private @Nullable Moments moments;

  Normalization() {}

  /**
   * Names the layer.
   *
   * @param name unique in the model
   * @return a changed copy
   */
  public Normalization name(String name) {
    return named(this, name);
  }

  /**
   * Takes the statistics of the training data; they are the weights that a model with this layer starts with.
   *
   * @param training the moments of the training part, for example {@code Dataset.moments()}
   * @return a changed copy
   */
  public Normalization adapt(Moments training) {
    return changed(this, layer -> layer.moments = training);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape shape = only(inputs);
    // Keras counts the batch as axis 0, so the last axis is the sample's rank.
    Check.argument(
        axis == -1 || axis == shape.rank(),
        "Normalization.axis",
        "the last axis, -1 or " + shape.rank(),
        axis);
    if (moments != null) {
      Check.argument(
          moments.channels() == shape.get(-1),
          describe() + " input",
          moments.channels() + " channels, as the data it was adapted to",
          shape);
    }
    return shape;
  }

  @Override
  public boolean isRowwise() {
    return true;
  }

  @Override
  public List<Value> build(LayerScope s, List<Value> inputs) {
    Value in = only(inputs);
    Shape channels = Shape.of(in.shape().get(-1));
    Ops tf = s.ops();
    Moments known = moments;
    Operand<TFloating> mean =
        s.state("mean", channels, known == null ? Initializers.zeros() : constant(known.mean()));
    Operand<TFloating> variance = s.state(
        "variance", channels, known == null ? Initializers.ones() : constant(known.variance()));
    s.state(
        "count",
        Shape.of(),
        known == null ? Initializers.zeros() : constant(new double[] {known.count()}));
    Operand<TFloating> centred = tf.math.sub(s.toVariable(in.operand()), mean);
    Operand<TFloating> deviation =
        tf.math.maximum(tf.math.sqrt(variance), s.masterConstant(EPSILON));
    return List.of(s.value(s.toCompute(tf.math.div(centred, deviation)), in.shape()));
  }

  private static InitialValue constant(double[] values) {
    return (tf, shape, type, seed) ->
        Types.cast(tf, tf.reshape(tf.constant(values), tf.constant(shape.toArray())), type);
  }

  @Override
  public Map<String, Object> config() {
    return Map.of("axis", axis, "invert", false);
  }

  static Normalization fromConfig(Config config) {
    config.allow(Map.of("invert", false), Set.of("axis"));
    int axis = config.axis("axis", -1);
    return changed(new Normalization(), layer -> layer.axis = axis);
  }
}

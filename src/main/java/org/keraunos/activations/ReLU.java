package org.keraunos.activations;

import java.util.Optional;
import org.keraunos.base.Codecs;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * f(x) = min(x, max value) above the threshold, slope (x - threshold) below;
 * {@code keras.layers.ReLU}.
 */
final class ReLU extends ActivationObject {
  static final Setting<Optional<Double>> MAX_VALUE = Setting.of(
          "max_value", Codecs.optional(Codecs.number()))
      .must(max -> max.isEmpty() || max.get() >= 0, ">= 0 or null");
  static final Setting<Double> NEGATIVE_SLOPE =
      Setting.number("negative_slope").must(slope -> slope >= 0, ">= 0");
  static final Setting<Double> THRESHOLD =
      Setting.number("threshold").must(threshold -> threshold >= 0, ">= 0");
  static final Kind<ReLU> KIND = Kind.of("ReLU", ReLU::new)
      .since(ActivationObject.SINCE)
      .group(COMMON)
      .option(MAX_VALUE, Optional.empty())
      .option(NEGATIVE_SLOPE, 0.0)
      .option(THRESHOLD, 0.0);

  ReLU(Settings settings) {
    super(settings);
  }

  @Override
  public boolean isPointwise() {
    return true;
  }

  @Override
  public Value apply(LayerScope s, Value x) {
    double most = get(MAX_VALUE).orElse(Double.POSITIVE_INFINITY);
    if (get(THRESHOLD) == 0 && most == Double.POSITIVE_INFINITY) {
      return x.leakyRelu(get(NEGATIVE_SLOPE));
    }
    return get(THRESHOLD) == 0 && get(NEGATIVE_SLOPE) == 0 && most == 6
        ? x.relu6()
        : s.value(emit(s, x.operand()), x.shape());
  }

  private Operand<TFloating> emit(LayerScope s, Operand<TFloating> x) {
    Ops tf = s.ops();
    Operand<TFloating> threshold = s.constant(get(THRESHOLD));
    Operand<TFloating> above = get(THRESHOLD) == 0
        ? tf.nn.relu(x)
        : tf.select(tf.math.greater(x, threshold), x, tf.zerosLike(x));
    if (get(MAX_VALUE).isPresent()) {
      above = tf.math.minimum(above, s.constant(get(MAX_VALUE).get()));
    }
    if (get(NEGATIVE_SLOPE) == 0) {
      return above;
    }
    Operand<TFloating> below = tf.nn.relu(tf.math.sub(threshold, x));
    return tf.math.sub(above, tf.math.mul(below, s.constant(get(NEGATIVE_SLOPE))));
  }
}

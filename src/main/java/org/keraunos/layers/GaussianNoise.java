package org.keraunos.layers;

import java.util.OptionalLong;
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
 * Adds normal noise of mean 0 in training; does nothing in inference:
 * {@code keras.layers.GaussianNoise}.
 *
 * <p>Input and output of any one shape. No weights. The noise is a function of the model's seed,
 * the layer's own where one is given, the step and the layer's place in the model.
 */
public final class GaussianNoise extends UnaryLayer<GaussianNoise> {
  private static final Setting<Double> STDDEV =
      Setting.number("stddev").must(stddev -> stddev >= 0 && stddev <= 1, "0 <= stddev <= 1");
  private static final Setting<OptionalLong> SEED = Setting.of("seed", Codecs.seed());
  static final Kind<GaussianNoise> KIND = Layer.kind("GaussianNoise", GaussianNoise::new)
      .required(STDDEV)
      .option(SEED, OptionalLong.empty());

  private GaussianNoise(Settings settings) {
    super(settings);
  }

  static GaussianNoise of(double stddev) {
    return KIND.make(KIND.settings().with(STDDEV, stddev));
  }

  /**
   * A seed of the layer's own, beside the model's.
   *
   * @param seed none if not given
   * @return a changed copy
   */
  public GaussianNoise seed(long seed) {
    return with(SEED, OptionalLong.of(seed));
  }

  @Override
  protected Value build(LayerScope s, Value in) {
    if (!s.training() || get(STDDEV) == 0) {
      return in;
    }
    Ops tf = s.ops();
    Operand<TFloating> x = in.operand();
    Operand<TFloating> drawn = s.randomNormal(tf.shape(x), get(SEED));
    Operand<TFloating> noise = s.toCompute(tf.math.mul(drawn, s.masterConstant(get(STDDEV))));
    return s.value(tf.math.add(x, noise), in.shape());
  }
}

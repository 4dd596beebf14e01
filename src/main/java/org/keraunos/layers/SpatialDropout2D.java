package org.keraunos.layers;

import java.util.List;
import java.util.OptionalLong;
import org.keraunos.base.Codecs;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.op.Ops;

/**
 * Sets a random share of whole channels to 0 in training and scales the others by {@code 1 / (1 -
 * rate)}; does nothing in inference. Tompson et al., "Efficient object localization", 2015;
 * {@code keras.layers.SpatialDropout2D}.
 *
 * <p>Input and output (height, width, channels). No weights. What is dropped is a function of the
 * model's seed, the layer's own where one is given, the step and the layer's place in the model.
 */
public final class SpatialDropout2D extends UnaryLayer<SpatialDropout2D> {
  private static final Setting<Double> RATE =
      Setting.number("rate").must(rate -> rate >= 0 && rate < 1, "0 <= rate < 1");
  private static final Setting<OptionalLong> SEED = Setting.of("seed", Codecs.seed());
  static final Kind<SpatialDropout2D> KIND = Layer.kind("SpatialDropout2D", SpatialDropout2D::new)
      .required(RATE)
      .option(SEED, OptionalLong.empty())
      .only("data_format", "channels_last")
      // Keras does not write it here, and does not take it.
      .internal(TRAINABLE, true);

  private SpatialDropout2D(Settings settings) {
    super(settings);
  }

  static SpatialDropout2D of(double rate) {
    return KIND.make(KIND.settings().with(RATE, rate));
  }

  /**
   * A seed of the layer's own, beside the model's.
   *
   * @param seed none if not given
   * @return a changed copy
   */
  public SpatialDropout2D seed(long seed) {
    return with(SEED, OptionalLong.of(seed));
  }

  @Override
  public Shape outputShape(Shape input) {
    return ofRank(input, 3, Window.PICTURE);
  }

  @Override
  protected Value build(LayerScope s, Value in) {
    if (!s.training() || get(RATE) == 0) {
      return in;
    }
    Ops tf = s.ops();
    var x = in.operand();
    var rows = tf.slice(tf.shape(x), tf.constant(new int[] {0}), tf.constant(new int[] {1}));
    var sizes =
        tf.concat(List.of(rows, tf.constant(new int[] {1, 1, in.shape().get(2)})), tf.constant(0));
    var kept = tf.math.greaterEqual(s.random(sizes, get(SEED)), s.masterConstant(get(RATE)));
    var scaled = tf.math.mul(x, s.constant(1 / (1 - get(RATE))));
    return s.value(tf.select(kept, scaled, tf.zerosLike(x)), in.shape());
  }
}

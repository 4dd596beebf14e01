package org.keraunos.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.keraunos.base.Check;
import org.keraunos.base.Codecs;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Sets a random share of the inputs to 0 in training and scales the others by {@code 1 / (1 -
 * rate)}; does nothing in inference. Srivastava et al., "Dropout", JMLR 2014;
 * {@code keras.layers.Dropout}.
 *
 * <p>Input and output of any one shape. No weights. What is dropped is a function of the model's
 * seed, the layer's own where one is given, the step and the layer's place in the model.
 */
public final class Dropout extends UnaryLayer<Dropout> {
  private static final Setting<Double> RATE =
      Setting.number("rate").must(rate -> rate >= 0 && rate < 1, "0 <= rate < 1");
  private static final Setting<OptionalLong> SEED = Setting.of("seed", Codecs.seed());
  private static final Setting<Optional<List<Optional<Integer>>>> NOISE_SHAPE =
      Setting.of("noise_shape", Codecs.optional(Codecs.list(Codecs.optional(Codecs.integer()))));
  static final Kind<Dropout> KIND = Layer.kind("Dropout", Dropout::new)
      .required(RATE)
      .option(SEED, OptionalLong.empty())
      .option(NOISE_SHAPE, Optional.empty());

  private Dropout(Settings settings) {
    super(settings);
  }

  static Dropout of(double rate) {
    return KIND.make(KIND.settings().with(RATE, rate));
  }

  /**
   * A seed of the layer's own, beside the model's.
   *
   * @param seed none if not given
   * @return a changed copy
   */
  public Dropout seed(long seed) {
    return with(SEED, OptionalLong.of(seed));
  }

  /**
   * Along which axes what is dropped is the same.
   *
   * @param sizes an axis each, the batch included: 1 for the same along the axis, -1 for the
   *     input's own size
   * @return a changed copy
   */
  public Dropout noiseShape(int... sizes) {
    List<Optional<Integer>> shape = new ArrayList<>();
    for (int size : sizes) {
      shape.add(size == -1 ? Optional.empty() : Optional.of(size));
    }
    return with(NOISE_SHAPE, Optional.of(List.copyOf(shape)));
  }

  @Override
  public Shape outputShape(Shape input) {
    get(NOISE_SHAPE)
        .ifPresent(noise -> Check.argument(
            fits(noise, input),
            "Dropout.noise_shape",
            "null or 1 for the batch, and 1, null or the size for each axis of " + input,
            noise));
    return input;
  }

  private static boolean fits(List<Optional<Integer>> noise, Shape input) {
    boolean fits = noise.size() == input.rank() + 1 && noise.get(0).orElse(1) == 1;
    for (int axis = 0; fits && axis < input.rank(); axis++) {
      int size = noise.get(axis + 1).orElse(1);
      fits = size == 1 || size == input.get(axis);
    }
    return fits;
  }

  @Override
  protected Value build(LayerScope s, Value in) {
    if (!s.training() || get(RATE) == 0) {
      return in;
    }
    Ops tf = s.ops();
    Operand<TFloating> x = in.operand();
    Operand<TFloating> drawn = s.random(sizes(s, x), get(SEED));
    var kept = tf.math.greaterEqual(drawn, s.masterConstant(get(RATE)));
    Operand<TFloating> scaled = tf.math.mul(x, s.constant(1 / (1 - get(RATE))));
    return s.value(tf.select(kept, scaled, tf.zerosLike(x)), in.shape());
  }

  private Operand<TInt32> sizes(LayerScope s, Operand<TFloating> x) {
    Ops tf = s.ops();
    Operand<TInt32> all = tf.shape(x);
    if (get(NOISE_SHAPE).isEmpty()) {
      return all;
    }
    List<Operand<TInt32>> sizes = new ArrayList<>();
    for (Optional<Integer> size : get(NOISE_SHAPE).get()) {
      int axis = sizes.size();
      sizes.add(size.<Operand<TInt32>>map(tf::constant)
          .orElseGet(() -> tf.gather(all, tf.constant(axis), tf.constant(0))));
    }
    return tf.stack(sizes);
  }
}

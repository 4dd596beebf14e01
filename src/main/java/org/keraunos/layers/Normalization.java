package org.keraunos.layers;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.keraunos.base.Check;
import org.keraunos.base.Codec;
import org.keraunos.base.Codecs;
import org.keraunos.base.Kind;
import org.keraunos.base.Moments;
import org.keraunos.base.Numbers;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
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
 * Brings each channel to mean 0 and deviation 1 with statistics of the training data: {@code y = (x
 * - mean) / max(sqrt(variance), 1e-7)}; {@code keras.layers.Normalization} along the last axis.
 *
 * <p>Input and output (..., channels). Weights, none of them trained: {@code mean} and
 * {@code variance} (channels), and {@code count} (a scalar, kept as a float, therefore exact to
 * 2^24 values; Keras keeps an int and leaves it at 0). A layer that was not adapted lets values
 * through unchanged, as in Keras. With {@link #moments} there are no weights, and the numbers are
 * rounded to float32, as Keras rounds them.
 *
 * <pre>{@code
 * x = normalization().adapt(train.moments()).apply(x)
 * }</pre>
 */
public final class Normalization extends UnaryLayer<Normalization> {
  private static final double SMALLEST_DEVIATION = 1e-7; // keras.backend.epsilon()

  private static final Setting<Integer> AXIS = Setting.of("axis", axis());
  private static final Setting<Boolean> INVERT = Setting.flag("invert");
  private static final Setting<Optional<Numbers>> MEAN = Setting.of(
          "mean", Codecs.optional(Codecs.numbers()))
      .since(8, mean -> mean.filter(Numbers::single).isPresent());
  private static final Setting<Optional<Numbers>> VARIANCE =
      Setting.of("variance", Codecs.optional(Codecs.numbers()));
  private static final Setting<Optional<Moments>> ADAPTED = Setting.of(
      "adapted",
      Codecs.of(
          "moments", (value, where) -> Optional.empty(), (value, form) -> String.valueOf(value)));
  static final Kind<Normalization> KIND = Layer.kind("Normalization", Normalization::new)
      .option(AXIS, -1)
      .option(INVERT, false)
      .option(MEAN, Optional.empty())
      .option(VARIANCE, Optional.empty())
      .internal(ADAPTED, Optional.empty());

  private Normalization(Settings settings) {
    super(settings);
  }

  /** Keras writes a list. */
  private static Codec<Integer> axis() {
    Codec<Integer> number = Codecs.integerOrListOfOne();
    return Codecs.of(number.form(), number::read, (value, form) -> List.of(value));
  }

  /**
   * Takes the statistics of the training data; they are the weights that a model with this layer
   * starts with.
   *
   * @param training the moments of the training part, for example {@code Dataset.moments()}
   * @return a changed copy
   */
  public Normalization adapt(Moments training) {
    return with(ADAPTED, Optional.of(training));
  }

  /**
   * Takes statistics that are known before any data, as constants in place of weights.
   *
   * @param mean a number, or one a channel
   * @param variance as many
   * @return a changed copy
   */
  public Normalization moments(Numbers mean, Numbers variance) {
    return with(MEAN, Optional.of(mean)).with(VARIANCE, Optional.of(variance));
  }

  /**
   * Whether it goes the other way, from mean 0 and deviation 1 to the data's.
   *
   * @param inverse false if not given
   * @return a changed copy
   */
  public Normalization invert(boolean inverse) {
    return with(INVERT, inverse);
  }

  /**
   * Whether the numbers that it was adapted to are 0 to 255, as far as it says them; in files of
   * Keras they mostly stand among the weights.
   */
  boolean takesPixels() {
    double[] means = get(MEAN)
        .map(Numbers::toArray)
        .orElseGet(() -> get(ADAPTED).map(Moments::mean).orElse(new double[0]));
    return means.length == 0 || Arrays.stream(means).anyMatch(mean -> Math.abs(mean) > 2);
  }

  @Override
  public void check() {
    boolean both = get(MEAN).isPresent() == get(VARIANCE).isPresent();
    Check.argument(both, "Normalization.variance", "both mean and variance, or neither", "one");
  }

  @Override
  public Shape outputShape(Shape input) {
    // Keras counts the batch as axis 0, so the last axis is the sample's rank.
    Check.argument(
        get(AXIS) == -1 || get(AXIS) == input.rank(),
        "Normalization.axis",
        "the last axis, -1 or " + input.rank(),
        get(AXIS));
    get(ADAPTED)
        .ifPresent(moments -> Check.argument(
            moments.channels() == input.get(-1),
            describe() + " input",
            moments.channels() + " channels, as the data it was adapted to",
            input));
    for (Setting<Optional<Numbers>> setting : List.of(MEAN, VARIANCE)) {
      get(setting)
          .ifPresent(numbers -> Check.argument(
              numbers.single() || numbers.size() == input.get(-1),
              "Normalization." + setting.key(),
              "a number, or one for each of " + input.get(-1) + " channels",
              numbers));
    }
    return input;
  }

  @Override
  public boolean isRowwise() {
    return true;
  }

  @Override
  protected Value build(LayerScope s, Value in) {
    Ops tf = s.ops();
    Shape channels = Shape.of(in.shape().get(-1));
    Operand<TFloating> mean;
    Operand<TFloating> variance;
    if (get(MEAN).isPresent() && get(VARIANCE).isPresent()) {
      mean = Float32Numbers.constant(s, get(MEAN).get());
      variance = Float32Numbers.constant(s, get(VARIANCE).get());
    } else {
      Optional<Moments> known = get(ADAPTED);
      mean = s.state("mean", channels, start(known.map(Moments::mean), Initializers.zeros()));
      variance =
          s.state("variance", channels, start(known.map(Moments::variance), Initializers.ones()));
      s.state(
          "count",
          Shape.of(),
          start(known.map(each -> new double[] {each.count()}), Initializers.zeros()));
    }
    Operand<TFloating> deviation =
        tf.math.maximum(tf.math.sqrt(variance), s.masterConstant(SMALLEST_DEVIATION));
    Operand<TFloating> x = s.toVariable(in.operand());
    Operand<TFloating> result = get(INVERT)
        ? tf.math.add(mean, tf.math.mul(x, deviation))
        : tf.math.div(tf.math.sub(x, mean), deviation);
    return s.value(s.toCompute(result), in.shape());
  }

  private static InitialValue start(Optional<double[]> known, InitialValue otherwise) {
    return known
        .<InitialValue>map(values -> (tf, shape, type, seed) ->
            Types.cast(tf, tf.reshape(tf.constant(values), tf.constant(shape.toArray())), type))
        .orElse(otherwise);
  }
}

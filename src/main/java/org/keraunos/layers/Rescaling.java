package org.keraunos.layers;

import java.util.Arrays;
import java.util.List;
import org.keraunos.base.Check;
import org.keraunos.base.Codecs;
import org.keraunos.base.Kind;
import org.keraunos.base.Numbers;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * {@code y = x scale + offset}: {@code keras.layers.Rescaling}.
 *
 * <p>Input and output of any one shape. Scale and offset are numbers, or lists of one a channel,
 * the last axis, rounded to float32 whatever the layer computes in, as Keras rounds them. No
 * weights. The offset is 0 if not given.
 */
public final class Rescaling extends UnaryLayer<Rescaling> {
  private static final double MOST_OF_PIXELS = 0.1;
  private static final Setting<Numbers> SCALE = Setting.of("scale", Codecs.numbers());
  private static final Setting<Numbers> OFFSET = Setting.of("offset", Codecs.numbers());
  static final Kind<Rescaling> KIND =
      Layer.kind("Rescaling", Rescaling::new).required(SCALE).option(OFFSET, Numbers.of(0));

  private Rescaling(Settings settings) {
    super(settings);
  }

  static Rescaling of(Numbers scale) {
    return KIND.make(KIND.settings().with(SCALE, scale));
  }

  /**
   * What is added.
   *
   * @param summand 0 if not given
   * @return a changed copy
   */
  public Rescaling offset(double summand) {
    return with(OFFSET, Numbers.of(summand));
  }

  /**
   * What is added, a number a channel.
   *
   * @param summands as many as channels
   * @return a changed copy
   */
  public Rescaling offset(double[] summands) {
    return with(OFFSET, Numbers.of(summands));
  }

  /** Whether what it makes of 0 to 255 are small numbers. */
  boolean takesPixels() {
    return Arrays.stream(get(SCALE).toArray()).allMatch(each -> Math.abs(each) <= MOST_OF_PIXELS);
  }

  @Override
  public Shape outputShape(Shape input) {
    for (Setting<Numbers> setting : List.of(SCALE, OFFSET)) {
      Numbers numbers = get(setting);
      Check.argument(
          numbers.single() || (input.rank() > 0 && numbers.size() == input.get(-1)),
          "Rescaling." + setting.key(),
          "a number, or one for each channel of " + input,
          numbers);
    }
    return input;
  }

  @Override
  public Shape reads(Shape seen, Shape input) {
    return seen;
  }

  @Override
  public boolean isRowwise() {
    return true;
  }

  @Override
  protected Value build(LayerScope s, Value in) {
    Ops tf = s.ops();
    // Summed in the weights' type: bfloat16 does not tell 200 from 201.
    Operand<TFloating> scaled =
        tf.math.mul(s.toVariable(in.operand()), Float32Numbers.constant(s, get(SCALE)));
    return s.value(
        s.toCompute(tf.math.add(scaled, Float32Numbers.constant(s, get(OFFSET)))), in.shape());
  }
}

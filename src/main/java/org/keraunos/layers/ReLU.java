package org.keraunos.layers;

import java.util.Optional;
import org.keraunos.activations.Activations;
import org.keraunos.base.Codecs;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;

/**
 * {@code min(x, max_value)} above the threshold, {@code negative_slope (x - threshold)} below:
 * {@code keras.layers.ReLU}.
 *
 * <p>Input and output of any one shape. No weights. Defaults: no largest value, slope and threshold
 * 0.
 */
public final class ReLU extends UnaryLayer<ReLU> {
  static final Setting<Optional<Double>> MAX_VALUE = Setting.of(
          "max_value", Codecs.optional(Codecs.number()))
      .must(max -> max.isEmpty() || max.get() >= 0, ">= 0 or null");
  static final Setting<Double> NEGATIVE_SLOPE =
      Setting.number("negative_slope").must(slope -> slope >= 0, ">= 0");
  static final Setting<Double> THRESHOLD =
      Setting.number("threshold").must(threshold -> threshold >= 0, ">= 0");
  static final Kind<ReLU> KIND = Layer.kind("ReLU", ReLU::new)
      .option(MAX_VALUE, Optional.empty())
      .option(NEGATIVE_SLOPE, 0.0)
      .option(THRESHOLD, 0.0);

  private ReLU(Settings settings) {
    super(settings);
  }

  /**
   * The largest value.
   *
   * @param most at least 0; none if not given
   * @return a changed copy
   */
  public ReLU maxValue(double most) {
    return with(MAX_VALUE, Optional.of(most));
  }

  /**
   * The slope below the threshold.
   *
   * @param slope at least 0, the default
   * @return a changed copy
   */
  public ReLU negativeSlope(double slope) {
    return with(NEGATIVE_SLOPE, slope);
  }

  /**
   * Where x begins to go through.
   *
   * @param least at least 0, the default
   * @return a changed copy
   */
  public ReLU threshold(double least) {
    return with(THRESHOLD, least);
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
    double most = get(MAX_VALUE).orElse(Double.POSITIVE_INFINITY);
    return Activations.relu(most, get(NEGATIVE_SLOPE), get(THRESHOLD)).apply(s, in);
  }
}

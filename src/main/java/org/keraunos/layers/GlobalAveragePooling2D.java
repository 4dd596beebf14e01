package org.keraunos.layers;

import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.op.math.Mean;

/**
 * The mean over height and width, a channel at a time; {@code keras.layers.GlobalAveragePooling2D}.
 *
 * <p>Input (height, width, channels); output (channels), or (1, 1, channels) with {@code keepdims}.
 * No weights.
 */
public final class GlobalAveragePooling2D extends UnaryLayer<GlobalAveragePooling2D> {
  private static final Setting<Boolean> KEEPDIMS = Setting.flag("keepdims");
  static final Kind<GlobalAveragePooling2D> KIND = Layer.kind(
          "GlobalAveragePooling2D", GlobalAveragePooling2D::new)
      .only("data_format", "channels_last")
      .option(KEEPDIMS, false);

  private GlobalAveragePooling2D(Settings settings) {
    super(settings);
  }

  /**
   * Whether height and width stay, as axes of size 1.
   *
   * @param keep false if not given
   * @return a changed copy
   */
  public GlobalAveragePooling2D keepdims(boolean keep) {
    return with(KEEPDIMS, keep);
  }

  @Override
  public Shape outputShape(Shape input) {
    int channels = ofRank(input, 3, Window.PICTURE).get(-1);
    return get(KEEPDIMS) ? Shape.of(1, 1, channels) : Shape.of(channels);
  }

  @Override
  public boolean isRowwise() {
    return true;
  }

  @Override
  protected Value build(LayerScope s, Value in) {
    Mean.Options[] options =
        get(KEEPDIMS) ? new Mean.Options[] {Mean.keepDims(true)} : new Mean.Options[0];
    var mean = s.ops().math.mean(in.operand(), s.ops().constant(new int[] {1, 2}), options);
    return s.value(mean, outputShape(in.shape()));
  }
}

package org.keraunos.layers;

import java.util.List;
import org.keraunos.base.Codecs;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;

/**
 * Pictures with a whole number of rows and columns in place of each:
 * {@code keras.layers.UpSampling2D}.
 *
 * <p>Input (height, width, channels); output (height * size[0], width * size[1], channels). No
 * weights. Defaults: twice as large, each pixel repeated.
 */
public final class UpSampling2D extends UnaryLayer<UpSampling2D> {
  private static final Setting<List<Integer>> SIZE = Strided.sizes("size");
  private static final Setting<ResizeInterpolation> INTERPOLATION = Setting.of(
      "interpolation", Codecs.choice(ResizeInterpolation.class, ResizeInterpolation::kerasName));
  static final Kind<UpSampling2D> KIND = Layer.kind("UpSampling2D", UpSampling2D::new)
      .option(SIZE, List.of(2, 2))
      .only("data_format", "channels_last")
      .option(INTERPOLATION, ResizeInterpolation.NEAREST);

  private UpSampling2D(Settings settings) {
    super(settings);
  }

  static UpSampling2D of(int down, int right) {
    return KIND.make(KIND.settings().with(SIZE, List.of(down, right)));
  }

  /**
   * How the new pixels are made.
   *
   * @param method nearest if not given
   * @return a changed copy
   */
  public UpSampling2D interpolation(ResizeInterpolation method) {
    return with(INTERPOLATION, method);
  }

  @Override
  public Shape outputShape(Shape input) {
    Shape picture = ofRank(input, 3, Window.PICTURE);
    return Shape.of(
        Math.multiplyExact(picture.get(0), get(SIZE).get(0)),
        Math.multiplyExact(picture.get(1), get(SIZE).get(1)),
        picture.get(2));
  }

  @Override
  public boolean isRowwise() {
    return true;
  }

  @Override
  protected Value build(LayerScope s, Value in) {
    Shape out = outputShape(in.shape());
    var larger =
        Resize.to(s, in.operand(), in.shape(), out.get(0), out.get(1), get(INTERPOLATION), false);
    return s.value(larger, out);
  }
}

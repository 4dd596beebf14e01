package org.keraunos.layers;

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
import org.tensorflow.types.family.TFloating;

/**
 * Pictures of a given size: {@code keras.layers.Resizing}.
 *
 * <p>Input (any height, any width, channels); output (height, width, channels). No weights.
 * Defaults: bilinear, neither cropped nor padded to the target's aspect ratio, no antialiasing.
 */
public final class Resizing extends UnaryLayer<Resizing> {
  private static final Setting<Integer> HEIGHT = size("height");
  private static final Setting<Integer> WIDTH = size("width");
  private static final Setting<ResizeInterpolation> INTERPOLATION = Setting.of(
      "interpolation", Codecs.choice(ResizeInterpolation.class, ResizeInterpolation::kerasName));
  private static final Setting<Boolean> CROP = Setting.flag("crop_to_aspect_ratio");
  private static final Setting<Boolean> PAD =
      Setting.flag("pad_to_aspect_ratio").since(3, pads -> pads);
  private static final Setting<Double> FILL_VALUE =
      Setting.number("fill_value").since(3, value -> value != 0);
  private static final Setting<Boolean> ANTIALIAS =
      Setting.flag("antialias").since(9, smooth -> smooth);
  static final Kind<Resizing> KIND = Layer.kind("Resizing", Resizing::new)
      .required(HEIGHT, WIDTH)
      .option(INTERPOLATION, ResizeInterpolation.BILINEAR)
      .option(CROP, false)
      .later(PAD, false)
      .only("fill_mode", "constant")
      .later(FILL_VALUE, 0.0)
      .later(ANTIALIAS, false)
      .only("data_format", "channels_last");

  private Resizing(Settings settings) {
    super(settings);
  }

  static Resizing of(int height, int width) {
    return KIND.make(KIND.settings().with(HEIGHT, height).with(WIDTH, width));
  }

  private static Setting<Integer> size(String key) {
    return Setting.integer(key).must(n -> n >= 1, ">= 1");
  }

  /**
   * How pixels are made.
   *
   * @param method bilinear if not given
   * @return a changed copy
   */
  public Resizing interpolation(ResizeInterpolation method) {
    return with(INTERPOLATION, method);
  }

  /**
   * Whether the middle of the target's aspect ratio is cut out first.
   *
   * @param crops false if not given
   * @return a changed copy
   */
  public Resizing cropToAspectRatio(boolean crops) {
    return with(CROP, crops);
  }

  /**
   * Whether pictures are padded to the target's aspect ratio first.
   *
   * @param pads false if not given
   * @return a changed copy
   */
  public Resizing padToAspectRatio(boolean pads) {
    return with(PAD, pads);
  }

  /**
   * What stands in the padding.
   *
   * @param value 0 if not given
   * @return a changed copy
   */
  public Resizing fillValue(double value) {
    return with(FILL_VALUE, value);
  }

  /**
   * Whether a smaller picture is made of all pixels that it covers.
   *
   * @param smooth false if not given
   * @return a changed copy
   */
  public Resizing antialias(boolean smooth) {
    return with(ANTIALIAS, smooth);
  }

  @Override
  public void check() {
    Check.argument(
        !(get(CROP) && get(PAD)),
        "Resizing.pad_to_aspect_ratio",
        "false where crop_to_aspect_ratio is true",
        true);
  }

  @Override
  public Shape outputShape(Shape input) {
    return Shape.of(get(HEIGHT), get(WIDTH), ofRank(input, 3, Window.PICTURE).get(2));
  }

  @Override
  public boolean isRowwise() {
    return true;
  }

  @Override
  protected Value build(LayerScope s, Value in) {
    Operand<TFloating> x = in.operand();
    Shape picture = in.shape();
    // The width that the height would have at the target's aspect ratio, and the other way round;
    // rounded as Keras rounds.
    int wide = (int) ((float) (picture.get(0) * get(WIDTH)) / get(HEIGHT));
    int high = (int) ((float) (picture.get(1) * get(HEIGHT)) / get(WIDTH));
    if (get(CROP)) {
      Shape cut = Shape.of(
          Math.max(1, Math.min(picture.get(0), high)),
          Math.max(1, Math.min(picture.get(1), wide)),
          picture.get(2));
      x = middle(s.ops(), x, picture, cut);
      picture = cut;
    } else if (get(PAD)) {
      int above = Math.max(0, high - picture.get(0)) / 2;
      int before = Math.max(0, wide - picture.get(1)) / 2;
      var around = s.ops().constant(new int[][] {{0, 0}, {above, above}, {before, before}, {0, 0}});
      x = s.ops().pad(x, around, s.constant(get(FILL_VALUE)));
      picture = Shape.of(picture.get(0) + 2 * above, picture.get(1) + 2 * before, picture.get(2));
    }
    Operand<TFloating> resized =
        Resize.to(s, x, picture, get(HEIGHT), get(WIDTH), get(INTERPOLATION), get(ANTIALIAS));
    return s.value(resized, outputShape(in.shape()));
  }

  private static Operand<TFloating> middle(Ops tf, Operand<TFloating> x, Shape picture, Shape cut) {
    int above = (picture.get(0) - cut.get(0)) / 2;
    int before = (picture.get(1) - cut.get(1)) / 2;
    return tf.slice(x, tf.constant(new int[] {0, above, before, 0}), tf.constant(new int[] {
      -1, cut.get(0), cut.get(1), cut.get(2)
    }));
  }
}

package org.keraunos.layers;

import org.jspecify.annotations.Nullable;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.op.Ops;

/**
 * Zeros around pictures: {@code keras.layers.ZeroPadding2D}.
 *
 * <p>Input (height, width, channels); output (height + top + bottom, width + left + right,
 * channels). No weights. One row or column at each edge if not given.
 */
public final class ZeroPadding2D extends UnaryLayer<ZeroPadding2D> {
  private static final Setting<Edges> PADDING = Edges.setting("padding");
  static final Kind<ZeroPadding2D> KIND = Layer.kind("ZeroPadding2D", ZeroPadding2D::new)
      .option(PADDING, new Edges(1, 1, 1, 1))
      .only("data_format", "channels_last");

  private ZeroPadding2D(Settings settings) {
    super(settings);
  }

  static ZeroPadding2D of(Edges edges) {
    return KIND.make(KIND.settings().with(PADDING, edges));
  }

  @Override
  public Shape outputShape(Shape input) {
    Edges edges = get(PADDING);
    Shape picture = ofRank(input, 3, Window.PICTURE);
    return Shape.of(
        picture.get(0) + edges.top() + edges.bottom(),
        picture.get(1) + edges.left() + edges.right(),
        picture.get(2));
  }

  /**
   * A convolution that does what this layer and one behind it do together.
   *
   * @param next the layer behind
   * @param input what this one would be given
   * @return a changed copy of the layer behind, with the same weights; null if there is none, as
   *     edges may be of other sizes than those of "same" padding
   */
  public @Nullable Layer in(Layer next, Shape input) {
    return next instanceof ConvolutionLayer<?> convolution && input.rank() == 3
        ? convolution.padding(input, get(PADDING))
        : null;
  }

  @Override
  public boolean isRowwise() {
    return true;
  }

  @Override
  protected Value build(LayerScope s, Value in) {
    Ops tf = s.ops();
    Edges edges = get(PADDING);
    var around = tf.constant(
        new int[][] {{0, 0}, {edges.top(), edges.bottom()}, {edges.left(), edges.right()}, {0, 0}});
    return s.value(tf.pad(in.operand(), around, s.constant(0)), outputShape(in.shape()));
  }
}

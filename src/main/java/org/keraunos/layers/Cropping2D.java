package org.keraunos.layers;

import org.keraunos.base.Check;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.op.Ops;

/**
 * Pictures without rows and columns at their edges: {@code keras.layers.Cropping2D}.
 *
 * <p>Input (height, width, channels); output (height - top - bottom, width - left - right,
 * channels). No weights.
 */
public final class Cropping2D extends UnaryLayer<Cropping2D> {
  private static final Setting<Edges> CROPPING = Edges.setting("cropping");
  static final Kind<Cropping2D> KIND = Layer.kind("Cropping2D", Cropping2D::new)
      .option(CROPPING, new Edges(0, 0, 0, 0))
      .only("data_format", "channels_last");

  private Cropping2D(Settings settings) {
    super(settings);
  }

  static Cropping2D of(Edges edges) {
    return KIND.make(KIND.settings().with(CROPPING, edges));
  }

  @Override
  public Shape outputShape(Shape input) {
    Edges edges = get(CROPPING);
    Shape picture = ofRank(input, 3, Window.PICTURE);
    int height = picture.get(0) - edges.top() - edges.bottom();
    int width = picture.get(1) - edges.left() - edges.right();
    Check.argument(
        height >= 1 && width >= 1,
        describe() + " input",
        "a picture of which cropping " + edges + " leaves something",
        picture);
    return Shape.of(height, width, picture.get(2));
  }

  @Override
  public boolean isRowwise() {
    return true;
  }

  @Override
  protected Value build(LayerScope s, Value in) {
    Ops tf = s.ops();
    Edges edges = get(CROPPING);
    Shape out = outputShape(in.shape());
    var begin = tf.constant(new int[] {0, edges.top(), edges.left(), 0});
    var size = tf.constant(new int[] {-1, out.get(0), out.get(1), out.get(2)});
    return s.value(tf.slice(in.operand(), begin, size), out);
  }
}

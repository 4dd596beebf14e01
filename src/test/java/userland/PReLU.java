package userland;

import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.initializers.Initializers;
import org.keraunos.layers.Layer;
import org.keraunos.layers.UnaryLayer;
import org.keraunos.layers.Weight;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.op.Ops;

/**
 * {@code y = x} above 0 and {@code alpha x} below, with a slope a channel that is learned.
 *
 * <p>Input and output of any one shape. Weight {@code alpha} (channels), zeros at the start.
 */
public final class PReLU extends UnaryLayer<PReLU> {
  private static final Weight ALPHA = Weight.of("alpha");

  /** The kind. */
  public static final Kind<PReLU> KIND =
      Layer.custom("userland>PReLU", PReLU::new).group(ALPHA.startingAs(Initializers.zeros()));

  private PReLU(Settings settings) {
    super(settings);
  }

  /** {@return the layer} */
  public static PReLU prelu() {
    return KIND.make(KIND.settings());
  }

  @Override
  public boolean isRowwise() {
    return true;
  }

  @Override
  protected Value build(LayerScope s, Value in) {
    Ops tf = s.ops();
    var x = in.operand();
    var alpha = weight(s, ALPHA, Shape.of(in.shape().get(-1)));
    var below = tf.math.mul(alpha, tf.nn.relu(tf.math.neg(x)));
    return s.value(tf.math.sub(tf.nn.relu(x), below), in.shape());
  }
}

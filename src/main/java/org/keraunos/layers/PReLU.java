package org.keraunos.layers;

import java.util.List;
import java.util.Optional;
import org.keraunos.base.Check;
import org.keraunos.base.Codecs;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.constraints.Constraint;
import org.keraunos.initializers.Initializer;
import org.keraunos.initializers.Initializers;
import org.keraunos.regularizers.Regularizer;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.op.Ops;

/**
 * x above 0, {@code alpha x} below, with slopes that are learned: {@code keras.layers.PReLU}. He et
 * al., "Delving deep into rectifiers", 2015.
 *
 * <p>Input and output of any one shape. Weight {@code alpha} of the sample's shape, of size 1 along
 * shared axes; it starts at 0.
 */
public final class PReLU extends UnaryLayer<PReLU> {
  private static final Weight ALPHA = Weight.of("alpha");
  private static final Setting<Optional<List<Integer>>> SHARED_AXES = Setting.of(
          "shared_axes", Codecs.optional(Codecs.list(Codecs.integer())))
      .must(
          axes -> axes.isEmpty() || axes.get().stream().allMatch(axis -> axis >= 1),
          "axes >= 1: 0 is the batch");
  static final Kind<PReLU> KIND = Layer.kind("PReLU", PReLU::new)
      .group(ALPHA.startingAs(Initializers.zeros()))
      .option(SHARED_AXES, Optional.empty());

  private PReLU(Settings settings) {
    super(settings);
  }

  /**
   * Where the slopes start.
   *
   * @param initializer zeros if not given
   * @return a changed copy
   */
  public PReLU alphaInitializer(Initializer initializer) {
    return with(ALPHA.initializer(), initializer);
  }

  /**
   * A term of the loss for the slopes.
   *
   * @param regularizer none if not given
   * @return a changed copy
   */
  public PReLU alphaRegularizer(Regularizer regularizer) {
    return with(ALPHA.regularizer(), Optional.of(regularizer));
  }

  /**
   * What must hold for the slopes behind each step.
   *
   * @param constraint none if not given
   * @return a changed copy
   */
  public PReLU alphaConstraint(Constraint constraint) {
    return with(ALPHA.constraint(), Optional.of(constraint));
  }

  /**
   * Axes along which there is one slope: 1 and 2 for one a channel of a picture.
   *
   * @param axes at least 1, as 0 is the batch; none if not given
   * @return a changed copy
   */
  public PReLU sharedAxes(Integer... axes) {
    return with(SHARED_AXES, Optional.of(List.of(axes)));
  }

  @Override
  public Shape outputShape(Shape input) {
    for (int axis : get(SHARED_AXES).orElse(List.of())) {
      Check.argument(
          axis <= input.rank(),
          "PReLU.shared_axes",
          "axes of " + input + ", 1 to " + input.rank(),
          axis);
    }
    return input;
  }

  private Shape slopes(Shape input) {
    Shape shape = input;
    for (int axis : get(SHARED_AXES).orElse(List.of())) {
      shape = shape.with(axis - 1, 1);
    }
    return shape;
  }

  @Override
  public boolean isRowwise() {
    return true;
  }

  @Override
  protected Value build(LayerScope s, Value in) {
    Ops tf = s.ops();
    var x = in.operand();
    var alpha = weight(s, ALPHA, slopes(in.shape()));
    var below = tf.math.mul(alpha, tf.nn.relu(tf.math.neg(x)));
    return s.value(tf.math.sub(tf.nn.relu(x), below), in.shape());
  }
}

package org.keraunos.layers;

import java.util.List;
import org.keraunos.base.Check;
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
 * {@code y = x0 + x1 scale}: {@code CustomScaleLayer} of
 * {@code keras.applications.inception_resnet_v2}.
 *
 * <p>Two inputs and an output of one shape. No weights.
 */
public final class CustomScaleLayer extends MergeLayer<CustomScaleLayer> {
  private static final Setting<Double> SCALE = Setting.number("scale");
  static final Kind<CustomScaleLayer> KIND = Layer.kind("CustomScaleLayer", CustomScaleLayer::new)
      .in("keras.src.applications.inception_resnet_v2")
      .required(SCALE);

  private CustomScaleLayer(Settings settings) {
    super(settings);
  }

  static CustomScaleLayer of(double scale) {
    return KIND.make(KIND.settings().with(SCALE, scale));
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Check.argument(
        inputs.size() == 2 && inputs.get(0).equals(inputs.get(1)),
        describe() + " inputs",
        "two tensors of one shape",
        inputs);
    return inputs.get(0);
  }

  @Override
  protected Value build(LayerScope s, List<Value> inputs) {
    Ops tf = s.ops();
    Operand<TFloating> scaled = tf.math.mul(inputs.get(1).operand(), s.constant(get(SCALE)));
    return s.value(tf.math.add(inputs.get(0).operand(), scaled), inputs.get(0).shape());
  }
}

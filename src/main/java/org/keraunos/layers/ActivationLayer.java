package org.keraunos.layers;

import org.keraunos.activations.Activation;
import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;

/**
 * An activation function as a layer of its own: {@code keras.layers.Activation}.
 *
 * <p>Input and output of any one shape. No weights.
 */
public final class ActivationLayer extends UnaryLayer<ActivationLayer>
    implements Activated<ActivationLayer> {
  static final Kind<ActivationLayer> KIND =
      Layer.kind("Activation", ActivationLayer::new).required(ACTIVATION);

  private ActivationLayer(Settings settings) {
    super(settings);
  }

  static ActivationLayer of(Activation function) {
    return KIND.make(KIND.settings().with(ACTIVATION, function));
  }

  @Override
  public Shape reads(Shape seen, Shape input) {
    return get(ACTIVATION).isPointwise() ? seen : input;
  }

  @Override
  public boolean isRowwise() {
    return get(ACTIVATION).isPointwise();
  }

  @Override
  protected Value build(LayerScope s, Value in) {
    return get(ACTIVATION).apply(s, in);
  }
}

package org.keraunos.layers;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keraunos.activations.Activation;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;

/**
 * An activation function as a layer of its own: {@code keras.layers.Activation}.
 *
 * <p>Input and output of any one shape. No weights.
 */
public final class ActivationLayer extends Layer {
  private final Activation activation;

  ActivationLayer(Activation activation) {
    this.activation = activation;
  }

  /**
   * Names the layer.
   *
   * @param name unique in the model
   * @return a changed copy
   */
  public ActivationLayer name(String name) {
    return named(this, name);
  }

  @Override
  public String className() {
    return "Activation";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return only(inputs);
  }

  @Override
  public Shape reads(Shape seen, Shape input) {
    return activation.isPointwise() ? seen : input;
  }

  @Override
  public boolean isRowwise() {
    return activation.isPointwise();
  }

  @Override
  public List<Value> build(LayerScope s, List<Value> inputs) {
    return List.of(activation.apply(s, only(inputs)));
  }

  @Override
  public Map<String, Object> config() {
    return Map.of("activation", activation.kerasName());
  }

  static ActivationLayer fromConfig(Config config) {
    config.allow(Map.of(), Set.of("activation"));
    return new ActivationLayer(config.activation("activation"));
  }
}

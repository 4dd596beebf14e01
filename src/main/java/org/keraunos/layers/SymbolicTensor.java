package org.keraunos.layers;

import java.util.List;
import org.keraunos.base.Shape;

/** The output of one call of a layer: what layers are applied to while a network is drawn. Keras's {@code KerasTensor}. */
public final class SymbolicTensor {
  private final Layer layer;
  private final List<SymbolicTensor> inputs;
  private final Shape shape;

  SymbolicTensor(Layer layer, List<SymbolicTensor> inputs) {
    this.layer = layer;
    this.inputs = inputs;
    this.shape = layer.outputShape(inputs.stream().map(SymbolicTensor::shape).toList());
  }

  /**
   * The shape of one sample.
   *
   * @return the shape, without the batch axis
   */
  public Shape shape() {
    return shape;
  }

  /**
   * The layer whose call made this.
   *
   * @return the layer
   */
  public Layer layer() {
    return layer;
  }

  /**
   * What the layer was called with.
   *
   * @return the inputs; none for an {@link Input}
   */
  public List<SymbolicTensor> inputs() {
    return inputs;
  }

  @Override
  public String toString() {
    return layer + " " + shape;
  }
}

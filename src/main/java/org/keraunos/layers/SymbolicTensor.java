package org.keraunos.layers;

import java.util.List;
import org.keraunos.base.ElementType;
import org.keraunos.base.Shape;

/**
 * An output of a call of a layer: what layers are applied to while a network is drawn. Keras's
 * {@code KerasTensor}.
 */
public final class SymbolicTensor {
  private final Call call;
  private final int index;
  private final Shape shape;

  SymbolicTensor(Call call, int index, Shape shape) {
    this.call = call;
    this.index = index;
    this.shape = shape;
  }

  /** {@return the shape of one sample, without the batch axis} */
  public Shape shape() {
    return shape;
  }

  /** {@return what the elements are} */
  public ElementType type() {
    return call.layer().outputType();
  }

  /** {@return the call that made this} */
  public Call call() {
    return call;
  }

  /** {@return its place among the call's outputs, from 0} */
  public int index() {
    return index;
  }

  /** {@return the layer whose call made this} */
  public Layer layer() {
    return call.layer();
  }

  /** {@return what the layer was called with; nothing for an {@link Input}} */
  public List<SymbolicTensor> inputs() {
    return call.inputs();
  }

  @Override
  public String toString() {
    return layer() + " " + shape;
  }
}

package org.keraunos.layers;

import java.util.ArrayList;
import java.util.List;
import org.keraunos.base.Shape;

/**
 * One call of a layer: what goes in, the options of the call, and what comes out. Keras's
 * {@code Node}.
 */
public final class Call {
  private final Layer layer;
  private final List<SymbolicTensor> inputs;
  private final CallOptions options;
  private final List<SymbolicTensor> outputs;

  Call(Layer layer, List<SymbolicTensor> inputs, CallOptions options) {
    this.layer = layer;
    this.inputs = List.copyOf(inputs);
    // A call with no options of its own has the layer's at their defaults.
    this.options = options == CallOptions.NONE ? layer.callOptions() : options;
    List<SymbolicTensor> made = new ArrayList<>();
    for (Shape shape :
        layer.outputShapes(inputs.stream().map(SymbolicTensor::shape).toList(), this.options)) {
      made.add(new SymbolicTensor(this, made.size(), shape));
    }
    this.outputs = List.copyOf(made);
  }

  /** {@return the layer that is called} */
  public Layer layer() {
    return layer;
  }

  /** {@return what goes in; nothing for an {@link Input}} */
  public List<SymbolicTensor> inputs() {
    return inputs;
  }

  /** {@return the options of this call} */
  public CallOptions options() {
    return options;
  }

  /** {@return what comes out, at least one tensor} */
  public List<SymbolicTensor> outputs() {
    return outputs;
  }

  /** {@return the first output} */
  public SymbolicTensor output() {
    return outputs.get(0);
  }

  @Override
  public String toString() {
    return layer + " " + inputs.stream().map(SymbolicTensor::shape).toList();
  }
}

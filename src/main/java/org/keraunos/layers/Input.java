package org.keraunos.layers;

import java.util.List;
import java.util.Map;
import org.keraunos.base.Check;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;

/** Where data enters a network: {@code keras.Input} and {@code keras.layers.InputLayer}. */
public final class Input extends Layer {
  private final Shape shape;

  private Input(Shape shape) {
    this.shape = shape;
  }

  /**
   * An input.
   *
   * @param shape the sizes of one sample's axes, without the batch: {@code Input.of(32, 32, 3)}
   * @return the tensor to apply layers to
   * @throws IllegalArgumentException if there is no axis or a size is below 1
   */
  public static SymbolicTensor of(int... shape) {
    return new SymbolicTensor(layer(shape), List.of());
  }

  /**
   * An input with a name, for networks of several.
   *
   * @param name the name, under which the data set must have a column
   * @param shape the sizes of one sample's axes, without the batch
   * @return the tensor to apply layers to
   * @throws IllegalArgumentException if there is no axis, a size is below 1 or the name cannot be used
   */
  public static SymbolicTensor named(String name, int... shape) {
    return new SymbolicTensor(named(layer(shape), name), List.of());
  }

  private static Input layer(int... shape) {
    Check.argument(shape.length > 0, "Input.shape", "at least one axis", shape);
    return new Input(Shape.of(shape));
  }

  @Override
  public String className() {
    return "InputLayer";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return shape;
  }

  @Override
  public boolean isRowwise() {
    return true;
  }

  @Override
  public List<Value> build(LayerScope scope, List<Value> inputs) {
    throw new IllegalStateException("an input is fed, not built");
  }

  @Override
  public Map<String, Object> config() {
    List<Integer> batchShape = new java.util.ArrayList<>();
    batchShape.add(null);
    for (int size : shape.toArray()) {
      batchShape.add(size);
    }
    return Map.of("batch_shape", batchShape, "dtype", "float32", "sparse", false);
  }

  static SymbolicTensor fromConfig(String name, Config config) {
    return named(name, config.batchShape());
  }
}

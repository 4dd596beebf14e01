package org.keraunos.layers;

import java.util.List;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;

/**
 * A layer with one output whatever the call.
 *
 * @param <L> the kind
 */
public abstract class OneOutputLayer<L extends OneOutputLayer<L>> extends FluentLayer<L> {
  /**
   * For subclasses.
   *
   * @param settings of a kind that {@link Layer#kind} or {@link Layer#custom} began
   */
  protected OneOutputLayer(Settings settings) {
    super(settings);
  }

  /**
   * The shape that comes out, checked before TensorFlow sees anything.
   *
   * @param inputs the shapes that go in, without the batch axis
   * @return the shape of the output
   * @throws IllegalArgumentException if the layer cannot take these shapes
   */
  public abstract Shape outputShape(List<Shape> inputs);

  /**
   * Puts one call of the layer into a graph.
   *
   * @param scope ops, weights, constants and random numbers in the tower's types
   * @param inputs what goes in
   * @return what comes out
   */
  protected abstract Value build(LayerScope scope, List<Value> inputs);

  @Override
  public final List<Shape> outputShapes(List<Shape> inputs, CallOptions options) {
    return List.of(outputShape(inputs));
  }

  @Override
  public final List<Value> build(LayerScope scope, List<Value> inputs, CallOptions options) {
    return List.of(build(scope, inputs));
  }
}

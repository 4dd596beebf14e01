package org.keraunos.layers;

import java.util.List;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;

/**
 * A layer with one input and one output.
 *
 * @param <L> the kind
 */
public abstract class UnaryLayer<L extends UnaryLayer<L>> extends OneOutputLayer<L> {
  /**
   * For subclasses.
   *
   * @param settings of a kind that {@link Layer#kind} or {@link Layer#custom} began
   */
  protected UnaryLayer(Settings settings) {
    super(settings);
  }

  /**
   * The shape that comes out, checked before TensorFlow sees anything.
   *
   * @param input the shape that goes in, without the batch axis
   * @return the shape of the output, the input's unless a layer knows better
   * @throws IllegalArgumentException if the layer cannot take the shape
   */
  public Shape outputShape(Shape input) {
    return input;
  }

  /**
   * Puts one call of the layer into a graph.
   *
   * @param scope ops, weights, constants and random numbers in the tower's types
   * @param input what goes in
   * @return what comes out
   */
  protected abstract Value build(LayerScope scope, Value input);

  @Override
  public final Shape outputShape(List<Shape> inputs) {
    return outputShape(only(inputs));
  }

  @Override
  protected final Value build(LayerScope scope, List<Value> inputs) {
    return build(scope, only(inputs));
  }
}

package org.keraunos.layers;

import java.util.List;
import org.keraunos.base.Check;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;

/**
 * A layer of two or more inputs and one output, row by row and without weights.
 *
 * @param <L> the kind
 */
public abstract class MergeLayer<L extends MergeLayer<L>> extends OneOutputLayer<L> {
  /**
   * For subclasses.
   *
   * @param settings of a kind that {@link Layer#kind} or {@link Layer#custom} began
   */
  protected MergeLayer(Settings settings) {
    super(settings);
  }

  @Override
  public boolean isRowwise() {
    return true;
  }

  @Override
  final List<Object> arguments(List<Object> tensors, CallOptions options) {
    return List.of(tensors);
  }

  /**
   * Checks that there are two or more.
   *
   * @param inputs the shapes that go in
   * @return the first
   * @throws IllegalArgumentException if there is one
   */
  protected final Shape several(List<Shape> inputs) {
    Check.argument(
        inputs.size() >= 2, describe() + " inputs", "two tensors or more", inputs.size());
    return inputs.get(0);
  }
}

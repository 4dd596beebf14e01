package org.keraunos.layers;

import java.util.List;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Tensors put together element by element, a kind says how.
 *
 * <p>Inputs of one shape, or of shapes that can be broadcast: axes are paired from the last on, and
 * one of size 1 serves all of the other's. No weights.
 *
 * @param <L> the kind
 */
public abstract class ElementwiseMerge<L extends ElementwiseMerge<L>> extends MergeLayer<L> {
  ElementwiseMerge(Settings settings) {
    super(settings);
  }

  /** Emits the op for two of the inputs, which broadcasts. */
  abstract Operand<TFloating> combine(Ops tf, Operand<TFloating> left, Operand<TFloating> right);

  /**
   * Emits the op for two of one shape; a kind has another op where TensorFlow does more with it.
   */
  Operand<TFloating> combineAlike(Ops tf, Operand<TFloating> left, Operand<TFloating> right) {
    return combine(tf, left, right);
  }

  /** What is done with the whole. */
  Operand<TFloating> finish(LayerScope s, Operand<TFloating> combined, int inputs) {
    return combined;
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape first = several(inputs);
    boolean equal = inputs.stream().allMatch(first::equals);
    return equal ? first : Broadcasting.shape(describe(), inputs);
  }

  @Override
  protected final Value build(LayerScope s, List<Value> inputs) {
    Shape out = outputShape(inputs.stream().map(Value::shape).toList());
    boolean alike = inputs.stream().allMatch(input -> input.shape().equals(out));
    Operand<TFloating> all = Broadcasting.lifted(s, inputs.get(0), out.rank());
    for (Value each : inputs.subList(1, inputs.size())) {
      Operand<TFloating> next = Broadcasting.lifted(s, each, out.rank());
      all = alike ? combineAlike(s.ops(), all, next) : combine(s.ops(), all, next);
    }
    return s.value(finish(s, all, inputs.size()), out);
  }
}

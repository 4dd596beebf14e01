package org.keraunos.layers;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keraunos.base.Check;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Sets a random share of the inputs to 0 in training and scales the others by {@code 1 / (1 - rate)}; does nothing in
 * inference. Srivastava et al., "Dropout", JMLR 2014; {@code keras.layers.Dropout}.
 *
 * <p>Input and output of any one shape. No weights. What is dropped is a function of the model's seed, the step and the
 * layer's place in the model.
 */
public final class Dropout extends Layer {
  private final double rate;

  Dropout(double rate) {
    Check.argument(rate >= 0 && rate < 1, "Dropout.rate", "0 <= rate < 1", rate);
    this.rate = rate;
  }

  /**
   * Names the layer.
   *
   * @param name unique in the model
   * @return a changed copy
   */
  public Dropout name(String name) {
    return named(this, name);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return only(inputs);
  }

  @Override
  public List<Value> build(LayerScope s, List<Value> inputs) {
    Value in = only(inputs);
    if (!s.training() || rate == 0) {
      return List.of(in);
    }
    Ops tf = s.ops();
    Operand<TFloating> x = in.operand();
    var kept = tf.math.greaterEqual(s.random(x), s.masterConstant(rate));
    Operand<TFloating> scaled = tf.math.mul(x, s.constant(1 / (1 - rate)));
    return List.of(s.value(tf.select(kept, scaled, tf.zerosLike(x)), in.shape()));
  }

  @Override
  public Map<String, Object> config() {
    return Map.of("rate", rate);
  }

  static Dropout fromConfig(Config config) {
    config.allow(Map.of(), Set.of("rate", "seed"));
    return new Dropout(config.real("rate"));
  }
}

package org.keraunos.graph;

import java.util.HashMap;
import java.util.Map;
import org.keraunos.runtime.Types;
import org.keraunos.runtime.Variable;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** The rate of each weight: the optimizer's, times what the model says of the weight's layer. */
final class Rates {
  private final Operand<TFloating> rate;
  private final Map<String, Operand<TFloating>> own = new HashMap<>();

  /**
   * Emits the rates.
   *
   * @param tf where to
   * @param rate the optimizer's
   * @param factors of weights that have one, by their names
   */
  Rates(Ops tf, Operand<TFloating> rate, Map<String, Double> factors) {
    this.rate = rate;
    Map<Double, Operand<TFloating>> known = new HashMap<>();
    factors.forEach((weight, factor) -> own.put(
        weight,
        known.computeIfAbsent(
            factor, each -> tf.math.mul(rate, Types.constant(tf, each, rate.type())))));
  }

  /** The rate of a weight. */
  Operand<TFloating> of(Variable weight) {
    return own.getOrDefault(weight.name(), rate);
  }

  /** The rates that are not the optimizer's, by the weights' names. */
  Map<String, Operand<TFloating>> own() {
    return own;
  }
}

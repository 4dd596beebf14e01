package org.keraunos.graph;

import java.util.ArrayList;
import java.util.List;
import org.keraunos.optimizers.Optimizer;
import org.keraunos.runtime.Types;
import org.keraunos.runtime.Variable;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The part of a step in which weights decay, before the optimizer changes them: {@code w -= w decay
 * rate}.
 */
final class WeightDecay {
  private WeightDecay() {}

  /**
   * Lets weights decay as an optimizer asks.
   *
   * @param tf where to emit
   * @param optimizer says how much, and which do not
   * @param weights all that train
   * @param rates the rate of each in this step
   * @return an op for each that decays
   */
  static List<Op> of(Ops tf, Optimizer optimizer, List<Variable> weights, Rates rates) {
    List<Op> decayed = new ArrayList<>();
    if (optimizer.weightDecay().isPresent()) {
      // Keras rounds it to float32 whatever the type: tf.cast(0.004, "float64").
      float decay = optimizer.weightDecay().get().floatValue();
      for (Variable weight : weights) {
        if (optimizer.decays(weight.name())) {
          Operand<TFloating> rate = rates.of(weight);
          Class<TFloating> type = rate.type();
          Operand<TFloating> share = Types.constant(tf, decay, type);
          Operand<TFloating> lost = tf.math.mul(tf.math.mul(weight.read(tf, type), share), rate);
          decayed.add(tf.assignSubVariableOp(weight.handle(), lost));
        }
      }
    }
    return decayed;
  }
}

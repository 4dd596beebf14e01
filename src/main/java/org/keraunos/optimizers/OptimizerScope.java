package org.keraunos.optimizers;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.keraunos.runtime.Types;
import org.keraunos.runtime.Variable;
import org.keraunos.runtime.Variables;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** What an optimizer is handed: the rate, the number of the step, and variables of its own for each weight. */
public final class OptimizerScope {
  private final Ops tf;
  private final Variables variables;
  private final Class<TFloating> type;
  private final Operand<TFloating> rate;
  private final Operand<TFloating> step;
  private final Map<String, Operand<TFloating>> shared = new HashMap<>();

  /**
   * The scope of a graph's optimizer.
   *
   * @param tf where to emit
   * @param variables where slots go
   * @param type the weights' type
   * @param rate the rate of this step
   * @param step the number of this step, from 1, in the weights' type
   */
  public OptimizerScope(
      Ops tf,
      Variables variables,
      Class<TFloating> type,
      Operand<TFloating> rate,
      Operand<TFloating> step) {
    this.tf = tf;
    this.variables = variables;
    this.type = type;
    this.rate = rate;
    this.step = step;
  }

  /**
   * Where to emit.
   *
   * @return the optimizer's ops
   */
  public Ops ops() {
    return tf;
  }

  /**
   * The rate.
   *
   * @return a scalar
   */
  public Operand<TFloating> learningRate() {
    return rate;
  }

  /**
   * The number of the step, from 1.
   *
   * @return a scalar of the weights' type
   */
  public Operand<TFloating> step() {
    return step;
  }

  /**
   * A constant.
   *
   * @param value the number
   * @return a scalar of the weights' type
   */
  public Operand<TFloating> constant(double value) {
    return Types.constant(tf, value, type);
  }

  /**
   * Something that all weights need, emitted once.
   *
   * @param name what it is called
   * @param emit emits it
   * @return the same operand for the same name
   */
  public Operand<TFloating> once(String name, Supplier<Operand<TFloating>> emit) {
    Operand<TFloating> known = shared.get(name);
    if (known == null) {
      known = emit.get();
      shared.put(name, known);
    }
    return known;
  }

  /**
   * A variable shaped like a weight, 0 at the start.
   *
   * @param weight the weight
   * @param slot what it is, for example {@code momentum}
   * @return the variable {@code optimizer/<weight>/<slot>}
   */
  public Variable slot(Variable weight, String slot) {
    return variables.floating("optimizer/" + weight.name() + "/" + slot, weight.shape(), 0);
  }
}

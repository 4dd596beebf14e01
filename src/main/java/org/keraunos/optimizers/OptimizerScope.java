package org.keraunos.optimizers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.keraunos.base.CanIgnoreReturnValue;
import org.keraunos.base.Check;
import org.keraunos.base.Shape;
import org.keraunos.runtime.Types;
import org.keraunos.runtime.Variable;
import org.keraunos.runtime.Variables;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * What an optimizer is handed: the rate, the number of the change, and variables of its own for
 * each weight.
 */
public final class OptimizerScope {
  private static final String SHARED = "optimizer/";

  private final Ops tf;
  private final Variables variables;
  private final Class<TFloating> type;
  private final Operand<TFloating> rate;
  private final Operand<TFloating> step;
  private final Map<String, Operand<TFloating>> ownRates;
  private final Map<String, Operand<TFloating>> shared;
  private final Map<String, List<Op>> changes;
  private final Map<String, List<Op>> read;
  private final Set<String> asked;

  /**
   * The scope of a graph's optimizer.
   *
   * @param tf where to emit
   * @param variables where slots are
   * @param type the weights' type
   * @param rate the rate of this change
   * @param step the number of this change, from 1, in the weights' type
   * @param ownRates the rates of weights that have one of their own, by the weights' names
   */
  public OptimizerScope(
      Ops tf,
      Variables variables,
      Class<TFloating> type,
      Operand<TFloating> rate,
      Operand<TFloating> step,
      Map<String, Operand<TFloating>> ownRates) {
    this.tf = tf;
    this.variables = variables;
    this.type = type;
    this.rate = rate;
    this.step = step;
    this.ownRates = Map.copyOf(ownRates);
    this.shared = new HashMap<>();
    this.changes = new HashMap<>();
    this.read = new HashMap<>();
    this.asked = new HashSet<>();
  }

  /** The same scope with another rate. */
  private OptimizerScope(OptimizerScope scope, Operand<TFloating> rate) {
    this.tf = scope.tf;
    this.variables = scope.variables;
    this.type = scope.type;
    this.rate = rate;
    this.step = scope.step;
    this.ownRates = scope.ownRates;
    this.shared = scope.shared;
    this.changes = scope.changes;
    this.read = scope.read;
    this.asked = scope.asked;
  }

  /**
   * The scope in which a weight is changed: its {@link #learningRate} is the weight's, which
   * differs where the model was compiled with a factor for the weight's layer.
   *
   * @param weight the weight
   * @return this, but for the rate
   */
  public OptimizerScope forWeight(Variable weight) {
    asked.add(weight.name());
    Operand<TFloating> own = ownRates.get(weight.name());
    return own == null ? this : new OptimizerScope(this, own);
  }

  /**
   * Checks that all rates were asked for.
   *
   * @param optimizer whose rule was emitted, for the message
   * @throws IllegalStateException if a weight has a rate of its own and the rule did not ask for it
   */
  public void checkRatesUsed(Optimizer optimizer) {
    Check.state(
        asked.containsAll(ownRates.keySet()),
        optimizer + " does not call OptimizerScope.forWeight, so that no layer can have a factor on"
            + " its learning rate");
  }

  /**
   * Makes an optimizer's slots, in Keras's order.
   *
   * @param optimizer whose
   * @param variables where they go
   * @param weights for which weights
   */
  public static void makeSlots(Optimizer optimizer, Variables variables, List<Variable> weights) {
    for (List<String> group : optimizer.slots()) {
      for (Variable weight : weights) {
        group.forEach(slot -> variables.floating(
            slotName(weight, slot),
            optimizer.slotShape(slot, weight.shape()),
            optimizer.slotStart(slot)));
      }
    }
    for (String slot : optimizer.sharedSlots()) {
      variables.floating(SHARED + slot, Shape.of(), optimizer.slotStart(slot));
    }
  }

  /**
   * The name of a variable that belongs to a weight.
   *
   * @param weight the weight
   * @param slot what it is, for example {@code momentum}
   * @return {@code optimizer/<weight>/<slot>}
   */
  public static String slotName(Variable weight, String slot) {
    return "optimizer/" + weight.name() + "/" + slot;
  }

  /** {@return where to emit} */
  public Ops ops() {
    return tf;
  }

  /** {@return the rate of this change, a scalar of the weights' type} */
  public Operand<TFloating> learningRate() {
    return rate;
  }

  /** {@return the number of the change, from 1, a scalar of the weights' type} */
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
   * A variable that the optimizer keeps for a weight.
   *
   * @param weight the weight
   * @param slot one of the names in {@link Optimizer#slots}
   * @return the variable
   */
  public Variable slot(Variable weight, String slot) {
    return variables.get(slotName(weight, slot));
  }

  /**
   * A scalar that the optimizer keeps for all weights together.
   *
   * @param slot one of the names in {@link Optimizer#sharedSlots}
   * @return the variable
   */
  public Variable shared(String slot) {
    return variables.get(SHARED + slot);
  }

  /**
   * The value of a weight, decayed if it decays, or of a slot, before the optimizer changes it: to
   * be asked for before {@link #set} and {@link #subtract}.
   *
   * @param variable the weight or slot
   * @return its value
   */
  public Operand<TFloating> value(Variable variable) {
    Operand<TFloating> value = variable.read(tf, type);
    read.computeIfAbsent(variable.name(), each -> new ArrayList<>()).add(value);
    return value;
  }

  /**
   * Gives a slot a new value. A shared one is set once a step: behind the first call this gives
   * what that one gave.
   *
   * @param slot the slot
   * @param change what comes of its value
   * @return the new value
   */
  @CanIgnoreReturnValue
  public Operand<TFloating> set(Variable slot, UnaryOperator<Operand<TFloating>> change) {
    String owner = slot.name().substring(0, slot.name().lastIndexOf('/') + 1);
    return owner.equals(SHARED)
        ? once(slot.name(), () -> set(slot, owner, change))
        : set(slot, owner, change);
  }

  private Operand<TFloating> set(
      Variable slot, String owner, UnaryOperator<Operand<TFloating>> change) {
    Operand<TFloating> value = change.apply(slot.read(tf, type));
    changes
        .computeIfAbsent(owner, each -> new ArrayList<>())
        .add(behind(slot).assignVariableOp(slot.handle(), value));
    return value;
  }

  /**
   * Changes a weight, behind the changes of its slots and of the shared ones.
   *
   * @param weight the weight
   * @param change what is taken off
   * @return the op behind which the weight and its slots are changed
   */
  public Op subtract(Variable weight, Operand<TFloating> change) {
    List<Op> before = new ArrayList<>(read.getOrDefault(weight.name(), List.of()));
    before.addAll(changes.getOrDefault(slotName(weight, ""), List.of()));
    before.addAll(changes.getOrDefault(SHARED, List.of()));
    Ops behind = before.isEmpty() ? tf : tf.withControlDependencies(before);
    return behind.assignSubVariableOp(weight.handle(), change);
  }

  /** Behind all reads of a variable that were asked for. */
  private Ops behind(Variable variable) {
    List<Op> before = read.getOrDefault(variable.name(), List.of());
    return before.isEmpty() ? tf : tf.withControlDependencies(before);
  }
}

package org.keraunos.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.Shape;
import org.keraunos.optimizers.Gradient;
import org.keraunos.optimizers.LearningRate;
import org.keraunos.optimizers.Optimizer;
import org.keraunos.optimizers.OptimizerScope;
import org.keraunos.runtime.Types;
import org.keraunos.runtime.Variable;
import org.keraunos.runtime.Variables;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * What happens between the gradients and the next step, put together of its parts in Keras's order:
 * mean of what was gathered, clipping, weight decay, the optimizer's rule, moving average,
 * constraints, the number of the step. With gradients that are gathered there are two ends of it,
 * of which Java chooses one, so that it is one run anyway.
 */
final class TrainingStep {
  /** The number of steps taken, those that only gather gradients included. */
  static final String ITERATION = "optimizer/iteration";

  /** The rate, where it is a number. */
  static final String LEARNING_RATE = "optimizer/learning_rate";

  private final Ops tf;
  private final ModelGraph model;
  private final Variables variables;
  private final Class<TFloating> type;
  private final Optimizer optimizer;
  private final Variable iteration;
  private final Operand<TInt64> now;
  private final Operand<TFloating> rate;
  private @Nullable MovingAverage average;
  private @Nullable Accumulation accumulation;
  private @Nullable Op change;
  private @Nullable Op gather;

  /**
   * Makes the number of the step and the rate; towers may ask for them.
   *
   * @param model the network and its weights
   * @param optimizer what changes them
   */
  TrainingStep(ModelGraph model, Optimizer optimizer) {
    this.tf = model.session().ops();
    this.model = model;
    this.variables = model.variables();
    this.type = model.plan().policy().variableType();
    this.optimizer = optimizer;
    this.iteration = variables.counter(ITERATION);
    this.now = iteration.read(tf, TInt64.class);
    LearningRate given = optimizer.learningRate();
    if (given instanceof LearningRate.Fixed fixed) {
      rate = variables.floating(LEARNING_RATE, Shape.of(), fixed.rate()).read(tf, type);
    } else {
      LearningRate.Scheduled scheduled = (LearningRate.Scheduled) given;
      Ops schedule = tf.withSubScope("schedule");
      rate = Types.cast(tf, scheduled.rate(schedule, now), type);
    }
  }

  /** Reads the number of steps taken before this one. */
  Operand<TInt64> iteration() {
    return now;
  }

  /** The rate of the next step. */
  Operand<TFloating> rate() {
    return rate;
  }

  /** What keeps averages of the weights; null if nothing does. */
  @Nullable
  MovingAverage average() {
    return average;
  }

  /** What is to be run behind so many steps. */
  Op target(long taken) {
    boolean changes = accumulation == null || accumulation.changes(taken);
    return Check.present(changes ? change : gather, "the step is emitted before it is run");
  }

  /**
   * Emits the step.
   *
   * @param forward what must have been computed of the old weights before any is changed
   * @param names of the weights that train
   * @param gradients theirs
   * @param updates new values of weights that layers keep up themselves
   * @param factors on the rate, of weights that have one, by their names
   */
  void emit(
      List<? extends Op> forward,
      List<String> names,
      List<Operand<TFloating>> gradients,
      Map<String, Operand<TFloating>> updates,
      Map<String, Double> factors) {
    List<Variable> weights = names.stream().map(variables::get).toList();
    average = optimizer.usesEma() ? new MovingAverage(optimizer, variables, type, weights) : null;
    accumulation = optimizer
        .gradientAccumulationSteps()
        .map(steps -> new Accumulation(variables, type, weights, steps))
        .orElse(null);
    OptimizerScope.makeSlots(optimizer, variables, weights);
    Op old =
        tf.withControlDependencies(List.copyOf(forward)).withName("forward").noOp();
    Operand<TInt64> changes = optimizer
        .gradientAccumulationSteps()
        .map(steps -> (Operand<TInt64>) tf.math.floorDiv(now, tf.constant((long) steps)))
        .orElse(now);
    Rates rates = new Rates(tf.withSubScope("rates"), rate, factors);
    change = end(change(old, weights, gradients, changes, rates), updates, changes, "step");
    if (accumulation != null) {
      List<Op> gathered = accumulation.add(behind(List.of(old)), gradients);
      gather = end(gathered, updates, changes, "gathering_step");
    }
  }

  private List<Op> change(
      Op old,
      List<Variable> weights,
      List<Operand<TFloating>> gradients,
      Operand<TInt64> changes,
      Rates rates) {
    List<Operand<TFloating>> means =
        accumulation == null ? gradients : accumulation.mean(tf, gradients);
    List<Operand<TFloating>> clipped = Clipping.of(tf, optimizer, means);
    List<Op> decayed =
        orElse(WeightDecay.of(behind(List.of(old)), optimizer, weights, rates), List.of(old));
    Operand<TInt64> next = tf.math.add(changes, tf.constant(1L));
    OptimizerScope scope = new OptimizerScope(
        behind(decayed).withSubScope("optimizer"),
        variables,
        type,
        rate,
        Types.cast(tf, next, type),
        rates.own());
    List<Gradient> paired = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      paired.add(new Gradient(weights.get(i), clipped.get(i)));
    }
    List<Op> changed = new ArrayList<>(decayed);
    changed.addAll(optimizer.apply(scope, paired));
    scope.checkRatesUsed(optimizer);
    if (accumulation != null) {
      changed.addAll(accumulation.reset(behind(means)));
    }
    return changed;
  }

  private Op end(
      List<Op> changed,
      Map<String, Operand<TFloating>> updates,
      Operand<TInt64> changes,
      String name) {
    List<Op> averaged =
        average == null ? changed : orElse(average.update(behind(changed), changes), changed);
    List<Op> all = new ArrayList<>(averaged);
    all.addAll(Constraints.of(behind(averaged), model.weights().values(), variables, type));
    updates.forEach(
        (weight, value) -> all.add(tf.assignVariableOp(variables.get(weight).handle(), value)));
    // Everything that reads the number of the step has run before it is raised.
    return behind(all).withName(name).assignAddVariableOp(iteration.handle(), tf.constant(1L));
  }

  private static List<Op> orElse(List<Op> ops, List<Op> others) {
    return ops.isEmpty() ? others : ops;
  }

  private Ops behind(List<? extends Op> ops) {
    return tf.withControlDependencies(List.copyOf(ops));
  }
}

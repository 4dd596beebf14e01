package org.keraunos.saving.keras;

import java.util.ArrayList;
import java.util.List;
import org.keraunos.base.Shape;
import org.keraunos.optimizers.LearningRate;
import org.keraunos.optimizers.Optimizer;
import org.keraunos.runtime.WeightSpec;

/**
 * The order in which Keras keeps what an optimizer knows: the number of the step, the rate unless a
 * schedule gives it, the averages of the weights, the gradients that are gathered, the slots, each
 * over all weights that train, also those that no loss depends on.
 *
 * @param name of the variable in the graph
 * @param shape its shape
 * @param start what its elements are where the graph does not have it
 * @param weight the weight that it belongs to; empty for what belongs to none
 */
record OptimizerVariables(String name, Shape shape, double start, String weight) {
  static final String ITERATION = "optimizer/iteration";
  static final String LEARNING_RATE = "optimizer/learning_rate";
  static final String AVERAGE = "average";
  private static final String ACCUMULATOR = "gradient_accumulator";

  static List<OptimizerVariables> of(Optimizer optimizer, List<WeightSpec> trainable) {
    List<OptimizerVariables> all = new ArrayList<>();
    all.add(new OptimizerVariables(ITERATION, Shape.of(), 0, ""));
    if (optimizer.learningRate() instanceof LearningRate.Fixed fixed) {
      all.add(new OptimizerVariables(LEARNING_RATE, Shape.of(), fixed.rate(), ""));
    }
    if (optimizer.usesEma()) {
      trainable.forEach(weight -> all.add(slot(weight, AVERAGE, weight.shape(), 0)));
    }
    if (optimizer.gradientAccumulationSteps().isPresent()) {
      trainable.forEach(weight -> all.add(slot(weight, ACCUMULATOR, weight.shape(), 0)));
    }
    for (List<String> group : optimizer.slots()) {
      for (WeightSpec weight : trainable) {
        group.forEach(slot -> all.add(slot(
            weight, slot, optimizer.slotShape(slot, weight.shape()), optimizer.slotStart(slot))));
      }
    }
    optimizer
        .sharedSlots()
        .forEach(slot -> all.add(new OptimizerVariables(
            "optimizer/" + slot, Shape.of(), optimizer.slotStart(slot), "")));
    return all;
  }

  /** Whether the optimizer has it before it knows any weight. */
  boolean isFirst() {
    return name.equals(ITERATION) || name.equals(LEARNING_RATE);
  }

  private static OptimizerVariables slot(
      WeightSpec weight, String slot, Shape shape, double start) {
    return new OptimizerVariables(
        "optimizer/" + weight.name() + "/" + slot, shape, start, weight.name());
  }
}

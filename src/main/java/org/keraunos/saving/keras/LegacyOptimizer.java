package org.keraunos.saving.keras;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.keraunos.optimizers.Optimizer;
import org.keraunos.runtime.WeightSpec;

/**
 * The order in which {@code .h5} files keep what an optimizer knows, which the first name tells:
 * that of Keras 3; the same without the rate, of Keras 2 from 2.11 on; or, before that, the number
 * of the step and then each slot over all weights.
 */
final class LegacyOptimizer {
  private static final String TENSOR = ":0";

  private LegacyOptimizer() {}

  static List<OptimizerVariables> order(
      List<String> stated, Optimizer optimizer, List<WeightSpec> trainable) {
    List<OptimizerVariables> keras3 = OptimizerVariables.of(optimizer, trainable);
    String first = stated.get(0);
    if (!first.endsWith(TENSOR)) {
      return keras3;
    }
    Predicate<OptimizerVariables> rate =
        each -> each.name().equals(OptimizerVariables.LEARNING_RATE);
    if (first.equals("iteration" + TENSOR)) {
      return keras3.stream().filter(rate.negate()).toList();
    }
    List<OptimizerVariables> old = new ArrayList<>();
    old.add(keras3.get(0));
    for (List<String> group : optimizer.slots()) {
      for (String slot : group) {
        for (WeightSpec weight : trainable) {
          String name = "optimizer/" + weight.name() + "/" + slot;
          keras3.stream().filter(each -> each.name().equals(name)).forEach(old::add);
        }
      }
    }
    return old;
  }
}

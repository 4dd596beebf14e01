package org.keraunos.training;

import org.keraunos.data.Dataset;
import org.keraunos.graph.StepGraph;

/**
 * Where numbers stopped being finite: the steps from a checkpoint to the one that failed are taken
 * again, which come out the same, and that one is looked at.
 */
final class FirstNotFinite {
  /** Nobody asked to wait for more before an exception. */
  static final int MOST_STEPS = 1000;

  private FirstNotFinite() {}

  /**
   * Looks; the graph stands somewhere before that step afterwards.
   *
   * @param graph what trains
   * @param train its rows
   * @param order their order
   * @param batchSize rows of a step
   * @param from a state before the step
   * @param found which step it was
   * @return {@code : the output of dense_1 holds Infinity}, or the like of a weight or a gradient;
   *     empty if the state is of another epoch
   */
  static String of(
      StepGraph graph,
      Dataset train,
      EpochOrder order,
      int batchSize,
      TrainingState from,
      NotFiniteException found) {
    if (!isBefore(from, found)) {
      return "";
    }
    graph.restore(from.below(TrainingState.VARIABLES));
    try (BatchFeed again = new BatchFeed(train, batchSize)) {
      again.start(order.of(from.epoch(), from.step() * batchSize));
      for (int i = from.step(); i < found.step(); i++) {
        graph.train(again.next(), from.epoch());
      }
      return ": "
          + graph.firstNotFinite(again.next()).orElse("outputs and gradients are finite there");
    }
  }

  /** Whether a state is one from which the step can be reached again. */
  static boolean isBefore(TrainingState from, NotFiniteException found) {
    return from.epoch() == found.epoch() && from.step() <= found.step();
  }
}

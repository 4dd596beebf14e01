package org.keraunos.testing;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.keraunos.augmentation.Augmenter;
import org.keraunos.base.ConfigForm;
import org.keraunos.base.NamedArray;
import org.keraunos.base.NamedArrays;
import org.keraunos.base.Shape;
import org.keraunos.data.Batch;
import org.keraunos.data.Dataset;
import org.keraunos.graph.ModelGraph;
import org.keraunos.graph.Objective;
import org.keraunos.graph.StepGraph;
import org.keraunos.layers.Input;
import org.keraunos.layers.Layers;
import org.keraunos.layers.Network;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.losses.Losses;
import org.keraunos.optimizers.Optimizer;
import org.keraunos.optimizers.Optimizers;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.EmitOptions;
import org.keraunos.runtime.RuntimeOptions;

/**
 * What every optimizer must do, in one call: it lowers the loss of a line laid through points, its
 * configuration is read as it was written, its slots start as it says, and its state put into
 * another graph goes on with the same bits.
 *
 * <pre>{@code
 * OptimizerHarness.check(new Lion(Lion.KIND.settings()));
 * }</pre>
 */
public final class OptimizerHarness {
  private static final int STEPS = 30;
  private static final int ROWS = 8;
  private static final int WIDTH = 3;

  private final String what;
  private final Optimizer optimizer;
  private final Batch batch;

  private OptimizerHarness(Optimizer optimizer) {
    this.what = optimizer.toString();
    this.optimizer = optimizer;
    SplittableRandom random = new SplittableRandom(3);
    float[] inputs = new float[ROWS * WIDTH];
    float[][] targets = new float[ROWS][1];
    for (int row = 0; row < ROWS; row++) {
      for (int i = row * WIDTH; i < (row + 1) * WIDTH; i++) {
        inputs[i] = (float) (2 * random.nextDouble() - 1);
        targets[row][0] += 2 * inputs[i] + 1;
      }
    }
    Dataset data = Dataset.of(inputs, WIDTH).withLabels(targets);
    batch = data.newBatch(ROWS);
    int[] order = new int[ROWS];
    for (int row = 0; row < ROWS; row++) {
      order[row] = row;
    }
    data.fill(order, 0, ROWS, batch);
  }

  /**
   * Checks an optimizer.
   *
   * @param optimizer of a kind that is registered, with a rate at which 30 steps lower a loss of a
   *     few units
   * @throws AssertionError if the optimizer does not do what it must
   */
  public static void check(Optimizer optimizer) {
    OptimizerHarness harness = new OptimizerHarness(optimizer);
    harness.configuration();
    harness.startsAsItSays();
    harness.lowersALoss();
    harness.stateIsAllThereIs();
  }

  private StepGraph graph() {
    SymbolicTensor input = Input.of(WIDTH);
    Network network =
        Network.of(List.of(input), List.of(Layers.dense(1).name("line").apply(input)));
    StepGraph graph = new StepGraph(
        new ModelGraph.Plan(
            network,
            DTypePolicy.FLOAT64,
            1,
            Set.of(),
            EmitOptions.TRAINING,
            RuntimeOptions.DEFAULT),
        Objective.only(network, Losses.meanSquaredError()),
        optimizer,
        Augmenter.NONE);
    graph.start();
    return graph;
  }

  private void configuration() {
    for (ConfigForm form : ConfigForm.values()) {
      Map<String, Object> written = Optimizers.registry().write(optimizer, form);
      Optimizer read = Optimizers.registry().read(written, what);
      same("the configuration that was read", Optimizers.registry().write(read, form), written);
    }
  }

  private void lowersALoss() {
    try (StepGraph graph = graph()) {
      double before = graph.evaluate(batch).loss();
      train(graph, STEPS);
      double after = graph.evaluate(batch).loss();
      if (!(after < before)) {
        throw new AssertionError(
            what + ": expected a loss below " + before + ", received " + after);
      }
    }
  }

  private void startsAsItSays() {
    try (StepGraph graph = graph()) {
      List<NamedArray> state = graph.state();
      for (List<String> group : optimizer.slots()) {
        for (String slot : group) {
          Shape shape = optimizer.slotShape(slot, Shape.of(WIDTH, 1));
          starts(NamedArrays.get(state, "optimizer/line/kernel/" + slot), shape, slot);
        }
      }
      for (String slot : optimizer.sharedSlots()) {
        starts(NamedArrays.get(state, "optimizer/" + slot), Shape.of(), slot);
      }
    }
  }

  private void starts(NamedArray made, Shape shape, String slot) {
    double[] values = new double[shape.size()];
    Arrays.fill(values, optimizer.slotStart(slot));
    same("the start of " + slot, made, new NamedArray(made.name(), shape.toArray(), values));
  }

  private void stateIsAllThereIs() {
    try (StepGraph first = graph();
        StepGraph second = graph()) {
      train(first, 5);
      second.restore(first.state());
      same("the number of steps", second.iteration(), first.iteration());
      same("the rate", second.learningRate(), first.learningRate());
      train(first, 5);
      train(second, 5);
      same("the state behind steps from a state put back", second.state(), first.state());
    }
  }

  private void train(StepGraph graph, int steps) {
    for (int step = 0; step < steps; step++) {
      graph.train(batch, 0);
    }
  }

  private void same(String which, Object actual, Object expected) {
    if (!actual.equals(expected)) {
      throw new AssertionError(
          what + ", " + which + ": expected " + expected + ", received " + actual);
    }
  }
}

package org.keraunos.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.NamedArray;
import org.keraunos.base.Seeds;
import org.keraunos.base.Shape;
import org.keraunos.data.Batch;
import org.keraunos.data.Dataset;
import org.keraunos.graph.StepGraph;
import org.keraunos.graph.StepResult;
import org.keraunos.losses.Loss;
import org.keraunos.metrics.Metric;

/** The epoch loop over a graph that knows one step. */
public final class Trainer {
  private final StepGraph graph;
  private final Loss loss;
  private final List<Metric> metrics;

  /**
   * A trainer of a graph.
   *
   * @param graph the step
   * @param loss the graph's loss, which checks targets
   * @param metrics what else to report
   */
  public Trainer(StepGraph graph, Loss loss, List<Metric> metrics) {
    this.graph = graph;
    this.loss = loss;
    this.metrics = List.copyOf(metrics);
  }

  /**
   * Checks everything that training needs, before the first step.
   *
   * @param data rows with targets
   * @param options how to train
   * @return what trains, once, and gives a line an epoch
   * @throws IllegalArgumentException if there is no row, or the loss cannot take a target
   */
  public Supplier<History> prepare(Dataset data, FitOptions options) {
    checkRows(data);
    long seed = options.seedOr(graph.model().plan().seed());
    Dataset train = data;
    Dataset validation = options.validationData();
    Check.argument(
        validation == null || options.validationSplit() == 0,
        "validationSplit",
        "0 where validationData is given",
        options.validationSplit());
    if (options.validationSplit() > 0) {
      List<Dataset> parts = data.split(options.validationSplit(), seed);
      train = parts.get(0);
      validation = parts.get(1);
    }
    checkTargets(train);
    if (validation != null) {
      checkRows(validation);
      checkTargets(validation);
    }
    List<Callback> callbacks = new ArrayList<>(options.callbacks());
    if (options.verbose()) {
      ProgressDisplay.ofOneFit().ifPresent(display -> callbacks.add(0, display));
    }
    return new Run(train, validation, options, seed, callbacks)::train;
  }

  /**
   * Loss and metrics in inference.
   *
   * @param data rows with targets
   * @param batchSize the rows of a run
   * @return {@code loss} and then the metrics
   * @throws IllegalArgumentException if there is no row, or the loss cannot take a target
   */
  public Map<String, Double> evaluate(Dataset data, int batchSize) {
    checkRows(data);
    checkTargets(data);
    return evaluate(data, batchSize, "");
  }

  private Map<String, Double> evaluate(Dataset data, int batchSize, String prefix) {
    int[] order = new int[data.size()];
    Arrays.setAll(order, row -> row);
    Scoreboard scores = new Scoreboard(metrics, graph.outputShape(0).size());
    try (BatchFeed feed = new BatchFeed(data, batchSize)) {
      feed.start(order);
      while (feed.hasNext()) {
        Batch batch = feed.next();
        StepResult result = graph.evaluate(batch);
        if (result.hasRun()) {
          scores.update(batch, result);
        }
      }
    }
    return scores.logs(prefix);
  }

  private static void checkRows(Dataset data) {
    Check.argument(data.size() > 0, "data", "at least one row", "none");
  }

  /** All targets before the first step: a mistake in the last row must not cost an epoch. */
  private void checkTargets(Dataset data) {
    Shape expected = graph.outputShape(0);
    Check.argument(!data.targets().isEmpty(), "data", "labels (withLabels)", "a data set without");
    Shape received = data.targets().get(0).shape();
    Check.argument(
        received.equals(expected),
        "labels",
        "shape " + expected + " as the model's output",
        received);
    float[] row = new float[expected.size()];
    boolean known = false;
    for (int i = 0; i < data.size(); i++) {
      data.targets().get(0).column().read(i, row, 0);
      loss.checkTarget(row, 0, row.length, i);
      for (float value : row) {
        known |= !Float.isNaN(value);
      }
    }
    Check.argument(known, "labels", "at least one known label", "only unknown ones");
  }

  /** One call of fit. */
  private final class Run implements FitControl {
    private final Dataset train;
    private final @Nullable Dataset validation;
    private final FitOptions options;
    private final long seed;
    private final List<Callback> callbacks;
    private final List<Map<String, Double>> epochs = new ArrayList<>();
    private final List<Double> inputWaitShares = new ArrayList<>();
    private long waited;
    private long stepping;
    private boolean stopped;
    private boolean interrupted;

    Run(
        Dataset train,
        @Nullable Dataset validation,
        FitOptions options,
        long seed,
        List<Callback> callbacks) {
      this.train = train;
      this.validation = validation;
      this.options = options;
      this.seed = seed;
      this.callbacks = callbacks;
    }

    History train() {
      Callback.TrainBegin begin =
          new Callback.TrainBegin(options.epochs(), train.size(), options.batchSize(), this);
      callbacks.forEach(callback -> callback.onTrainBegin(begin));
      try (BatchFeed feed = new BatchFeed(train, options.batchSize())) {
        for (int epoch = 0; epoch < options.epochs() && !stopped && !interrupted; epoch++) {
          epoch(epoch, feed);
        }
      } finally {
        Callback.TrainEnd end = new Callback.TrainEnd(epochs.size(), this);
        callbacks.forEach(callback -> callback.onTrainEnd(end));
      }
      return new History(epochs, inputWaitShares, share(waited, stepping), interrupted);
    }

    private static double share(long part, long whole) {
      return whole == 0 ? 0 : (double) part / whole;
    }

    private void epoch(int epoch, BatchFeed feed) {
      long start = System.nanoTime();
      callbacks.forEach(callback -> callback.onEpochBegin(new Callback.EpochBegin(epoch)));
      int[] order = order(epoch);
      long firstStep = System.nanoTime();
      long waitedBefore = feed.waited();
      feed.start(order);
      int labels = graph.outputShape(0).size();
      Scoreboard scores = new Scoreboard(metrics, labels);
      int rows = 0;
      for (int step = 0; feed.hasNext() && !interrupted; step++) {
        Batch batch = feed.next();
        StepResult result = graph.train(batch, epoch);
        if (result.hasRun()) {
          scores.update(batch, result);
        }
        rows += batch.rows();
        batchEnd(epoch, step, rows, scores);
        interrupted = Thread.currentThread().isInterrupted();
      }
      long epochStepping = System.nanoTime() - firstStep;
      long epochWaited = feed.waited() - waitedBefore;
      stepping += epochStepping;
      waited += epochWaited;
      if (!interrupted) {
        double inputWaitShare = share(epochWaited, epochStepping);
        inputWaitShares.add(inputWaitShare);
        Map<String, Double> logs = new LinkedHashMap<>(scores.logs(""));
        if (validation != null) {
          logs.putAll(evaluate(validation, options.batchSize(), "val_"));
        }
        epochs.add(logs);
        double seconds = (System.nanoTime() - start) / 1e9;
        Callback.EpochEnd end = new Callback.EpochEnd(
            epoch, java.util.Collections.unmodifiableMap(logs), seconds, inputWaitShare, this);
        callbacks.forEach(callback -> callback.onEpochEnd(end));
      }
    }

    private void batchEnd(int epoch, int step, int rows, Scoreboard scores) {
      if (!callbacks.isEmpty()) {
        Callback.BatchEnd end = new Callback.BatchEnd(epoch, step, rows, scores.logs(""));
        callbacks.forEach(callback -> callback.onBatchEnd(end));
      }
    }

    private int[] order(int epoch) {
      if (options.shuffle()) {
        return Seeds.permutation(train.size(), Seeds.derive(Seeds.derive(seed, "order"), epoch));
      }
      int[] order = new int[train.size()];
      Arrays.setAll(order, row -> row);
      return order;
    }

    @Override
    public void stopTraining() {
      stopped = true;
    }

    @Override
    public List<NamedArray> getWeights() {
      return graph.model().getWeights();
    }

    @Override
    public void setWeights(List<NamedArray> weights) {
      graph.model().setWeights(weights);
    }

    @Override
    public double learningRate() {
      return graph.learningRate();
    }

    @Override
    public void setLearningRate(double rate) {
      graph.setLearningRate(rate);
    }
  }
}

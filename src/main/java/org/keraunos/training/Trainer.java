package org.keraunos.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.NamedArray;
import org.keraunos.base.Shape;
import org.keraunos.data.Batch;
import org.keraunos.data.Dataset;
import org.keraunos.data.FloatColumn;
import org.keraunos.graph.StepGraph;
import org.keraunos.graph.StepResult;
import org.keraunos.graph.TargetColumns;
import org.keraunos.losses.Loss;

/** Checks data, trains and evaluates over a graph that knows one step. */
public final class Trainer {
  private final StepGraph graph;
  private final List<Reported> reported;

  /**
   * A trainer of a graph.
   *
   * @param graph the step
   * @param reported what else to report, for each of the graph's objectives
   */
  public Trainer(StepGraph graph, List<Reported> reported) {
    Check.argument(
        reported.size() == graph.objectives().size(),
        "metrics",
        "a list for each of " + graph.objectives().size() + " objectives",
        reported.size());
    this.graph = graph;
    this.reported = List.copyOf(reported);
  }

  /**
   * Checks everything that training needs, before the first step.
   *
   * @param data rows with targets
   * @param options how to train
   * @param match brings validation data that the settings name to the model
   * @param save writes the model as it is at that time into a folder
   * @return what trains, once
   * @throws IllegalArgumentException if there is no row, the loss cannot take a target, or no epoch
   *     is left
   */
  public Fit prepare(
      Dataset data, FitOptions options, UnaryOperator<Dataset> match, Consumer<Path> save) {
    checkRows(data);
    TrainingState resumed = options.resumed();
    long seed = resumed == null ? options.seedOr(modelSeed()) : resumed.seed();
    Check.argument(
        resumed == null
            || options.initialEpoch() == 0
            || options.initialEpoch() == resumed.firstEpoch(),
        "initialEpoch",
        "0 or that of the training that goes on",
        options.initialEpoch());
    Check.argument(
        resumed != null || options.initialEpoch() < options.epochs(),
        "initialEpoch",
        "below epochs, " + options.epochs(),
        options.initialEpoch());
    Dataset train = data;
    Dataset given = options.validationData();
    Check.argument(
        given == null || options.validationSplit() == 0,
        "validationSplit",
        "0 where validationData is given",
        options.validationSplit());
    Dataset validation = given == null ? null : match.apply(given);
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
    CallbackList callbacks = new CallbackList(callbacks(options));
    return new Fit(this, train, validation, options, seed, callbacks, save);
  }

  private static List<Callback> callbacks(FitOptions options) {
    List<Callback> callbacks = new ArrayList<>(options.callbacks());
    if (options.verbose()) {
      // Behind the others: what stands at a place of the list stays there, and so does its state.
      ProgressDisplay.ofOneFit().ifPresent(callbacks::add);
    }
    return callbacks;
  }

  /**
   * Loss and metrics in inference.
   *
   * @param data rows with targets
   * @param batchSize the rows of a run
   * @param changed may change outputs before metrics see them
   * @return {@code loss} and then the metrics
   * @throws IllegalArgumentException if there is no row, or the loss cannot take a target
   */
  public Map<String, Double> evaluate(Dataset data, int batchSize, Consumer<StepResult> changed) {
    checkRows(data);
    checkTargets(data);
    return scores(data, batchSize, () -> false, changed).logs("");
  }

  /**
   * Changes the weights by one batch: all rows, in their order.
   *
   * @param data rows with targets
   * @return {@code loss} and then the metrics, before the change
   * @throws IllegalArgumentException if there is no row, or the loss cannot take a target
   */
  public Map<String, Double> trainOnBatch(Dataset data) {
    checkRows(data);
    checkTargets(data);
    Batch batch = whole(data);
    LossTracker scores = tracker(data);
    // In the place of the epoch, so that each call has draws of its own.
    StepResult result = graph.train(batch, (int) Math.min(graph.iteration(), Integer.MAX_VALUE));
    scores.update(batch, result);
    return scores.logs("");
  }

  private static Batch whole(Dataset data) {
    int[] order = new int[data.size()];
    Arrays.setAll(order, row -> row);
    Batch batch = data.newBatch(order.length);
    data.fill(order, 0, order.length, batch);
    return batch;
  }

  /**
   * Trains at rates that rise from step to step, and puts everything back as it was.
   *
   * @param data rows with targets
   * @param settings which rates, how many steps
   * @return the losses by rate
   * @throws IllegalArgumentException if there is no row, or the loss cannot take a target
   * @throws IllegalStateException if the rate is a schedule's
   */
  public RateCurve findLearningRate(Dataset data, Consumer<LearningRateFinder> settings) {
    LearningRateFinder how = new LearningRateFinder();
    settings.accept(how);
    checkRows(data);
    checkTargets(data);
    List<NamedArray> before = graph.state();
    try {
      return how.run(graph, data, modelSeed());
    } finally {
      graph.restore(before);
    }
  }

  /** The figures of validation, or none if it is to stop meanwhile. */
  Map<String, Double> validate(Dataset data, int batchSize, BooleanSupplier stop) {
    LossTracker scores = scores(data, batchSize, stop, result -> {});
    return stop.getAsBoolean() ? Map.of() : scores.logs("val_");
  }

  private LossTracker scores(
      Dataset data, int batchSize, BooleanSupplier stop, Consumer<StepResult> changed) {
    int[] order = new int[data.size()];
    Arrays.setAll(order, row -> row);
    LossTracker scores = tracker(data);
    try (BatchFeed feed = new BatchFeed(data, batchSize)) {
      feed.start(order);
      while (feed.hasNext() && !stop.getAsBoolean()) {
        Batch batch = feed.next();
        StepResult result = graph.evaluate(batch);
        if (result.hasRun()) {
          changed.accept(result);
          scores.update(batch, result);
        }
      }
    }
    return scores;
  }

  /** What is reported of each objective. */
  List<Reported> reported() {
    return reported;
  }

  StepGraph graph() {
    return graph;
  }

  /** The seed of dropout and augmentation, and of the order where {@code fit} names none. */
  long modelSeed() {
    return graph.model().plan().seed();
  }

  LossTracker tracker(Dataset data) {
    List<Shape> shapes =
        IntStream.range(0, reported.size()).mapToObj(graph::outputShape).toList();
    return new LossTracker(
        graph.objectives(), reported, shapes, TargetColumns.of(data, graph.objectives()));
  }

  private static void checkRows(Dataset data) {
    Check.argument(data.size() > 0, "data", "at least one row", "none");
  }

  /** All targets before the first step: a mistake in the last row must not cost an epoch. */
  private void checkTargets(Dataset data) {
    int[] columns = TargetColumns.of(data, graph.objectives());
    for (int i = 0; i < columns.length; i++) {
      String name = columns.length == 1 ? null : graph.objectives().get(i).output();
      checkTarget(
          data.targets().get(columns[i]).column(),
          graph.outputShape(i),
          graph.targetShape(i),
          graph.objectives().get(i).loss(),
          name);
    }
  }

  private static void checkTarget(
      FloatColumn column, Shape output, Shape expected, Loss loss, @Nullable String name) {
    String what = name == null ? "labels" : "labels of \"" + name + "\"";
    Check.argument(
        column.shape().equals(expected) || isWithoutChannel(column.shape(), expected),
        what,
        expected.equals(output)
            ? "shape " + expected + " as the model's output"
            : "shape " + expected + " for " + loss.kerasName(),
        column.shape());
    float[] row = new float[expected.size()];
    boolean known = false;
    for (int i = 0; i < column.rows(); i++) {
      column.read(i, row, 0);
      loss.checkTarget(row, 0, row.length, i, output);
      for (float value : row) {
        known |= loss.knows(value);
      }
    }
    Check.argument(known, what, "at least one known label", "only unknown ones");
  }

  /** Keras takes pictures of one channel with and without that axis. */
  private static boolean isWithoutChannel(Shape shape, Shape expected) {
    int[] axes = expected.toArray();
    return axes.length > 1
        && axes[axes.length - 1] == 1
        && Arrays.equals(shape.toArray(), Arrays.copyOf(axes, axes.length - 1));
  }
}

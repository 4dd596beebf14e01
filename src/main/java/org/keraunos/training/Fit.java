package org.keraunos.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.NamedArray;
import org.keraunos.base.NamedArrays;
import org.keraunos.data.Batch;
import org.keraunos.data.Dataset;
import org.keraunos.graph.StepGraph;
import org.keraunos.graph.StepResult;

/** One call of {@code fit}: the epochs from wherever it begins, once. */
public final class Fit {
  /** Who diverges more often does so for another reason than the rate. */
  private static final int MOST_BACK = 5;

  private final Trainer trainer;
  private final StepGraph graph;
  private final Dataset train;
  private final @Nullable Dataset validation;
  private final FitOptions options;
  private final CallbackList callbacks;
  private final Consumer<Path> save;
  private final EpochOrder order;
  private final Control control = new Control();
  private final List<Map<String, Double>> epochs = new ArrayList<>();
  private final List<Double> inputWaitShares = new ArrayList<>();
  private final List<Consumer<TrainingState>> waitingForState = new ArrayList<>();
  private @Nullable CheckpointWriter saving;
  private @Nullable Map<String, Object> facts;
  private LossTracker scores;
  private Phase phase = Phase.EPOCH;
  private int timesBack;
  private int firstEpoch;
  private int epoch;
  private int step;
  private long waited;
  private long stepping;
  private boolean stopped;
  private boolean interrupted;
  private OnNotFinite onNotFinite;
  private @Nullable NotFiniteException notFinite;

  Fit(
      Trainer trainer,
      Dataset train,
      @Nullable Dataset validation,
      FitOptions options,
      long seed,
      CallbackList callbacks,
      Consumer<Path> save) {
    this.trainer = trainer;
    this.graph = trainer.graph();
    this.train = train;
    this.validation = validation;
    this.options = options;
    this.callbacks = callbacks;
    this.save = save;
    this.onNotFinite = options.onNotFinite();
    this.order = new EpochOrder(train.size(), seed, options.shuffle());
    this.scores = trainer.tracker(train);
    this.epoch = options.initialEpoch();
    this.firstEpoch = epoch;
  }

  /**
   * Trains.
   *
   * @return a line an epoch
   * @throws NotFiniteException if a loss or weight is no finite number, unless the options say
   *     otherwise
   * @throws IllegalStateException if another training writes checkpoints to the same folder
   * @throws org.keraunos.base.DataException if the folder of the checkpoints cannot be written
   */
  public History run() {
    Checkpoints checkpoints = options.checkpoints();
    if (checkpoints == null) {
      return train();
    }
    try (CheckpointWriter writer = new CheckpointWriter(checkpoints)) {
      saving = writer;
      checkSaving(checkpoints);
      return train();
    } finally {
      saving = null;
    }
  }

  /** {@return the seed of the order of the rows} */
  public long seed() {
    return order.seed();
  }

  /** {@return how many epochs have ended in this call} */
  public int finishedEpochs() {
    return epochs.size();
  }

  /** {@return loss and metrics of the last epoch that has ended; none before} */
  public Map<String, Double> lastFigures() {
    return epochs.isEmpty()
        ? Map.of()
        : Collections.unmodifiableMap(new LinkedHashMap<>(epochs.get(epochs.size() - 1)));
  }

  /** Before the first step: what would fail in the middle. */
  private void checkSaving(Checkpoints checkpoints) {
    if (checkpoints.areWithinEpochs()) {
      try {
        Check.argument(!scores.state().isEmpty(), "metrics", "a state", "none");
      } catch (UnsupportedOperationException e) {
        throw new IllegalArgumentException(
            "checkpoints: expected them at the ends of epochs alone, since " + e.getMessage(), e);
      }
    }
  }

  private History train() {
    TrainingState resumed = options.resumed();
    if (resumed != null && resumed.phase() == Phase.FINISHED) {
      Facts.check(resumed.facts(), facts(), options.anyway());
      restore(resumed);
      return history();
    }
    Throwable failure = null;
    try (BatchFeed feed = new BatchFeed(train, options.batchSize())) {
      begin(resumed);
      while (goesOn()) {
        epoch(feed);
        if (notFinite != null && onNotFinite == OnNotFinite.GO_BACK) {
          goBack(notFinite);
        }
      }
      if (interrupted && saving != null) {
        saveInterrupted(saving);
      }
      if (notFinite == null) {
        // As Keras does, before callbacks see the end of the training.
        if (graph.keepsAverages()) {
          graph.model().setWeights(graph.averagedWeights());
        }
      }
    } catch (RuntimeException | Error e) {
      failure = e;
      throw e;
    } finally {
      Callback.TrainEnd end = new Callback.TrainEnd(epochs.size(), control);
      callbacks.end(callback -> callback.onTrainEnd(end), failure);
    }
    if (notFinite != null && onNotFinite != OnNotFinite.CONTINUE) {
      notFinite = located(notFinite);
    }
    phase = interrupted || notFinite != null ? phase : Phase.FINISHED;
    if (saving != null && phase == Phase.FINISHED) {
      saving.write(state());
    }
    giveState(false, false);
    if (notFinite != null && onNotFinite == OnNotFinite.THROW) {
      throw notFinite;
    }
    return history();
  }

  private History history() {
    TrainingState unwritten = null;
    if (saving != null) {
      saving.finish();
      unwritten = saving.unwritten();
    }
    return new History(
        epochs,
        inputWaitShares,
        share(waited, stepping),
        interrupted,
        firstEpoch,
        notFinite,
        unwritten);
  }

  /** An epoch that has begun is ended, also if it is the one in which a callback said to stop. */
  private boolean goesOn() {
    return !interrupted
        && !diverged()
        && (phase != Phase.EPOCH || (epoch < options.epochs() && !stopped));
  }

  private void begin(@Nullable TrainingState resumed) {
    if (resumed != null) {
      Facts.check(resumed.facts(), facts(), options.anyway());
      restore(resumed);
    }
    Callback.TrainBegin begin = new Callback.TrainBegin(
        options.epochs(), train.size(), options.batchSize(), resumed != null, control);
    callbacks.each(callback -> callback.onTrainBegin(begin));
    if (resumed != null) {
      callbacks.restore(resumed.below(TrainingState.CALLBACKS));
    }
    if (onNotFinite == OnNotFinite.GO_BACK) {
      Check.state(saving != null, "onNotFinite GO_BACK needs checkpoints to go back to");
      graph.setLearningRate(graph.learningRate()); // which a schedule's refuses
    }
    if (saving != null && (resumed == null || onNotFinite == OnNotFinite.GO_BACK)) {
      saving.write(state());
    }
    giveState(false, false);
  }

  private boolean isStopAsked() {
    return Thread.currentThread().isInterrupted() || options.isStopAsked();
  }

  private void saveInterrupted(CheckpointWriter writer) {
    try {
      writer.write(state());
    } catch (UnsupportedOperationException e) {
      options.remark("no checkpoint is written within an epoch: " + e.getMessage());
    }
  }

  /** Back to the last checkpoint, with half the rate. */
  private void goBack(NotFiniteException found) {
    CheckpointWriter writer = Check.present(saving, "checkpoints");
    double rate = graph.learningRate() / 2;
    int back = timesBack + 1;
    TrainingState good = writer.goBack().orElse(null);
    if (good == null || back > MOST_BACK) {
      throw found;
    }
    String first = where(good, found);
    restore(good);
    callbacks.restore(good.below(TrainingState.CALLBACKS));
    graph.setLearningRate(rate);
    timesBack = back;
    notFinite = null;
    options.remark(found.problem() + first + "; back to step " + step + " of epoch " + (epoch + 1)
        + ", and on at a learning rate of " + rate);
  }

  /** With the first layer, where the last checkpoint is near enough to look; all stays as it is. */
  private NotFiniteException located(NotFiniteException found) {
    TrainingState before = saving == null ? null : saving.newest().orElse(null);
    if (before == null
        || !FirstNotFinite.isBefore(before, found)
        || found.step() - before.step() > FirstNotFinite.MOST_STEPS) {
      return found;
    }
    List<NamedArray> now = graph.state();
    try {
      return found.with(where(before, found));
    } finally {
      graph.restore(now);
    }
  }

  private String where(TrainingState from, NotFiniteException found) {
    return FirstNotFinite.of(graph, train, order, options.batchSize(), from, found);
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  private void epoch(BatchFeed feed) {
    long start = System.nanoTime();
    if (phase == Phase.EPOCH) {
      scores = trainer.tracker(train);
      phase = Phase.STEPS;
      Callback.EpochBegin begin = new Callback.EpochBegin(epoch, control);
      callbacks.each(callback -> callback.onEpochBegin(begin));
      giveState(false, false);
    }
    long firstStep = System.nanoTime();
    long waitedBefore = feed.waited();
    if (phase == Phase.STEPS) {
      steps(feed);
    }
    long epochStepping = System.nanoTime() - firstStep;
    long epochWaited = feed.waited() - waitedBefore;
    stepping += epochStepping;
    waited += epochWaited;
    if (notFinite == null && !interrupted) {
      checkWeights();
    }
    if (!interrupted && !diverged()) {
      phase = Phase.VALIDATION;
      end(start, share(epochWaited, epochStepping));
    }
  }

  private void steps(BatchFeed feed) {
    int rows = step * options.batchSize();
    feed.start(order.of(epoch, rows));
    rows = Math.min(rows, train.size());
    while (feed.hasNext() && !interrupted && !stopped) {
      Batch batch = feed.next();
      if (!callbacks.isEmpty()) {
        Callback.BatchBegin begin = new Callback.BatchBegin(epoch, step, control);
        callbacks.each(callback -> callback.onBatchBegin(begin));
      }
      StepResult result = graph.train(batch, epoch);
      if (result.hasRun()) {
        scores.update(batch, result);
        if (!Double.isFinite(result.loss()) && notFinite == null) {
          notFinite = NotFiniteException.loss(result.loss(), epoch, step, graph.learningRate());
        }
      }
      if (diverged()) {
        return;
      }
      rows += batch.rows();
      if (!callbacks.isEmpty()) {
        Callback.BatchEnd end =
            new Callback.BatchEnd(epoch, step, rows, scores::runningLogs, control);
        callbacks.each(callback -> callback.onBatchEnd(end));
      }
      step++;
      giveState(true, false);
      interrupted = isStopAsked();
    }
  }

  private boolean diverged() {
    return notFinite != null && onNotFinite != OnNotFinite.CONTINUE;
  }

  /** A last step may leave weights that no loss has seen yet. */
  private void checkWeights() {
    for (NamedArray weight : graph.model().getWeights()) {
      OptionalDouble found = weight.firstNotFinite();
      if (found.isPresent()) {
        notFinite = NotFiniteException.weight(
            weight.name(), found.getAsDouble(), epoch, Math.max(0, step - 1), graph.learningRate());
        return;
      }
    }
  }

  private void end(long start, double inputWaitShare) {
    Map<String, Double> logs = new LinkedHashMap<>(scores.logs(""));
    if (validation != null && options.validates(epoch)) {
      logs.putAll(validate(validation));
      interrupted = isStopAsked();
      if (interrupted) {
        return;
      }
    }
    callbacks.each(callback -> addFigures(callback.figures(control), logs));
    inputWaitShares.add(inputWaitShare);
    epochs.add(logs);
    double seconds = (System.nanoTime() - start) / 1e9;
    Callback.EpochEnd end = new Callback.EpochEnd(
        epoch, Collections.unmodifiableMap(logs), seconds, inputWaitShare, control);
    callbacks.each(callback -> callback.onEpochEnd(end));
    epoch++;
    step = 0;
    phase = Phase.EPOCH;
    scores = trainer.tracker(train);
    giveState(false, true);
    interrupted = isStopAsked();
  }

  private Map<String, Double> validate(Dataset data) {
    Callback.TestBegin begin = new Callback.TestBegin(epoch, control);
    Callback.TestEnd end = new Callback.TestEnd(epoch, control);
    Throwable failure = null;
    try {
      callbacks.each(callback -> callback.onTestBegin(begin));
      return trainer.validate(data, options.batchSize(), this::isStopAsked);
    } catch (RuntimeException | Error e) {
      failure = e;
      throw e;
    } finally {
      callbacks.end(callback -> callback.onTestEnd(end), failure);
    }
  }

  /** Two callbacks may say the same, and none may say something else than there is. */
  private static void addFigures(Map<String, Double> added, Map<String, Double> logs) {
    added.forEach((name, value) -> {
      Double before = logs.putIfAbsent(name, value);
      Check.state(
          before == null || before.equals(value),
          "a callback adds the figure " + name + ", which another one or the model has");
    });
  }

  private void giveState(boolean afterStep, boolean epochEnd) {
    boolean due = saving != null && saving.isDue(afterStep, epochEnd) && notFinite == null;
    if (due || !waitingForState.isEmpty()) {
      TrainingState state = state();
      List<Consumer<TrainingState>> receivers = List.copyOf(waitingForState);
      waitingForState.clear();
      receivers.forEach(receiver -> receiver.accept(state));
      if (due && saving != null) {
        saving.write(state);
      }
    }
  }

  private TrainingState state() {
    List<NamedArray> arrays = new ArrayList<>();
    arrays.add(
        TrainingState.position(epoch, step, order.seed(), stopped, firstEpoch, phase, timesBack));
    arrays.addAll(NamedArrays.below(TrainingState.VARIABLES, graph.state()));
    arrays.addAll(NamedArrays.below(TrainingState.HISTORY, HistoryArrays.of(epochs)));
    if (step > 0) {
      arrays.addAll(NamedArrays.below(TrainingState.RUNNING, scores.state()));
    }
    arrays.addAll(NamedArrays.below(TrainingState.CALLBACKS, callbacks.state()));
    return TrainingState.of(arrays, facts());
  }

  /** Goes over all data, once. */
  private Map<String, Object> facts() {
    if (facts == null) {
      facts = Facts.of(trainer, train, validation, options, callbacks);
    }
    return facts;
  }

  private void restore(TrainingState state) {
    epoch = state.epoch();
    step = state.step();
    phase = state.phase();
    stopped = state.stopped();
    firstEpoch = state.firstEpoch();
    timesBack = state.timesBack();
    graph.restore(state.below(TrainingState.VARIABLES));
    epochs.clear();
    epochs.addAll(HistoryArrays.read(state.below(TrainingState.HISTORY), epoch - firstEpoch + 1));
    // How long another process waited is no part of what is learned, and so not of the state.
    int known = Math.min(inputWaitShares.size(), epochs.size());
    inputWaitShares.subList(known, inputWaitShares.size()).clear();
    inputWaitShares.addAll(Collections.nCopies(epochs.size() - known, Double.NaN));
    scores = trainer.tracker(train);
    List<NamedArray> running = state.below(TrainingState.RUNNING);
    if (!running.isEmpty()) {
      scores.restore(running);
    }
  }

  private final class Control implements FitControl {
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
      Check.argument(
          rate > 0 && Double.isFinite(rate), "learningRate", "a finite number > 0", rate);
      graph.setLearningRate(rate);
    }

    @Override
    public List<NamedArray> averagedWeights() {
      return graph.averagedWeights();
    }

    @Override
    public long iteration() {
      return graph.iteration();
    }

    @Override
    public byte[] graphDefinition() {
      return graph.definition();
    }

    @Override
    public boolean hasValidation() {
      return validation != null;
    }

    @Override
    public void saveTo(Path path) {
      save.accept(path);
    }

    @Override
    public void onNotFinite(OnNotFinite then) {
      onNotFinite = then;
    }

    @Override
    public boolean higherIsBetter(String figure) {
      return scores.higherIsBetter(figure);
    }

    @Override
    public void state(Consumer<TrainingState> receiver) {
      waitingForState.add(receiver);
    }
  }
}

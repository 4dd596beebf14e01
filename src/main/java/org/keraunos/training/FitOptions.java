package org.keraunos.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.DataException;
import org.keraunos.data.Dataset;

/**
 * How to train; Keras's parameters of {@code fit} with its defaults. It is changed in place, and so
 * lives in the lambda that {@code fit} takes.
 */
public final class FitOptions {
  private int batchSize = 32;
  private int epochs = 1;
  private boolean shuffle = true;
  private @Nullable Long seed;
  private @Nullable Dataset validationData;
  private double validationSplit;
  private IntPredicate validated = epoch -> true;
  private String validatedText = "1";
  private final List<Callback> callbacks = new ArrayList<>();
  private double @Nullable [] onlyClassWeight;
  private final Map<String, double[]> classWeights = new LinkedHashMap<>();
  private boolean verbose = true;
  private int initialEpoch;
  private OnNotFinite onNotFinite = OnNotFinite.THROW;
  private @Nullable TrainingState resumed;
  private @Nullable Path resumedFolder;
  private boolean resumeNeeded;
  private boolean resumeAnyway;
  private @Nullable Checkpoints checkpoints;
  private BooleanSupplier stopAsked = () -> false;

  FitOptions() {}

  /**
   * Options as they are set.
   *
   * @param settings sets them
   * @return the options
   */
  public static FitOptions of(Consumer<FitOptions> settings) {
    FitOptions options = new FitOptions();
    settings.accept(options);
    return options;
  }

  /**
   * The rows of a step.
   *
   * @param rows at least 1; 32 if not given
   * @return this
   */
  public FitOptions batchSize(int rows) {
    Check.argument(rows >= 1, "batchSize", ">= 1", rows);
    this.batchSize = rows;
    return this;
  }

  /**
   * The epoch to end with: how often to go over the data, less those before {@link #initialEpoch}.
   *
   * @param times at least 1, the default
   * @return this
   */
  public FitOptions epochs(int times) {
    Check.argument(times >= 1, "epochs", ">= 1", times);
    this.epochs = times;
    return this;
  }

  /**
   * The epoch to begin with, so that orders, augmentation and what callbacks see go on where an
   * earlier {@code fit} ended.
   *
   * @param epoch from 0, the default
   * @return this
   */
  public FitOptions initialEpoch(int epoch) {
    Check.argument(epoch >= 0, "initialEpoch", ">= 0", epoch);
    this.initialEpoch = epoch;
    return this;
  }

  /**
   * What becomes of a training whose loss or weights are no finite numbers any more.
   *
   * @param then {@link OnNotFinite#THROW} if not given
   * @return this
   */
  public FitOptions onNotFinite(OnNotFinite then) {
    this.onNotFinite = then;
    return this;
  }

  /**
   * Goes on with a training where it stood: weights, slots, rate, figures and what callbacks keep
   * are put back. Network, data, callbacks and options must be the same; then it ends with the same
   * bits as one that was never stopped. Others are refused by {@code fit}, which names the first
   * difference; so is another environment (processor, TensorFlow, threads, parts of a batch,
   * precision), unless {@link #resumeAnyway} lets it pass. A training that was over gives its
   * history and trains nothing.
   *
   * @param state from {@link FitControl#state} or {@link TrainingState#read}
   * @return this
   */
  public FitOptions resume(TrainingState state) {
    this.resumed = state;
    return this;
  }

  /**
   * Goes on from the newest checkpoint of a folder that is whole, as {@link #resume(TrainingState)}
   * does.
   *
   * @param folder where {@link #checkpoints(Path)} wrote; {@code fit} throws a
   *     {@link DataException} if there is none that is whole
   * @return this
   */
  public FitOptions resume(Path folder) {
    this.resumedFolder = Check.given(folder, "folder");
    this.resumeNeeded = true;
    return this;
  }

  /**
   * Goes on from the newest checkpoint of a folder, or begins if there is none.
   *
   * @param folder where {@link #checkpoints(Path)} writes; {@code fit} throws a
   *     {@link DataException} if there are some and none is whole
   * @return this
   */
  public FitOptions resumeIfAny(Path folder) {
    this.resumedFolder = Check.given(folder, "folder");
    this.resumeNeeded = false;
    return this;
  }

  /**
   * Goes on in another environment, too: the difference is told, and the training will not end with
   * the same bits. Other data, another network or other options are refused nevertheless.
   *
   * @return this
   */
  public FitOptions resumeAnyway() {
    this.resumeAnyway = true;
    return this;
  }

  /**
   * Writes checkpoints after each epoch, and keeps the last three.
   *
   * @param folder where to; made if it is not there; no other training may write to it meanwhile
   * @return this
   */
  public FitOptions checkpoints(Path folder) {
    return checkpoints(folder, settings -> {});
  }

  /**
   * Writes checkpoints.
   *
   * @param folder where to; made if it is not there; no other training may write to it meanwhile
   * @param settings {@code o -> o.everySteps(500).everyMinutes(10).keep(3)}
   * @return this
   */
  public FitOptions checkpoints(Path folder, Consumer<Checkpoints> settings) {
    Checkpoints how = new Checkpoints(Check.given(folder, "folder"));
    Check.given(settings, "settings").accept(how);
    this.checkpoints = how;
    return this;
  }

  /**
   * Writes checkpoints, and begins from the newest one if there is one: one program to start and to
   * go on with. Keras's {@code keras.callbacks.BackupAndRestore}; other than there the end has the
   * same bits as without a stop, and what was written stays.
   *
   * @param folder where to; made if it is not there
   * @param settings {@code o -> o.everySteps(500)}; Keras's {@code save_freq}
   * @return this
   */
  public FitOptions backupAndRestore(Path folder, Consumer<Checkpoints> settings) {
    return checkpoints(folder, settings).resumeIfAny(folder);
  }

  /**
   * What ends the training behind a step as {@link Thread#interrupt} does, without disturbing files
   * that are being written at that time.
   *
   * @param asked is asked behind each step, each batch of validation and each epoch
   * @return this
   */
  public FitOptions stopWhen(BooleanSupplier asked) {
    this.stopAsked = asked;
    return this;
  }

  /**
   * Whether each epoch has an order of its own.
   *
   * @param each true if not given
   * @return this
   */
  public FitOptions shuffle(boolean each) {
    this.shuffle = each;
    return this;
  }

  /**
   * The seed of the order and of the validation split.
   *
   * @param value the model's seed if not given
   * @return this
   */
  public FitOptions seed(long value) {
    this.seed = value;
    return this;
  }

  /**
   * Data to evaluate after each epoch.
   *
   * @param data with targets
   * @return this
   */
  public FitOptions validationData(Dataset data) {
    this.validationData = data;
    return this;
  }

  /**
   * The share of the training data to evaluate on instead; the rows are shuffled first (Keras takes
   * the last).
   *
   * @param share 0 to below 1; 0, none, if not given
   * @return this
   */
  public FitOptions validationSplit(double share) {
    Check.argument(share >= 0 && share < 1, "validationSplit", "0 <= share < 1", share);
    this.validationSplit = share;
    return this;
  }

  /**
   * After how many epochs to evaluate, again and again.
   *
   * @param epochs at least 1, the default
   * @return this
   */
  public FitOptions validationFreq(int epochs) {
    Check.argument(epochs >= 1, "validationFreq", ">= 1", epochs);
    this.validated = epoch -> (epoch + 1) % epochs == 0;
    this.validatedText = String.valueOf(epochs);
    return this;
  }

  /**
   * After which epochs to evaluate.
   *
   * @param epochs as Keras counts them here: 1 is the first
   * @return this
   */
  public FitOptions validationFreq(List<Integer> epochs) {
    List<Integer> all = List.copyOf(epochs);
    Check.argument(
        !all.isEmpty() && all.stream().allMatch(epoch -> epoch >= 1),
        "validationFreq",
        "numbers of epochs, from 1",
        all);
    this.validated = epoch -> all.contains(epoch + 1);
    this.validatedText = all.toString();
    return this;
  }

  /**
   * Weighs the labels while training, for a network of one output: each label's part of the loss is
   * multiplied. What validation and {@code evaluate} report is not. In Keras a row is multiplied
   * instead, by the weight of its highest label; for one of several classes that is the same.
   *
   * @param weights one a label, in the order of the output; finite, at least 0, not all 0
   * @return this
   */
  public FitOptions classWeight(double... weights) {
    this.onlyClassWeight = weights.clone();
    return this;
  }

  /**
   * Weighs the labels of an output while training.
   *
   * @param output the name of the output's layer
   * @param weights one a label; finite, at least 0, not all 0
   * @return this
   */
  public FitOptions classWeight(String output, double... weights) {
    classWeights.put(output, weights.clone());
    return this;
  }

  /**
   * The weights of labels by output.
   *
   * @param outputs the names of the outputs that have a loss
   * @return for each output that was named the weights of its labels
   */
  public Map<String, List<Double>> classWeights(List<String> outputs) {
    Map<String, double[]> given = new LinkedHashMap<>(classWeights);
    if (onlyClassWeight != null) {
      Check.argument(
          outputs.size() == 1 && given.isEmpty(),
          "classWeight",
          "the output's name beside it, of " + outputs,
          "none");
      given.put(outputs.get(0), onlyClassWeight);
    }
    Map<String, List<Double>> weights = new LinkedHashMap<>();
    given.forEach((output, each) -> {
      Check.argument(
          outputs.contains(output),
          "classWeight",
          "an output that has a loss, of " + outputs,
          output);
      Check.argument(each.length > 0, "classWeight", "a weight a label", "none");
      weights.put(output, Arrays.stream(each).boxed().toList());
    });
    return weights;
  }

  /**
   * Adds callbacks.
   *
   * @param more in the order of their calls
   * @return this
   */
  public FitOptions callbacks(Callback... more) {
    callbacks.addAll(List.of(more));
    return this;
  }

  /**
   * Whether to show progress: a bar where standard error is a terminal, a line an epoch where it is
   * none, in place in a notebook.
   *
   * @param show true if not given
   * @return this
   */
  public FitOptions verbose(boolean show) {
    this.verbose = show;
    return this;
  }

  int batchSize() {
    return batchSize;
  }

  int epochs() {
    return epochs;
  }

  int initialEpoch() {
    return initialEpoch;
  }

  OnNotFinite onNotFinite() {
    return onNotFinite;
  }

  /** What to go on from; reads it when first asked. */
  @Nullable
  TrainingState resumed() {
    Path folder = resumedFolder;
    if (resumed == null && folder != null) {
      Checkpoints how = checkpoints == null ? new Checkpoints(folder) : checkpoints;
      resumed = new CheckpointFolder(folder).newest(how.remarks()).orElse(null);
      if (resumed == null && resumeNeeded) {
        throw new DataException(folder, "expected a checkpoint to go on from, found none");
      }
    }
    return resumed;
  }

  /** Takes a difference of the environment; null if that is refused. */
  Facts.@Nullable Told anyway() {
    Checkpoints how = checkpoints == null ? new Checkpoints(Path.of("")) : checkpoints;
    return resumeAnyway ? how.remarks()::accept : null;
  }

  @Nullable
  Checkpoints checkpoints() {
    return checkpoints;
  }

  /** Tells the user something. */
  void remark(String text) {
    if (checkpoints != null) {
      checkpoints.remarks().accept(text);
    }
  }

  boolean isStopAsked() {
    return stopAsked.getAsBoolean();
  }

  /** What must be the same when a training goes on; classWeight stands in what it makes small. */
  Map<String, Object> facts(long modelSeed) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("batchSize", batchSize);
    facts.put("epochs", epochs);
    facts.put("shuffle", shuffle);
    facts.put("seed", seedOr(modelSeed));
    facts.put("validationSplit", validationSplit);
    facts.put("validationFreq", validatedText);
    facts.put("onNotFinite", onNotFinite.name());
    return facts;
  }

  boolean shuffle() {
    return shuffle;
  }

  long seedOr(long otherwise) {
    return seed == null ? otherwise : seed;
  }

  @Nullable
  Dataset validationData() {
    return validationData;
  }

  double validationSplit() {
    return validationSplit;
  }

  boolean validates(int epoch) {
    return validated.test(epoch);
  }

  List<Callback> callbacks() {
    return callbacks;
  }

  boolean verbose() {
    return verbose;
  }
}

package org.keraunos.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
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
  private final List<Callback> callbacks = new ArrayList<>();
  private double @Nullable [] onlyClassWeight;
  private final Map<String, double[]> classWeights = new LinkedHashMap<>();
  private boolean verbose = true;
  private int initialEpoch;
  private OnNotFinite onNotFinite = OnNotFinite.THROW;
  private @Nullable TrainingState resumed;

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
   * bits as one that was never stopped. What can be seen to be another is refused by {@code fit}:
   * rows, batch size, shuffling, the model's seed, places of callbacks that keep something.
   *
   * @param state from {@link FitControl#state}
   * @return this
   */
  public FitOptions resume(TrainingState state) {
    this.resumed = state;
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

  @Nullable
  TrainingState resumed() {
    return resumed;
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

package org.keraunos.recipes;

import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.optimizers.Optimizers.adam;
import static org.keraunos.optimizers.Optimizers.adamW;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.keraunos.base.Check;
import org.keraunos.base.CheckReturnValue;
import org.keraunos.data.Dataset;
import org.keraunos.decisions.Criterion;
import org.keraunos.losses.Loss;
import org.keraunos.optimizers.FluentOptimizer;
import org.keraunos.optimizers.Optimizer;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.schedules.Schedules;
import org.keraunos.training.EarlyStopping;
import org.keraunos.training.FitOptions;
import org.keraunos.training.SwapEMAWeights;

/**
 * How a network is trained: what a recipe says, with whatever its user wants otherwise.
 *
 * @param epochs times over the training rows, at least 1
 * @param batchSize rows of a step, at least 1
 * @param learningRate Adam's rate, above 0; of a cycle its top
 * @param oneCycle whether the rate rises in the first quarter of the steps and then falls to
 *     nothing
 * @param weightDecay of kernels, as in AdamW; 0 for none
 * @param labelSmoothing how far labels are moved to one half, 0 to 1
 * @param averaging the share of the steps over which weights are averaged, 0 to 1, or 0; too few
 *     steps for an average have none
 * @param augment how images are changed
 * @param bfloat16 whether to compute in bfloat16 on a processor that has it
 * @param validationSplit the share of the training rows to validate on, 0 to below 1
 * @param patience after how many epochs without a better validation loss to end, with the weights
 *     of the best; 0 for never
 * @param thresholds what a threshold a label is chosen for on the rows to validate on; 0.5 for all
 *     labels if nothing
 */
@CheckReturnValue
public record Training(
    int epochs,
    int batchSize,
    double learningRate,
    boolean oneCycle,
    double weightDecay,
    double labelSmoothing,
    double averaging,
    Augment augment,
    boolean bfloat16,
    double validationSplit,
    int patience,
    Optional<Criterion> thresholds) {
  /** The tutorial's: 10 epochs in batches of 64, Adam with Keras's defaults. */
  public static final Training TUTORIAL =
      new Training(10, 64, 0.001, false, 0, 0, 0, Augment.NONE, false, 0, 0, Optional.empty());

  private static final double RISE = 0.25;
  private static final double FEWEST_AVERAGED = 2;

  /**
   * Checks the numbers.
   *
   * @param epochs times over the training rows
   * @param batchSize rows of a step
   * @param learningRate Adam's rate
   * @param oneCycle whether the rate rises and falls
   * @param weightDecay of kernels
   * @param labelSmoothing how far labels are moved
   * @param averaging the share of the steps
   * @param augment how images are changed
   * @param bfloat16 whether to compute in bfloat16
   * @param validationSplit the share of the training rows
   * @param patience epochs before an early stop
   * @param thresholds what they are chosen for
   * @throws IllegalArgumentException if one is out of its range
   */
  public Training {
    Check.argument(epochs >= 1, "epochs", ">= 1", epochs);
    Check.argument(batchSize >= 1, "batchSize", ">= 1", batchSize);
    Check.argument(
        learningRate > 0 && Double.isFinite(learningRate),
        "learningRate",
        "a number > 0",
        learningRate);
    Check.argument(
        weightDecay >= 0 && Double.isFinite(weightDecay),
        "weightDecay",
        "a number >= 0",
        weightDecay);
    Check.argument(
        labelSmoothing >= 0 && labelSmoothing <= 1, "labelSmoothing", "0 to 1", labelSmoothing);
    Check.argument(averaging >= 0 && averaging <= 1, "averaging", "0 to 1", averaging);
    Check.argument(
        validationSplit >= 0 && validationSplit < 1,
        "validationSplit",
        "0 <= share < 1",
        validationSplit);
    Check.argument(patience >= 0, "patience", ">= 0", patience);
  }

  /**
   * Another number of epochs.
   *
   * @param times at least 1
   * @return a changed copy
   */
  public Training epochs(int times) {
    return copy(times, batchSize, learningRate, augment, validationSplit, patience, thresholds);
  }

  /**
   * Other batches.
   *
   * @param rows at least 1
   * @return a changed copy
   */
  public Training batchSize(int rows) {
    return copy(epochs, rows, learningRate, augment, validationSplit, patience, thresholds);
  }

  /**
   * Another rate.
   *
   * @param rate above 0; of a cycle its top
   * @return a changed copy
   */
  public Training learningRate(double rate) {
    return copy(epochs, batchSize, rate, augment, validationSplit, patience, thresholds);
  }

  /**
   * Other changes of images.
   *
   * @param how {@link Augment#NONE} for none
   * @return a changed copy
   */
  public Training augment(Augment how) {
    return copy(epochs, batchSize, learningRate, how, validationSplit, patience, thresholds);
  }

  /**
   * Other rows to validate on, and what they are for.
   *
   * @param share of the training rows, 0 to below 1; 0 where there are others, or none
   * @param epochsToWait the patience of an early stop; 0 for none
   * @param criterion of thresholds
   * @return a changed copy
   */
  public Training validation(double share, int epochsToWait, Optional<Criterion> criterion) {
    return copy(epochs, batchSize, learningRate, augment, share, epochsToWait, criterion);
  }

  private Training copy(
      int epochs,
      int batchSize,
      double learningRate,
      Augment augment,
      double validationSplit,
      int patience,
      Optional<Criterion> thresholds) {
    return new Training(
        epochs,
        batchSize,
        learningRate,
        oneCycle,
        weightDecay,
        labelSmoothing,
        averaging,
        augment,
        bfloat16,
        validationSplit,
        patience,
        thresholds);
  }

  /** {@return the types to compute in on this machine} */
  public DTypePolicy policy() {
    return bfloat16 ? DTypePolicy.auto() : DTypePolicy.FLOAT32;
  }

  /** {@return binary cross-entropy with the smoothing} */
  public Loss loss() {
    return binaryCrossentropy().labelSmoothing(labelSmoothing);
  }

  /**
   * Adam, or AdamW where weights decay, with its schedule.
   *
   * @param rows of training, those to validate on among them
   * @return the optimizer
   */
  public Optimizer optimizer(int rows) {
    return weightDecay == 0
        ? with(adam(learningRate), rows)
        : with(
            adamW(learningRate)
                .weightDecay(weightDecay)
                .excludeFromWeightDecay("bias", "gamma", "beta"),
            rows);
  }

  private <O extends FluentOptimizer<O>> Optimizer with(O plain, int rows) {
    O rule = plain;
    if (oneCycle) {
      rule = rule.learningRate(Schedules.oneCycle(learningRate, cycle(rows)).riseShare(RISE));
    }
    return averages(rows) ? rule.useEma(true).emaMomentum(1 - 1 / (averaging * steps(rows))) : rule;
  }

  private boolean averages(int rows) {
    return averaging * steps(rows) >= FEWEST_AVERAGED;
  }

  private int cycle(int rows) {
    return (int) Math.max(2, Math.min(Integer.MAX_VALUE, steps(rows)));
  }

  private long steps(int rows) {
    long learned = rows - Math.round(rows * validationSplit);
    return (learned + batchSize - 1) / batchSize * epochs;
  }

  /**
   * Says to {@code fit} what this says.
   *
   * @param fit what to set
   * @param rows of training, those to validate on among them
   */
  public void configure(FitOptions fit, int rows) {
    fit.batchSize(batchSize).epochs(epochs).validationSplit(validationSplit);
    if (averages(rows)) {
      fit.callbacks(new SwapEMAWeights(true));
    }
    if (patience > 0) {
      fit.callbacks(
          new EarlyStopping().monitor("val_loss").patience(patience).restoreBestWeights(true));
    }
  }

  /**
   * The training rows that {@code fit} leaves to validate on, as it divides them.
   *
   * @param train the training rows
   * @param seed of the model
   * @return the rows
   */
  public Dataset validation(Dataset train, long seed) {
    return train.split(validationSplit, seed).get(1);
  }

  /** {@return what JSON can hold, for a report; what is not done is left out} */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("epochs", epochs);
    map.put("batch_size", batchSize);
    map.put("learning_rate", learningRate);
    if (oneCycle) {
      map.put("schedule", "one-cycle");
    }
    if (weightDecay > 0) {
      map.put("weight_decay", weightDecay);
    }
    if (averaging > 0) {
      map.put("averaging", averaging);
    }
    return map;
  }
}

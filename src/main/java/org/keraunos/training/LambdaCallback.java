package org.keraunos.training;

import java.util.function.Consumer;
import org.keraunos.base.CheckReturnValue;

/**
 * A callback of functions: {@code keras.callbacks.LambdaCallback}. Immutable.
 *
 * <pre>{@code
 * new LambdaCallback().onEpochEnd(event -> System.out.println(event.logs()))
 * }</pre>
 */
@CheckReturnValue
public final class LambdaCallback implements Callback {
  private final Consumer<TrainBegin> trainBegin;
  private final Consumer<EpochBegin> epochBegin;
  private final Consumer<BatchEnd> batchEnd;
  private final Consumer<EpochEnd> epochEnd;
  private final Consumer<TrainEnd> trainEnd;

  /** One that does nothing yet. */
  public LambdaCallback() {
    this(event -> {}, event -> {}, event -> {}, event -> {}, event -> {});
  }

  private LambdaCallback(
      Consumer<TrainBegin> trainBegin,
      Consumer<EpochBegin> epochBegin,
      Consumer<BatchEnd> batchEnd,
      Consumer<EpochEnd> epochEnd,
      Consumer<TrainEnd> trainEnd) {
    this.trainBegin = trainBegin;
    this.epochBegin = epochBegin;
    this.batchEnd = batchEnd;
    this.epochEnd = epochEnd;
    this.trainEnd = trainEnd;
  }

  /**
   * What to do before the first epoch.
   *
   * @param what is given the event
   * @return a changed copy
   */
  public LambdaCallback onTrainBegin(Consumer<TrainBegin> what) {
    return new LambdaCallback(what, epochBegin, batchEnd, epochEnd, trainEnd);
  }

  /**
   * What to do before each epoch.
   *
   * @param what is given the event
   * @return a changed copy
   */
  public LambdaCallback onEpochBegin(Consumer<EpochBegin> what) {
    return new LambdaCallback(trainBegin, what, batchEnd, epochEnd, trainEnd);
  }

  /**
   * What to do behind each step.
   *
   * @param what is given the event
   * @return a changed copy
   */
  public LambdaCallback onBatchEnd(Consumer<BatchEnd> what) {
    return new LambdaCallback(trainBegin, epochBegin, what, epochEnd, trainEnd);
  }

  /**
   * What to do behind each epoch.
   *
   * @param what is given the event
   * @return a changed copy
   */
  public LambdaCallback onEpochEnd(Consumer<EpochEnd> what) {
    return new LambdaCallback(trainBegin, epochBegin, batchEnd, what, trainEnd);
  }

  /**
   * What to do at the end of the training.
   *
   * @param what is given the event
   * @return a changed copy
   */
  public LambdaCallback onTrainEnd(Consumer<TrainEnd> what) {
    return new LambdaCallback(trainBegin, epochBegin, batchEnd, epochEnd, what);
  }

  @Override
  public void onTrainBegin(TrainBegin event) {
    trainBegin.accept(event);
  }

  @Override
  public void onEpochBegin(EpochBegin event) {
    epochBegin.accept(event);
  }

  @Override
  public void onBatchEnd(BatchEnd event) {
    batchEnd.accept(event);
  }

  @Override
  public void onEpochEnd(EpochEnd event) {
    epochEnd.accept(event);
  }

  @Override
  public void onTrainEnd(TrainEnd event) {
    trainEnd.accept(event);
  }
}

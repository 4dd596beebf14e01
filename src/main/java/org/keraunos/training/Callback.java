package org.keraunos.training;

import java.util.Map;

/** Looks on while a model trains: {@code keras.callbacks.Callback}. None may rely on the order of the others. */
public interface Callback {
  /**
   * Before the first epoch.
   *
   * @param event what is to come
   */
  default void onTrainBegin(TrainBegin event) {}

  /**
   * Before an epoch.
   *
   * @param event which one
   */
  default void onEpochBegin(EpochBegin event) {}

  /**
   * After a step.
   *
   * @param event the means since the epoch began
   */
  default void onBatchEnd(BatchEnd event) {}

  /**
   * After an epoch and its validation.
   *
   * @param event the epoch's figures
   */
  default void onEpochEnd(EpochEnd event) {}

  /**
   * After the last epoch, also when the training was stopped, interrupted or failed.
   *
   * @param event what it came to
   */
  default void onTrainEnd(TrainEnd event) {}

  /**
   * What is to come.
   *
   * @param epochs how many epochs at most
   * @param rows the rows of an epoch
   * @param batchSize the rows of a step
   * @param control what may be done
   */
  record TrainBegin(int epochs, int rows, int batchSize, FitControl control) {}

  /**
   * Which epoch begins.
   *
   * @param epoch from 0
   */
  record EpochBegin(int epoch) {}

  /**
   * A step that was taken.
   *
   * @param epoch from 0
   * @param step from 0
   * @param rows the rows of this epoch so far
   * @param logs loss and metrics over these rows
   */
  record BatchEnd(int epoch, int step, int rows, Map<String, Double> logs) {}

  /**
   * An epoch that is over.
   *
   * @param epoch from 0
   * @param logs loss, metrics, and the same behind {@code val_} where there is validation data
   * @param seconds how long it took, with validation
   * @param inputWaitShare how much of the steps' time they waited for data, 0 to 1; validation does not count
   * @param control what may be done
   */
  record EpochEnd(
      int epoch,
      Map<String, Double> logs,
      double seconds,
      double inputWaitShare,
      FitControl control) {}

  /**
   * What a training came to.
   *
   * @param epochs the epochs that were finished
   * @param control what may be done
   */
  record TrainEnd(int epochs, FitControl control) {}
}

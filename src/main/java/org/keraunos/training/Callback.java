package org.keraunos.training;

import java.util.Map;
import org.keraunos.base.CheckReturnValue;

/**
 * Looks on while a model trains: {@code keras.callbacks.Callback}. None may rely on the order of
 * the others.
 */
public interface Callback {
  /**
   * The object that looks on at one {@code fit}: a callback that keeps something gives a new one,
   * so that it may serve several.
   *
   * @return this, unless a callback says otherwise
   */
  @CheckReturnValue
  default Callback forFit() {
    return this;
  }

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
   * Before a step: Keras's {@code on_train_batch_begin}.
   *
   * @param event which one
   */
  default void onBatchBegin(BatchBegin event) {}

  /**
   * After a step: Keras's {@code on_train_batch_end}.
   *
   * @param event where the epoch stands
   */
  default void onBatchEnd(BatchEnd event) {}

  /**
   * Before the validation of an epoch.
   *
   * @param event which one
   */
  default void onTestBegin(TestBegin event) {}

  /**
   * After the validation of an epoch, also when it failed or was interrupted.
   *
   * @param event which one
   */
  default void onTestEnd(TestEnd event) {}

  /**
   * Figures that the callback adds to those of an epoch, such as {@code learning_rate}. All
   * callbacks are asked before any sees the epoch's end, so that each sees all figures.
   *
   * @param control what may be asked
   * @return names and values, the same names in each epoch; none unless a callback says otherwise
   */
  @CheckReturnValue
  default Map<String, Double> figures(FitControl control) {
    return Map.of();
  }

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
   * @param resumed whether it goes on with a training: what a callback kept is put back behind this
   *     event, and what it wrote is not to be begun anew
   * @param control what may be done
   */
  record TrainBegin(int epochs, int rows, int batchSize, boolean resumed, FitControl control) {
    /**
     * The begin of a training that goes on with no other.
     *
     * @param epochs how many epochs at most
     * @param rows the rows of an epoch
     * @param batchSize the rows of a step
     * @param control what may be done
     */
    public TrainBegin(int epochs, int rows, int batchSize, FitControl control) {
      this(epochs, rows, batchSize, false, control);
    }
  }

  /**
   * Which epoch begins.
   *
   * @param epoch from 0
   * @param control what may be done
   */
  record EpochBegin(int epoch, FitControl control) {}

  /**
   * Which step begins.
   *
   * @param epoch from 0
   * @param step from 0
   * @param control what may be done
   */
  record BatchBegin(int epoch, int step, FitControl control) {}

  /**
   * A step that was taken.
   *
   * @param epoch from 0
   * @param step from 0
   * @param rows the rows of this epoch so far
   * @param running loss and metrics over these rows, computed when asked for
   * @param control what may be done
   */
  record BatchEnd(int epoch, int step, int rows, RunningLogs running, FitControl control) {
    /**
     * Loss and metrics over the rows of this epoch so far, computed by this call: those that cost
     * about the same however many rows there were. The others, such as an exact AUC, come with the
     * epoch's end.
     *
     * @return names and values
     */
    public Map<String, Double> logs() {
      return running.logs();
    }
  }

  /**
   * Which epoch's validation begins.
   *
   * @param epoch from 0
   * @param control what may be done
   */
  record TestBegin(int epoch, FitControl control) {}

  /**
   * Which epoch's validation is over.
   *
   * @param epoch from 0
   * @param control what may be done
   */
  record TestEnd(int epoch, FitControl control) {}

  /** Computes figures when somebody asks. */
  @FunctionalInterface
  interface RunningLogs {
    /** {@return names and values as they are now} */
    Map<String, Double> logs();
  }

  /**
   * An epoch that is over.
   *
   * @param epoch from 0
   * @param logs loss, metrics, the same behind {@code val_} where there is validation data, and
   *     what callbacks add
   * @param seconds how long it took, with validation
   * @param inputWaitShare how much of the steps' time they waited for data, 0 to 1; validation does
   *     not count
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

package org.keraunos.training;

import java.util.Map;

/**
 * Sets the learning rate before each epoch: {@code keras.callbacks.LearningRateScheduler}. Adds
 * {@code learning_rate} to the history. A rate that is a schedule's cannot be set, so that
 * {@code fit} refuses both together.
 *
 * <pre>{@code
 * new LearningRateScheduler((epoch, rate) -> epoch < 10 ? rate : rate * 0.9)
 * }</pre>
 */
public final class LearningRateScheduler implements Callback {
  private final Rule rule;

  /** The rate of an epoch. */
  @FunctionalInterface
  public interface Rule {
    /**
     * The rate of an epoch.
     *
     * @param epoch from 0
     * @param learningRate the rate of the step before
     * @return above 0
     */
    double learningRate(int epoch, double learningRate);
  }

  /**
   * A callback.
   *
   * @param rule the rate of an epoch
   */
  public LearningRateScheduler(Rule rule) {
    this.rule = rule;
  }

  /** Sets the rate to what it is, which a schedule's refuses: before the first epoch, not in it. */
  static void checkSettable(FitControl control) {
    control.setLearningRate(control.learningRate());
  }

  @Override
  public void onTrainBegin(TrainBegin event) {
    checkSettable(event.control());
  }

  @Override
  public void onEpochBegin(EpochBegin event) {
    FitControl control = event.control();
    control.setLearningRate(rule.learningRate(event.epoch(), control.learningRate()));
  }

  @Override
  public Map<String, Double> figures(FitControl control) {
    return Map.of("learning_rate", control.learningRate());
  }
}

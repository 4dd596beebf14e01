package org.keraunos.training;

import java.util.List;
import java.util.function.Consumer;
import org.keraunos.base.NamedArray;

/** What a callback may do to the {@code fit} that calls it, and to no other. */
public interface FitControl {
  /**
   * Ends the training: behind the step whose event asks for it, with validation and the end of that
   * epoch; behind the epoch if it is asked for at an epoch's end. Keras's {@code stop_training}.
   */
  void stopTraining();

  /** {@return the weights as they are now: names and values} */
  List<NamedArray> getWeights();

  /**
   * Sets weights.
   *
   * @param weights names and values
   */
  void setWeights(List<NamedArray> weights);

  /** {@return the rate that the next step takes} */
  double learningRate();

  /**
   * Changes the rate.
   *
   * @param rate above 0
   */
  void setLearningRate(double rate);

  /**
   * Which way a figure is better.
   *
   * @param figure a name as in the history, with or without {@code val_}
   * @return false for losses; what the metric says for a metric
   * @throws IllegalArgumentException if there is no such figure
   */
  boolean higherIsBetter(String figure);

  /**
   * Asks for the training's state. It is taken when all callbacks have seen the event in which it
   * is asked for, so that what they keep is in it. A training that was told to stop stays stopped
   * when it goes on from a state that was taken then; {@link Thread#interrupt} ends {@code fit}
   * behind a step, too, and leaves a state that can be gone on from.
   *
   * @param receiver is given the state, on the training thread
   */
  void state(Consumer<TrainingState> receiver);
}

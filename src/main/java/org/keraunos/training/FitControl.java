package org.keraunos.training;

import java.nio.file.Path;
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

  /**
   * The moving averages of the weights that train, where the optimizer keeps them.
   *
   * @return names and values; none before the first step
   * @throws IllegalStateException if the optimizer keeps none
   */
  List<NamedArray> averagedWeights();

  /** {@return the number of steps that the model has taken, those of earlier trainings included} */
  long iteration();

  /** {@return the graph of the step, a serialized {@code GraphDef}} */
  byte[] graphDefinition();

  /** {@return whether there is validation data, though maybe not in each epoch} */
  boolean hasValidation();

  /**
   * Writes the model as it is now, whole or not at all: what its {@code save} does where the name
   * ends in {@code .keras}, what {@code saveWeights} does where it ends in {@code .weights.h5}, and
   * else what {@code export} does.
   *
   * @param path where to; what is there is replaced
   * @throws IllegalArgumentException if the name ends in another {@code .h5}
   * @throws IllegalStateException if it is an export, and a weight is not a finite number
   * @throws org.keraunos.base.DataException if it cannot be written
   */
  void saveTo(Path path);

  /**
   * Says what becomes of the training when a loss or weight is no finite number any more, in place
   * of what the options say.
   *
   * @param then from now on
   */
  void onNotFinite(OnNotFinite then);

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
   * behind a step, too, and leaves a state that can be gone on from. A state knows a digest of the
   * data, for which the first one goes over all rows.
   *
   * @param receiver is given the state, on the training thread
   */
  void state(Consumer<TrainingState> receiver);
}

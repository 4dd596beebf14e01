package org.keraunos.training;

import java.util.List;
import org.keraunos.base.NamedArray;

/** What a callback may do to the {@code fit} that calls it, and to no other. */
public interface FitControl {
  /** Ends the training after this epoch. */
  void stopTraining();

  /**
   * The weights as they are now.
   *
   * @return names and values
   */
  List<NamedArray> getWeights();

  /**
   * Sets weights.
   *
   * @param weights names and values
   */
  void setWeights(List<NamedArray> weights);

  /**
   * The rate that the next step takes.
   *
   * @return the learning rate
   */
  double learningRate();

  /**
   * Changes the rate.
   *
   * @param rate above 0
   */
  void setLearningRate(double rate);
}

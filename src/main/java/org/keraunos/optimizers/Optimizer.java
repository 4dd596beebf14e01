package org.keraunos.optimizers;

import org.tensorflow.op.Op;

/** Changes weights by their gradients, once a step. The known ones are in {@link Optimizers}. */
public interface Optimizer {
  /**
   * Keras's name.
   *
   * @return for example {@code adam}
   */
  String kerasName();

  /**
   * The rate at the start; the graph keeps it in a variable.
   *
   * @return above 0
   */
  double learningRate();

  /**
   * The same optimizer with another rate.
   *
   * @param rate above 0
   * @return a changed copy
   */
  Optimizer learningRate(double rate);

  /**
   * Emits the change of one weight.
   *
   * @param scope rate, step and slots
   * @param weight the weight with its gradient
   * @return the op that changes it
   */
  Op update(OptimizerScope scope, Gradient weight);
}

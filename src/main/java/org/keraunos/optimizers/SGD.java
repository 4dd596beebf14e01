package org.keraunos.optimizers;

import org.keraunos.base.Check;
import org.keraunos.runtime.Variable;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.train.ResourceApplyKerasMomentum;

/**
 * Gradient descent, with momentum if asked: {@code v = momentum v - rate g}, {@code w += v} (Nesterov:
 * {@code w += momentum v - rate g}). {@code keras.optimizers.SGD}; Sutskever et al., ICML 2013.
 *
 * <p>Defaults: rate 0.01, no momentum.
 */
public final class SGD implements Optimizer {
  private final double rate;
  private final double momentum;
  private final boolean nesterov;

  SGD(double rate, double momentum, boolean nesterov) {
    Rates.check("SGD.learningRate", rate);
    Check.argument(momentum >= 0 && momentum <= 1, "SGD.momentum", "0 <= momentum <= 1", momentum);
    this.rate = rate;
    this.momentum = momentum;
    this.nesterov = nesterov;
  }

  @Override
  public SGD learningRate(double changed) {
    return new SGD(changed, momentum, nesterov);
  }

  /**
   * How much of the last change goes on.
   *
   * @param share 0 to 1; 0 if not given
   * @return a changed copy
   */
  public SGD momentum(double share) {
    return new SGD(rate, share, nesterov);
  }

  /**
   * Whether the momentum looks ahead.
   *
   * @param ahead false if not given
   * @return a changed copy
   */
  public SGD nesterov(boolean ahead) {
    return new SGD(rate, momentum, ahead);
  }

  @Override
  public String kerasName() {
    return "sgd";
  }

  @Override
  public double learningRate() {
    return rate;
  }

  @Override
  public Op update(OptimizerScope s, Gradient weight) {
    Ops tf = s.ops();
    if (momentum == 0) {
      return tf.train.resourceApplyGradientDescent(
          weight.weight().handle(), s.learningRate(), weight.value());
    }
    Variable slot = s.slot(weight.weight(), "momentum");
    return tf.train.resourceApplyKerasMomentum(
        weight.weight().handle(),
        slot.handle(),
        s.learningRate(),
        weight.value(),
        // Keras rounds it to float32 whatever the type: ops.cast(0.9, "float64").
        s.constant((float) momentum),
        ResourceApplyKerasMomentum.useNesterov(nesterov));
  }
}

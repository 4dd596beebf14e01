package org.keraunos.runtime;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Some steps of a training tower that TensorFlow's gradients do not cross: it is told the gradient
 * behind them, and they say what that makes in front of them.
 *
 * <p>TensorFlow's gradient of {@code Relu} asks for its input. So a convolution, its bias and its
 * ReLU cannot become one kernel in training. Here it is made of the output, the very same numbers,
 * and they do.
 */
final class Cut {
  private final Ops tf;
  private final Operand<TFloating> before;
  private final List<TailStep.Reversible> steps;
  private final List<Operand<TFloating>> made = new ArrayList<>();
  private final Operand<TFloating> behind;

  /**
   * Emits the steps.
   *
   * @param tf where to
   * @param before what they are applied to
   * @param steps at least one
   */
  Cut(Ops tf, Operand<TFloating> before, List<TailStep.Reversible> steps) {
    this.tf = tf;
    // TensorFlow leaves out gradients that meet those it is told to start from: what else the loss
    // makes by what went in, a skip connection or the penalty of a bias. So it starts from nodes of
    // the cut's own, which it removes from what it runs.
    this.before = tf.identity(before);
    this.steps = steps.stream().map(step -> step.onCopies(tf)).toList();
    Operand<TFloating> result = this.before;
    for (TailStep step : this.steps) {
      result = step.emit(tf, result);
      made.add(result);
    }
    // TensorFlow removes it from what it runs.
    behind = tf.stopGradient(result);
  }

  /** What layers go on with. */
  Operand<TFloating> behind() {
    return behind;
  }

  /**
   * Emits the gradients of the steps.
   *
   * @param gradient of the loss by {@link #behind}
   * @param sink takes the gradients by what the steps were applied to and by their weights
   */
  void reverse(Operand<TFloating> gradient, TailStep.GradientSink sink) {
    Operand<TFloating> result = gradient;
    for (int i = steps.size() - 1; i >= 0; i--) {
      result = steps.get(i).reverse(tf, made.get(i), result, sink);
    }
    sink.add(before, result);
  }
}

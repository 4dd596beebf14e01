package org.keraunos.layers;

import java.util.Optional;
import org.keraunos.constraints.Constraint;
import org.keraunos.initializers.Initializer;
import org.keraunos.regularizers.Regularizer;

/**
 * The options of a depthwise kernel: its start value, penalty and constraint.
 *
 * @param <L> the kind of layer
 */
public interface DepthwiseKernel<L> extends Options<L> {
  /** The weight and its settings. */
  Weight DEPTHWISE_KERNEL = Weight.of("kernel", "depthwise");

  /**
   * The depthwise kernel's start value.
   *
   * @param initializer Glorot uniform if not given
   * @return a changed copy
   */
  default L depthwiseInitializer(Initializer initializer) {
    return with(DEPTHWISE_KERNEL.initializer(), initializer);
  }

  /**
   * A penalty on the depthwise kernel, added to the loss.
   *
   * @param regularizer none if not given
   * @return a changed copy
   */
  default L depthwiseRegularizer(Regularizer regularizer) {
    return with(DEPTHWISE_KERNEL.regularizer(), Optional.of(regularizer));
  }

  /**
   * What the depthwise kernel is brought to behind each step.
   *
   * @param constraint none if not given
   * @return a changed copy
   */
  default L depthwiseConstraint(Constraint constraint) {
    return with(DEPTHWISE_KERNEL.constraint(), Optional.of(constraint));
  }
}

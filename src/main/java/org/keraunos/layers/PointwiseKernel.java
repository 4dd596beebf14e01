package org.keraunos.layers;

import java.util.Optional;
import org.keraunos.constraints.Constraint;
import org.keraunos.initializers.Initializer;
import org.keraunos.regularizers.Regularizer;

/**
 * The options of a pointwise kernel: its start value, penalty and constraint.
 *
 * @param <L> the kind of layer
 */
public interface PointwiseKernel<L> extends Options<L> {
  /** The weight and its settings. */
  Weight POINTWISE_KERNEL = Weight.of("pointwise_kernel", "pointwise");

  /**
   * The pointwise kernel's start value.
   *
   * @param initializer Glorot uniform if not given
   * @return a changed copy
   */
  default L pointwiseInitializer(Initializer initializer) {
    return with(POINTWISE_KERNEL.initializer(), initializer);
  }

  /**
   * A penalty on the pointwise kernel, added to the loss.
   *
   * @param regularizer none if not given
   * @return a changed copy
   */
  default L pointwiseRegularizer(Regularizer regularizer) {
    return with(POINTWISE_KERNEL.regularizer(), Optional.of(regularizer));
  }

  /**
   * What the pointwise kernel is brought to behind each step.
   *
   * @param constraint none if not given
   * @return a changed copy
   */
  default L pointwiseConstraint(Constraint constraint) {
    return with(POINTWISE_KERNEL.constraint(), Optional.of(constraint));
  }
}

package org.keraunos.layers;

import java.util.Optional;
import org.keraunos.constraints.Constraint;
import org.keraunos.initializers.Initializer;
import org.keraunos.regularizers.Regularizer;

/**
 * The options of the kernel that states go through: its start value, penalty and constraint.
 *
 * @param <L> the kind of layer
 */
public interface RecurrentKernel<L> extends Options<L> {
  /** The weight and its settings. */
  Weight RECURRENT_KERNEL = Weight.of("recurrent_kernel", "recurrent");

  /**
   * The recurrent kernel's start value.
   *
   * @param initializer orthogonal if not given
   * @return a changed copy
   */
  default L recurrentInitializer(Initializer initializer) {
    return with(RECURRENT_KERNEL.initializer(), initializer);
  }

  /**
   * A penalty on the recurrent kernel, added to the loss.
   *
   * @param regularizer none if not given
   * @return a changed copy
   */
  default L recurrentRegularizer(Regularizer regularizer) {
    return with(RECURRENT_KERNEL.regularizer(), Optional.of(regularizer));
  }

  /**
   * What the recurrent kernel is brought to behind each step.
   *
   * @param constraint none if not given
   * @return a changed copy
   */
  default L recurrentConstraint(Constraint constraint) {
    return with(RECURRENT_KERNEL.constraint(), Optional.of(constraint));
  }
}

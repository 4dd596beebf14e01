package org.keraunos.layers;

import java.util.Optional;
import org.keraunos.constraints.Constraint;
import org.keraunos.initializers.Initializer;
import org.keraunos.regularizers.Regularizer;

/**
 * The options of a kernel: its start value, penalty and constraint.
 *
 * @param <L> the kind of layer
 */
public interface Kernel<L> extends Options<L> {
  /** The weight and its settings. */
  Weight KERNEL = Weight.of("kernel");

  /**
   * The kernel's start value.
   *
   * @param initializer Glorot uniform if not given
   * @return a changed copy
   */
  default L kernelInitializer(Initializer initializer) {
    return with(KERNEL.initializer(), initializer);
  }

  /**
   * A penalty on the kernel, added to the loss.
   *
   * @param regularizer none if not given
   * @return a changed copy
   */
  default L kernelRegularizer(Regularizer regularizer) {
    return with(KERNEL.regularizer(), Optional.of(regularizer));
  }

  /**
   * What the kernel is brought to behind each step.
   *
   * @param constraint none if not given
   * @return a changed copy
   */
  default L kernelConstraint(Constraint constraint) {
    return with(KERNEL.constraint(), Optional.of(constraint));
  }
}

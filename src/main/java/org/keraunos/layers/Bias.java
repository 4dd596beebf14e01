package org.keraunos.layers;

import java.util.Optional;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.constraints.Constraint;
import org.keraunos.initializers.Initializer;
import org.keraunos.initializers.Initializers;
import org.keraunos.regularizers.Regularizer;

/**
 * The options of a bias: its start value, penalty and constraint.
 *
 * @param <L> the kind of layer
 */
public interface Bias<L> extends Options<L> {
  /** The weight and its settings. */
  Weight BIAS = Weight.of("bias");

  /** Whether there is one. */
  Setting<Boolean> USE_BIAS = Setting.flag("use_bias");

  /** What a kind with a bias declares. */
  Kind.Group BIAS_OPTIONS = Kind.template()
      .option(USE_BIAS, true)
      .group(BIAS.startingAs(Initializers.zeros()))
      .asGroup();

  /**
   * Whether a bias is added.
   *
   * @param use true if not given
   * @return a changed copy
   */
  default L useBias(boolean use) {
    return with(USE_BIAS, use);
  }

  /**
   * The bias's start value.
   *
   * @param initializer zeros if not given
   * @return a changed copy
   */
  default L biasInitializer(Initializer initializer) {
    return with(BIAS.initializer(), initializer);
  }

  /**
   * A penalty on the bias, added to the loss.
   *
   * @param regularizer none if not given
   * @return a changed copy
   */
  default L biasRegularizer(Regularizer regularizer) {
    return with(BIAS.regularizer(), Optional.of(regularizer));
  }

  /**
   * What the bias is brought to behind each step.
   *
   * @param constraint none if not given
   * @return a changed copy
   */
  default L biasConstraint(Constraint constraint) {
    return with(BIAS.constraint(), Optional.of(constraint));
  }
}

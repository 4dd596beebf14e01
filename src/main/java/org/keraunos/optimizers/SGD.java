package org.keraunos.optimizers;

import java.util.List;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.train.ResourceApplyKerasMomentum;

/**
 * Gradient descent, with momentum if asked: {@code v = momentum v - rate g}, {@code w += v}
 * (Nesterov: {@code w += momentum v - rate g}). {@code keras.optimizers.SGD}; Sutskever et al.,
 * ICML 2013.
 *
 * <p>Defaults: rate 0.01, no momentum.
 */
public final class SGD extends FluentOptimizer<SGD> {
  private static final Setting<Double> MOMENTUM =
      Setting.number("momentum").must(m -> m >= 0 && m <= 1, "0 <= momentum <= 1");
  private static final Setting<Boolean> NESTEROV = Setting.flag("nesterov");

  /** The kind. */
  public static final Kind<SGD> KIND = Kind.of("SGD", SGD::new)
      .group(common("sgd", 0.01))
      .option(MOMENTUM, 0.0)
      .option(NESTEROV, false);

  SGD(Settings settings) {
    super(settings);
  }

  /**
   * How much of the last change goes on.
   *
   * @param share 0 to 1; 0 if not given
   * @return a changed copy
   */
  public SGD momentum(double share) {
    return with(MOMENTUM, share);
  }

  /**
   * Whether the momentum looks ahead.
   *
   * @param ahead false if not given
   * @return a changed copy
   */
  public SGD nesterov(boolean ahead) {
    return with(NESTEROV, ahead);
  }

  @Override
  public List<List<String>> slots() {
    return get(MOMENTUM) == 0 ? List.of() : List.of(List.of("momentum"));
  }

  @Override
  protected Op update(OptimizerScope s, Gradient gradient) {
    Ops tf = s.ops();
    if (get(MOMENTUM) == 0) {
      return tf.train.resourceApplyGradientDescent(
          gradient.weight().handle(), s.learningRate(), gradient.value());
    }
    return tf.train.resourceApplyKerasMomentum(
        gradient.weight().handle(),
        s.slot(gradient.weight(), "momentum").handle(),
        s.learningRate(),
        gradient.value(),
        // Keras rounds it to float32 whatever the type: ops.cast(0.9, "float64").
        s.constant(get(MOMENTUM).floatValue()),
        ResourceApplyKerasMomentum.useNesterov(get(NESTEROV)));
  }
}

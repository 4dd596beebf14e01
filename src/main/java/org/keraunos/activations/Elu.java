package org.keraunos.activations;

import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.op.Ops;

/** f(x) = x above 0, alpha (exp(x) - 1) below; {@code keras.layers.ELU}. */
final class Elu extends ActivationObject {
  static final Setting<Double> ALPHA = Setting.number("alpha");
  static final Kind<Elu> KIND =
      Kind.of("ELU", Elu::new).since(ActivationObject.SINCE).group(COMMON).option(ALPHA, 1.0);

  Elu(Settings settings) {
    super(settings);
  }

  @Override
  public boolean isPointwise() {
    return true;
  }

  @Override
  public Value apply(LayerScope s, Value x) {
    Ops tf = s.ops();
    if (get(ALPHA) == 1) {
      return x.monotone(tf.nn::elu);
    }
    var operand = x.operand();
    var below = tf.math.mul(tf.nn.elu(operand), s.constant(get(ALPHA)));
    var positive = tf.math.greater(operand, s.constant(0));
    return s.value(tf.select(positive, operand, below), x.shape());
  }
}

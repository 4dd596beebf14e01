package org.keraunos.layers;

import java.util.List;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.initializers.Initializer;
import org.keraunos.initializers.Initializers;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.WeightOptions;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Long short-term memory: {@code c = f c + i tanh(z_c)}, {@code h = o tanh(c)} with gates {@code i,
 * f, o = sigmoid(z)} of {@code z = x kernel + h recurrent_kernel + bias}. Hochreiter and
 * Schmidhuber 1997; {@code keras.layers.LSTM}.
 *
 * <p>Input (steps, features) with at most 512 steps, each of which becomes ops of its own; output
 * (units), or (steps, units) with {@code returnSequences}, and h and c, both (units), behind it
 * with {@code returnState}. Weights {@code kernel} (features, 4 units), {@code recurrent_kernel}
 * (units, 4 units), {@code bias} (4 units), parts in the order i, f, c, o. Defaults: tanh, sigmoid
 * gates, Glorot uniform, orthogonal, zeros but ones for the forget gate.
 */
public final class LSTM extends RecurrentLayer<LSTM> {
  private static final int GATES = 4;
  private static final Setting<Boolean> UNIT_FORGET_BIAS = Setting.flag("unit_forget_bias");
  static final Kind<LSTM> KIND =
      Layer.kind("LSTM", LSTM::new).group(RECURRENT).option(UNIT_FORGET_BIAS, true);

  private LSTM(Settings settings) {
    super(settings);
  }

  static LSTM of(int units) {
    return KIND.make(KIND.settings().with(UNITS, units));
  }

  /**
   * Whether the forget gate's bias starts at 1.
   *
   * @param ones true if not given
   * @return a changed copy
   */
  public LSTM unitForgetBias(boolean ones) {
    return with(UNIT_FORGET_BIAS, ones);
  }

  @Override
  protected int gates() {
    return GATES;
  }

  @Override
  protected int states() {
    return 2;
  }

  @Override
  protected String cellName() {
    return "lstm_cell";
  }

  @Override
  protected Recurrence recurrence(
      LayerScope s, Operand<TFloating> recurrentKernel, RecurrentDropout dropped) {
    int units = get(UNITS);
    Operand<TFloating> bias =
        get(USE_BIAS) ? s.weight("bias", Shape.of(GATES * units), bias(units)) : null;
    return new Recurrence(bias, (projected, states) -> {
      Ops tf = s.ops();
      Operand<TFloating> z = tf.math.add(projected, dropped.state(states.get(0), recurrentKernel));
      var parts = tf.split(tf.constant(1), z, (long) GATES).output();
      Operand<TFloating> i = gate(s, parts.get(0));
      Operand<TFloating> f = gate(s, parts.get(1));
      Operand<TFloating> o = gate(s, parts.get(3));
      Operand<TFloating> fresh = activated(s, parts.get(2));
      Operand<TFloating> c = tf.math.add(tf.math.mul(f, states.get(1)), tf.math.mul(i, fresh));
      return List.of(tf.math.mul(o, activated(s, c)), c);
    });
  }

  private WeightOptions bias(int units) {
    WeightOptions own = BIAS.options(settings());
    if (!get(UNIT_FORGET_BIAS)) {
      return own;
    }
    Initializer initializer = get(BIAS.initializer());
    return new WeightOptions(
        (tf, shape, type, seed) -> {
          Operand<TFloating> first = initializer.emit(tf, Shape.of(units), type, seed);
          Operand<TFloating> ones = Initializers.ones().emit(tf, Shape.of(units), type, seed);
          Operand<TFloating> rest = initializer.emit(tf, Shape.of(2 * units), type, seed);
          return tf.concat(List.of(first, ones, rest), tf.constant(0));
        },
        own.penalty(),
        own.projection());
  }
}

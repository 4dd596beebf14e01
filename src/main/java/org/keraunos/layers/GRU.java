package org.keraunos.layers;

import java.util.List;
import java.util.Optional;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Gated recurrent unit: {@code h = z h + (1 - z) activation(x_h + r (h recurrent_kernel_h))} with
 * gates {@code z, r = sigmoid(x + h recurrent_kernel)} and {@code x = input kernel + bias}. Cho et
 * al. 2014, by default in the variant whose reset gate comes behind the product;
 * {@code keras.layers.GRU}.
 *
 * <p>Input (steps, features) with at most 512 steps, each of which becomes ops of its own; output
 * (units), or (steps, units) with {@code returnSequences}, and h, (units), behind it with
 * {@code returnState}. Weights {@code kernel} (features, 3 units), {@code recurrent_kernel} (units,
 * 3 units), {@code bias} (2, 3 units), of the inputs and of the states, or (3 units) without
 * {@code resetAfter}; parts in the order z, r, h. Defaults: tanh, sigmoid gates, Glorot uniform,
 * orthogonal, zeros.
 */
public final class GRU extends RecurrentLayer<GRU> {
  private static final int GATES = 3;
  private static final Setting<Boolean> RESET_AFTER = Setting.flag("reset_after");
  static final Kind<GRU> KIND =
      Layer.kind("GRU", GRU::new).group(RECURRENT).option(RESET_AFTER, true);

  private GRU(Settings settings) {
    super(settings);
  }

  static GRU of(int units) {
    return KIND.make(KIND.settings().with(UNITS, units));
  }

  /**
   * Whether the reset gate multiplies what the recurrent kernel has made of the state, else the
   * state.
   *
   * @param behind true if not given
   * @return a changed copy
   */
  public GRU resetAfter(boolean behind) {
    return with(RESET_AFTER, behind);
  }

  @Override
  protected int gates() {
    return GATES;
  }

  @Override
  protected int states() {
    return 1;
  }

  @Override
  protected String cellName() {
    return "gru_cell";
  }

  @Override
  protected Recurrence recurrence(
      LayerScope s, Operand<TFloating> recurrentKernel, RecurrentDropout dropped) {
    int width = GATES * get(UNITS);
    Ops tf = s.ops();
    if (!get(RESET_AFTER)) {
      Operand<TFloating> bias = get(USE_BIAS) ? weight(s, BIAS, Shape.of(width)) : null;
      return new Recurrence(bias, resetBefore(s, recurrentKernel, dropped));
    }
    if (!get(USE_BIAS)) {
      return new Recurrence(null, resetAfter(s, recurrentKernel, Optional.empty(), dropped));
    }
    var biases = tf.unstack(weight(s, BIAS, Shape.of(2, width)), 2L).output();
    return new Recurrence(
        biases.get(0), resetAfter(s, recurrentKernel, Optional.of(biases.get(1)), dropped));
  }

  private Step resetAfter(
      LayerScope s,
      Operand<TFloating> kernel,
      Optional<Operand<TFloating>> bias,
      RecurrentDropout dropped) {
    Ops tf = s.ops();
    return (projected, states) -> {
      Operand<TFloating> h = states.get(0);
      Operand<TFloating> inner = dropped.state(h, kernel);
      if (bias.isPresent()) {
        inner = tf.math.add(inner, bias.get());
      }
      var x = tf.split(tf.constant(1), projected, (long) GATES).output();
      var own = tf.split(tf.constant(1), inner, (long) GATES).output();
      Operand<TFloating> z = gate(s, tf.math.add(x.get(0), own.get(0)));
      Operand<TFloating> r = gate(s, tf.math.add(x.get(1), own.get(1)));
      Operand<TFloating> fresh = activated(s, tf.math.add(x.get(2), tf.math.mul(r, own.get(2))));
      return List.of(mixed(s, z, h, fresh));
    };
  }

  private Step resetBefore(LayerScope s, Operand<TFloating> kernel, RecurrentDropout dropped) {
    Ops tf = s.ops();
    var kernels = tf.split(tf.constant(1), kernel, (long) GATES).output();
    Operand<TFloating> ofGates = tf.concat(List.of(kernels.get(0), kernels.get(1)), tf.constant(1));
    return (projected, states) -> {
      Operand<TFloating> h = states.get(0);
      var x = tf.split(tf.constant(1), projected, (long) GATES).output();
      var own = tf.split(tf.constant(1), dropped.state(h, ofGates, 0, 1), 2L).output();
      Operand<TFloating> z = gate(s, tf.math.add(x.get(0), own.get(0)));
      Operand<TFloating> r = gate(s, tf.math.add(x.get(1), own.get(1)));
      Operand<TFloating> reset = dropped.state(tf.math.mul(r, h), kernels.get(2), 2, 2);
      return List.of(mixed(s, z, h, activated(s, tf.math.add(x.get(2), reset))));
    };
  }

  private static Operand<TFloating> mixed(
      LayerScope s, Operand<TFloating> z, Operand<TFloating> h, Operand<TFloating> fresh) {
    Ops tf = s.ops();
    return tf.math.add(tf.math.mul(z, h), tf.math.mul(tf.math.sub(s.constant(1), z), fresh));
  }
}

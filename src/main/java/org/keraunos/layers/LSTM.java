package org.keraunos.layers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.keraunos.activations.Activation;
import org.keraunos.activations.Activations;
import org.keraunos.base.Check;
import org.keraunos.base.Codecs;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.initializers.Initializer;
import org.keraunos.initializers.Initializers;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.keraunos.runtime.WeightOptions;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Stack;
import org.tensorflow.op.core.Unstack;
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
public final class LSTM extends FluentLayer<LSTM>
    implements Kernel<LSTM>, RecurrentKernel<LSTM>, Bias<LSTM>, Activated<LSTM>, Recurrent {
  private static final int MOST_STEPS = 512;
  private static final int GATES = 4;

  private static final Setting<Integer> UNITS = Setting.integer("units").must(n -> n >= 1, ">= 1");
  private static final Setting<Activation> RECURRENT_ACTIVATION =
      Setting.of("recurrent_activation", Activations.codec());
  private static final Setting<Boolean> UNIT_FORGET_BIAS = Setting.flag("unit_forget_bias");
  private static final Setting<Double> DROPOUT = share("dropout");
  private static final Setting<Double> RECURRENT_DROPOUT = share("recurrent_dropout");
  private static final Setting<OptionalLong> SEED = Setting.of("seed", Codecs.seed());
  private static final Setting<Boolean> RETURN_SEQUENCES = Setting.flag("return_sequences");
  private static final Setting<Boolean> RETURN_STATE = Setting.flag("return_state");
  private static final Setting<Boolean> GO_BACKWARDS = Setting.flag("go_backwards");
  // Without masks and with every step unrolled anyway these two change nothing; they are kept.
  private static final Setting<Boolean> UNROLL = Setting.flag("unroll");
  private static final Setting<Boolean> ZERO_OUTPUT = Setting.flag("zero_output_for_mask");
  static final Kind<LSTM> KIND = Layer.kind("LSTM", LSTM::new)
      .required(UNITS)
      .option(RETURN_SEQUENCES, false)
      .option(RETURN_STATE, false)
      .option(GO_BACKWARDS, false)
      .only("stateful", false)
      .option(UNROLL, false)
      .option(ZERO_OUTPUT, false)
      .option(ACTIVATION, Activations.TANH)
      .option(RECURRENT_ACTIVATION, Activations.SIGMOID)
      .group(BIAS_OPTIONS)
      .group(KERNEL.startingAs(Initializers.glorotUniform()))
      .group(RECURRENT_KERNEL.startingAs(Initializers.orthogonal()))
      .option(UNIT_FORGET_BIAS, true)
      .only("activity_regularizer", null)
      .option(DROPOUT, 0.0)
      .option(RECURRENT_DROPOUT, 0.0)
      .option(SEED, OptionalLong.empty());

  private LSTM(Settings settings) {
    super(settings);
  }

  static LSTM of(int units) {
    return KIND.make(KIND.settings().with(UNITS, units));
  }

  private static Setting<Double> share(String key) {
    return Setting.number(key).must(rate -> rate >= 0 && rate < 1, "0 <= rate < 1");
  }

  /**
   * The function of the gates.
   *
   * @param function sigmoid if not given
   * @return a changed copy
   */
  public LSTM recurrentActivation(Activation function) {
    return with(RECURRENT_ACTIVATION, function);
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

  /**
   * Whether an output comes for each step.
   *
   * @param all false if not given: for the last alone
   * @return a changed copy
   */
  public LSTM returnSequences(boolean all) {
    return with(RETURN_SEQUENCES, all);
  }

  /**
   * Whether the last h and c come out, too.
   *
   * @param states false if not given
   * @return a changed copy
   */
  public LSTM returnState(boolean states) {
    return with(RETURN_STATE, states);
  }

  /**
   * Whether the sequence is gone through from its end.
   *
   * @param backwards false if not given
   * @return a changed copy
   */
  public LSTM goBackwards(boolean backwards) {
    return with(GO_BACKWARDS, backwards);
  }

  /**
   * Drops a share of the inputs in training, the same features at each step.
   *
   * @param rate 0 to below 1; 0 if not given
   * @return a changed copy
   */
  public LSTM dropout(double rate) {
    return with(DROPOUT, rate);
  }

  /**
   * Drops a share of the state on its way to each gate in training, the same units at each step.
   *
   * @param rate 0 to below 1; 0 if not given
   * @return a changed copy
   */
  public LSTM recurrentDropout(double rate) {
    return with(RECURRENT_DROPOUT, rate);
  }

  /**
   * A seed of the layer's own for what is dropped, beside the model's.
   *
   * @param seed none if not given
   * @return a changed copy
   */
  public LSTM seed(long seed) {
    return with(SEED, OptionalLong.of(seed));
  }

  @Override
  public Layer reversed() {
    return goBackwards(!get(GO_BACKWARDS));
  }

  @Override
  public boolean goesBackwards() {
    return get(GO_BACKWARDS);
  }

  @Override
  public boolean returnsSequences() {
    return get(RETURN_SEQUENCES);
  }

  @Override
  public boolean returnsState() {
    return get(RETURN_STATE);
  }

  @Override
  public boolean isUnrolled() {
    return true;
  }

  @Override
  public boolean isRowwise() {
    return get(DROPOUT) == 0
        && get(RECURRENT_DROPOUT) == 0
        && get(ACTIVATION).isPointwise()
        && get(RECURRENT_ACTIVATION).isPointwise();
  }

  @Override
  public List<Shape> outputShapes(List<Shape> inputs, CallOptions options) {
    Shape sequence = ofRank(only(inputs), 2, "(None, steps, features)");
    int steps = sequence.get(0);
    Check.argument(
        steps <= MOST_STEPS, describe() + " input", "at most " + MOST_STEPS + " steps", sequence);
    Shape state = Shape.of(get(UNITS));
    List<Shape> shapes = new ArrayList<>();
    shapes.add(get(RETURN_SEQUENCES) ? Shape.of(steps, get(UNITS)) : state);
    if (get(RETURN_STATE)) {
      shapes.addAll(List.of(state, state));
    }
    return shapes;
  }

  @Override
  public List<Value> build(LayerScope s, List<Value> inputs, CallOptions options) {
    Value in = only(inputs);
    int units = get(UNITS);
    LayerScope cell = s.child("cell", "lstm_cell");
    Operand<TFloating> kernel = weight(cell, KERNEL, Shape.of(in.shape().get(1), GATES * units));
    Operand<TFloating> recurrent = weight(cell, RECURRENT_KERNEL, Shape.of(units, GATES * units));
    Ops tf = cell.ops();
    LSTMDropout dropped =
        LSTMDropout.of(cell, in, units, get(DROPOUT), get(RECURRENT_DROPOUT), get(SEED));
    Operand<TFloating> projected = dropped.inputs(in.operand(), kernel);
    if (get(USE_BIAS)) {
      projected = tf.math.add(projected, cell.weight("bias", Shape.of(GATES * units), bias(units)));
    }
    List<Operand<TFloating>> steps = new ArrayList<>(
        tf.unstack(projected, (long) in.shape().get(0), Unstack.axis(1L)).output());
    if (get(GO_BACKWARDS)) {
      Collections.reverse(steps);
    }
    List<Operand<TFloating>> outputs = new ArrayList<>();
    Operand<TFloating> h = zeros(cell, steps.get(0), units);
    Operand<TFloating> c = h;
    for (Operand<TFloating> step : steps) {
      Operand<TFloating> z = tf.math.add(step, dropped.state(h, recurrent));
      List<Output<TFloating>> gates = tf.split(tf.constant(1), z, (long) GATES).output();
      Operand<TFloating> i = gate(cell, gates.get(0), units);
      Operand<TFloating> f = gate(cell, gates.get(1), units);
      Operand<TFloating> o = gate(cell, gates.get(3), units);
      Operand<TFloating> fresh = of(cell, get(ACTIVATION), gates.get(2), units);
      c = tf.math.add(tf.math.mul(f, c), tf.math.mul(i, fresh));
      h = tf.math.mul(o, of(cell, get(ACTIVATION), c, units));
      outputs.add(h);
    }
    List<Shape> shapes = outputShapes(List.of(in.shape()), options);
    List<Value> values = new ArrayList<>();
    values.add(
        s.value(get(RETURN_SEQUENCES) ? tf.stack(outputs, Stack.axis(1L)) : h, shapes.get(0)));
    if (get(RETURN_STATE)) {
      values.add(s.value(h, shapes.get(1)));
      values.add(s.value(c, shapes.get(2)));
    }
    return values;
  }

  private Operand<TFloating> gate(LayerScope s, Operand<TFloating> z, int units) {
    return of(s, get(RECURRENT_ACTIVATION), z, units);
  }

  private static Operand<TFloating> of(
      LayerScope s, Activation function, Operand<TFloating> z, int units) {
    return function.apply(s, s.value(z, Shape.of(units))).operand();
  }

  private static Operand<TFloating> zeros(LayerScope s, Operand<TFloating> like, int units) {
    Ops tf = s.ops();
    var batch = tf.slice(tf.shape(like), tf.constant(new int[] {0}), tf.constant(new int[] {1}));
    var sizes = tf.concat(List.of(batch, tf.constant(new int[] {units})), tf.constant(0));
    return tf.fill(sizes, s.constant(0));
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

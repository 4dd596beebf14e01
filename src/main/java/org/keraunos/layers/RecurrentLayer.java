package org.keraunos.layers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.keraunos.activations.Activation;
import org.keraunos.activations.Activations;
import org.keraunos.base.Check;
import org.keraunos.base.Codecs;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.initializers.Initializers;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Stack;
import org.tensorflow.op.core.Unstack;
import org.tensorflow.types.family.TFloating;

/**
 * A layer whose states go from step to step of a sequence: a kind says how many parts its kernels
 * have, how many states there are, and what a step does. Every step becomes ops of its own, so
 * there are at most 512. Behind the sequence a call may be given the states to begin with, which
 * else are 0: {@code layer.call(layer.callOptions(), sequence, h, c)}.
 *
 * @param <L> the kind
 */
public abstract class RecurrentLayer<L extends RecurrentLayer<L>> extends FluentLayer<L>
    implements Kernel<L>, RecurrentKernel<L>, Bias<L>, Activated<L>, Recurrent {
  private static final int MOST_STEPS = 512;

  /** The number of units. */
  protected static final Setting<Integer> UNITS =
      Setting.integer("units").must(n -> n >= 1, ">= 1");

  private static final Setting<Activation> RECURRENT_ACTIVATION =
      Setting.of("recurrent_activation", Activations.codec());
  private static final Setting<Double> DROPOUT = share("dropout");
  private static final Setting<Double> RECURRENT_DROPOUT = share("recurrent_dropout");
  private static final Setting<OptionalLong> SEED = Setting.of("seed", Codecs.seed());
  private static final Setting<Boolean> RETURN_SEQUENCES = Setting.flag("return_sequences");
  private static final Setting<Boolean> RETURN_STATE = Setting.flag("return_state");
  private static final Setting<Boolean> GO_BACKWARDS = Setting.flag("go_backwards");
  // Without masks and with every step unrolled anyway these two change nothing; they are kept.
  private static final Setting<Boolean> UNROLL = Setting.flag("unroll");
  private static final Setting<Boolean> ZERO_OUTPUT = Setting.flag("zero_output_for_mask");

  /** What every kind declares: units, what comes out, activations, kernels, bias, dropout. */
  protected static final Kind.Group RECURRENT = Kind.template()
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
      .only("activity_regularizer", null)
      .option(DROPOUT, 0.0)
      .option(RECURRENT_DROPOUT, 0.0)
      .option(SEED, OptionalLong.empty())
      .asGroup();

  /**
   * For subclasses.
   *
   * @param settings of a kind that declares {@link #RECURRENT}
   */
  protected RecurrentLayer(Settings settings) {
    super(settings);
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
  public final L recurrentActivation(Activation function) {
    return with(RECURRENT_ACTIVATION, function);
  }

  /**
   * Whether an output comes for each step.
   *
   * @param all false if not given: for the last alone
   * @return a changed copy
   */
  public final L returnSequences(boolean all) {
    return with(RETURN_SEQUENCES, all);
  }

  /**
   * Whether the last states come out, too.
   *
   * @param states false if not given
   * @return a changed copy
   */
  public final L returnState(boolean states) {
    return with(RETURN_STATE, states);
  }

  /**
   * Whether the sequence is gone through from its end.
   *
   * @param backwards false if not given
   * @return a changed copy
   */
  public final L goBackwards(boolean backwards) {
    return with(GO_BACKWARDS, backwards);
  }

  /**
   * Drops a share of the inputs in training, the same features at each step.
   *
   * @param rate 0 to below 1; 0 if not given
   * @return a changed copy
   */
  public final L dropout(double rate) {
    return with(DROPOUT, rate);
  }

  /**
   * Drops a share of the state on its way to each gate in training, the same units at each step.
   *
   * @param rate 0 to below 1; 0 if not given
   * @return a changed copy
   */
  public final L recurrentDropout(double rate) {
    return with(RECURRENT_DROPOUT, rate);
  }

  /**
   * A seed of the layer's own for what is dropped, beside the model's.
   *
   * @param seed none if not given
   * @return a changed copy
   */
  public final L seed(long seed) {
    return with(SEED, OptionalLong.of(seed));
  }

  @Override
  public final List<String> inputNames() {
    return List.of("sequences", "initial_state");
  }

  @Override
  final List<Object> arguments(List<Object> tensors, CallOptions options) {
    return tensors.size() == 1
        ? tensors
        : List.of(tensors.get(0), tensors.subList(1, tensors.size()));
  }

  @Override
  public final Layer reversed() {
    return goBackwards(!get(GO_BACKWARDS));
  }

  @Override
  public final boolean goesBackwards() {
    return get(GO_BACKWARDS);
  }

  @Override
  public final boolean returnsSequences() {
    return get(RETURN_SEQUENCES);
  }

  @Override
  public final boolean returnsState() {
    return get(RETURN_STATE);
  }

  @Override
  public final boolean isUnrolled() {
    return true;
  }

  @Override
  public final boolean isRowwise() {
    return get(DROPOUT) == 0
        && get(RECURRENT_DROPOUT) == 0
        && get(ACTIVATION).isPointwise()
        && get(RECURRENT_ACTIVATION).isPointwise();
  }

  /** {@return how many parts the kernels have} */
  protected abstract int gates();

  /** {@return how many states go from step to step; the first is what comes out} */
  protected abstract int states();

  /** {@return the name of the cell in Keras's weights, as {@code lstm_cell}} */
  protected abstract String cellName();

  /**
   * What a step does.
   *
   * @param s the cell's scope; the kernels have been asked for, the bias has not
   * @param recurrentKernel (units, gates * units)
   * @param dropped multiplies by kernels, with what is dropped
   * @return bias and step
   */
  protected abstract Recurrence recurrence(
      LayerScope s, Operand<TFloating> recurrentKernel, RecurrentDropout dropped);

  /**
   * A layer's cell in a graph.
   *
   * @param inputBias (gates * units), added to the inputs times the kernel; null for none
   * @param step from (batch, gates * units), which has the bias, and the states, each (batch,
   *     units), to the next states
   */
  protected record Recurrence(@Nullable Operand<TFloating> inputBias, Step step) {}

  /** One step. */
  @FunctionalInterface
  protected interface Step {
    /**
     * Goes on.
     *
     * @param projected the step's input times the kernel, with the bias
     * @param states each (batch, units)
     * @return the next states
     */
    List<Operand<TFloating>> next(Operand<TFloating> projected, List<Operand<TFloating>> states);
  }

  @Override
  public final List<Shape> outputShapes(List<Shape> inputs, CallOptions options) {
    Shape state = Shape.of(get(UNITS));
    List<Shape> begin = Collections.nCopies(states(), state);
    Check.argument(
        inputs.size() == 1 || inputs.subList(1, inputs.size()).equals(begin),
        describe() + " inputs",
        "a sequence alone, or before the first states " + begin,
        inputs);
    Shape sequence = ofRank(inputs.get(0), 2, "(None, steps, features)");
    int steps = sequence.get(0);
    Check.argument(
        steps <= MOST_STEPS, describe() + " input", "at most " + MOST_STEPS + " steps", sequence);
    List<Shape> shapes = new ArrayList<>();
    shapes.add(get(RETURN_SEQUENCES) ? Shape.of(steps, get(UNITS)) : state);
    if (get(RETURN_STATE)) {
      shapes.addAll(Collections.nCopies(states(), state));
    }
    return shapes;
  }

  @Override
  public final List<Value> build(LayerScope s, List<Value> inputs, CallOptions options) {
    Value in = inputs.get(0);
    int units = get(UNITS);
    LayerScope cell = s.child("cell", cellName());
    int width = gates() * units;
    Operand<TFloating> kernel = weight(cell, KERNEL, Shape.of(in.shape().get(1), width));
    Operand<TFloating> recurrent = weight(cell, RECURRENT_KERNEL, Shape.of(units, width));
    Ops tf = cell.ops();
    RecurrentDropout dropped = RecurrentDropout.of(
        cell, in, units, gates(), get(DROPOUT), get(RECURRENT_DROPOUT), get(SEED));
    Operand<TFloating> projected = dropped.inputs(in.operand(), kernel);
    Recurrence recurrence = recurrence(cell, recurrent, dropped);
    if (recurrence.inputBias() != null) {
      projected = tf.math.add(projected, recurrence.inputBias());
    }
    List<Operand<TFloating>> steps = new ArrayList<>(
        tf.unstack(projected, (long) in.shape().get(0), Unstack.axis(1L)).output());
    if (get(GO_BACKWARDS)) {
      Collections.reverse(steps);
    }
    List<Operand<TFloating>> outputs = new ArrayList<>();
    List<Operand<TFloating>> states = inputs.size() == 1
        ? Collections.nCopies(states(), zeros(cell, steps.get(0), units))
        : inputs.subList(1, inputs.size()).stream().map(Value::operand).toList();
    for (Operand<TFloating> step : steps) {
      states = recurrence.step().next(step, states);
      outputs.add(states.get(0));
    }
    List<Shape> shapes = outputShapes(inputs.stream().map(Value::shape).toList(), options);
    List<Value> values = new ArrayList<>();
    values.add(s.value(
        get(RETURN_SEQUENCES) ? tf.stack(outputs, Stack.axis(1L)) : states.get(0), shapes.get(0)));
    if (get(RETURN_STATE)) {
      states.forEach(state -> values.add(s.value(state, Shape.of(units))));
    }
    return values;
  }

  /**
   * What a gate makes of its part.
   *
   * @param s the cell's scope
   * @param z (batch, units)
   * @return the same through the recurrent activation
   */
  protected final Operand<TFloating> gate(LayerScope s, Operand<TFloating> z) {
    return of(s, get(RECURRENT_ACTIVATION), z);
  }

  /**
   * What the activation makes of a part.
   *
   * @param s the cell's scope
   * @param z (batch, units)
   * @return the same through the activation
   */
  protected final Operand<TFloating> activated(LayerScope s, Operand<TFloating> z) {
    return of(s, get(ACTIVATION), z);
  }

  private Operand<TFloating> of(LayerScope s, Activation function, Operand<TFloating> z) {
    return function.apply(s, s.value(z, Shape.of(get(UNITS)))).operand();
  }

  private static Operand<TFloating> zeros(LayerScope s, Operand<TFloating> like, int units) {
    Ops tf = s.ops();
    var batch = tf.slice(tf.shape(like), tf.constant(new int[] {0}), tf.constant(new int[] {1}));
    var sizes = tf.concat(List.of(batch, tf.constant(new int[] {units})), tf.constant(0));
    return tf.fill(sizes, s.constant(0));
  }
}

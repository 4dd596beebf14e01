package org.keraunos.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * What a recurrent layer multiplies by its kernels, with what is dropped: one mask for all gates
 * and steps, or, as in Keras, one a gate where states are dropped, too.
 *
 * @param scope the cell's
 * @param inputMasks (batch, 1, features), none where nothing is dropped
 * @param stateMasks (batch, units), a gate each, none where nothing is dropped
 */
public record RecurrentDropout(
    LayerScope scope, List<Operand<TFloating>> inputMasks, List<Operand<TFloating>> stateMasks) {
  static RecurrentDropout of(
      LayerScope s,
      Value in,
      int units,
      int gates,
      double rate,
      double recurrentRate,
      OptionalLong seed) {
    Ops tf = s.ops();
    List<Operand<TFloating>> inputMasks = new ArrayList<>();
    List<Operand<TFloating>> stateMasks = new ArrayList<>();
    if (s.training() && (rate > 0 || recurrentRate > 0)) {
      Operand<TInt32> batch =
          tf.slice(tf.shape(in.operand()), tf.constant(new int[] {0}), tf.constant(new int[] {1}));
      int masks = recurrentRate > 0 ? gates : 1;
      for (int i = 0; i < masks && rate > 0; i++) {
        inputMasks.add(mask(s, batch, rate, seed, 1, in.shape().get(1)));
      }
      for (int i = 0; i < gates && recurrentRate > 0; i++) {
        stateMasks.add(mask(s, batch, recurrentRate, seed, units));
      }
    }
    return new RecurrentDropout(s, List.copyOf(inputMasks), List.copyOf(stateMasks));
  }

  private static Operand<TFloating> mask(
      LayerScope s, Operand<TInt32> batch, double rate, OptionalLong seed, int... sizes) {
    Ops tf = s.ops();
    Operand<TInt32> shape = tf.concat(List.of(batch, tf.constant(sizes)), tf.constant(0));
    Operand<TFloating> drawn = s.random(shape, seed);
    Operand<TFloating> scale = tf.fill(shape, s.constant(1 / (1 - rate)));
    return tf.select(
        tf.math.greaterEqual(drawn, s.masterConstant(rate)), scale, tf.zerosLike(scale));
  }

  /**
   * Multiplies the inputs.
   *
   * @param x (batch, steps, features)
   * @param kernel (features, gates * units)
   * @return (batch, steps, gates * units)
   */
  public Operand<TFloating> inputs(Operand<TFloating> x, Operand<TFloating> kernel) {
    return multiplied(x, inputMasks, kernel, "bsf,fg->bsg");
  }

  /**
   * Multiplies a state.
   *
   * @param h (batch, units)
   * @param kernel (units, gates * units)
   * @return (batch, gates * units)
   */
  public Operand<TFloating> state(Operand<TFloating> h, Operand<TFloating> kernel) {
    return multiplied(h, stateMasks, kernel, null);
  }

  /**
   * Multiplies a state for some of the gates.
   *
   * @param h (batch, units)
   * @param partOfKernel (units, gates * units), of these gates alone
   * @param firstGate from 0
   * @param lastGate included
   * @return (batch, gates * units), of these gates alone
   */
  public Operand<TFloating> state(
      Operand<TFloating> h, Operand<TFloating> partOfKernel, int firstGate, int lastGate) {
    List<Operand<TFloating>> masks =
        stateMasks.isEmpty() ? stateMasks : stateMasks.subList(firstGate, lastGate + 1);
    return multiplied(h, masks, partOfKernel, null);
  }

  private Operand<TFloating> multiplied(
      Operand<TFloating> x,
      List<Operand<TFloating>> masks,
      Operand<TFloating> kernel,
      @Nullable String einsum) {
    Ops tf = scope.ops();
    if (masks.size() <= 1) {
      return product(masks.isEmpty() ? x : tf.math.mul(x, masks.get(0)), kernel, einsum);
    }
    var kernels = tf.split(tf.constant(1), kernel, (long) masks.size()).output();
    List<Operand<TFloating>> parts = new ArrayList<>();
    for (int gate = 0; gate < masks.size(); gate++) {
      parts.add(product(tf.math.mul(x, masks.get(gate)), kernels.get(gate), einsum));
    }
    return tf.concat(parts, tf.constant(einsum == null ? 1 : 2));
  }

  private Operand<TFloating> product(
      Operand<TFloating> x, Operand<TFloating> kernel, @Nullable String einsum) {
    Ops tf = scope.ops();
    return einsum == null
        ? tf.linalg.matMul(x, kernel)
        : tf.linalg.einsum(List.of(x, kernel), einsum);
  }
}

package org.keraunos.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Shape;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * What flows between layers: an operand with a pending tail, a bias and monotone activations that are not in the graph
 * yet.
 *
 * <p>A max pool may take the tail behind itself, where it costs a fraction: the maximum commutes with adding a constant a
 * channel and with a non-decreasing function, and so do the gradients. Anything else forces the tail. TensorFlow's graphs
 * are append-only, so this must be decided before the ops exist.
 */
public final class Value {
  private final LayerScope scope;
  private final Operand<TFloating> body;
  private final Shape shape;
  private final List<Step> tail;
  private final boolean biasAdd;
  private OutputActivation activation = OutputActivation.NONE;
  private @Nullable Operand<TFloating> logits;
  private @Nullable Operand<TFloating> forced;

  /** A pending step: how it is emitted on the operand before it. */
  @FunctionalInterface
  private interface Step {
    Operand<TFloating> emit(Ops tf, Operand<TFloating> before, boolean biasAdd);
  }

  private Value(
      LayerScope scope, Operand<TFloating> body, Shape shape, List<Step> tail, boolean biasAdd) {
    this.scope = scope;
    this.body = body;
    this.shape = shape;
    this.tail = tail;
    this.biasAdd = biasAdd;
  }

  static Value of(LayerScope scope, Operand<TFloating> operand, Shape shape) {
    return new Value(scope, operand, shape, List.of(), !scope.options().has(GraphPass.PLAIN_BIAS));
  }

  /**
   * The shape of one sample.
   *
   * @return the shape, without the batch axis
   */
  public Shape shape() {
    return shape;
  }

  /**
   * The whole value; what is pending is emitted, once.
   *
   * @return the operand, of the compute type
   */
  public Operand<TFloating> operand() {
    if (forced == null) {
      Operand<TFloating> result = body;
      for (Step step : tail) {
        result = step.emit(scope.ops(), result, biasAdd);
      }
      forced = result;
    }
    return forced;
  }

  /**
   * Adds a bias a channel, the last axis; pending until the value is used.
   *
   * @param bias a vector of the compute type
   * @return the new value
   */
  public Value plus(Operand<TFloating> bias) {
    return pending(
        (tf, before, add) -> add ? tf.nn.biasAdd(before, bias) : tf.math.add(before, bias));
  }

  /**
   * Applies a non-decreasing function to each element; pending until the value is used.
   *
   * @param function emits the function
   * @return the new value
   */
  public Value monotone(UnaryOperator<Operand<TFloating>> function) {
    return pending((tf, before, add) -> function.apply(before));
  }

  /**
   * Applies an activation that losses know and whose input they would rather have.
   *
   * @param kind which activation it is
   * @param function emits it
   * @return the new value, which remembers its logits
   */
  public Value activated(OutputActivation kind, UnaryOperator<Operand<TFloating>> function) {
    Value result = of(scope, function.apply(operand()), shape);
    result.activation = kind;
    result.logits = operand();
    return result;
  }

  /**
   * Applies max pooling, before the pending tail where the options allow it.
   *
   * @param pool emits the pooling
   * @param pooled the shape behind it
   * @return the new value
   */
  public Value maxPooled(UnaryOperator<Operand<TFloating>> pool, Shape pooled) {
    if (scope.options().has(GraphPass.TAIL_BEHIND_MAX_POOL) && !tail.isEmpty()) {
      // Behind the pool no filter gradient meets the bias gradient, so BiasAdd and its fast
      // gradient may come back.
      return new Value(scope, pool.apply(body), pooled, tail, true);
    }
    return of(scope, pool.apply(operand()), pooled);
  }

  /**
   * What the value's last activation was.
   *
   * @return the activation, {@link OutputActivation#NONE} if it is none that losses know
   */
  public OutputActivation activation() {
    return activation;
  }

  /**
   * The input of the last activation.
   *
   * @return the logits, of the compute type; empty if {@link #activation()} is {@link OutputActivation#NONE}
   */
  public Optional<Operand<TFloating>> logits() {
    return Optional.ofNullable(logits);
  }

  private Value pending(Step step) {
    List<Step> longer = new ArrayList<>(tail);
    longer.add(step);
    return new Value(scope, body, shape, List.copyOf(longer), biasAdd);
  }
}

package org.keraunos.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.ElementType;
import org.keraunos.base.Shape;
import org.tensorflow.Operand;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;

/**
 * What flows between layers: an operand with a pending tail, a bias and monotone activations that
 * are not in the graph yet.
 *
 * <p>A max pool may take the tail behind itself, where it costs a fraction: the maximum commutes
 * with adding a constant a channel and with a non-decreasing function, and so do the gradients.
 * Anything else forces the tail. TensorFlow's graphs are append-only, so this must be decided
 * before the ops exist.
 */
public final class Value {
  private final LayerScope scope;
  private final ElementType type;
  private final Operand<? extends TNumber> body;
  private final Shape shape;
  private final List<TailStep> tail;
  private OutputActivation activation = OutputActivation.NONE;
  private @Nullable Operand<TFloating> logits;
  private @Nullable Operand<TFloating> forced;

  private Value(
      LayerScope scope,
      ElementType type,
      Operand<? extends TNumber> body,
      Shape shape,
      List<TailStep> tail) {
    this.scope = scope;
    this.type = type;
    this.body = body;
    this.shape = shape;
    this.tail = tail;
  }

  static Value of(LayerScope scope, Operand<TFloating> operand, Shape shape) {
    return new Value(scope, ElementType.FLOAT, operand, shape, List.of());
  }

  /**
   * A value that is fed: rounded to the compute type where a layer computes with it, and not where
   * one takes it for whole numbers or computes in another type.
   *
   * @param scope of the input
   * @param operand floats of any type
   * @param shape the shape of one sample
   * @return the value
   */
  public static Value fed(LayerScope scope, Operand<TFloating> operand, Shape shape) {
    return new Value(scope, ElementType.FLOAT, operand, shape, List.of());
  }

  /**
   * A value of whole numbers.
   *
   * @param scope of the layer that made it
   * @param type what the numbers are
   * @param operand the numbers
   * @param shape the shape of one sample
   * @return the value
   */
  public static Value ofIntegers(
      LayerScope scope, ElementType type, Operand<? extends TNumber> operand, Shape shape) {
    return new Value(scope, type, operand, shape, List.of());
  }

  /**
   * The same for a layer that computes in another type.
   *
   * @param other the layer's scope
   * @return this, where the types are the same or the value is of whole numbers
   */
  public Value in(LayerScope other) {
    boolean same = other.policy().computeType().equals(scope.policy().computeType());
    if (same || type != ElementType.FLOAT) {
      return this;
    }
    return of(other, other.toCompute(plain()), shape);
  }

  /**
   * What a network inside another one makes of what it is called with: numbers of its input's type,
   * as Keras casts them.
   *
   * @param wanted the input's type; whole numbers stay what they are where floats are wanted, and
   *     become floats where a layer computes with them
   * @return this, where it is of that type already
   */
  public Value as(ElementType wanted) {
    if (wanted == type || wanted == ElementType.FLOAT) {
      return this;
    }
    Class<? extends TNumber> whole = wanted == ElementType.INT32 ? TInt32.class : TUint8.class;
    return ofIntegers(scope, wanted, scope.ops().dtypes.cast(plain(), whole), shape);
  }

  /** As it was made, where nothing is pending: what was fed is not rounded yet. */
  private Operand<? extends TNumber> plain() {
    return tail.isEmpty() ? body : operand();
  }

  /** {@return the types that it was computed in} */
  public DTypePolicy policy() {
    return scope.policy();
  }

  /**
   * The types that floating values were computed in.
   *
   * @param values some, those of whole numbers too
   * @return one a value that is not of whole numbers
   */
  public static List<DTypePolicy> policies(List<Value> values) {
    return values.stream()
        .filter(value -> value.type == ElementType.FLOAT)
        .map(Value::policy)
        .toList();
  }

  /** {@return what the elements are} */
  public ElementType type() {
    return type;
  }

  /**
   * The value as whole numbers.
   *
   * @return the operand; floats lose what stands behind the point
   */
  public Operand<TInt32> integers() {
    return scope.ops().dtypes.cast(plain(), TInt32.class);
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
   * The whole value; what is pending is emitted, once, and whole numbers are made floats.
   *
   * @return the operand, of the compute type
   */
  public Operand<TFloating> operand() {
    if (forced == null) {
      boolean cuts = scope.training() && scope.options().has(GraphPass.FUSED_TAIL);
      forced = cuts ? forcedWithCuts() : forcedPlainly();
    }
    return forced;
  }

  private Operand<TFloating> body() {
    return scope.toCompute(body);
  }

  private Operand<TFloating> forcedPlainly() {
    Operand<TFloating> result = body();
    for (TailStep step : tail) {
      result = scope.training()
          ? step.emitForGradients(scope.ops(), result)
          : step.emit(scope.ops(), result);
    }
    return result;
  }

  private Operand<TFloating> forcedWithCuts() {
    Operand<TFloating> result = body();
    List<TailStep.Reversible> together = new ArrayList<>();
    for (TailStep step : tail) {
      if (step instanceof TailStep.Reversible reversible) {
        together.add(reversible);
      } else {
        result = step.emit(scope.ops(), cut(result, together));
        together.clear();
      }
    }
    return cut(result, together);
  }

  private Operand<TFloating> cut(Operand<TFloating> before, List<TailStep.Reversible> steps) {
    return steps.isEmpty() ? before : scope.cut(before, steps);
  }

  /**
   * Adds a bias a channel, the last axis; pending until the value is used.
   *
   * @param bias a vector of the compute type
   * @return the new value
   */
  public Value plus(Operand<TFloating> bias) {
    return pending(new TailStep.Bias(bias, shape.get(-1)));
  }

  /**
   * Applies a non-decreasing function to each element; pending until the value is used.
   *
   * @param function emits the function
   * @return the new value
   */
  public Value monotone(UnaryOperator<Operand<TFloating>> function) {
    return pending(new TailStep.Monotone(function));
  }

  /**
   * Puts zero in place of what is below zero; pending until the value is used.
   *
   * @return the new value
   */
  public Value relu() {
    return pending(TailStep.Rectifier.RELU);
  }

  /**
   * Brings each element into 0 to 6; pending until the value is used.
   *
   * @return the new value
   */
  public Value relu6() {
    return pending(TailStep.Rectifier.RELU6);
  }

  /**
   * Multiplies each element below zero; pending until the value is used.
   *
   * @param slope what with, at least 0
   * @return the new value
   */
  public Value leakyRelu(double slope) {
    return pending(TailStep.Rectifier.leaky(slope));
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
      return new Value(scope, type, pool.apply(body()), pooled, tail);
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
   * @return the logits, of the compute type; empty if {@link #activation()} is
   *     {@link OutputActivation#NONE}
   */
  public Optional<Operand<TFloating>> logits() {
    return Optional.ofNullable(logits);
  }

  /**
   * The same for several layers: TensorFlow is asked once for the gradient that comes back from
   * them, and not by each of the ways that lead here.
   *
   * @return the value
   */
  public Value branching() {
    boolean cuts = scope.training()
        && scope.options().has(GraphPass.FUSED_TAIL)
        && type == ElementType.FLOAT
        && tail.isEmpty()
        && activation == OutputActivation.NONE;
    return cuts ? of(scope, scope.cut(body(), List.of()), shape) : this;
  }

  private Value pending(TailStep step) {
    List<TailStep> longer = new ArrayList<>(tail);
    longer.add(step);
    return new Value(scope, type, body, shape, List.copyOf(longer));
  }
}

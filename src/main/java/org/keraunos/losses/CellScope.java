package org.keraunos.losses;

import org.keraunos.base.Numbers;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Types;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * What the formula of a {@link CellLoss} is handed: ops, outputs and targets of all cells,
 * constants; of the weights' type.
 */
public final class CellScope {
  private final LayerScope scope;
  private final Value value;
  private final Operand<TFloating> target;
  private final Operand<TFloating> known;

  CellScope(LayerScope scope, Value value, Operand<TFloating> target, Operand<TFloating> known) {
    this.scope = scope;
    this.value = value;
    this.target = target;
    this.known = known;
  }

  /** {@return where to emit} */
  public Ops ops() {
    return scope.ops();
  }

  /** {@return what the network gave} */
  public Operand<TFloating> output() {
    return scope.toVariable(value.operand());
  }

  /** {@return what it should have given, smoothed where the loss smooths; 0 where unknown} */
  public Operand<TFloating> target() {
    return target;
  }

  /** {@return 1 where the target is known, else 0} */
  public Operand<TFloating> known() {
    return known;
  }

  /**
   * {@return what the network gave before its last activation was pending on it, for losses that
   * take logits}
   */
  Value value() {
    return value;
  }

  /** {@return an operand of any floating type in that of the weights} */
  Operand<TFloating> toVariable(Operand<TFloating> operand) {
    return scope.toVariable(operand);
  }

  /**
   * A constant.
   *
   * @param number the number
   * @return a scalar
   */
  public Operand<TFloating> constant(double number) {
    return scope.masterConstant(number);
  }

  /**
   * Numbers for the labels, the last axis.
   *
   * @param numbers one for all, or one a label
   * @return a scalar or a vector, which broadcasts over the cells
   */
  public Operand<TFloating> perLabel(Numbers numbers) {
    if (numbers.single()) {
      return constant(numbers.get(0));
    }
    return Types.cast(ops(), ops().constant(numbers.toArray()), scope.policy().variableType());
  }
}

package org.keraunos.losses;

import org.keraunos.base.Numbers;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.OutputActivation;
import org.keraunos.runtime.Types;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * What the formula of a {@link RowLoss} is handed: ops, and outputs, targets and weights of the
 * cells of all rows; of the weights' type.
 */
public final class RowScope {
  private final LayerScope scope;
  private final Value value;
  private final Operand<TFloating> target;
  private final Operand<TFloating> weight;
  private final Operand<TInt32> labels;

  RowScope(
      LayerScope scope,
      Value value,
      Operand<TFloating> target,
      Operand<TFloating> known,
      Operand<TInt32> labels,
      Numbers labelWeight) {
    this.scope = scope;
    this.value = value;
    this.target = target;
    this.labels = labels;
    this.weight = labelWeight.equals(Numbers.of(1))
        ? known
        : scope.ops().math.mul(known, perLabel(scope, labelWeight));
  }

  private static Operand<TFloating> perLabel(LayerScope scope, Numbers numbers) {
    return numbers.single()
        ? scope.masterConstant(numbers.get(0))
        : Types.cast(
            scope.ops(), scope.ops().constant(numbers.toArray()), scope.policy().variableType());
  }

  /** {@return where to emit} */
  public Ops ops() {
    return scope.ops();
  }

  /** {@return what the network gave} */
  public Operand<TFloating> output() {
    return scope.toVariable(value.operand());
  }

  /** {@return the logits of a sigmoid output, any other output itself} */
  public Operand<TFloating> scores() {
    return value.activation() == OutputActivation.SIGMOID
        ? scope.toVariable(value.logits().orElseThrow())
        : output();
  }

  /** {@return what it should have given; 0 where unknown} */
  public Operand<TFloating> target() {
    return target;
  }

  /** {@return the weight of each cell: its label's, 0 where it is unknown} */
  public Operand<TFloating> weight() {
    return weight;
  }

  /** {@return how much each cell counts as present: its weight times its target} */
  public Operand<TFloating> present() {
    return ops().math.mul(weight, target);
  }

  /** {@return how much each cell counts as absent: the rest of its weight} */
  public Operand<TFloating> absent() {
    return ops().math.mul(weight, ops().math.sub(constant(1), target));
  }

  Value value() {
    return value;
  }

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
   * Sums over a row.
   *
   * @param cells of all rows
   * @return a number a row
   */
  public Operand<TFloating> sum(Operand<TFloating> cells) {
    return scope.ops().reduceSum(cells, labels);
  }
}

package org.keraunos.layers;

import org.keraunos.base.Numbers;

/**
 * Functions of tensors, as in {@code keras.ops}: what is written with operators in Python stands at
 * {@link SymbolicTensor}. Axes count the batch as 0 and may be negative from the end.
 */
public final class Operations {
  private Operations() {}

  /**
   * The square of each element.
   *
   * @param x a tensor
   * @return a tensor of the same shape
   */
  public static SymbolicTensor square(SymbolicTensor x) {
    return UnaryOperation.of(UnaryOperation.SQUARE, x);
  }

  /**
   * The square root of each element.
   *
   * @param x a tensor
   * @return a tensor of the same shape
   */
  public static SymbolicTensor sqrt(SymbolicTensor x) {
    return UnaryOperation.of(UnaryOperation.SQRT, x);
  }

  /**
   * The exponential of each element.
   *
   * @param x a tensor
   * @return a tensor of the same shape
   */
  public static SymbolicTensor exp(SymbolicTensor x) {
    return UnaryOperation.of(UnaryOperation.EXP, x);
  }

  /**
   * The natural logarithm of each element.
   *
   * @param x a tensor
   * @return a tensor of the same shape
   */
  public static SymbolicTensor log(SymbolicTensor x) {
    return UnaryOperation.of(UnaryOperation.LOG, x);
  }

  /**
   * The hyperbolic tangent of each element.
   *
   * @param x a tensor
   * @return a tensor of the same shape
   */
  public static SymbolicTensor tanh(SymbolicTensor x) {
    return UnaryOperation.of(UnaryOperation.TANH, x);
  }

  /**
   * Each element, or 0 where it is below 0.
   *
   * @param x a tensor
   * @return a tensor of the same shape
   */
  public static SymbolicTensor relu(SymbolicTensor x) {
    return UnaryOperation.of(UnaryOperation.RELU, x);
  }

  /**
   * Each element, at least 0 and at most 6.
   *
   * @param x a tensor
   * @return a tensor of the same shape
   */
  public static SymbolicTensor relu6(SymbolicTensor x) {
    return UnaryOperation.of(UnaryOperation.RELU6, x);
  }

  /**
   * 1 / (1 + exp(-x)) of each element.
   *
   * @param x a tensor
   * @return a tensor of the same shape
   */
  public static SymbolicTensor sigmoid(SymbolicTensor x) {
    return UnaryOperation.of(UnaryOperation.SIGMOID, x);
  }

  /**
   * x sigmoid(x) of each element.
   *
   * @param x a tensor
   * @return a tensor of the same shape
   */
  public static SymbolicTensor silu(SymbolicTensor x) {
    return UnaryOperation.of(UnaryOperation.SILU, x);
  }

  /**
   * log(exp(x) + 1) of each element.
   *
   * @param x a tensor
   * @return a tensor of the same shape
   */
  public static SymbolicTensor softplus(SymbolicTensor x) {
    return UnaryOperation.of(UnaryOperation.SOFTPLUS, x);
  }

  /**
   * min(max(x / 6 + 1 / 2, 0), 1) of each element.
   *
   * @param x a tensor
   * @return a tensor of the same shape
   */
  public static SymbolicTensor hardSigmoid(SymbolicTensor x) {
    return UnaryOperation.of(UnaryOperation.HARD_SIGMOID, x);
  }

  /**
   * x hardSigmoid(x) of each element.
   *
   * @param x a tensor
   * @return a tensor of the same shape
   */
  public static SymbolicTensor hardSilu(SymbolicTensor x) {
    return UnaryOperation.of(UnaryOperation.HARD_SILU, x);
  }

  /**
   * The larger of each two elements.
   *
   * @param x a tensor
   * @param y a tensor of as many axes
   * @return a tensor of the shape to which both are broadcast
   */
  public static SymbolicTensor maximum(SymbolicTensor x, SymbolicTensor y) {
    return BinaryOperation.of(BinaryOperation.MAXIMUM, x, y);
  }

  /**
   * The larger of each element and a number.
   *
   * @param x a tensor
   * @param y the number
   * @return a tensor of the same shape
   */
  public static SymbolicTensor maximum(SymbolicTensor x, double y) {
    return BinaryOperation.of(BinaryOperation.MAXIMUM, x, BinaryOperation.X2, Numbers.of(y));
  }

  /**
   * The smaller of each two elements.
   *
   * @param x a tensor
   * @param y a tensor of as many axes
   * @return a tensor of the shape to which both are broadcast
   */
  public static SymbolicTensor minimum(SymbolicTensor x, SymbolicTensor y) {
    return BinaryOperation.of(BinaryOperation.MINIMUM, x, y);
  }

  /**
   * The smaller of each element and a number.
   *
   * @param x a tensor
   * @param y the number
   * @return a tensor of the same shape
   */
  public static SymbolicTensor minimum(SymbolicTensor x, double y) {
    return BinaryOperation.of(BinaryOperation.MINIMUM, x, BinaryOperation.X2, Numbers.of(y));
  }

  /**
   * The mean along axes.
   *
   * @param x a tensor
   * @param axes at least one, not the batch
   * @return a tensor without these axes
   */
  public static SymbolicTensor mean(SymbolicTensor x, int... axes) {
    return ReductionOperation.of(ReductionOperation.MEAN, x, false, axes);
  }

  /**
   * The mean along axes.
   *
   * @param x a tensor
   * @param keepdims whether the axes stay, of size 1
   * @param axes at least one, not the batch
   * @return a tensor
   */
  public static SymbolicTensor mean(SymbolicTensor x, boolean keepdims, int... axes) {
    return ReductionOperation.of(ReductionOperation.MEAN, x, keepdims, axes);
  }

  /**
   * The sum along axes.
   *
   * @param x a tensor
   * @param axes at least one, not the batch
   * @return a tensor without these axes
   */
  public static SymbolicTensor sum(SymbolicTensor x, int... axes) {
    return ReductionOperation.of(ReductionOperation.SUM, x, false, axes);
  }

  /**
   * The sum along axes.
   *
   * @param x a tensor
   * @param keepdims whether the axes stay, of size 1
   * @param axes at least one, not the batch
   * @return a tensor
   */
  public static SymbolicTensor sum(SymbolicTensor x, boolean keepdims, int... axes) {
    return ReductionOperation.of(ReductionOperation.SUM, x, keepdims, axes);
  }

  /**
   * The largest along axes.
   *
   * @param x a tensor
   * @param axes at least one, not the batch
   * @return a tensor without these axes
   */
  public static SymbolicTensor max(SymbolicTensor x, int... axes) {
    return ReductionOperation.of(ReductionOperation.MAX, x, false, axes);
  }

  /**
   * The largest along axes.
   *
   * @param x a tensor
   * @param keepdims whether the axes stay, of size 1
   * @param axes at least one, not the batch
   * @return a tensor
   */
  public static SymbolicTensor max(SymbolicTensor x, boolean keepdims, int... axes) {
    return ReductionOperation.of(ReductionOperation.MAX, x, keepdims, axes);
  }

  /**
   * The smallest along axes.
   *
   * @param x a tensor
   * @param axes at least one, not the batch
   * @return a tensor without these axes
   */
  public static SymbolicTensor min(SymbolicTensor x, int... axes) {
    return ReductionOperation.of(ReductionOperation.MIN, x, false, axes);
  }

  /**
   * The smallest along axes.
   *
   * @param x a tensor
   * @param keepdims whether the axes stay, of size 1
   * @param axes at least one, not the batch
   * @return a tensor
   */
  public static SymbolicTensor min(SymbolicTensor x, boolean keepdims, int... axes) {
    return ReductionOperation.of(ReductionOperation.MIN, x, keepdims, axes);
  }

  /**
   * The products of matrices, the last two axes.
   *
   * @param x (None, ..., n, k)
   * @param y (None, ..., k, m)
   * @return (None, ..., n, m)
   */
  public static SymbolicTensor matmul(SymbolicTensor x, SymbolicTensor y) {
    return MatmulOperation.MATMUL.make(MatmulOperation.MATMUL.settings()).apply(x, y);
  }

  /**
   * Other axes of the same values.
   *
   * @param x a tensor
   * @param sizes the size of each axis behind the batch
   * @return a tensor
   */
  public static SymbolicTensor reshape(SymbolicTensor x, int... sizes) {
    return ShapeOperation.reshape(x, sizes);
  }

  /**
   * The axes in another order.
   *
   * @param x a tensor
   * @param axes the input's axes in the output's order; the first is 0
   * @return a tensor
   */
  public static SymbolicTensor transpose(SymbolicTensor x, int... axes) {
    return ShapeOperation.transpose(x, axes);
  }

  /**
   * An axis of size 1 more.
   *
   * @param x a tensor
   * @param axis where it stands in the result, not 0
   * @return a tensor
   */
  public static SymbolicTensor expandDims(SymbolicTensor x, int axis) {
    return ShapeOperation.ofAxis(ShapeOperation.EXPAND_DIMS, x, axis);
  }

  /**
   * An axis of size 1 less.
   *
   * @param x a tensor
   * @param axis the axis, not 0
   * @return a tensor
   */
  public static SymbolicTensor squeeze(SymbolicTensor x, int axis) {
    return ShapeOperation.ofAxis(ShapeOperation.SQUEEZE, x, axis);
  }

  /**
   * Tensors one behind the other.
   *
   * @param axis the axis, not 0
   * @param tensors two or more of shapes that are equal but for the axis
   * @return a tensor
   */
  public static SymbolicTensor concatenate(int axis, SymbolicTensor... tensors) {
    return ConcatenateOperation.of(axis, tensors);
  }

  /**
   * Each element, at least one number and at most another.
   *
   * @param x a tensor
   * @param least the least value
   * @param most the largest value
   * @return a tensor of the same shape
   */
  public static SymbolicTensor clip(SymbolicTensor x, double least, double most) {
    return ClipOperation.of(x, least, most);
  }
}

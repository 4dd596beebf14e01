package org.keraunos.layers;

import java.util.List;
import org.keraunos.base.ElementType;
import org.keraunos.base.Numbers;
import org.keraunos.base.Shape;

/**
 * An output of a call of a layer: what layers are applied to while a network is drawn. Keras's
 * {@code KerasTensor}. Arithmetic makes layers of Keras's operations; functions are in
 * {@link Operations}.
 */
public final class SymbolicTensor {
  private final Call call;
  private final int index;
  private final Shape shape;

  SymbolicTensor(Call call, int index, Shape shape) {
    this.call = call;
    this.index = index;
    this.shape = shape;
  }

  /** {@return the shape of one sample, without the batch axis} */
  public Shape shape() {
    return shape;
  }

  /** {@return what the elements are} */
  public ElementType type() {
    return call.layer().outputType();
  }

  /** {@return the call that made this} */
  public Call call() {
    return call;
  }

  /** {@return its place among the call's outputs, from 0} */
  public int index() {
    return index;
  }

  /** {@return the layer whose call made this} */
  public Layer layer() {
    return call.layer();
  }

  /** {@return what the layer was called with; nothing for an {@link Input}} */
  public List<SymbolicTensor> inputs() {
    return call.inputs();
  }

  /**
   * {@code this + other}.
   *
   * @param other a tensor of as many axes, to which this can be broadcast
   * @return a tensor of the shape to which both are broadcast
   */
  public SymbolicTensor plus(SymbolicTensor other) {
    return BinaryOperation.of(BinaryOperation.ADD, this, other);
  }

  /**
   * {@code this + number}.
   *
   * @param number the number
   * @return a tensor of this shape
   */
  public SymbolicTensor plus(double number) {
    return BinaryOperation.of(BinaryOperation.ADD, this, BinaryOperation.X2, Numbers.of(number));
  }

  /**
   * {@code this + numbers}, a number a channel.
   *
   * @param numbers one for each place along the last axis
   * @return a tensor of this shape
   */
  public SymbolicTensor plus(double[] numbers) {
    return BinaryOperation.of(BinaryOperation.ADD, this, BinaryOperation.X2, Numbers.of(numbers));
  }

  /**
   * {@code this - other}.
   *
   * @param other a tensor of as many axes, to which this can be broadcast
   * @return a tensor of the shape to which both are broadcast
   */
  public SymbolicTensor minus(SymbolicTensor other) {
    return BinaryOperation.of(BinaryOperation.SUBTRACT, this, other);
  }

  /**
   * {@code this - number}.
   *
   * @param number the number
   * @return a tensor of this shape
   */
  public SymbolicTensor minus(double number) {
    return BinaryOperation.of(
        BinaryOperation.SUBTRACT, this, BinaryOperation.X2, Numbers.of(number));
  }

  /**
   * {@code this - numbers}, a number a channel.
   *
   * @param numbers one for each place along the last axis
   * @return a tensor of this shape
   */
  public SymbolicTensor minus(double[] numbers) {
    return BinaryOperation.of(
        BinaryOperation.SUBTRACT, this, BinaryOperation.X2, Numbers.of(numbers));
  }

  /**
   * {@code this * other}.
   *
   * @param other a tensor of as many axes, to which this can be broadcast
   * @return a tensor of the shape to which both are broadcast
   */
  public SymbolicTensor times(SymbolicTensor other) {
    return BinaryOperation.of(BinaryOperation.MULTIPLY, this, other);
  }

  /**
   * {@code this * number}.
   *
   * @param number the number
   * @return a tensor of this shape
   */
  public SymbolicTensor times(double number) {
    return BinaryOperation.of(
        BinaryOperation.MULTIPLY, this, BinaryOperation.X2, Numbers.of(number));
  }

  /**
   * {@code this * numbers}, a number a channel.
   *
   * @param numbers one for each place along the last axis
   * @return a tensor of this shape
   */
  public SymbolicTensor times(double[] numbers) {
    return BinaryOperation.of(
        BinaryOperation.MULTIPLY, this, BinaryOperation.X2, Numbers.of(numbers));
  }

  /**
   * {@code this / other}.
   *
   * @param other a tensor of as many axes, to which this can be broadcast
   * @return a tensor of the shape to which both are broadcast
   */
  public SymbolicTensor dividedBy(SymbolicTensor other) {
    return BinaryOperation.of(BinaryOperation.TRUE_DIVIDE, this, other);
  }

  /**
   * {@code this / number}.
   *
   * @param number the number
   * @return a tensor of this shape
   */
  public SymbolicTensor dividedBy(double number) {
    return BinaryOperation.of(
        BinaryOperation.TRUE_DIVIDE, this, BinaryOperation.X2, Numbers.of(number));
  }

  /**
   * {@code this ** other}.
   *
   * @param other a tensor of as many axes, to which this can be broadcast
   * @return a tensor of the shape to which both are broadcast
   */
  public SymbolicTensor power(SymbolicTensor other) {
    return BinaryOperation.of(BinaryOperation.POWER, this, other);
  }

  /**
   * {@code this ** number}.
   *
   * @param number the number
   * @return a tensor of this shape
   */
  public SymbolicTensor power(double number) {
    return BinaryOperation.of(BinaryOperation.POWER, this, BinaryOperation.X2, Numbers.of(number));
  }

  /**
   * {@code number - this}.
   *
   * @param number the number
   * @return a tensor of this shape
   */
  public SymbolicTensor subtractedFrom(double number) {
    return BinaryOperation.of(
        BinaryOperation.SUBTRACT, this, BinaryOperation.X1, Numbers.of(number));
  }

  /**
   * {@code number / this}.
   *
   * @param number the number
   * @return a tensor of this shape
   */
  public SymbolicTensor dividing(double number) {
    return BinaryOperation.of(
        BinaryOperation.TRUE_DIVIDE, this, BinaryOperation.X1, Numbers.of(number));
  }

  /** {@return {@code -this}} */
  public SymbolicTensor negative() {
    return UnaryOperation.of(UnaryOperation.NEGATIVE, this);
  }

  /** {@return {@code abs(this)}} */
  public SymbolicTensor abs() {
    return UnaryOperation.of(UnaryOperation.ABSOLUTE, this);
  }

  @Override
  public String toString() {
    return layer() + " " + shape;
  }
}

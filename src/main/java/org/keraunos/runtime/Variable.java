package org.keraunos.runtime;

import org.jspecify.annotations.Nullable;
import org.keraunos.base.Shape;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.family.TNumber;
import org.tensorflow.types.family.TType;

/** A resource variable with the ops to read it, to start it and to set it from outside. */
public final class Variable {
  private final String name;
  private final Shape shape;
  private final Class<? extends TNumber> type;
  private final Operand<? extends TType> handle;
  private final Operand<? extends TNumber> snapshot;
  private final Placeholder<? extends TNumber> feed;
  private final Op assign;
  private final @Nullable Op start;

  private Variable(
      String name,
      Shape shape,
      Class<? extends TNumber> type,
      Operand<? extends TType> handle,
      Operand<? extends TNumber> snapshot,
      Placeholder<? extends TNumber> feed,
      Op assign,
      @Nullable Op start) {
    this.name = name;
    this.shape = shape;
    this.type = type;
    this.handle = handle;
    this.snapshot = snapshot;
    this.feed = feed;
    this.assign = assign;
    this.start = start;
  }

  static <T extends TNumber> Variable create(
      Ops tf, String name, Shape shape, Class<T> type, @Nullable Operand<T> initial) {
    String last = name.substring(name.lastIndexOf('/') + 1);
    org.tensorflow.ndarray.Shape sizes = Tensors.shape(shape.toArray());
    Operand<? extends TType> handle =
        tf.withName(last).varHandleOp(type, sizes, VarHandleOp.sharedName(name));
    Placeholder<T> feed = tf.withName(last + "_feed").placeholder(type, Placeholder.shape(sizes));
    Op assign = tf.withName(last + "_set").assignVariableOp(handle, feed);
    Op start =
        initial == null ? null : tf.withName(last + "_start").assignVariableOp(handle, initial);
    Operand<T> snapshot = tf.withName(last + "_snapshot").readVariableOp(handle, type);
    return new Variable(name, shape, type, handle, snapshot, feed, assign, start);
  }

  /**
   * The whole name.
   *
   * @return for example {@code conv2d/kernel}
   */
  public String name() {
    return name;
  }

  /**
   * The shape.
   *
   * @return the sizes of its axes; all of them, a variable has no batch axis
   */
  public Shape shape() {
    return shape;
  }

  /**
   * The resource handle, for ops that change the variable in place.
   *
   * @return the handle
   */
  public Operand<? extends TType> handle() {
    return handle;
  }

  /**
   * A new read of the variable.
   *
   * @param tf where to emit
   * @param type the variable's type
   * @param <T> the variable's type
   * @return its value when the read runs
   */
  public <T extends TNumber> Operand<T> read(Ops tf, Class<T> type) {
    return tf.readVariableOp(handle, type);
  }

  Class<? extends TNumber> type() {
    return type;
  }

  Operand<? extends TNumber> snapshot() {
    return snapshot;
  }

  Placeholder<? extends TNumber> feed() {
    return feed;
  }

  Op assign() {
    return assign;
  }

  @Nullable
  Op start() {
    return start;
  }
}

package org.keraunos.losses;

import java.util.List;
import java.util.Optional;
import org.keraunos.base.Check;
import org.keraunos.base.Codecs;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * The one-of-many loss with the class's number as the target,
 * {@code keras.losses.SparseCategoricalCrossentropy}: {@code -log p} of that class. Targets have
 * one column, 0 to the number of classes - 1, or NaN where unknown; of a picture of classes they
 * are a picture, with one channel or without the axis.
 *
 * <p>On a softmax output it is computed of the logits. On other outputs probabilities are kept 1e-7
 * away from 0 and 1, and are divided by their row's sum behind that, as in Keras.
 */
public final class SparseCategoricalCrossentropy extends ClassLoss<SparseCategoricalCrossentropy> {
  private static final Setting<Optional<Integer>> IGNORE_CLASS =
      Setting.of("ignore_class", Codecs.optional(Codecs.integer()));

  /** The kind. */
  public static final Kind<SparseCategoricalCrossentropy> KIND = Kind.of(
          "SparseCategoricalCrossentropy", SparseCategoricalCrossentropy::new)
      .group(classes("sparse_categorical_crossentropy"))
      .option(IGNORE_CLASS, Optional.empty());

  SparseCategoricalCrossentropy(Settings settings) {
    super(settings);
  }

  /**
   * A number that stands for no class: rows with it are unknown, as those with NaN are.
   *
   * @param number any, also one that is no class's
   * @return a changed copy
   */
  public SparseCategoricalCrossentropy ignoreClass(int number) {
    return with(IGNORE_CLASS, Optional.of(number));
  }

  @Override
  public Shape targetShape(Shape output) {
    int[] shape = output.toArray();
    shape[shape.length - 1] = 1;
    return Shape.of(shape);
  }

  @Override
  public boolean knows(float target) {
    return !Float.isNaN(target) && !isIgnored(target);
  }

  private boolean isIgnored(float target) {
    return get(IGNORE_CLASS).isPresent() && target == get(IGNORE_CLASS).get();
  }

  @Override
  public Operand<TFloating> rows(LayerScope s, Value output, Operand<TFloating> target) {
    Ops tf = s.ops();
    Operand<TBool> unknown = tf.math.isNan(target);
    if (get(IGNORE_CLASS).isPresent()) {
      unknown = tf.math.logicalOr(
          unknown, tf.math.equal(target, s.masterConstant(get(IGNORE_CLASS).get())));
    }
    int classes = output.shape().get(-1);
    Operand<TFloating> number = tf.select(unknown, tf.zerosLike(target), target);
    Operand<TFloating> oneHot = tf.oneHot(
        tf.squeeze(tf.dtypes.cast(number, TInt32.class), Squeeze.axis(List.of(-1L))),
        tf.constant(classes),
        s.masterConstant(1),
        s.masterConstant(0));
    // A row is known or unknown as a whole: NaN for each class of an unknown one.
    Operand<TFloating> nan = tf.math.mul(target, s.masterConstant(Double.NaN));
    Operand<TFloating> missing = tf.select(unknown, nan, tf.zerosLike(target));
    return super.rows(s, output, tf.math.add(oneHot, missing));
  }

  @Override
  boolean normalizes() {
    return false;
  }

  @Override
  Operand<TFloating> cell(RowScope s, Distribution p) {
    return s.ops().math.neg(p.probability() == null ? p.log() : logSoftmax(s, p.log()));
  }

  @Override
  public void checkTarget(float[] values, int offset, int width, int row) {
    float number = values[offset];
    Check.argument(
        !knows(number) || (number >= 0 && number == Math.rint(number) && number < 1e7f),
        "labels[" + row + "]",
        "the number of a class, from 0, or NaN for unknown (" + kerasName() + ")",
        number);
  }

  @Override
  public void checkTarget(float[] values, int offset, int width, int row, Shape output) {
    for (int at = offset; at < offset + width; at++) {
      checkTarget(values, at, 1, row);
      Check.argument(
          !knows(values[at]) || values[at] < output.get(-1),
          "labels[" + row + "]",
          "below " + output.get(-1) + ", the number of classes (" + kerasName() + ")",
          values[at]);
    }
  }
}

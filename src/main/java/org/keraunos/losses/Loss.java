package org.keraunos.losses;

import org.keraunos.base.Check;
import org.keraunos.base.Codecs;
import org.keraunos.base.Configurable;
import org.keraunos.base.Kind;
import org.keraunos.base.OutputValues;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * How wrong an output is, a number a row. The batch's loss is the weighted sum of the rows over the
 * number of rows with a known label. The known losses are in {@link Losses}; most are a formula for
 * one cell, see {@link CellLoss}.
 */
public abstract class Loss implements Configurable {
  /** Keras's name of the object, {@code binary_crossentropy}. */
  static final Setting<String> NAME = Setting.of("name", Codecs.text());

  private final Settings settings;

  /**
   * A loss.
   *
   * @param settings of its kind
   */
  protected Loss(Settings settings) {
    this.settings = settings;
  }

  /**
   * What all kinds of losses have in Keras: a name and the mean as the reduction.
   *
   * @param name the default of the name: {@code binary_crossentropy}
   * @return the settings
   */
  public static Kind.Group common(String name) {
    return new Kind.Group() {
      @Override
      public <T extends Configurable> Kind<T> addTo(Kind<T> kind) {
        return kind.option(NAME, name).only("reduction", "sum_over_batch_size");
      }
    };
  }

  @Override
  public final Settings settings() {
    return settings;
  }

  /**
   * The value of a setting.
   *
   * @param setting one of the kind's
   * @param <V> its type
   * @return the value
   */
  protected final <V> V get(Setting<V> setting) {
    return settings.get(setting);
  }

  /** {@return the name in configurations and cards: {@code binary_crossentropy}} */
  public final String kerasName() {
    return settings.kind().declares(NAME) ? get(NAME) : settings.kind().className();
  }

  /**
   * Emits the loss of each row.
   *
   * @param scope ops and constants; the loss is of the weights' type
   * @param output what the network gave
   * @param target what it should have given, of the weights' type, NaN where unknown
   * @return a vector with a number a row; 0 for a row without a known label
   */
  public abstract Operand<TFloating> rows(
      LayerScope scope, Value output, Operand<TFloating> target);

  /**
   * The shape of the targets that are compared with an output.
   *
   * @param output the output's shape
   * @return the same, unless a loss says otherwise
   */
  public Shape targetShape(Shape output) {
    return output;
  }

  /**
   * Whether an output of several axes, as a picture of classes, is rows of its last axis that each
   * have a loss: the batch's is then the mean over all known places, as in Keras.
   *
   * @return false, for the mean over a row's own known labels, unless a loss says otherwise
   */
  public boolean countsPlaces() {
    return false;
  }

  /**
   * How many places an output has, each with the labels of the last axis.
   *
   * @param output its shape
   * @return 1 for an output of one axis
   */
  public static int places(Shape output) {
    return output.rank() < 2 ? 1 : output.size() / output.get(-1);
  }

  /**
   * Whether a target says anything.
   *
   * @param target any
   * @return false for NaN, unless a loss knows more that do not
   */
  public boolean knows(float target) {
    return !Float.isNaN(target);
  }

  /**
   * Whether a row's loss depends on that row alone, so that a batch may be computed in parts.
   *
   * @return true unless a loss says otherwise
   */
  public boolean isRowwise() {
    return true;
  }

  /**
   * The same with each label's part multiplied, which is what {@code classWeight} of {@code fit}
   * asks for.
   *
   * @param factors one a label, or one for all; finite, at least 0, not all 0
   * @return a changed copy
   * @throws IllegalArgumentException if the loss has no weights of labels
   */
  public Loss weighingLabels(double... factors) {
    throw Check.bad("classWeight", "a loss that weighs labels", kerasName());
  }

  /**
   * The sum of this and another loss.
   *
   * @param other a loss of the same output
   * @return a loss whose rows are the sums of both
   */
  public final WeightedSum plus(Loss other) {
    return plus(1, other);
  }

  /**
   * The sum of this and a multiple of another loss.
   *
   * @param factor how many times the other counts, finite
   * @param other a loss of the same output
   * @return a loss whose rows are the sums of both
   */
  public final WeightedSum plus(double factor, Loss other) {
    return WeightedSum.of(WeightedSum.of(1, this), WeightedSum.of(factor, other));
  }

  /**
   * A multiple of this loss, for sums.
   *
   * @param factor finite
   * @return a loss whose rows are as many times as large
   */
  public final WeightedSum times(double factor) {
    return WeightedSum.of(factor, this);
  }

  /**
   * Checks that the loss can take an output.
   *
   * @param output the output's shape
   * @throws IllegalArgumentException if it cannot
   */
  public void checkOutput(Shape output) {
    // Any shape, unless a loss knows better: each number is a label of its own.
  }

  /**
   * What the numbers of an output are that ends in no sigmoid or softmax.
   *
   * @return what this loss takes them for; numbers unless a loss says otherwise
   */
  public OutputValues valuesWithoutActivation() {
    return OutputValues.NUMBERS;
  }

  /**
   * Checks one target before TensorFlow sees it.
   *
   * @param values targets of one row
   * @param offset the place of the row's first value
   * @param width the number of values in the row
   * @param row the row's number, for the message
   * @throws IllegalArgumentException if the loss cannot take them
   */
  public abstract void checkTarget(float[] values, int offset, int width, int row);

  /**
   * Checks one target beside the output that it is compared with.
   *
   * @param values targets of one row
   * @param offset the place of the row's first value
   * @param width the number of values in the row
   * @param row the row's number, for the message
   * @param output the output's shape
   * @throws IllegalArgumentException if the loss cannot take them
   */
  public void checkTarget(float[] values, int offset, int width, int row, Shape output) {
    checkTarget(values, offset, width, row);
  }

  /** The name and its settings. */
  @Override
  public String toString() {
    return settings.toString();
  }
}

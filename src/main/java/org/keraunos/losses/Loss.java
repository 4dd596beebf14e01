package org.keraunos.losses;

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

  /** The name and its settings. */
  @Override
  public String toString() {
    return settings.toString();
  }
}

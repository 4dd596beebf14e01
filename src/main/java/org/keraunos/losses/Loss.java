package org.keraunos.losses;

import org.keraunos.base.OutputValues;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * How wrong an output is, a number a row. The batch's loss is the weighted sum of the rows over the number of rows with a
 * known label. The known losses are in {@link Losses}.
 */
public interface Loss {
  /**
   * Keras's name.
   *
   * @return for example {@code binary_crossentropy}
   */
  String kerasName();

  /**
   * Emits the loss of each row.
   *
   * @param scope ops and constants; the loss is of the weights' type
   * @param output what the network gave
   * @param target what it should have given, of the weights' type, NaN where unknown
   * @return a vector with a number a row; 0 for a row without a known label
   */
  Operand<TFloating> rows(LayerScope scope, Value output, Operand<TFloating> target);

  /**
   * Checks that the loss can take an output.
   *
   * @param output the output's shape
   * @throws IllegalArgumentException if it cannot
   */
  void checkOutput(Shape output);

  /**
   * What the numbers of an output are that ends in no sigmoid or softmax.
   *
   * @return what this loss takes them for; numbers unless a loss says otherwise
   */
  default OutputValues valuesWithoutActivation() {
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
  void checkTarget(float[] values, int offset, int width, int row);
}

package org.keraunos.augmentation;

import org.keraunos.base.Check;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** The range that an image's numbers have and keep. */
record ValueRange(double low, double high) {
  static final ValueRange UNIT = new ValueRange(0, 1);

  static ValueRange of(String name, double low, double high) {
    Check.argument(
        Double.isFinite(low) && Double.isFinite(high) && low < high,
        name,
        "two finite numbers, low < high",
        low + " and " + high);
    return new ValueRange(low, high);
  }

  Operand<TFloat32> clip(Ops tf, Operand<TFloat32> values) {
    return tf.clipByValue(values, tf.constant((float) low), tf.constant((float) high));
  }
}

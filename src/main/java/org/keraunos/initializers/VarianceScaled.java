package org.keraunos.initializers;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Shape;
import org.tensorflow.Operand;
import org.tensorflow.framework.initializers.VarianceScaling;
import org.tensorflow.framework.initializers.VarianceScaling.Distribution;
import org.tensorflow.framework.initializers.VarianceScaling.Mode;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Random numbers whose variance is {@code scale / fan}, {@code keras.initializers.VarianceScaling}: Glorot's and He's
 * initializers are of this family.
 */
record VarianceScaled(
    String className,
    double scale,
    Mode mode,
    Distribution distribution,
    @Nullable Long ownSeed) implements Initializer {
  @Override
  public Map<String, Object> config() {
    return ownSeed == null ? Map.of() : Map.of("seed", ownSeed);
  }

  @Override
  public Operand<TFloating> emit(Ops tf, Shape shape, Class<TFloating> type, long seed) {
    long used = ownSeed == null ? seed : ownSeed;
    long[] sizes = new long[shape.rank()];
    for (int axis = 0; axis < sizes.length; axis++) {
      sizes[axis] = shape.get(axis);
    }
    return new VarianceScaling<TFloating>(scale, mode, distribution, used)
        .call(tf, tf.constant(sizes), type);
  }
}

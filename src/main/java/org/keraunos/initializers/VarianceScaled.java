package org.keraunos.initializers;

import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Shape;
import org.tensorflow.Operand;
import org.tensorflow.framework.initializers.RandomUniform;
import org.tensorflow.framework.initializers.TruncatedNormal;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * Random numbers whose variance is {@code scale / fan}, {@code keras.initializers.VarianceScaling}: Glorot's and He's
 * initializers are of this family. TensorFlow Framework's uniform and truncated normal initializers draw the numbers; its own
 * variance scaling (1.0.0) is not used, for its uniform variant goes from 0 to one deviation and its normal one is too
 * narrow for convolutions.
 */
record VarianceScaled(
    String className,
    double scale,
    Mode mode,
    Distribution distribution,
    @Nullable Long ownSeed) implements Initializer {
  /** The deviation of a standard normal that is cut at two deviations. */
  private static final double CUT_DEVIATION = 0.8796256610342398;

  /** What the variance is divided by. */
  enum Mode {
    FAN_IN,
    FAN_AVG
  }

  /** How the numbers lie. */
  enum Distribution {
    UNIFORM,
    TRUNCATED_NORMAL
  }

  @Override
  public Map<String, Object> config() {
    return ownSeed == null ? Map.of() : Map.of("seed", ownSeed);
  }

  @Override
  public Operand<TFloating> emit(Ops tf, Shape shape, Class<TFloating> type, long seed) {
    long used = ownSeed == null ? seed : ownSeed;
    double variance = scale / fan(shape);
    return distribution == Distribution.UNIFORM
        ? uniform(tf, shape, type, used, Math.sqrt(3 * variance))
        : normal(tf, shape, type, used, Math.sqrt(variance));
  }

  private static Operand<TFloating> normal(
      Ops tf, Shape shape, Class<TFloating> type, long seed, double deviation) {
    return new TruncatedNormal<TFloating>(0, deviation / CUT_DEVIATION, seed)
        .call(tf, sizes(tf, shape), type);
  }

  private static Operand<TFloating> uniform(
      Ops tf, Shape shape, Class<TFloating> type, long seed, double limit) {
    return new RandomUniform<TFloating>(-limit, limit, seed).call(tf, sizes(tf, shape), type);
  }

  private static Operand<TInt64> sizes(Ops tf, Shape shape) {
    return tf.constant(IntStream.of(shape.toArray()).asLongStream().toArray());
  }

  /** The number of inputs of one output, or its mean with the number of outputs of one input. */
  private double fan(Shape shape) {
    int rank = shape.rank();
    double field = 1;
    for (int axis = 0; axis < rank - 2; axis++) {
      field *= shape.get(axis);
    }
    double in = field * shape.get(Math.max(0, rank - 2));
    double out = field * shape.get(rank - 1);
    return mode == Mode.FAN_IN ? in : (in + out) / 2;
  }
}

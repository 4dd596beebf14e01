package org.keraunos.initializers;

import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Shape;
import org.keraunos.runtime.Types;
import org.tensorflow.Operand;
import org.tensorflow.framework.initializers.VarianceScaling;
import org.tensorflow.framework.initializers.VarianceScaling.Distribution;
import org.tensorflow.framework.initializers.VarianceScaling.Mode;
import org.tensorflow.op.Ops;
import org.tensorflow.op.random.StatelessRandomUniform;
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
    return distribution == Distribution.UNIFORM
        ? uniform(tf, shape, type, used)
        : normal(tf, shape, type, used);
  }

  private Operand<TFloating> normal(Ops tf, Shape shape, Class<TFloating> type, long seed) {
    long[] sizes = IntStream.of(shape.toArray()).asLongStream().toArray();
    return new VarianceScaling<TFloating>(scale, mode, distribution, seed)
        .call(tf, tf.constant(sizes), type);
  }

  /** TensorFlow Framework 1.0.0 draws its uniform variant from 0 to one deviation, so this one is drawn here. */
  private Operand<TFloating> uniform(Ops tf, Shape shape, Class<TFloating> type, long seed) {
    double limit = Math.sqrt(3 * scale / fan(shape));
    Operand<TFloating> unit = StatelessRandomUniform.create(
        tf.scope(), tf.constant(shape.toArray()), tf.constant(new long[] {seed, 0}), type);
    Operand<TFloating> width = Types.constant(tf, 2 * limit, type);
    return tf.math.sub(tf.math.mul(unit, width), Types.constant(tf, limit, type));
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

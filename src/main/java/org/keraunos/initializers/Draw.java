package org.keraunos.initializers;

import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.keraunos.base.Codecs;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.tensorflow.Operand;
import org.tensorflow.framework.initializers.RandomNormal;
import org.tensorflow.framework.initializers.RandomUniform;
import org.tensorflow.framework.initializers.TruncatedNormal;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/** Random numbers by TensorFlow Framework's stateless initializers, of a seed. */
final class Draw {
  static final Setting<OptionalLong> SEED = Setting.of("seed", Codecs.seed());

  private Draw() {}

  /** The initializer's own seed, else the weight's. */
  static long seed(Settings settings, long ofWeight) {
    return settings.get(SEED).orElse(ofWeight);
  }

  static Operand<TFloating> uniform(
      Ops tf, Shape shape, Class<TFloating> type, long seed, double from, double to) {
    return new RandomUniform<TFloating>(from, to, seed).call(tf, sizes(tf, shape), type);
  }

  static Operand<TFloating> normal(
      Ops tf, Shape shape, Class<TFloating> type, long seed, double mean, double deviation) {
    return new RandomNormal<TFloating>(mean, deviation, seed).call(tf, sizes(tf, shape), type);
  }

  /** Normal, cut at two deviations. */
  static Operand<TFloating> truncated(
      Ops tf, Shape shape, Class<TFloating> type, long seed, double mean, double deviation) {
    return new TruncatedNormal<TFloating>(mean, deviation, seed).call(tf, sizes(tf, shape), type);
  }

  private static Operand<TInt64> sizes(Ops tf, Shape shape) {
    return tf.constant(IntStream.of(shape.toArray()).asLongStream().toArray());
  }
}

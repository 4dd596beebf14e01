package org.keraunos.losses;

import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The loss of numbers that is a square up to delta and a line behind it,
 * {@code keras.losses.Huber}: {@code e^2 / 2}, {@code delta |e| - delta^2 / 2}; the mean over the
 * known numbers of a row. Targets are finite, or NaN where unknown.
 *
 * <p>Keras leaves delta out of what it writes, and so reads back 1; here it is written where it was
 * given, under the key that Keras's constructor takes.
 */
public final class Huber extends CellLoss<Huber> {
  private static final Setting<Double> DELTA =
      Setting.number("delta").must(d -> d > 0 && Double.isFinite(d), "a finite number > 0");

  /** The kind. */
  public static final Kind<Huber> KIND =
      Kind.of("Huber", Huber::new).group(common("huber_loss")).own(DELTA, 1.0);

  Huber(Settings settings) {
    super(settings);
  }

  /**
   * Where the square ends.
   *
   * @param error above 0; 1 if not given
   * @return a changed copy
   */
  public Huber delta(double error) {
    return with(DELTA, error);
  }

  @Override
  protected Operand<TFloating> cell(CellScope s) {
    Ops tf = s.ops();
    Operand<TFloating> error = tf.math.sub(s.output(), s.target());
    Operand<TFloating> size = tf.math.abs(error);
    Operand<TFloating> delta = s.constant(get(DELTA));
    Operand<TFloating> near = tf.math.mul(s.constant(0.5), tf.math.square(error));
    Operand<TFloating> far =
        tf.math.sub(tf.math.mul(delta, size), s.constant(get(DELTA) * get(DELTA) / 2));
    return tf.select(tf.math.lessEqual(size, delta), near, far);
  }

  @Override
  protected boolean takes(float target) {
    return Float.isFinite(target);
  }

  @Override
  protected String expectedTarget() {
    return "a finite number";
  }
}

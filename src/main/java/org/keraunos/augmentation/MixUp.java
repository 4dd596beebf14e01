package org.keraunos.augmentation;

import org.keraunos.base.Check;
import org.keraunos.base.Shape;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Mixes each image with another one of the batch, and their targets alike: {@code l x + (1 - l)
 * x'}; {@code keras.layers.MixUp}. Zhang et al., "mixup: Beyond Empirical Risk Minimization", ICLR
 * 2018.
 *
 * <p>l is drawn of Beta(alpha, alpha), and the larger of l and 1 - l is taken: pairs are as likely
 * one way round as the other, so what is trained on stays the same, and the row's own labels weigh
 * at least half. Metrics during {@code fit} are counted against these. A label that one of the two
 * rows does not know (NaN) is unknown, unless l is 1. The row's weight is its own.
 *
 * <p>The other row is drawn from the rest of the batch, so that it, unlike all else, depends on the
 * order and the batch size, which seed and epoch decide. Images of any shape and range.
 */
public final class MixUp implements Augmentation {
  private static final double MOST = 100;

  private final double alpha;

  MixUp(double alpha) {
    Check.argument(alpha > 0 && alpha <= MOST, "MixUp.alpha", "0 < alpha <= 100", alpha);
    this.alpha = alpha;
  }

  @Override
  public int numbers() {
    return 2;
  }

  /** The row's own share, and the other row's place in the batch. */
  @Override
  public void draw(RowDraws row, Shape image, float[] into, int offset) {
    int step = row.rows() == 1 ? 0 : 1 + (int) (row.uniform() * (row.rows() - 1));
    double share = BetaDraw.symmetric(alpha, row);
    into[offset] = (float) Math.max(share, 1 - share);
    into[offset + 1] = (row.place() + step) % row.rows();
  }

  @Override
  public Operand<TFloat32> emit(AugmentationScope scope, Operand<TFloat32> images) {
    return scope.images(mix(scope, scope.flat(images)));
  }

  /** Mixes targets as images are mixed; {@code 0 * NaN} is 0 here. */
  Operand<TFloat32> mix(AugmentationScope scope, Operand<TFloat32> rows) {
    Ops tf = scope.ops();
    Operand<TFloat32> share = scope.column(0);
    Operand<TInt32> other =
        tf.dtypes.cast(tf.reshape(scope.column(1), tf.constant(new int[] {-1})), TInt32.class);
    Operand<TFloat32> others = tf.gather(rows, other, tf.constant(0));
    return tf.math.add(
        tf.math.mul(rows, share), tf.math.mulNoNan(others, tf.math.sub(tf.constant(1f), share)));
  }

  @Override
  public String toString() {
    return "MixUp(" + alpha + ")";
  }
}

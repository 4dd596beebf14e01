package org.keraunos.strategies;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.keraunos.base.Shape;
import org.keraunos.runtime.Feeds;
import org.keraunos.runtime.Fetched;
import org.keraunos.runtime.GraphSession;
import org.keraunos.runtime.RuntimeOptions;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.op.nn.TopK;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The nearest rows by Euclidean distance, block by block: {@code 2 a b - |b|^2} orders rows b as
 * their distance to a does, and is a product of matrices. It rounds, so a few more are taken than
 * are asked for, and put in order by their distances.
 */
final class NearestRows implements AutoCloseable {
  private static final int ASKED = 512;
  private static final int KEPT = 16_384;
  private static final int MORE = 8;

  private final FeatureRows train;
  private final float[] kept;
  private final GraphSession session = new GraphSession(RuntimeOptions.DEFAULT);
  private final Placeholder<TFloat32> a;
  private final Placeholder<TFloat32> b;
  private final Placeholder<TInt32> k;
  private final Operand<TFloat32> values;
  private final Operand<TInt32> places;

  NearestRows(FeatureRows train) {
    this.train = train;
    this.kept = train.standardized();
    Ops tf = session.ops();
    org.tensorflow.ndarray.Shape rows = org.tensorflow.ndarray.Shape.of(-1, train.width);
    a = tf.placeholder(TFloat32.class, Placeholder.shape(rows));
    b = tf.placeholder(TFloat32.class, Placeholder.shape(rows));
    k = tf.placeholder(TInt32.class, Placeholder.shape(org.tensorflow.ndarray.Shape.of(1)));
    Operand<TFloat32> products = tf.linalg.matMul(a, b, MatMul.transposeB(true));
    Operand<TFloat32> squares = tf.sum(tf.math.square(b), tf.constant(1));
    Operand<TFloat32> near = tf.math.sub(tf.math.mul(products, tf.constant(2f)), squares);
    TopK<TFloat32, TInt32> top = tf.nn.topK(near, tf.squeeze(k), TInt32.class);
    values = top.values();
    places = top.indices();
  }

  /**
   * The nearest training rows of each row.
   *
   * @param asked rows by the moments of the training rows
   * @param count how many
   * @param themselves whether the rows are the training rows, of which none is its own neighbour
   * @return of each row the numbers of training rows, the nearest first; of equally near ones the
   *     earlier
   */
  int[][] of(FeatureRows asked, int count, boolean themselves) {
    float[] rows = themselves ? kept : asked.standardized();
    int[][] found = new int[asked.rows][];
    for (int from = 0; from < asked.rows; from += ASKED) {
      int size = Math.min(ASKED, asked.rows - from);
      float[] block = block(rows, from, size, asked.width);
      float[][] best = new float[size][0];
      int[][] numbers = new int[size][0];
      for (int start = 0; start < train.rows; start += KEPT) {
        int some = Math.min(KEPT, train.rows - start);
        search(block, size, start, some, Math.min(count + 1 + MORE, some), best, numbers);
      }
      for (int i = 0; i < size; i++) {
        int self = themselves ? from + i : -1;
        int[] candidates =
            Arrays.stream(numbers[i]).filter(each -> each != self).toArray();
        found[from + i] = nearest(candidates, block, i, count);
      }
    }
    return found;
  }

  private void search(
      float[] block, int size, int start, int some, int most, float[][] best, int[][] numbers) {
    float[] value = new float[size * most];
    float[] place = new float[size * most];
    try (Feeds feeds = new Feeds()) {
      feeds.floats(a, block, size, Shape.of(train.width));
      feeds.floats(b, block(kept, start, some, train.width), some, Shape.of(train.width));
      feeds.ints(k, most);
      try (Fetched fetched = session.run(feeds, List.of(values, places))) {
        fetched.read(0, value, 0);
        fetched.read(1, place, 0); // Less than 2^24, so exact.
      }
    }
    for (int i = 0; i < size; i++) {
      merge(i, value, place, i * most, most, start, best, numbers);
    }
  }

  private int[] nearest(int[] candidates, float[] block, int row, int count) {
    double[] apart = new double[candidates.length];
    for (int i = 0; i < apart.length; i++) {
      for (int c = 0; c < train.width; c++) {
        double each = block[row * train.width + c] - kept[candidates[i] * train.width + c];
        apart[i] += each * each;
      }
    }
    return IntStream.range(0, apart.length)
        .boxed()
        .sorted(
            Comparator.<Integer>comparingDouble(i -> apart[i]).thenComparing(i -> candidates[i]))
        .limit(count)
        .mapToInt(i -> candidates[i])
        .toArray();
  }

  /** Two lists that are in order become one; of equals the earlier row comes first. */
  private static void merge(
      int row,
      float[] value,
      float[] place,
      int from,
      int most,
      int start,
      float[][] best,
      int[][] numbers) {
    int size = Math.max(best[row].length, most);
    float[] near = new float[Math.min(size, best[row].length + most)];
    int[] which = new int[near.length];
    int i = 0;
    int j = 0;
    for (int at = 0; at < near.length; at++) {
      boolean first = j >= most || (i < best[row].length && best[row][i] >= value[from + j]);
      near[at] = first ? best[row][i] : value[from + j];
      which[at] = first ? numbers[row][i++] : start + (int) place[from + j++];
    }
    best[row] = near;
    numbers[row] = which;
  }

  private static float[] block(float[] rows, int from, int size, int width) {
    return Arrays.copyOfRange(rows, from * width, (from + size) * width);
  }

  @Override
  public void close() {
    session.close();
  }
}

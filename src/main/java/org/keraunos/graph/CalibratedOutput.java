package org.keraunos.graph;

import java.util.Arrays;
import org.keraunos.base.Shape;
import org.keraunos.contract.OutputContract;
import org.keraunos.decisions.Calibration;
import org.keraunos.decisions.CalibrationMethod;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A calibration as ops behind an output: a factor and a shift of logits, or the points of a rising
 * function, of which each probability finds its two by a binary search. All in float32, as the
 * probabilities that it was fitted on.
 */
final class CalibratedOutput {
  /** No probability is beyond it, so that a search ends before it. */
  private static final float BEYOND = 2;

  /** What {@link Calibration} keeps probabilities away from 0 and 1 by, for their logits. */
  private static final float LEAST = 0x1p-52f;

  private CalibratedOutput() {}

  /**
   * Emits what the contract says of an output.
   *
   * @param tf where to
   * @param name of the last op
   * @param raw what the network gives: rows of probabilities or logits
   * @param shape of a row
   * @param output with a calibration
   * @return probabilities of the same shape
   */
  static Operand<TFloat32> emit(
      Ops tf, String name, Operand<TFloat32> raw, Shape shape, OutputContract output) {
    Calibration calibration = output.calibration().orElseThrow();
    Ops inside = tf.withSubScope("calibration");
    Operand<TFloat32> p = output.values().areLogits() ? inside.math.sigmoid(raw) : raw;
    boolean flat = shape.rank() == 1;
    if (!flat) {
      p = inside.reshape(p, inside.constant(new int[] {-1, calibration.labels()}));
    }
    Operand<TFloat32> made = calibration.method() == CalibrationMethod.ISOTONIC
        ? steps(inside, p, calibration)
        : line(inside, p, calibration);
    return flat
        ? tf.withName(name).identity(made)
        : tf.withName(name).reshape(made, inside.constant(batch(shape)));
  }

  private static int[] batch(Shape shape) {
    int[] sizes = new int[shape.rank() + 1];
    sizes[0] = -1;
    System.arraycopy(shape.toArray(), 0, sizes, 1, shape.rank());
    return sizes;
  }

  /** The logit is the difference of two logarithms, which float32 has without loss at both ends. */
  private static Operand<TFloat32> line(Ops tf, Operand<TFloat32> p, Calibration calibration) {
    float[] slopes = new float[calibration.labels()];
    float[] shifts = new float[slopes.length];
    for (int j = 0; j < slopes.length; j++) {
      double[][] map = calibration.map(j);
      slopes[j] = (float) map[0][0];
      shifts[j] = (float) map[1][0];
    }
    Operand<TFloat32> least = tf.constant(LEAST);
    Operand<TFloat32> with = tf.math.log(tf.math.maximum(p, least));
    Operand<TFloat32> without =
        tf.math.log(tf.math.maximum(tf.math.sub(tf.constant(1f), p), least));
    Operand<TFloat32> logit = tf.math.sub(with, without);
    return tf.math.sigmoid(
        tf.math.add(tf.math.mul(logit, tf.constant(slopes)), tf.constant(shifts)));
  }

  private static Operand<TFloat32> steps(Ops tf, Operand<TFloat32> p, Calibration calibration) {
    Segments of = new Segments(calibration);
    Operand<TInt32> turned = tf.constant(new int[] {1, 0});
    Operand<TFloat32> columns = tf.linalg.transpose(p, turned);
    Operand<TInt32> place =
        tf.math.add(tf.upperBound(tf.constant(of.edges), columns), tf.constant(of.firsts));
    Operand<TInt32> axis = tf.constant(0);
    Operand<TFloat32> beyond = tf.math.sub(columns, tf.gather(tf.constant(of.x), place, axis));
    Operand<TFloat32> made = tf.math.add(
        tf.gather(tf.constant(of.y), place, axis),
        tf.math.mul(tf.gather(tf.constant(of.slope), place, axis), beyond));
    return tf.linalg.transpose(made, turned);
  }

  /**
   * What is between the points of each label, one behind the other, as many as the label with the
   * most has: before the first and behind the last a slope of 0.
   */
  private static final class Segments {
    final float[][] edges;
    final int[][] firsts;
    final float[] x;
    final float[] y;
    final float[] slope;

    Segments(Calibration calibration) {
      int labels = calibration.labels();
      double[][][] maps = new double[labels][][];
      Arrays.setAll(maps, calibration::map);
      int points = Arrays.stream(maps).mapToInt(map -> map[0].length).max().orElse(1);
      int segments = points + 1;
      edges = new float[labels][points];
      firsts = new int[labels][1];
      x = new float[labels * segments];
      y = new float[x.length];
      slope = new float[x.length];
      for (int j = 0; j < labels; j++) {
        put(j, maps[j][0], maps[j][1], j * segments, segments);
      }
    }

    private void put(int label, double[] xs, double[] ys, int first, int segments) {
      firsts[label][0] = first;
      Arrays.fill(edges[label], BEYOND);
      y[first] = (float) ys[0];
      int last = xs.length - 1;
      for (int k = 0; k <= last; k++) {
        edges[label][k] = (float) xs[k];
        x[first + 1 + k] = (float) xs[k];
        y[first + 1 + k] = (float) ys[k];
        if (k < last) {
          float steep = (float) (ys[k + 1] - ys[k]) / ((float) xs[k + 1] - (float) xs[k]);
          // Between points that are one in float32 there is no number.
          slope[first + 1 + k] = Float.isFinite(steep) ? steep : 0;
        }
      }
      Arrays.fill(y, first + 1 + last, first + segments, (float) ys[last]);
    }
  }
}

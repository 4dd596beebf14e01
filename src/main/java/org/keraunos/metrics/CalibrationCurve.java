package org.keraunos.metrics;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.ScoreMatrix;

/**
 * A reliability curve: a point for each bin of probabilities that holds rows, from low to high.
 *
 * @param probTrue the share of the bin's rows where the label is true
 * @param probPred the mean of their probabilities
 * @param count how many rows there are, or their weight
 */
@SuppressWarnings("ArrayRecordComponent") // a bag of results that nobody compares
public record CalibrationCurve(double[] probTrue, double[] probPred, double[] count) {

  static CalibrationCurve of(
      LabelMatrix truth,
      ScoreMatrix scores,
      int label,
      int bins,
      BinStrategy strategy,
      double @Nullable [] weights) {
    double[] probabilities = known(truth, scores, label);
    double[] edges = strategy == BinStrategy.UNIFORM ? even(bins) : quantiles(probabilities, bins);
    double[] sums = new double[bins];
    double[] hits = new double[bins];
    double[] count = new double[bins];
    for (int i = 0; i < truth.rows(); i++) {
      byte cell = truth.get(i, label);
      if (cell >= 0) {
        double w = weights == null ? 1 : weights[i];
        int bin = bin(edges, scores.get(i, label));
        sums[bin] += w * scores.get(i, label);
        hits[bin] += w * cell;
        count[bin] += w;
      }
    }
    int n = 0;
    for (int b = 0; b < bins; b++) {
      if (count[b] > 0) {
        hits[n] = hits[b] / count[b];
        sums[n] = sums[b] / count[b];
        count[n++] = count[b];
      }
    }
    return new CalibrationCurve(
        Arrays.copyOf(hits, n), Arrays.copyOf(sums, n), Arrays.copyOf(count, n));
  }

  private static double[] known(LabelMatrix truth, ScoreMatrix scores, int label) {
    double[] known = new double[truth.rows()];
    int n = 0;
    for (int i = 0; i < known.length; i++) {
      if (truth.get(i, label) >= 0) {
        double p = scores.get(i, label);
        Check.argument(p >= 0 && p <= 1, "y_score[" + i + "][" + label + "]", "a probability", p);
        known[n++] = p;
      }
    }
    Check.argument(n > 0, "label " + label, "at least one known row", "none");
    return Arrays.copyOf(known, n);
  }

  /** The inner edges of equal bins, as NumPy's {@code linspace} has them. */
  private static double[] even(int bins) {
    double[] edges = new double[bins - 1];
    Arrays.setAll(edges, b -> (b + 1) * (1.0 / bins));
    return edges;
  }

  /** The inner edges of bins of equal size, as NumPy's {@code percentile} interpolates. */
  private static double[] quantiles(double[] probabilities, int bins) {
    double[] sorted = probabilities.clone();
    Arrays.sort(sorted);
    double[] edges = new double[bins - 1];
    for (int b = 0; b < edges.length; b++) {
      double at = (b + 1) * (1.0 / bins) * 100 / 100 * (sorted.length - 1);
      int low = (int) at;
      double t = at - low;
      double from = sorted[low];
      double to = sorted[Math.min(sorted.length - 1, low + 1)];
      edges[b] = t < 0.5 ? from + (to - from) * t : to - (to - from) * (1 - t);
    }
    return edges;
  }

  /** The number of inner edges below p. */
  private static int bin(double[] edges, double p) {
    int low = 0;
    int high = edges.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (edges[middle] < p) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The number of bins with rows, and the values. */
  @Override
  public String toString() {
    return ShortText.curve("CalibrationCurve", "probPred", probPred, "probTrue", probTrue, count)
        .replace(", thresholds ", ", count ");
  }
}

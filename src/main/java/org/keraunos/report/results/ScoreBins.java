package org.keraunos.report.results;

import java.util.Arrays;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.ScoreMatrix;

/**
 * Cells by their probability, in {@link #BINS} bins of equal width, a row a label and one for all:
 * a histogram of scores, a reliability curve and the expected calibration error of the same counts.
 * A bin holds its lower edge, the last one both, as
 * {@link org.keraunos.metrics.ProbabilityMetrics#expectedCalibrationErrorPerLabel} has it.
 */
public final class ScoreBins {
  /** The number of bins. */
  public static final int BINS = 20;

  private final int labels;
  private final long[] negatives;
  private final long[] positives;
  private final double[] sums;

  /**
   * {@return the counts}
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param scores rows x labels of probabilities
   */
  public static ScoreBins of(LabelMatrix truth, ScoreMatrix scores) {
    return new ScoreBins(truth, scores);
  }

  ScoreBins(LabelMatrix truth, ScoreMatrix scores) {
    labels = truth.labels();
    negatives = new long[(labels + 1) * BINS];
    positives = new long[(labels + 1) * BINS];
    sums = new double[(labels + 1) * BINS];
    byte[] cells = truth.flat();
    double[] row = new double[labels];
    for (int i = 0; i < truth.rows(); i++) {
      scores.copyTo(i * labels, row, labels);
      for (int label = 0; label < labels; label++) {
        byte is = cells[i * labels + label];
        if (is >= 0) {
          int at = label * BINS + bin(row[label]);
          (is == 1 ? positives : negatives)[at]++;
          sums[at] += row[label];
        }
      }
    }
    for (int at = 0; at < labels * BINS; at++) {
      int all = labels * BINS + at % BINS;
      negatives[all] += negatives[at];
      positives[all] += positives[at];
      sums[all] += sums[at];
    }
  }

  /** Rounding may have put the product past an edge, and a probability past its range. */
  private static int bin(double p) {
    int b = Math.max(0, Math.min(BINS - 1, (int) (p * BINS)));
    if (b + 1 < BINS && p >= (b + 1) / (double) BINS) {
      return b + 1;
    }
    return b > 0 && p < b / (double) BINS ? b - 1 : b;
  }

  /** {@return the number of labels, which is also the row of all labels together} */
  public int all() {
    return labels;
  }

  /**
   * {@return how many rows without the label are in each bin}
   *
   * @param label from 0, or {@link #all}
   */
  public long[] negatives(int label) {
    return Arrays.copyOfRange(negatives, label * BINS, (label + 1) * BINS);
  }

  /**
   * {@return how many rows with the label are in each bin}
   *
   * @param label from 0, or {@link #all}
   */
  public long[] positives(int label) {
    return Arrays.copyOfRange(positives, label * BINS, (label + 1) * BINS);
  }

  /**
   * {@return the mean probability of ten bins, NaN in those without rows}
   *
   * @param label from 0, or {@link #all}
   */
  public double[] meanProbability(int label) {
    return tenths(label, (at, count) -> (sums[at] + sums[at + 1]) / count);
  }

  /**
   * {@return the share of rows with the label in ten bins, NaN in those without rows}
   *
   * @param label from 0, or {@link #all}
   */
  public double[] shareTrue(int label) {
    return tenths(label, (at, count) -> (positives[at] + positives[at + 1]) / (double) count);
  }

  /**
   * {@return the expected calibration error over ten bins; NaN where the label is never known}
   *
   * @param label from 0, or {@link #all}
   */
  public double calibrationError(int label) {
    double gap = 0;
    long total = 0;
    for (int at = label * BINS; at < (label + 1) * BINS; at += 2) {
      gap += Math.abs(sums[at] + sums[at + 1] - positives[at] - positives[at + 1]);
      total += count(at);
    }
    return gap / total;
  }

  private interface Tenth {
    double of(int at, long count);
  }

  private double[] tenths(int label, Tenth figure) {
    double[] result = new double[BINS / 2];
    for (int bin = 0; bin < result.length; bin++) {
      int at = label * BINS + 2 * bin;
      result[bin] = count(at) == 0 ? Double.NaN : figure.of(at, count(at));
    }
    return result;
  }

  private long count(int at) {
    return positives[at] + positives[at + 1] + negatives[at] + negatives[at + 1];
  }
}

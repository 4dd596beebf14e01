package org.keraunos.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.CheckReturnValue;
import org.keraunos.base.NamedArray;
import org.keraunos.base.NamedArrays;

/**
 * How much of the variance of numbers is explained, {@code 1 - residual / variance} for each
 * column, 1 at best: Keras's {@code R2Score}, scikit-learn's {@code r2_score}. As in Keras a column
 * that does not vary is 0, and NaN if it is met exactly; one without a known cell is left out.
 */
@CheckReturnValue
public final class R2Metric implements Metric {
  private static final int SUMS = 4;

  private final String name;
  private final boolean byVariance;

  R2Metric(String name, boolean byVariance) {
    this.name = name;
    this.byVariance = byVariance;
  }

  /**
   * Whether columns are averaged by their variance: Keras's {@code variance_weighted_average}.
   *
   * @param byVariance false, the plain mean, if not given
   * @return a new metric
   */
  public R2Metric varianceWeighted(boolean byVariance) {
    return new R2Metric(name, byVariance);
  }

  /**
   * The same metric under another name.
   *
   * @param name the name in logs and histories
   * @return a new metric
   */
  public R2Metric named(String name) {
    return new R2Metric(name, byVariance);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }

  @Override
  public Optional<MetricForm> form() {
    return Optional.of(MetricForm.ofKeras("R2Score")
        .with("name", name)
        .with("class_aggregation", byVariance ? "variance_weighted_average" : "uniform_average"));
  }

  @Override
  public Tracker tracker(int labels) {
    return new State(labels);
  }

  private final class State implements Tracker {
    private final int labels;

    /** For each column weight, sum, sum of squares and residual. */
    private final double[] sums;

    State(int labels) {
      this.labels = labels;
      this.sums = new double[SUMS * labels];
    }

    @Override
    public void update(float[] truth, float[] scores, float @Nullable [] rowWeights, int rows) {
      for (int row = 0; row < rows; row++) {
        double weight = rowWeights == null ? 1 : rowWeights[row];
        for (int label = 0; label < labels; label++) {
          double t = truth[row * labels + label];
          if (!Double.isNaN(t)) {
            double apart = t - scores[row * labels + label];
            int at = SUMS * label;
            sums[at] += weight;
            sums[at + 1] += weight * t;
            sums[at + 2] += weight * t * t;
            sums[at + 3] += weight * apart * apart;
          }
        }
      }
    }

    @Override
    public double result() {
      double weighted = 0;
      double weights = 0;
      for (int at = 0; at < sums.length; at += SUMS) {
        if (sums[at] > 0) {
          double variance = sums[at + 2] - sums[at + 1] * (sums[at + 1] / sums[at]);
          double score = 1 - sums[at + 3] / variance;
          double weight = byVariance ? variance : 1;
          weighted += weight * (Double.isInfinite(score) ? 0 : score);
          weights += weight;
        }
      }
      return weights == 0 ? 0 : weighted / weights;
    }

    @Override
    public List<NamedArray> state() {
      return List.of(NamedArrays.of("sums", sums.clone()));
    }

    @Override
    public void restore(List<NamedArray> state) {
      System.arraycopy(NamedArrays.get(state, "sums").toDoubles(), 0, sums, 0, sums.length);
    }

    @Override
    public void reset() {
      Arrays.fill(sums, 0);
    }
  }
}

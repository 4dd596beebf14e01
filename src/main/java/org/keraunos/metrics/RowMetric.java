package org.keraunos.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.CheckReturnValue;
import org.keraunos.base.NamedArray;
import org.keraunos.base.NamedArrays;

/**
 * A streaming metric that is the mean over rows of a figure of each row, by weight. A row without a
 * known label is left out. It keeps the figures since the last reset, 8 bytes a row (16 with
 * weights), for the batch functions sum theirs in an order that depends on how many there are.
 */
@CheckReturnValue
public final class RowMetric implements Metric {
  /** The figure of a row that starts at a cell; NaN leaves the row out. */
  @FunctionalInterface
  interface Figure {
    double of(float[] truth, float[] scores, int start, int labels, float threshold, double weight);
  }

  /** A little less than the longest array of a JVM. */
  private static final int MOST_ROWS = Integer.MAX_VALUE - 8;

  private final MetricForm form;
  private final String name;
  private final float threshold;
  private final Figure figure;

  RowMetric(MetricForm form, String name, double threshold, Figure figure) {
    this.form = form;
    this.name = name;
    this.threshold = (float) threshold;
    this.figure = figure;
  }

  /**
   * The same metric with another cut.
   *
   * @param threshold rounded to float; a label is predicted where its score is above it; by default
   *     0.5
   * @return a new metric
   * @throws IllegalArgumentException if it is NaN
   */
  public RowMetric threshold(double threshold) {
    Check.argument(!Double.isNaN(threshold), name + ".threshold", "a number", threshold);
    return new RowMetric(form, name, threshold, figure);
  }

  /**
   * The same metric under another name.
   *
   * @param name the name in logs and histories
   * @return a new metric
   */
  public RowMetric named(String name) {
    return new RowMetric(form, name, threshold, figure);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<MetricForm> form() {
    MetricForm named = form.with("name", name);
    return Optional.of(form.keras() ? named : named.with("threshold", (double) threshold));
  }

  @Override
  public Tracker tracker(int labels) {
    return new State(labels);
  }

  private final class State implements Tracker {
    private final int labels;
    private double[] values = new double[0];

    /** Empty as long as no batch has weights. */
    private double[] weights = new double[0];

    private int rows;
    private double total;

    State(int labels) {
      this.labels = labels;
    }

    @Override
    public void update(float[] truth, float[] scores, float @Nullable [] rowWeights, int count) {
      int end = Math.addExact(rows, count);
      if (end > values.length) {
        values = Arrays.copyOf(values, (int) Math.min(MOST_ROWS, Math.max(end, 2L * rows)));
      }
      if (rowWeights != null || weights.length > 0) {
        weigh(rowWeights, end);
      }
      for (int i = 0; i < count; i++) {
        double weight = rowWeights == null ? 1 : rowWeights[i];
        double value = figure.of(truth, scores, i * labels, labels, threshold, weight);
        values[rows + i] = value;
        total += Double.isNaN(value) ? 0 : weight;
      }
      rows = end;
    }

    private void weigh(float @Nullable [] rowWeights, int end) {
      int known = weights.length == 0 ? 0 : rows;
      if (weights.length < values.length) {
        weights = Arrays.copyOf(weights, values.length);
      }
      Arrays.fill(weights, known, end, 1);
      for (int i = rows; rowWeights != null && i < end; i++) {
        weights[i] = rowWeights[i - rows];
      }
    }

    @Override
    public double result() {
      return total == 0
          ? 0
          : Mean.of(
              Arrays.copyOf(values, rows),
              weights.length == 0 ? null : Arrays.copyOf(weights, rows));
    }

    @Override
    public boolean isCheap() {
      return false;
    }

    @Override
    public List<NamedArray> state() {
      return List.of(
          NamedArrays.of("values", Arrays.copyOf(values, rows)),
          NamedArrays.of("weights", weights.length == 0 ? weights : Arrays.copyOf(weights, rows)),
          NamedArrays.of("total", total));
    }

    @Override
    public void restore(List<NamedArray> state) {
      values = NamedArrays.get(state, "values").toDoubles();
      weights = NamedArrays.get(state, "weights").toDoubles();
      total = NamedArrays.get(state, "total").toDoubles()[0];
      rows = values.length;
    }

    @Override
    public void reset() {
      rows = 0;
      total = 0;
      weights = new double[0];
    }
  }

  /** A rate of each row's own counts, 0 where its denominator is 0. */
  static Figure rate(Rate rate) {
    return (truth, scores, start, labels, threshold, weight) -> {
      int tp = 0;
      int predicted = 0;
      int positive = 0;
      int known = 0;
      for (int at = start; at < start + labels; at++) {
        float t = truth[at];
        if (!Float.isNaN(t)) {
          int truly = t > 0.5f ? 1 : 0;
          int chosen = scores[at] > threshold ? 1 : 0;
          known++;
          tp += truly & chosen;
          predicted += chosen;
          positive += truly;
        }
      }
      return known == 0
          ? Double.NaN
          : RowCounts.rate(rate, new Division(ZeroDivision.ZERO), tp, predicted, positive, weight);
    };
  }

  /** 1 where all known labels of the row are right, else 0. */
  static double allRight(
      float[] truth, float[] scores, int start, int labels, float threshold, double weight) {
    boolean known = false;
    for (int at = start; at < start + labels; at++) {
      float t = truth[at];
      if (!Float.isNaN(t)) {
        known = true;
        if ((t > 0.5f) != (scores[at] > threshold)) {
          return 0;
        }
      }
    }
    return known ? 1 : Double.NaN;
  }

  /**
   * 1 where fewer than k known labels score above the row's true one, its highest target (the first
   * of equals).
   */
  static Figure inTop(int k) {
    return (truth, scores, start, labels, threshold, weight) -> {
      int target = -1;
      for (int at = start; at < start + labels; at++) {
        if (!Float.isNaN(truth[at]) && (target < 0 || truth[at] > truth[target])) {
          target = at;
        }
      }
      if (target < 0) {
        return Double.NaN;
      }
      int above = 0;
      for (int at = start; at < start + labels; at++) {
        if (!Float.isNaN(truth[at]) && scores[at] > scores[target]) {
          above++;
        }
      }
      return above < k ? 1 : 0;
    };
  }

  /** 1 where the highest score (the first of equals) is at the highest target. */
  static double sameMaximum(
      float[] truth, float[] scores, int start, int labels, float threshold, double weight) {
    int target = -1;
    int choice = -1;
    for (int at = start; at < start + labels; at++) {
      if (!Float.isNaN(truth[at])) {
        target = target < 0 || truth[at] > truth[target] ? at : target;
        choice = choice < 0 || scores[at] > scores[choice] ? at : choice;
      }
    }
    return target < 0 ? Double.NaN : target == choice ? 1 : 0;
  }
}

package org.keraunos.metrics;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.CheckReturnValue;
import org.keraunos.base.NamedArray;
import org.keraunos.base.NamedArrays;

/**
 * A streaming metric that is a function of the counts a label: cells with {@code score > threshold}
 * are predicted, cells with {@code truth > 0.5} are true, cells with truth NaN are left out. Its
 * state is a few numbers a label.
 */
@CheckReturnValue
public final class CountMetric implements Metric {
  /** A figure of counts. */
  @FunctionalInterface
  interface Figure {
    double of(Counts counts);
  }

  private static final long MOST_PENDING = 1 << 30;

  private final MetricForm form;
  private final String name;
  private final float threshold;
  private final Figure figure;

  CountMetric(MetricForm form, String name, double threshold, Figure figure) {
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
  public CountMetric threshold(double threshold) {
    Check.argument(!Double.isNaN(threshold), name + ".threshold", "a number", threshold);
    return new CountMetric(form, name, threshold, figure);
  }

  /**
   * The same metric under another name.
   *
   * @param name the name in logs and histories
   * @return a new metric
   */
  public CountMetric named(String name) {
    return new CountMetric(form, name, threshold, figure);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<MetricForm> form() {
    return Optional.of(form.with("name", name).with(form.thresholdKey(), (double) threshold));
  }

  @Override
  public Tracker tracker(int labels) {
    return new State(labels);
  }

  private final class State implements Tracker {
    private final Counts counts;
    private final CellBins bins;

    /** Rows in the bins that the counts do not have yet. */
    private long pending;

    State(int labels) {
      counts = new Counts(labels);
      bins = new CellBins(labels);
    }

    @Override
    public void update(float[] truth, float[] scores, float @Nullable [] rowWeights, int rows) {
      if (rowWeights == null) {
        count(truth, scores, rows);
      } else {
        flush();
        weigh(truth, scores, rowWeights, rows);
      }
    }

    private void count(float[] truth, float[] scores, int rows) {
      if (pending > MOST_PENDING) {
        flush();
      }
      int labels = counts.size();
      CellBins to = bins;
      int at = 0;
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < labels; j++, at++) {
          to.add(j, truth(truth[at]), scores[at] > threshold ? 1 : 0);
        }
      }
      pending += rows;
    }

    private void weigh(float[] truth, float[] scores, float[] rowWeights, int rows) {
      int labels = counts.size();
      int at = 0;
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < labels; j++, at++) {
          int positive = truth(truth[at]);
          if (positive >= 0) {
            counts.add(j, positive, scores[at] > threshold ? 1 : 0, rowWeights[i]);
          }
        }
      }
    }

    private static int truth(float target) {
      return target > 0.5f ? 1 : Float.isNaN(target) ? -1 : 0;
    }

    private void flush() {
      bins.moveTo(counts);
      pending = 0;
    }

    @Override
    public double result() {
      flush();
      return figure.of(counts);
    }

    @Override
    public List<NamedArray> state() {
      flush();
      return List.of(NamedArrays.of("counts", counts.toArray()));
    }

    @Override
    public void restore(List<NamedArray> state) {
      flush();
      counts.set(NamedArrays.get(state, "counts").toDoubles());
    }

    @Override
    public void reset() {
      flush();
      counts.reset();
    }
  }
}

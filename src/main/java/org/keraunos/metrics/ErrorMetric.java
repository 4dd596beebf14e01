package org.keraunos.metrics;

import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.CheckReturnValue;
import org.keraunos.base.NamedArray;
import org.keraunos.base.NamedArrays;

/**
 * A streaming metric of numbers: the mean over rows, by weight, of the mean over a row's known
 * cells of a function of what output and target are apart. Lower is better.
 */
@CheckReturnValue
public final class ErrorMetric implements Metric {
  private final MetricForm form;
  private final String name;
  private final DoubleUnaryOperator cell;
  private final DoubleUnaryOperator mean;

  ErrorMetric(MetricForm form, String name, DoubleUnaryOperator cell, DoubleUnaryOperator mean) {
    this.form = form;
    this.name = name;
    this.cell = cell;
    this.mean = mean;
  }

  /**
   * The same metric under another name.
   *
   * @param name the name in logs and histories
   * @return a new metric
   */
  public ErrorMetric named(String name) {
    return new ErrorMetric(form, name, cell, mean);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean higherIsBetter() {
    return false;
  }

  @Override
  public Optional<MetricForm> form() {
    return Optional.of(form.with("name", name));
  }

  @Override
  public Tracker tracker(int labels) {
    return new State(labels);
  }

  private final class State implements Tracker {
    private final int labels;
    private double sum;
    private double total;

    State(int labels) {
      this.labels = labels;
    }

    @Override
    public void update(float[] truth, float[] scores, float @Nullable [] rowWeights, int rows) {
      for (int row = 0; row < rows; row++) {
        double cells = 0;
        int known = 0;
        for (int at = row * labels; at < (row + 1) * labels; at++) {
          if (!Float.isNaN(truth[at])) {
            cells += cell.applyAsDouble((double) scores[at] - truth[at]);
            known++;
          }
        }
        if (known > 0) {
          double weight = rowWeights == null ? 1 : rowWeights[row];
          sum += weight * cells / known;
          total += weight;
        }
      }
    }

    @Override
    public double result() {
      return total == 0 ? 0 : mean.applyAsDouble(sum / total);
    }

    @Override
    public List<NamedArray> state() {
      return List.of(NamedArrays.of("sums", sum, total));
    }

    @Override
    public void restore(List<NamedArray> state) {
      double[] sums = NamedArrays.get(state, "sums").toDoubles();
      sum = sums[0];
      total = sums[1];
    }

    @Override
    public void reset() {
      sum = 0;
      total = 0;
    }
  }
}

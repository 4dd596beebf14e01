package org.keraunos.metrics;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.CheckReturnValue;
import org.keraunos.base.NamedArray;
import org.keraunos.base.NamedArrays;

/**
 * The fraction of rows whose highest score, the first of equals, is that of the class whose number
 * is the target. Rows whose target is NaN, or no class's number, are left out.
 */
@CheckReturnValue
public final class SparseAccuracy implements Metric {
  private final MetricForm form;
  private final String name;

  SparseAccuracy(MetricForm form, String name) {
    this.form = form;
    this.name = name;
  }

  /**
   * The same metric under another name.
   *
   * @param name the name in logs and histories
   * @return a new metric
   */
  public SparseAccuracy named(String name) {
    return new SparseAccuracy(form, name);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean takesClassNumbers() {
    return true;
  }

  @Override
  public Optional<MetricForm> form() {
    return Optional.of(form.with("name", name));
  }

  @Override
  public Tracker tracker(int labels) {
    return new State(labels);
  }

  private static final class State implements Tracker {
    private final int classes;
    private double right;
    private double total;

    State(int classes) {
      this.classes = classes;
    }

    @Override
    public void update(float[] truth, float[] scores, float @Nullable [] rowWeights, int rows) {
      for (int row = 0; row < rows; row++) {
        if (truth[row] >= 0 && truth[row] < classes) {
          double weight = rowWeights == null ? 1 : rowWeights[row];
          right += truth[row] == choice(scores, row * classes) ? weight : 0;
          total += weight;
        }
      }
    }

    private int choice(float[] scores, int start) {
      int best = 0;
      for (int i = 1; i < classes; i++) {
        best = scores[start + i] > scores[start + best] ? i : best;
      }
      return best;
    }

    @Override
    public double result() {
      return total == 0 ? 0 : right / total;
    }

    @Override
    public List<NamedArray> state() {
      return List.of(NamedArrays.of("sums", right, total));
    }

    @Override
    public void restore(List<NamedArray> state) {
      double[] sums = NamedArrays.get(state, "sums").toDoubles();
      right = sums[0];
      total = sums[1];
    }

    @Override
    public void reset() {
      right = 0;
      total = 0;
    }
  }
}

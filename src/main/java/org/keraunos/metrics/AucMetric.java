package org.keraunos.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.CheckReturnValue;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.NamedArray;
import org.keraunos.base.NamedArrays;
import org.keraunos.base.ScoreMatrix;

/**
 * A streaming area under curves that is exact: it keeps every truth and score since the last reset,
 * 5 bytes a cell (and 4 a row with weights), and sorts them when asked for its result; in a
 * checkpoint within an epoch that is 8 bytes a cell and 4 a row. With {@link #numThresholds} the
 * area under the ROC curve is Keras's figure instead, from counts in that many buckets: 16 bytes a
 * bucket and label.
 */
@CheckReturnValue
public final class AucMetric implements Metric {
  /** The figure over everything kept. */
  @FunctionalInterface
  interface Figure {
    double of(LabelMatrix truth, ScoreMatrix scores, Option... options);
  }

  private final MetricForm form;
  private final String name;
  private final Figure perLabel;
  private final Figure pooled;
  private final boolean multiLabel;

  AucMetric(MetricForm form, String name, Figure perLabel, Figure pooled, boolean multiLabel) {
    this.form = form;
    this.name = name;
    this.perLabel = perLabel;
    this.pooled = pooled;
    this.multiLabel = multiLabel;
  }

  /**
   * Whether labels have an area each, which are averaged, or are pooled into one problem.
   *
   * @param multiLabel by default true; Keras's default is false
   * @return a new metric
   */
  public AucMetric multiLabel(boolean multiLabel) {
    return new AucMetric(form, name, perLabel, pooled, multiLabel);
  }

  /**
   * The same metric under another name.
   *
   * @param name the name in logs and histories
   * @return a new metric
   */
  public AucMetric named(String name) {
    return new AucMetric(form, name, perLabel, pooled, multiLabel);
  }

  /**
   * Keras's figure of the area under the ROC curve: trapezoids between evenly spaced thresholds,
   * and 0 in place of anything over 0.
   *
   * @param thresholds at least 2; Keras's default is 200
   * @return a new metric with scores expected in [0, 1]
   */
  public Metric numThresholds(int thresholds) {
    Check.argument(thresholds >= 2, name + ".num_thresholds", "at least 2", thresholds);
    return new BucketedAuc(name, thresholds, multiLabel);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<MetricForm> form() {
    return Optional.of(form.with("name", name).with("multi_label", multiLabel));
  }

  @Override
  public Tracker tracker(int labels) {
    return new State(labels);
  }

  private final class State implements Tracker {
    private final int labels;
    private byte[] truth = new byte[0];
    private float[] scores = new float[0];
    private float[] weights = new float[0];
    private int rows;
    private boolean weighted;

    State(int labels) {
      this.labels = labels;
    }

    @Override
    public void update(
        float[] batchTruth, float[] batchScores, float @Nullable [] rowWeights, int batchRows) {
      int start = rows * labels;
      int cells = batchRows * labels;
      grow(Math.addExact(rows, batchRows));
      for (int i = 0; i < cells; i++) {
        float t = batchTruth[i];
        truth[start + i] = t > 0.5f ? 1 : Float.isNaN(t) ? LabelMatrix.UNKNOWN : 0;
      }
      System.arraycopy(batchScores, 0, scores, start, cells);
      if (rowWeights != null) {
        weighted = true;
        System.arraycopy(rowWeights, 0, weights, rows, batchRows);
      } else {
        Arrays.fill(weights, rows, rows + batchRows, 1f);
      }
      rows += batchRows;
    }

    private void grow(int wanted) {
      if (wanted > weights.length) {
        int capacity = (int) Math.min(Integer.MAX_VALUE / labels, Math.max(wanted, 2L * rows));
        truth = Arrays.copyOf(truth, Math.multiplyExact(capacity, labels));
        scores = Arrays.copyOf(scores, truth.length);
        weights = Arrays.copyOf(weights, capacity);
      }
    }

    @Override
    public double result() {
      byte[] t = Arrays.copyOf(truth, rows * labels);
      if (!countsForSomething(t)) {
        return 0;
      }
      float[] s = Arrays.copyOf(scores, t.length);
      for (float score : s) {
        if (!Float.isFinite(score)) {
          return Double.NaN;
        }
      }
      Option silent = o -> o.warnings(warning -> {});
      Option weight = weighted ? o -> o.sampleWeight(Arrays.copyOf(weights, rows)) : silent;
      return (multiLabel ? perLabel : pooled)
          .of(LabelMatrix.of(t, rows, labels), ScoreMatrix.of(s, rows, labels), silent, weight);
    }

    private boolean countsForSomething(byte[] t) {
      for (int i = 0; i < t.length; i++) {
        if (t[i] >= 0 && weights[i / labels] > 0) {
          return true;
        }
      }
      return false;
    }

    @Override
    public boolean isCheap() {
      return false;
    }

    @Override
    public List<NamedArray> state() {
      float[] known = new float[rows * labels];
      for (int i = 0; i < known.length; i++) {
        known[i] = truth[i];
      }
      return List.of(
          new NamedArray("truth", new int[] {known.length}, known),
          new NamedArray("scores", new int[] {rows * labels}, Arrays.copyOf(scores, rows * labels)),
          new NamedArray("weights", new int[] {rows}, Arrays.copyOf(weights, rows)),
          NamedArrays.of("weighted", weighted ? 1L : 0L));
    }

    @Override
    public void restore(List<NamedArray> state) {
      float[] known = NamedArrays.get(state, "truth").toFloats();
      truth = new byte[known.length];
      for (int i = 0; i < known.length; i++) {
        truth[i] = (byte) known[i];
      }
      scores = NamedArrays.get(state, "scores").toFloats();
      weights = NamedArrays.get(state, "weights").toFloats();
      weighted = NamedArrays.get(state, "weighted").toDoubles()[0] == 1;
      rows = weights.length;
    }

    @Override
    public void reset() {
      rows = 0;
      weighted = false;
    }
  }
}

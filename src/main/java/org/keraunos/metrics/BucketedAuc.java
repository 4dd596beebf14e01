package org.keraunos.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.NamedArray;
import org.keraunos.base.NamedArrays;

/**
 * Keras's {@code AUC(num_thresholds)} over the ROC curve: weights of positives and negatives a
 * bucket of scores.
 */
final class BucketedAuc implements Metric {
  private final String name;
  private final int thresholds;
  private final boolean multiLabel;

  BucketedAuc(String name, int thresholds, boolean multiLabel) {
    this.name = name;
    this.thresholds = thresholds;
    this.multiLabel = multiLabel;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<MetricForm> form() {
    return Optional.of(MetricForm.ofKeras("AUC")
        .with("name", name)
        .with("num_thresholds", thresholds)
        .with("multi_label", multiLabel));
  }

  @Override
  public Tracker tracker(int labels) {
    return new State(labels);
  }

  private final class State implements Tracker {
    private final int labels;
    private final int curves;
    private final double[] positives;
    private final double[] negatives;

    State(int labels) {
      this.labels = labels;
      curves = multiLabel ? labels : 1;
      positives = new double[curves * thresholds];
      negatives = new double[curves * thresholds];
    }

    @Override
    public void update(float[] truth, float[] scores, float @Nullable [] rowWeights, int rows) {
      for (int i = 0; i < rows; i++) {
        double weight = rowWeights == null ? 1 : rowWeights[i];
        for (int j = 0; j < labels; j++) {
          float t = truth[i * labels + j];
          if (!Float.isNaN(t)) {
            // Keras's bucket: thresholds that lie below the score, in float arithmetic.
            int bucket = (int) Math.ceil(scores[i * labels + j] * (thresholds - 1)) - 1;
            bucket = Math.max(0, Math.min(thresholds - 1, bucket));
            int at = (multiLabel ? j : 0) * thresholds + bucket;
            if (t > 0.5f) {
              positives[at] += weight;
            } else {
              negatives[at] += weight;
            }
          }
        }
      }
    }

    @Override
    public double result() {
      double sum = 0;
      for (int c = 0; c < curves; c++) {
        sum += area(c * thresholds);
      }
      return sum / curves;
    }

    private double area(int start) {
      double tp = 0;
      double fp = 0;
      double twice = 0;
      for (int b = thresholds - 1; b >= 0; b--) {
        double lastTp = tp;
        tp += positives[start + b];
        fp += negatives[start + b];
        twice += negatives[start + b] * (tp + lastTp);
      }
      return tp == 0 || fp == 0 ? 0 : twice / 2 / tp / fp;
    }

    @Override
    public List<NamedArray> state() {
      return List.of(
          NamedArrays.of("positives", positives.clone()),
          NamedArrays.of("negatives", negatives.clone()));
    }

    @Override
    public void restore(List<NamedArray> state) {
      double[] kept = NamedArrays.get(state, "positives").toDoubles();
      System.arraycopy(kept, 0, positives, 0, positives.length);
      kept = NamedArrays.get(state, "negatives").toDoubles();
      System.arraycopy(kept, 0, negatives, 0, negatives.length);
    }

    @Override
    public void reset() {
      Arrays.fill(positives, 0);
      Arrays.fill(negatives, 0);
    }
  }
}

package org.keraunos.strategies;

import java.util.Arrays;
import java.util.List;
import org.keraunos.base.Check;
import org.keraunos.base.CheckReturnValue;
import org.keraunos.base.LabelNames;
import org.keraunos.base.ScoreMatrix;
import org.keraunos.data.Dataset;
import org.keraunos.data.Feature;

/**
 * ML-kNN (Zhang and Zhou, Pattern Recognition 40, 2007): a row has a label with the probability
 * that rows with as many neighbours of that label have it. Neighbours are by Euclidean distance of
 * standardised features; counts are smoothed. Keeps the training rows in memory, and is not saved.
 *
 * <pre>{@code
 * MlKnn neighbours = MlKnn.fit(train, 10, 1);
 * ScoreMatrix probabilities = neighbours.predict(test);
 * }</pre>
 */
@CheckReturnValue
public final class MlKnn {
  private final List<Feature> inputs;
  private final LabelNames labelNames;
  private final FeatureRows features;
  private final Labels labels;
  private final int k;

  /** Of each label, the probability by the number of neighbours that have it. */
  private final double[][] posterior;

  private MlKnn(Dataset train, FeatureRows features, Labels labels, int k, double[][] posterior) {
    this.inputs = train.inputs();
    this.labelNames = train.labelNames();
    this.features = features;
    this.labels = labels;
    this.k = k;
    this.posterior = posterior;
  }

  /**
   * Counts neighbours of each training row among the others.
   *
   * @param train rows with labels of 0, 1 and unknown; an unknown label is not counted as one
   * @param k how many neighbours, at least 1 and fewer than there are rows; 10 in the paper
   * @param s the smoothing, &gt; 0; 1 in the paper
   * @return what predicts
   * @throws IllegalArgumentException if there are no labels or a number is out of its range
   */
  public static MlKnn fit(Dataset train, int k, double s) {
    Labels labels = new Labels(train);
    Check.argument(
        k >= 1 && k < labels.rows, "k", "1 to " + (labels.rows - 1) + ", rows less one", k);
    Check.argument(s > 0 && Double.isFinite(s), "s", "a number > 0", s);
    FeatureRows features = FeatureRows.of(train);
    int[][] near;
    try (NearestRows search = new NearestRows(features)) {
      near = search.of(features, k, true);
    }
    double[][] posterior = new double[labels.count()][];
    for (int j = 0; j < posterior.length; j++) {
      posterior[j] = posterior(labels.columns[j], near, k, s);
    }
    return new MlKnn(train, features, labels, k, posterior);
  }

  private static double[] posterior(byte[] label, int[][] near, int k, double s) {
    double[] with = new double[k + 1];
    double[] without = new double[k + 1];
    for (int i = 0; i < label.length; i++) {
      if (label[i] >= 0) {
        (label[i] > 0 ? with : without)[having(label, near[i])]++;
      }
    }
    double positives = Arrays.stream(with).sum();
    double negatives = Arrays.stream(without).sum();
    double prior = (s + positives) / (2 * s + positives + negatives);
    double[] posterior = new double[k + 1];
    for (int n = 0; n <= k; n++) {
      double yes = prior * (s + with[n]) / (s * (k + 1) + positives);
      double no = (1 - prior) * (s + without[n]) / (s * (k + 1) + negatives);
      posterior[n] = yes / (yes + no);
    }
    return posterior;
  }

  private static int having(byte[] label, int[] rows) {
    int count = 0;
    for (int row : rows) {
      count += label[row] > 0 ? 1 : 0;
    }
    return count;
  }

  /**
   * Predicts.
   *
   * @param data rows with the inputs that it was fitted on; columns with names are found by them
   * @return rows x labels of probabilities
   * @throws IllegalArgumentException if inputs, shapes or columns are others
   */
  public ScoreMatrix predict(Dataset data) {
    FeatureRows asked = features.like(matched(data));
    int[][] near;
    try (NearestRows search = new NearestRows(features)) {
      near = search.of(asked, k, false);
    }
    int count = labels.count();
    double[] made = new double[data.size() * count];
    for (int i = 0; i < near.length; i++) {
      for (int j = 0; j < count; j++) {
        made[i * count + j] = posterior[j][having(labels.columns[j], near[i])];
      }
    }
    return ScoreMatrix.of(made, data.size(), count);
  }

  private Dataset matched(Dataset data) {
    Check.argument(
        data.inputs().size() == inputs.size(),
        "data",
        inputs.size() + " inputs",
        data.inputs().size());
    Dataset matched = data;
    for (int i = 0; i < inputs.size(); i++) {
      Feature known = inputs.get(i);
      Feature given = data.inputs().get(i);
      if (!known.columns().isEmpty()
          && !given.columns().isEmpty()
          && !known.columns().equals(given.columns())) {
        given = given.pick(known.columns());
        matched = matched.withInput(given);
      }
      Check.argument(
          given.shape().equals(known.shape()),
          "data input \"" + given.name() + "\"",
          "shape " + known.shape() + ", as the training rows",
          given.shape());
    }
    return matched;
  }

  /** {@return the names of the labels, in the order of the columns} */
  public LabelNames labelNames() {
    return labelNames;
  }
}

package org.keraunos.metrics;

import java.util.Arrays;
import org.keraunos.base.Check;

/**
 * The metrics that {@code fit} and {@code evaluate} report, made to be imported statically. Over
 * one epoch each equals the batch function of {@link LabelMetrics} or {@link RankingMetrics} over
 * the same rows with {@code zero_division} 0. Labels are predicted where {@code score > 0.5},
 * unless {@code threshold} says otherwise.
 */
public final class StreamingMetrics {
  private static final double CUT = 0.5;
  private static final MetricForm F1 = MetricForm.ofKeras("F1Score");

  private StreamingMetrics() {}

  /**
   * What "accuracy" means on the output: {@link #binaryAccuracy()} on sigmoids and other outputs,
   * {@link #categoricalAccuracy()} on a softmax, {@link #sparseCategoricalAccuracy()} where targets
   * are numbers of classes. Displayed as {@code accuracy}.
   *
   * @return the metric
   */
  public static Metric accuracy() {
    return new Metric() {
      @Override
      public String name() {
        return "accuracy";
      }

      @Override
      public Metric resolve(OutputKind output) {
        return switch (output) {
          case CLASS_NUMBERS -> sparseCategoricalAccuracy().named("accuracy");
          case SOFTMAX -> categoricalAccuracy().named("accuracy");
          case SIGMOID, OTHER -> binaryAccuracy().named("accuracy");
        };
      }

      @Override
      public Tracker tracker(int labels) {
        return resolve(OutputKind.OTHER).tracker(labels);
      }
    };
  }

  /**
   * The fraction of known cells that are right: Keras's {@code BinaryAccuracy}, 1 - Hamming loss.
   *
   * @return the metric {@code binary_accuracy}
   */
  public static CountMetric binaryAccuracy() {
    return new CountMetric(
        MetricForm.ofKeras("BinaryAccuracy"),
        "binary_accuracy",
        CUT,
        counts -> counts.known() == 0 ? 0 : 1 - wrong(counts));
  }

  /**
   * The fraction of known cells that are wrong.
   *
   * @return the metric {@code hamming_loss}
   */
  public static CountMetric hammingLoss() {
    return new CountMetric(
        MetricForm.own("HammingLoss"),
        "hamming_loss",
        CUT,
        counts -> counts.known() == 0 ? 0 : wrong(counts));
  }

  /**
   * True predictions over all predictions, all labels pooled: Keras's {@code Precision}.
   *
   * @return the metric {@code precision}
   */
  public static CountMetric precision() {
    return rate(MetricForm.ofKeras("Precision"), "precision", Rate.PRECISION, Average.MICRO);
  }

  /**
   * True predictions over all that is true, all labels pooled: Keras's {@code Recall}.
   *
   * @return the metric {@code recall}
   */
  public static CountMetric recall() {
    return rate(MetricForm.ofKeras("Recall"), "recall", Rate.RECALL, Average.MICRO);
  }

  /**
   * The F1 score: scikit-learn's {@code f1_score}. Keras's {@code F1Score} cuts at the row's
   * maximum unless told otherwise and adds 1e-7 to its denominators; this one cuts at 0.5 and does
   * not.
   *
   * @param average how labels are averaged; {@link Average#SAMPLES} averages rows
   * @return the metric {@code f1_score}, a {@link CountMetric} or, for samples, a {@link RowMetric}
   */
  public static Metric f1Score(Average average) {
    return f(F1, "f1_score", Rate.F1, average, CUT);
  }

  /**
   * The F1 score with another cut.
   *
   * @param average how labels are averaged
   * @param threshold a label is predicted where its score is above it
   * @return the metric {@code f1_score}
   */
  public static Metric f1Score(Average average, double threshold) {
    return f(F1, "f1_score", Rate.F1, average, threshold);
  }

  /**
   * The F-beta score: scikit-learn's {@code fbeta_score}.
   *
   * @param beta how many times recall matters more than precision, at least 0
   * @param average how labels are averaged
   * @return the metric {@code fbeta_score}
   */
  public static Metric fBetaScore(double beta, Average average) {
    return f(
        MetricForm.ofKeras("FBetaScore").with("beta", beta),
        "fbeta_score",
        Rate.f(beta),
        average,
        CUT);
  }

  /**
   * The fraction of rows whose known labels are all right: scikit-learn's {@code accuracy_score}.
   *
   * @return the metric {@code subset_accuracy}
   */
  public static RowMetric subsetAccuracy() {
    return new RowMetric(
        MetricForm.own("SubsetAccuracy"), "subset_accuracy", CUT, RowMetric::allRight);
  }

  /**
   * The fraction of rows whose highest score is at the highest target: Keras's
   * {@code CategoricalAccuracy}.
   *
   * @return the metric {@code categorical_accuracy}
   */
  public static RowMetric categoricalAccuracy() {
    return new RowMetric(
        MetricForm.ofKeras("CategoricalAccuracy"),
        "categorical_accuracy",
        CUT,
        RowMetric::sameMaximum);
  }

  /**
   * The fraction of rows with fewer than k scores above that of the highest target: Keras's
   * {@code TopKCategoricalAccuracy}.
   *
   * @param k at least 1; Keras's default is 5
   * @return the metric {@code top_k_categorical_accuracy}
   */
  public static RowMetric topKCategoricalAccuracy(int k) {
    Check.argument(k >= 1, "k", "at least 1", k);
    return new RowMetric(
        MetricForm.ofKeras("TopKCategoricalAccuracy").with("k", k),
        "top_k_categorical_accuracy",
        CUT,
        RowMetric.inTop(k));
  }

  /**
   * The exact area under the ROC curve, the plain mean over the labels: scikit-learn's
   * {@code roc_auc_score}. NaN while a label has one class only. Keeps the scores, 5 bytes a cell;
   * {@code auc().numThresholds(200)} is Keras's figure.
   *
   * @return the metric {@code auc}
   */
  public static AucMetric auc() {
    return new AucMetric(
        MetricForm.own("ExactAUC"),
        "auc",
        RankingMetrics::rocAucScore,
        with(RankingMetrics::rocAucScore, Average.MICRO),
        true);
  }

  /**
   * The mean over labels of their average precision: {@link RetrievalMetrics#meanAveragePrecision}.
   * Keeps the scores, 5 bytes a cell.
   *
   * @return the metric {@code mean_average_precision}
   */
  public static Metric meanAveragePrecision() {
    return new AucMetric(
        MetricForm.own("MeanAveragePrecision"),
        "mean_average_precision",
        RetrievalMetrics::meanAveragePrecision,
        with(RankingMetrics::averagePrecisionScore, Average.MICRO),
        true);
  }

  /**
   * The fraction of rows whose highest score is at the class whose number is the target: Keras's
   * {@code SparseCategoricalAccuracy}, for {@code sparseCategoricalCrossentropy}.
   *
   * @return the metric {@code sparse_categorical_accuracy}
   */
  public static SparseAccuracy sparseCategoricalAccuracy() {
    return new SparseAccuracy(
        MetricForm.ofKeras("SparseCategoricalAccuracy"), "sparse_categorical_accuracy");
  }

  /**
   * The mean square of what outputs and targets are apart: Keras's {@code MeanSquaredError}.
   *
   * @return the metric {@code mean_squared_error}
   */
  public static ErrorMetric meanSquaredError() {
    return new ErrorMetric(
        MetricForm.ofKeras("MeanSquaredError"), "mean_squared_error", e -> e * e, mean -> mean);
  }

  /**
   * The square root of {@link #meanSquaredError()}: Keras's {@code RootMeanSquaredError}.
   *
   * @return the metric {@code root_mean_squared_error}
   */
  public static ErrorMetric rootMeanSquaredError() {
    return new ErrorMetric(
        MetricForm.ofKeras("RootMeanSquaredError"),
        "root_mean_squared_error",
        e -> e * e,
        Math::sqrt);
  }

  /**
   * The mean of what outputs and targets are apart: Keras's {@code MeanAbsoluteError}.
   *
   * @return the metric {@code mean_absolute_error}
   */
  public static ErrorMetric meanAbsoluteError() {
    return new ErrorMetric(
        MetricForm.ofKeras("MeanAbsoluteError"), "mean_absolute_error", Math::abs, mean -> mean);
  }

  /**
   * How much of the variance of numbers is explained, the plain mean over the columns: Keras's
   * {@code R2Score}, scikit-learn's {@code r2_score}.
   *
   * @return the metric {@code r2_score}
   */
  public static R2Metric r2Score() {
    return new R2Metric("r2_score", false);
  }

  private static AucMetric.Figure with(AucMetric.Figure figure, Option more) {
    return (truth, scores, options) -> {
      Option[] all = Arrays.copyOf(options, options.length + 1);
      all[options.length] = more;
      return figure.of(truth, scores, all);
    };
  }

  private static double wrong(Counts counts) {
    return counts.wrong() / counts.known();
  }

  private static Metric f(
      MetricForm form, String name, Rate rate, Average average, double threshold) {
    Check.argument(!Double.isNaN(threshold), name + ".threshold", "a number", threshold);
    MetricForm averaged = form.with("average", average.lowerCase());
    // Keras has neither the mean over rows nor the figure of one column.
    boolean own = average == Average.SAMPLES || average == Average.BINARY;
    MetricForm known = own ? new MetricForm(form.className(), false, averaged.config()) : averaged;
    return average == Average.SAMPLES
        ? new RowMetric(known, name, threshold, RowMetric.rate(rate))
        : rate(known, name, rate, average).threshold(threshold);
  }

  private static CountMetric rate(MetricForm form, String name, Rate rate, Average average) {
    return new CountMetric(
        form, name, CUT, counts -> average.of(counts, rate, new Division(ZeroDivision.ZERO)));
  }
}

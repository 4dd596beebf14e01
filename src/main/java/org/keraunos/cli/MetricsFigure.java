package org.keraunos.cli;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keraunos.metrics.Average;
import org.keraunos.metrics.CalibrationCurve;
import org.keraunos.metrics.ConfusionMetrics;
import org.keraunos.metrics.Curves;
import org.keraunos.metrics.LabelMetrics;
import org.keraunos.metrics.Option;
import org.keraunos.metrics.PrecisionRecallCurve;
import org.keraunos.metrics.RankingMetrics;
import org.keraunos.metrics.RocCurve;
import org.keraunos.metrics.ThresholdCounts;
import org.keraunos.metrics.ZeroDivision;

/** The figures of {@code keraunos metrics}, by the keys of its answer and in their order. */
@SuppressWarnings("ImmutableEnumChecker") // the computations are stateless
enum MetricsFigure {
  ACCURACY_SCORE(in -> LabelMetrics.accuracyScore(in.truth(), in.predicted(), in.weight())),
  ZERO_ONE_LOSS(in -> LabelMetrics.zeroOneLoss(in.truth(), in.predicted(), in.weight())),
  ACCURACY_SCORE_UNNORMALIZED(in ->
      LabelMetrics.accuracyScore(in.truth(), in.predicted(), in.weight(), o -> o.normalize(false))),
  ZERO_ONE_LOSS_UNNORMALIZED(in ->
      LabelMetrics.zeroOneLoss(in.truth(), in.predicted(), in.weight(), o -> o.normalize(false))),
  HAMMING_LOSS(in -> LabelMetrics.hammingLoss(in.truth(), in.predicted(), in.weight())),
  PRECISION_SCORE(
      Kind.RATE,
      in -> in.average() == null
          ? LabelMetrics.precisionScorePerLabel(in.truth(), in.predicted(), in.rate())
          : LabelMetrics.precisionScore(in.truth(), in.predicted(), in.average(), in.rate())),
  RECALL_SCORE(
      Kind.RATE,
      in -> in.average() == null
          ? LabelMetrics.recallScorePerLabel(in.truth(), in.predicted(), in.rate())
          : LabelMetrics.recallScore(in.truth(), in.predicted(), in.average(), in.rate())),
  F1_SCORE(
      Kind.RATE,
      in -> in.average() == null
          ? LabelMetrics.f1ScorePerLabel(in.truth(), in.predicted(), in.rate())
          : LabelMetrics.f1Score(in.truth(), in.predicted(), in.average(), in.rate())),
  FBETA_SCORE(
      Kind.RATE,
      in -> in.average() == null
          ? LabelMetrics.fbetaScorePerLabel(
              in.truth(), in.predicted(), in.request().beta, in.rate())
          : LabelMetrics.fbetaScore(
              in.truth(), in.predicted(), in.request().beta, in.average(), in.rate())),
  JACCARD_SCORE(
      Kind.RATE,
      in -> in.average() == null
          ? LabelMetrics.jaccardScorePerLabel(in.truth(), in.predicted(), in.rate())
          : LabelMetrics.jaccardScore(in.truth(), in.predicted(), in.average(), in.rate())),
  SUPPORT(in -> LabelMetrics.support(in.truth(), in.predicted(), in.weight(), in.labels())),
  MULTILABEL_CONFUSION_MATRIX(in ->
      LabelMetrics.multilabelConfusionMatrix(in.truth(), in.predicted(), in.weight(), in.labels())),
  MULTILABEL_CONFUSION_MATRIX_SAMPLEWISE(
      Kind.EXTRA_MULTILABEL,
      in -> LabelMetrics.multilabelConfusionMatrixPerRow(
          in.truth(), in.predicted(), in.weight(), in.labels())),
  CLASSIFICATION_REPORT(
      in -> LabelMetrics.classificationReport(in.truth(), in.predicted(), in.rate(), in.names())
          .toMap()),
  CLASSIFICATION_REPORT_TEXT(
      Kind.EXTRA,
      in -> LabelMetrics.classificationReport(in.truth(), in.predicted(), in.rate(), in.names())
          .text(in.request().digits)),
  ROC_AUC_SCORE(
      Kind.SCORES,
      in -> in.average() == null && in.columns() > 1
          ? RankingMetrics.rocAucScorePerLabel(in.truth(), in.scores(), in.weight(), in.area())
          : RankingMetrics.rocAucScore(
              in.truth(), in.scores(), in.averageOrMacro(), in.weight(), in.area())),
  AVERAGE_PRECISION_SCORE(
      Kind.SCORES,
      in -> in.average() == null && in.columns() > 1
          ? RankingMetrics.averagePrecisionScorePerLabel(in.truth(), in.scores(), in.weight())
          : RankingMetrics.averagePrecisionScore(
              in.truth(), in.scores(), in.averageOrMacro(), in.weight())),
  LABEL_RANKING_AVERAGE_PRECISION_SCORE(
      Kind.SCORES,
      in -> RankingMetrics.labelRankingAveragePrecisionScore(in.truth(), in.scores(), in.weight())),
  COVERAGE_ERROR(
      Kind.ROW_SCORES, in -> RankingMetrics.coverageError(in.truth(), in.scores(), in.weight())),
  LABEL_RANKING_LOSS(
      Kind.ROW_SCORES, in -> RankingMetrics.labelRankingLoss(in.truth(), in.scores(), in.weight())),
  DCG_SCORE(
      Kind.ROW_SCORES,
      in ->
          RankingMetrics.dcgScore(in.truth(), in.scores(), in.weight(), in.gain(), in.discount())),
  NDCG_SCORE(
      Kind.ROW_SCORES,
      in -> RankingMetrics.ndcgScore(in.truth(), in.scores(), in.weight(), in.gain())),
  PRECISION_RECALL_CURVE(Kind.EXTRA_SCORES, MetricsFigure::precisionRecallCurves),
  ROC_CURVE(Kind.EXTRA_SCORES, MetricsFigure::rocCurves),
  MATTHEWS_CORRCOEF(
      Kind.COLUMN,
      in -> in.average() == null
          ? ConfusionMetrics.matthewsCorrcoefPerLabel(
              in.truth(), in.predicted(), in.weight(), in.labels())
          : ConfusionMetrics.matthewsCorrcoef(
              in.truth(), in.predicted(), in.average(), in.weight(), in.labels())),
  BALANCED_ACCURACY_SCORE(
      Kind.COLUMN,
      in -> in.average() == null
          ? ConfusionMetrics.balancedAccuracyScorePerLabel(
              in.truth(), in.predicted(), in.weight(), in.labels())
          : ConfusionMetrics.balancedAccuracyScore(
              in.truth(), in.predicted(), in.average(), in.weight(), in.labels())),
  SPECIFICITY_SCORE(
      Kind.COLUMN,
      in -> in.average() == null
          ? ConfusionMetrics.specificityScorePerLabel(in.truth(), in.predicted(), in.rate())
          : ConfusionMetrics.specificityScore(in.truth(), in.predicted(), in.average(), in.rate())),
  CONFUSION_MATRIX_AT_THRESHOLDS(Kind.COLUMN_SCORES, MetricsFigure::thresholdCounts),
  CALIBRATION_CURVE(Kind.COLUMN_SCORES, MetricsFigure::calibrationCurves);

  /** What a figure needs. */
  private enum Kind {
    LABELS,
    RATE,
    EXTRA,
    EXTRA_MULTILABEL,
    SCORES,
    ROW_SCORES,
    EXTRA_SCORES,
    /** By name alone, as scikit-learn has them for one column and no group of several labels. */
    COLUMN,
    COLUMN_SCORES
  }

  /** Computes a figure. */
  @FunctionalInterface
  private interface Computation {
    Object of(MetricsInput input);
  }

  /** Why a figure does not exist for an input. */
  record Problem(String code, String message) {}

  private static final Set<MetricsFigure> COLUMNS =
      EnumSet.of(MATTHEWS_CORRCOEF, BALANCED_ACCURACY_SCORE, SPECIFICITY_SCORE);

  private final Kind kind;
  private final Computation computation;

  MetricsFigure(Computation computation) {
    this(Kind.LABELS, computation);
  }

  MetricsFigure(Kind kind, Computation computation) {
    this.kind = kind;
    this.computation = computation;
  }

  /** The figures that an option acts on; none where it acts on all. */
  static Set<MetricsFigure> heeding(String option) {
    Set<MetricsFigure> reports = EnumSet.of(CLASSIFICATION_REPORT, CLASSIFICATION_REPORT_TEXT);
    return switch (option) {
      case "average" -> {
        Set<MetricsFigure> averaged = rates();
        averaged.addAll(EnumSet.of(ROC_AUC_SCORE, AVERAGE_PRECISION_SCORE));
        averaged.addAll(COLUMNS);
        yield averaged;
      }
      case "zero_division" -> {
        Set<MetricsFigure> divided = rates();
        divided.addAll(reports);
        divided.add(SPECIFICITY_SCORE);
        yield divided;
      }
      case "labels" -> {
        Set<MetricsFigure> labelled = rates();
        labelled.addAll(reports);
        labelled.addAll(EnumSet.of(
            SUPPORT, MULTILABEL_CONFUSION_MATRIX, MULTILABEL_CONFUSION_MATRIX_SAMPLEWISE));
        labelled.addAll(COLUMNS);
        yield labelled;
      }
      case "beta" -> EnumSet.of(FBETA_SCORE);
      case "k", "ignore_ties" -> EnumSet.of(DCG_SCORE, NDCG_SCORE);
      case "log_base" -> EnumSet.of(DCG_SCORE);
      case "max_fpr" -> EnumSet.of(ROC_AUC_SCORE);
      case "n_bins", "strategy" -> EnumSet.of(CALIBRATION_CURVE);
      case "target_names" -> reports;
      case "digits" -> EnumSet.of(CLASSIFICATION_REPORT_TEXT);
      case "curve_labels" ->
        EnumSet.of(
            PRECISION_RECALL_CURVE, ROC_CURVE, CONFUSION_MATRIX_AT_THRESHOLDS, CALIBRATION_CURVE);
      case "drop_intermediate" -> EnumSet.of(PRECISION_RECALL_CURVE, ROC_CURVE);
      case "threshold" -> {
        Set<MetricsFigure> cut = EnumSet.allOf(MetricsFigure.class);
        cut.removeIf(MetricsFigure::needsScores);
        yield cut;
      }
      default -> Set.of();
    };
  }

  private static Set<MetricsFigure> rates() {
    Set<MetricsFigure> rates = EnumSet.allOf(MetricsFigure.class);
    rates.removeIf(figure -> figure.kind != Kind.RATE);
    return rates;
  }

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean needsScores() {
    return kind == Kind.SCORES
        || kind == Kind.ROW_SCORES
        || kind == Kind.EXTRA_SCORES
        || kind == Kind.COLUMN_SCORES;
  }

  boolean byDefault() {
    return inAll()
        && kind != Kind.EXTRA
        && kind != Kind.EXTRA_MULTILABEL
        && kind != Kind.EXTRA_SCORES;
  }

  boolean inAll() {
    return kind != Kind.COLUMN && kind != Kind.COLUMN_SCORES;
  }

  Object compute(MetricsInput input) {
    return computation.of(input);
  }

  /** The reason why there is no such figure, or null. */
  @Nullable
  Problem problem(MetricsInput input) {
    if (this == JACCARD_SCORE && input.request().zeroDivision == ZeroDivision.NAN) {
      return new Problem("zero_division_nan", key() + " has no zero_division=nan");
    }
    boolean multilabel = kind == Kind.EXTRA_MULTILABEL
        || kind == Kind.ROW_SCORES
        || ((kind == Kind.RATE || kind == Kind.COLUMN) && input.average() == Average.SAMPLES);
    if (multilabel && input.columns() == 1) {
      return new Problem(
          "needs_multilabel",
          key() + (kind == Kind.RATE || kind == Kind.COLUMN ? " with average samples" : "")
              + " needs two columns or more");
    }
    return null;
  }

  private static Object precisionRecallCurves(MetricsInput in) {
    List<Map<String, Object>> curves = new ArrayList<>();
    for (int label : in.curveLabels()) {
      PrecisionRecallCurve curve =
          Curves.precisionRecallCurve(in.truth(), in.scores(), label, in.weight(), in.drop());
      curves.add(curve(
          label, "precision", curve.precision(), "recall", curve.recall(), curve.thresholds()));
    }
    return curves;
  }

  private static Object rocCurves(MetricsInput in) {
    List<Map<String, Object>> curves = new ArrayList<>();
    for (int label : in.curveLabels()) {
      Option[] options = {in.weight(), in.drop()};
      RocCurve curve = Curves.rocCurve(in.truth(), in.scores(), label, options);
      curves.add(curve(
          label,
          "fpr",
          curve.falsePositiveRate(),
          "tpr",
          curve.truePositiveRate(),
          curve.thresholds()));
    }
    return curves;
  }

  private static Object thresholdCounts(MetricsInput in) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (int label : in.curveLabels()) {
      ThresholdCounts counts =
          Curves.confusionMatrixAtThresholds(in.truth(), in.scores(), label, in.weight());
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("label", label);
      map.put("tns", counts.trueNegatives());
      map.put("fps", counts.falsePositives());
      map.put("fns", counts.falseNegatives());
      map.put("tps", counts.truePositives());
      map.put("thresholds", counts.thresholds());
      all.add(map);
    }
    return all;
  }

  private static Object calibrationCurves(MetricsInput in) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (int label : in.curveLabels()) {
      CalibrationCurve curve =
          Curves.calibrationCurve(in.truth(), in.scores(), label, in.weight(), in.bins());
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("label", label);
      map.put("prob_true", curve.probTrue());
      map.put("prob_pred", curve.probPred());
      map.put("count", curve.count());
      all.add(map);
    }
    return all;
  }

  private static Map<String, Object> curve(
      int label, String x, double[] xs, String y, double[] ys, double[] thresholds) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("label", label);
    map.put(x, xs);
    map.put(y, ys);
    map.put("thresholds", thresholds);
    return map;
  }
}

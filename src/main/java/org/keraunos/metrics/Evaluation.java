package org.keraunos.metrics;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.LabelNames;
import org.keraunos.base.Labels;
import org.keraunos.base.ScoreMatrix;
import org.keraunos.base.Scores;

/**
 * What predictions are worth: counts gathered once, and every figure that follows from them, as
 * scikit-learn computes it. Immutable; it keeps neither truth nor predictions.
 *
 * <pre>{@code
 * Evaluation e = Evaluation.of(truth, scores, 0.5, o -> o.targetNames("cat", "dog"));
 * e.macro().f1();
 * e.label("cat").recall();
 * e.hammingLoss();
 * System.out.println(e.report());
 * }</pre>
 *
 * <p>Unknown labels are left out, as everywhere. With one column the figures are those of its
 * label, and the averages, which have nothing to average, equal them; the report alone has both
 * classes, as scikit-learn's.
 */
public final class Evaluation {
  private static final String METRIC = "evaluation";
  private static final Set<OptionKey> OPTIONS =
      EnumSet.of(OptionKey.ZERO_DIVISION, OptionKey.SAMPLE_WEIGHT, OptionKey.TARGET_NAMES);
  private static final Rate[] RATES = {Rate.PRECISION, Rate.RECALL, Rate.F1, Rate.JACCARD};

  /**
   * The figures of a label.
   *
   * @param name its name
   * @param precision {@code tp / (tp + fp)}
   * @param recall {@code tp / (tp + fn)}
   * @param f1 {@code 2 tp / (2 tp + fp + fn)}
   * @param jaccard {@code tp / (tp + fp + fn)}
   * @param support the number, or weight, of true rows: {@code tp + fn}
   * @param tp rows that are true and predicted
   * @param fp rows that are predicted and not true
   * @param fn rows that are true and not predicted
   * @param tn rows that are neither
   */
  public record Label(
      String name,
      double precision,
      double recall,
      double f1,
      double jaccard,
      double support,
      double tp,
      double fp,
      double fn,
      double tn) {}

  /**
   * An average of the figures.
   *
   * @param precision precision
   * @param recall recall
   * @param f1 F1, averaged as it is, not from the averages of precision and recall
   * @param jaccard the Jaccard score; NaN under {@link ZeroDivision#NAN}, which it does not have
   */
  public record Averages(double precision, double recall, double f1, double jaccard) {}

  private final int rows;
  private final List<Label> labels;
  private final Map<Average, Averages> averages;
  private final double accuracy;
  private final double hammingLoss;
  private final double @Nullable [] ranking;
  private final ClassificationReport report;

  private Evaluation(Labels truth, Labels predicted, @Nullable Scores scores, Options options) {
    Tally tally = Tally.columns(truth, predicted, options);
    String[] names = options.targetNames();
    if (names == null) {
      names = LabelNames.numbered(truth.labels()).names().toArray(String[]::new);
    }
    Check.argument(
        names.length == truth.labels(),
        "target_names",
        truth.labels() + " names, one a label",
        names.length);
    rows = truth.rows();
    labels = labels(tally, names, options);
    averages = averages(tally, options);
    double[] right = tally.correctAndTotal();
    accuracy = right[0] / right[1];
    hammingLoss = tally.wrongShare();
    report = report(truth, predicted, tally, options);
    ranking = scores == null || truth.labels() == 1 ? null : ranking(truth, scores, options);
  }

  /**
   * Evaluates predictions.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param predicted rows x labels of 0 or 1
   * @param options zero_division, sample_weight, target_names (one a label)
   * @return the figures; none of rankings
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static Evaluation of(Labels truth, Labels predicted, Option... options) {
    return new Evaluation(truth, predicted, null, Options.read(METRIC, OPTIONS, options));
  }

  /**
   * The same over arrays of rows; see {@link #of(Labels, Labels, Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param predicted the same
   * @param options zero_division, sample_weight, target_names (one a label)
   * @return the figures; none of rankings
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static Evaluation of(Object[] truth, Object[] predicted, Option... options) {
    return of(LabelMatrix.of(truth, "y_true"), LabelMatrix.of(predicted, "y_pred"), options);
  }

  /**
   * Evaluates scores.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param scores rows x labels of finite scores, higher is more likely
   * @param threshold a label is predicted where its score is above it; rounded to the scores' type
   * @param options zero_division, sample_weight, target_names (one a label)
   * @return the figures; with two labels or more those of rankings too
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static Evaluation of(Labels truth, Scores scores, double threshold, Option... options) {
    return new Evaluation(
        truth, scores.above(threshold), scores, Options.read(METRIC, OPTIONS, options));
  }

  /**
   * The same over arrays of rows; see {@link #of(Labels, Scores, double, Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param scores {@code float[][]} or {@code double[][]}
   * @param threshold a label is predicted where its score is above it
   * @param options zero_division, sample_weight, target_names (one a label)
   * @return the figures; with two labels or more those of rankings too
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static Evaluation of(
      Object[] truth, Object[] scores, double threshold, Option... options) {
    return of(
        LabelMatrix.of(truth, "y_true"), ScoreMatrix.of(scores, "y_score"), threshold, options);
  }

  /**
   * Evaluates scores and what was decided by them, for example by a threshold a label.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param predicted rows x labels of 0 or 1
   * @param scores rows x labels of finite scores, for rankings
   * @param options zero_division, sample_weight, target_names (one a label)
   * @return the figures; with two labels or more those of rankings too
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static Evaluation of(Labels truth, Labels predicted, Scores scores, Option... options) {
    return new Evaluation(truth, predicted, scores, Options.read(METRIC, OPTIONS, options));
  }

  /** Jaccard has no zero division NaN, so it is left out then. */
  private static Rate[] rates(Options options) {
    return options.zeroDivision() == ZeroDivision.NAN
        ? new Rate[] {Rate.PRECISION, Rate.RECALL, Rate.F1}
        : RATES;
  }

  private static List<Label> labels(Tally tally, String[] names, Options options) {
    double[][] figures = Figures.perLabel(METRIC, tally, options, rates(options));
    Counts counts = tally.perLabel();
    List<Label> labels = new ArrayList<>();
    for (int j = 0; j < names.length; j++) {
      labels.add(new Label(
          names[j],
          figures[0][j],
          figures[1][j],
          figures[2][j],
          figures.length > 3 ? figures[3][j] : Double.NaN,
          counts.positives(j),
          counts.tp(j),
          counts.fp(j),
          counts.fn(j),
          counts.tn(j)));
    }
    return List.copyOf(labels);
  }

  private static Map<Average, Averages> averages(Tally tally, Options options) {
    Map<Average, Averages> averages = new EnumMap<>(Average.class);
    for (Average average : Average.values()) {
      if ((average == Average.BINARY) == tally.binary()) {
        double[] all = Figures.average(METRIC, tally, average, options, rates(options));
        averages.put(
            average, new Averages(all[0], all[1], all[2], all.length > 3 ? all[3] : Double.NaN));
      }
    }
    return averages;
  }

  private static ClassificationReport report(
      Labels truth, Labels predicted, Tally columns, Options options) {
    if (truth.labels() > 1) {
      return ClassificationReport.of(columns, options.targetNames(), false, options);
    }
    Tally classes = Tally.of(truth, predicted, options);
    String[] names = options.targetNames();
    if (names != null) {
      String[] both = ClassificationReport.classNames(names[0]);
      int[] occurring = classes.labels();
      names = new String[occurring.length];
      for (int c = 0; c < names.length; c++) {
        names[c] = both[occurring[c]];
      }
    }
    return ClassificationReport.of(classes, names, columns.noRowIsRight(), options);
  }

  private static double[] ranking(Labels truth, Scores scores, Options options) {
    double[] weights = Areas.checked(truth, scores, options);
    return RowRanking.means(
        truth, scores, weights, RowRanking::precision, RowRanking::coverage, RowRanking::loss);
  }

  /** {@return the number of rows, those without a known label included} */
  public int rows() {
    return rows;
  }

  /** {@return the figures of the labels, in the order of the columns} */
  public List<Label> labels() {
    return labels;
  }

  /**
   * The figures of a label.
   *
   * @param name its name
   * @return the figures
   * @throws IllegalArgumentException if there is no such label
   */
  public Label label(String name) {
    for (Label label : labels) {
      if (label.name().equals(name)) {
        return label;
      }
    }
    throw Check.bad("label", "one of " + labels.stream().map(Label::name).toList(), name);
  }

  /** {@return the figures of all labels together} */
  public Averages micro() {
    return average(Average.MICRO);
  }

  /** {@return the plain means over the labels} */
  public Averages macro() {
    return average(Average.MACRO);
  }

  /** {@return the means over the labels by their support} */
  public Averages weighted() {
    return average(Average.WEIGHTED);
  }

  /**
   * The means over the rows.
   *
   * @return the figures
   * @throws IllegalArgumentException with one column, where scikit-learn has none
   */
  public Averages samples() {
    return average(Average.SAMPLES);
  }

  /**
   * An average by its name.
   *
   * @param average how figures are averaged
   * @return the figures
   * @throws IllegalArgumentException if it does not go with the number of columns: samples with
   *     one, binary with several
   */
  public Averages average(Average average) {
    average.check(labels.size());
    Averages binary = averages.get(Average.BINARY);
    Check.argument(
        binary == null || average != Average.SAMPLES,
        "average",
        "binary, micro, macro or weighted, for one column",
        "samples");
    return binary != null ? binary : Objects.requireNonNull(averages.get(average));
  }

  /**
   * {@return the share of rows whose known labels are all right:
   * {@link LabelMetrics#accuracyScore}}
   */
  public double accuracy() {
    return accuracy;
  }

  /** {@return the share of known cells that are wrong: {@link LabelMetrics#hammingLoss}} */
  public double hammingLoss() {
    return hammingLoss;
  }

  /**
   * {@link RankingMetrics#labelRankingAveragePrecisionScore}.
   *
   * @return the figure; empty without scores and with one column
   */
  public OptionalDouble labelRankingAveragePrecision() {
    return ranking(0);
  }

  /**
   * {@link RankingMetrics#coverageError}.
   *
   * @return the figure; empty without scores and with one column
   */
  public OptionalDouble coverageError() {
    return ranking(1);
  }

  /**
   * {@link RankingMetrics#labelRankingLoss}.
   *
   * @return the figure; empty without scores and with one column
   */
  public OptionalDouble labelRankingLoss() {
    return ranking(2);
  }

  private OptionalDouble ranking(int figure) {
    return ranking == null ? OptionalDouble.empty() : OptionalDouble.of(ranking[figure]);
  }

  /**
   * scikit-learn's report.
   *
   * @return the report; with one column a line for each class that occurs, {@code not} before the
   *     name for rows without the label
   */
  public ClassificationReport report() {
    return report;
  }

  /** The report's text with two decimals, and what it leaves out. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(report.text(2)).append('\n');
    text.append("accuracy ").append(ShortText.of(accuracy));
    text.append(", Hamming loss ").append(ShortText.of(hammingLoss));
    if (ranking != null) {
      text.append(", label ranking average precision ").append(ShortText.of(ranking[0]));
    }
    return text.append('\n').toString();
  }
}

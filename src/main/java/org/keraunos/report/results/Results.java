package org.keraunos.report.results;

import static org.keraunos.metrics.ZeroDivision.ZERO;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.keraunos.base.Check;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.Parallel;
import org.keraunos.base.ScoreMatrix;
import org.keraunos.metrics.Average;
import org.keraunos.metrics.Evaluation;
import org.keraunos.metrics.RankingMetrics;
import org.keraunos.metrics.Warnings;

/** All figures of a report, counted once. Immutable; it keeps the rows it was counted of. */
public final class Results {
  /** How many rows of a kind are shown. */
  public static final int SHOWN_ROWS = 12;

  private static final int MANY_LABELS = 100;
  private static final int MOST_SUSPECTS = 200;
  private static final int MOST_PAIRS = 30;
  private static final long MOST_POOLED = 10_000_000L;

  private final Scored scored;
  private final Evaluation evaluation;
  private final List<LabelResult> labels;
  private final Bounds microF1;
  private final Bounds macroF1;
  private final int draws;
  private final CurveShape pooled;
  private final int areasEvery;
  private final int pooledEvery;
  private final ScoreBins bins;
  private final Optional<ScoreBins> rawBins;
  private final Together together;
  private final LabelErrors errors;
  private final TellingRows rows;

  private Results(Scored scored, long seed) {
    this.scored = scored;
    Warnings.Collector quiet = Warnings.collect();
    evaluation = Evaluation.of(
        scored.truth(),
        scored.predicted(),
        scored.scores(),
        ZERO,
        o -> o.targetNames(scored.names()).warnings(quiet));
    Resampling resampling = new Resampling(scored, seed);
    draws = resampling.draws();
    Bounds[][] ofF = resampling.fScores();
    microF1 = ofF[scored.labels()][0];
    macroF1 = ofF[scored.labels()][1];
    bins = new ScoreBins(scored.truth(), scored.scores());
    rawBins = scored.raw().map(raw -> new ScoreBins(scored.truth(), raw));
    areasEvery = resampling.areasEvery();
    labels = labels(ofF, resampling, quiet);
    pooledEvery = (int) Math.max(1, (long) scored.rows() * scored.labels() / MOST_POOLED);
    pooled = pool();
    together = new Together(scored.truth(), scored.predicted());
    errors = LabelErrors.find(scored.truth(), scored.scores(), MOST_SUSPECTS);
    rows = TellingRows.of(scored, SHOWN_ROWS);
  }

  /**
   * Counts everything.
   *
   * @param scored the rows
   * @param seed of the bootstrap
   * @return the figures
   */
  public static Results of(Scored scored, long seed) {
    return new Results(Check.given(scored, "scored"), seed);
  }

  private List<LabelResult> labels(Bounds[][] ofF, Resampling resampling, Warnings quiet) {
    LabelMatrix truth = scored.truth();
    double[] aucs =
        RankingMetrics.rocAucScorePerLabel(truth, scored.scores(), o -> o.warnings(quiet));
    double[] precisions = RankingMetrics.averagePrecisionScorePerLabel(
        truth, scored.scores(), o -> o.warnings(quiet));
    Bounds[][] ofAreas = resampling.areas(aucs, precisions);
    double step = 1.0 / (scored.labels() > MANY_LABELS ? 32 : 100);
    LabelResult[] results = new LabelResult[scored.labels()];
    Parallel.forEach(results.length, j -> {
      Evaluation.Label each = evaluation.labels().get(j);
      long support = (long) each.support();
      results[j] = new LabelResult(
          each.name(),
          support,
          (long) (each.tp() + each.fp() + each.fn() + each.tn()),
          (long) each.tp(),
          (long) each.fp(),
          (long) each.fn(),
          each.precision(),
          each.recall(),
          each.f1(),
          aucs[j],
          support == 0 ? Double.NaN : precisions[j],
          scored.thresholds()[j],
          bins.calibrationError(j),
          new LabelResult.Intervals(ofF[j][0], ofF[j][1], ofF[j][2], ofAreas[j][0], ofAreas[j][1]),
          CurveShape.of(truth, scored.scores(), j, step));
    });
    return List.of(results);
  }

  /** The curves of all cells as one problem; of very many cells those of every so many rows. */
  private CurveShape pool() {
    int every = pooledEvery;
    int some = (scored.rows() + every - 1) / every;
    int width = scored.labels();
    byte[] cells = new byte[some * width];
    double[] values = new double[some * width];
    double[] buffer = new double[width];
    for (int i = 0; i < some; i++) {
      int from = i * every * width;
      System.arraycopy(scored.truth().flat(), from, cells, i * width, width);
      scored.scores().copyTo(from, buffer, width);
      System.arraycopy(buffer, 0, values, i * width, width);
    }
    return CurveShape.of(
        LabelMatrix.of(cells, cells.length, 1), ScoreMatrix.of(values, values.length, 1), 0, 0.01);
  }

  /** {@return what was counted} */
  public Scored scored() {
    return scored;
  }

  /** {@return the figures of all labels together, and averages} */
  public Evaluation evaluation() {
    return evaluation;
  }

  /** {@return the figures of each label} */
  public List<LabelResult> labels() {
    return labels;
  }

  /** {@return the interval of micro F1} */
  public Bounds microF1() {
    return microF1;
  }

  /** {@return the interval of macro F1} */
  public Bounds macroF1() {
    return macroF1;
  }

  /** {@return how many draws the intervals of F scores are of} */
  public int draws() {
    return draws;
  }

  /** {@return 1, or that the intervals of areas are of draws of every so many rows} */
  public int areasEvery() {
    return areasEvery;
  }

  /** {@return the curves of all labels as one problem} */
  public CurveShape pooled() {
    return pooled;
  }

  /** {@return 1, or that the curves of all labels are of every so many rows only} */
  public int pooledEvery() {
    return pooledEvery;
  }

  /** {@return cells by their probability} */
  public ScoreBins bins() {
    return bins;
  }

  /** {@return cells by their probability before it was calibrated; empty where it was not} */
  public Optional<ScoreBins> rawBins() {
    return rawBins;
  }

  /** {@return labels two by two} */
  public Together together() {
    return together;
  }

  /** {@return cells whose label is probably wrong in the data} */
  public LabelErrors errors() {
    return errors;
  }

  /** {@return rows worth looking at} */
  public TellingRows rows() {
    return rows;
  }

  /** {@return the mean number of labels a row, of the known ones} */
  public double cardinality() {
    return labels.stream().mapToLong(LabelResult::support).sum() / (double) scored.rows();
  }

  /** {@return the share of cells of which nobody knows whether the label is there} */
  public double unknownShare() {
    long known = labels.stream().mapToLong(LabelResult::known).sum();
    return 1 - known / ((double) scored.rows() * scored.labels());
  }

  /** {@return all of it for JSON} */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("rows", scored.rows());
    map.put("cardinality", cardinality());
    map.put("unknown_share", unknownShare());
    map.put("accuracy", evaluation.accuracy());
    map.put("hamming_loss", evaluation.hammingLoss());
    put(map, "label_ranking_average_precision", evaluation.labelRankingAveragePrecision());
    put(map, "coverage_error", evaluation.coverageError());
    put(map, "label_ranking_loss", evaluation.labelRankingLoss());
    map.put("expected_calibration_error", bins.calibrationError(bins.all()));
    rawBins.ifPresent(raw -> map.put("before_calibration", reliability(raw, raw.all())));
    map.put("averages", averages());
    map.put("bootstrap_draws", draws);
    if (areasEvery > 1) {
      map.put("area_intervals_of_every", areasEvery);
    }
    List<Map<String, Object>> each = new ArrayList<>();
    for (int j = 0; j < labels.size(); j++) {
      Map<String, Object> label = labels.get(j).toMap();
      label.put("scores", histogram(j));
      int at = j;
      rawBins.ifPresent(raw -> label.put("before_calibration", reliability(raw, at)));
      each.add(label);
    }
    map.put("labels", each);
    map.put("scores", histogram(bins.all()));
    map.put("together", pairs(together.mostOften(MOST_PAIRS), "first", "second", true));
    map.put("mixed_up", pairs(together.mostMixedUp(MOST_PAIRS), "missed", "said", false));
    map.put("label_errors", suspected());
    map.put("errors", cells(rows.errors()));
    map.put("hits", cells(rows.hits()));
    return map;
  }

  private Map<String, Object> averages() {
    Map<String, Object> averages = new LinkedHashMap<>();
    averages.put("micro", average(evaluation.micro(), microF1));
    averages.put("macro", average(evaluation.macro(), macroF1));
    averages.put("weighted", average(evaluation.weighted(), Bounds.NONE));
    if (labels.size() > 1) {
      averages.put("samples", average(evaluation.samples(), Bounds.NONE));
    }
    return averages;
  }

  private static Map<String, Object> average(Evaluation.Averages of, Bounds f1) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("precision", of.precision());
    map.put("recall", of.recall());
    map.put("f1", of.f1());
    if (f1.isThere()) {
      map.put("f1_interval", f1.toArray());
    }
    return map;
  }

  private Map<String, Object> histogram(int label) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("without", Arrays.stream(bins.negatives(label)).boxed().toList());
    map.put("with", Arrays.stream(bins.positives(label)).boxed().toList());
    map.put("mean_probability", bins.meanProbability(label));
    map.put("share_true", bins.shareTrue(label));
    return map;
  }

  private static Map<String, Object> reliability(ScoreBins of, int label) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("expected_calibration_error", of.calibrationError(label));
    map.put("mean_probability", of.meanProbability(label));
    map.put("share_true", of.shareTrue(label));
    return map;
  }

  private List<Map<String, Object>> pairs(
      List<Together.Pair> pairs, String first, String second, boolean lift) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (Together.Pair pair : pairs) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put(first, labels.get(pair.first()).name());
      map.put(second, labels.get(pair.second()).name());
      map.put("rows", pair.rows());
      if (lift) {
        map.put("lift", pair.lift());
      }
      list.add(map);
    }
    return list;
  }

  private Map<String, Object> suspected() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("count", errors.count());
    List<Map<String, Object>> list = new ArrayList<>();
    for (LabelErrors.Suspect suspect : errors.suspects()) {
      Map<String, Object> each = new LinkedHashMap<>();
      each.put("row", suspect.row());
      each.put("label", labels.get(suspect.label()).name());
      each.put("given", suspect.given());
      each.put("probability_of_given", suspect.ofGiven());
      list.add(each);
    }
    map.put("suspects", list);
    return map;
  }

  private List<Map<String, Object>> cells(List<TellingRows.Cell> cells) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (TellingRows.Cell cell : cells) {
      Map<String, Object> each = new LinkedHashMap<>();
      each.put("row", cell.row());
      each.put("label", labels.get(cell.label()).name());
      each.put("probability_of_truth", cell.ofTruth());
      list.add(each);
    }
    return list;
  }

  private static void put(Map<String, Object> map, String name, OptionalDouble figure) {
    figure.ifPresent(value -> map.put(name, value));
  }

  /**
   * {@return an average over the labels}
   *
   * @param average which
   */
  public Evaluation.Averages average(Average average) {
    return evaluation.average(average);
  }
}

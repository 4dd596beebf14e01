package org.keraunos.report.results;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.keraunos.base.Check;
import org.keraunos.base.Parallel;
import org.keraunos.metrics.McNemar;

/**
 * Two models on the same rows: differences of F scores with intervals over the same bootstrap
 * draws, and McNemar's test of whole rows and of each label. The first model's figure less the
 * second's.
 *
 * @param micro micro F1
 * @param macro macro F1
 * @param rows McNemar's test: a row is right when all its known labels are
 * @param labels each label
 * @param draws of the bootstrap
 */
public record Comparison(
    Difference micro, Difference macro, McNemar rows, List<OfLabel> labels, int draws) {

  /**
   * A figure of both.
   *
   * @param first the first model's
   * @param second the second model's
   * @param bounds the 95 % interval of the difference
   * @param pValue two-sided: twice the smaller share of draws on either side of 0, draws of exactly
   *     0 on both, and one draw added to each
   */
  public record Difference(double first, double second, Bounds bounds, double pValue) {
    /** {@return the first less the second} */
    public double difference() {
      return first - second;
    }

    /** {@return whether the interval leaves out 0} */
    public boolean isClear() {
      return bounds.low() > 0 || bounds.high() < 0;
    }
  }

  /**
   * A label.
   *
   * @param name its name
   * @param f1 F1 of both
   * @param mcNemar the test on its known rows
   * @param adjusted the test's p-value among those of all labels, by Holm's method
   */
  public record OfLabel(String name, Difference f1, McNemar mcNemar, double adjusted) {}

  /**
   * Copies the list.
   *
   * @param micro micro F1
   * @param macro macro F1
   * @param rows McNemar's test
   * @param labels each label
   * @param draws of the bootstrap
   */
  public Comparison {
    labels = List.copyOf(labels);
  }

  /**
   * Compares two models.
   *
   * @param first what the first model said
   * @param second what the second model said of the same rows
   * @param seed of the bootstrap
   * @return the comparison
   * @throws IllegalArgumentException if what is so differs between them
   */
  public static Comparison of(Scored first, Scored second, long seed) {
    long cells = (long) first.rows() + first.labels();
    return of(first, second, seed, (int) Math.max(100, Math.min(2000, 100_000_000L / cells)));
  }

  static Comparison of(Scored first, Scored second, long seed, int draws) {
    Check.argument(
        first.truth().equals(second.truth()) && first.names().equals(second.names()),
        "second",
        "the rows and labels of the first",
        second);
    int labels = first.labels();
    CountedCells one = new CountedCells(first.truth(), first.predicted());
    CountedCells two = new CountedCells(second.truth(), second.predicted());
    double[][] gaps = new double[labels + 2][draws];
    Parallel.forEach(draws, draw -> {
      byte[] weights = Draws.weights(seed, draw, first.rows());
      double[] ofOne = figures(one, weights);
      double[] ofTwo = figures(two, weights);
      for (int i = 0; i < gaps.length; i++) {
        gaps[i][draw] = ofOne[i] - ofTwo[i];
      }
    });
    byte[] all = new byte[first.rows()];
    Arrays.fill(all, (byte) 1);
    double[] ofOne = figures(one, all);
    double[] ofTwo = figures(two, all);
    McNemar[] tests = new McNemar[labels];
    Arrays.setAll(
        tests, j -> McNemar.ofLabel(first.truth(), first.predicted(), second.predicted(), j));
    double[] adjusted = holm(Arrays.stream(tests).mapToDouble(McNemar::pValue).toArray());
    List<OfLabel> each = new ArrayList<>();
    for (int j = 0; j < labels; j++) {
      each.add(new OfLabel(
          first.names().names().get(j),
          difference(ofOne[j], ofTwo[j], gaps[j]),
          tests[j],
          adjusted[j]));
    }
    return new Comparison(
        difference(ofOne[labels], ofTwo[labels], gaps[labels]),
        difference(ofOne[labels + 1], ofTwo[labels + 1], gaps[labels + 1]),
        McNemar.ofRows(first.truth(), first.predicted(), second.predicted()),
        each,
        draws);
  }

  /** F1 of each label, then micro and macro F1. */
  private static double[] figures(CountedCells cells, byte[] weights) {
    long[] counts = cells.counts(weights);
    double[] figures = new double[cells.labels() + 2];
    for (int label = 0; label < cells.labels(); label++) {
      figures[label] = CountedCells.f1(counts, label);
    }
    figures[cells.labels()] = cells.microF1(counts);
    figures[cells.labels() + 1] = cells.macroF1(counts);
    return figures;
  }

  private static Difference difference(double first, double second, double[] gaps) {
    long notAbove = Arrays.stream(gaps).filter(gap -> gap <= 0).count();
    long notBelow = Arrays.stream(gaps).filter(gap -> gap >= 0).count();
    double p = 2.0 * (Math.min(notAbove, notBelow) + 1) / (gaps.length + 1);
    return new Difference(first, second, Bounds.of(gaps), Math.min(1, p));
  }

  /** Holm, A Simple Sequentially Rejective Multiple Test Procedure, 1979. */
  static double[] holm(double[] pValues) {
    int n = pValues.length;
    int[] order = IntStream.range(0, n)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> pValues[i]))
        .mapToInt(Integer::intValue)
        .toArray();
    double[] adjusted = new double[n];
    double highest = 0;
    for (int i = 0; i < n; i++) {
      highest = Math.max(highest, Math.min(1, (n - i) * pValues[order[i]]));
      adjusted[order[i]] = highest;
    }
    return adjusted;
  }

  /** {@return all of it for JSON} */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("micro_f1", toMap(micro));
    map.put("macro_f1", toMap(macro));
    map.put("rows", toMap(rows));
    Map<String, Object> each = new LinkedHashMap<>();
    for (OfLabel label : labels) {
      Map<String, Object> one = toMap(label.f1());
      one.put("mcnemar", toMap(label.mcNemar()));
      one.put("holm", label.adjusted());
      each.put(label.name(), one);
    }
    map.put("labels", each);
    map.put("bootstrap_draws", draws);
    return map;
  }

  private static Map<String, Object> toMap(Difference difference) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("first", difference.first());
    map.put("second", difference.second());
    map.put("difference", difference.difference());
    map.put("interval", difference.bounds().toArray());
    map.put("p", difference.pValue());
    return map;
  }

  private static Map<String, Object> toMap(McNemar test) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("only_first", test.onlyFirst());
    map.put("only_second", test.onlySecond());
    map.put("statistic", test.statistic());
    map.put("p", test.pValue());
    return map;
  }
}

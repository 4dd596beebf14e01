package org.keraunos.data.inspect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.keraunos.base.LabelMatrix;

/**
 * How often labels are and how they go together. Cardinality, density and label sets as in
 * Tsoumakas and Katakis, "Multi-Label Classification: An Overview" (2007).
 *
 * @param rows the number of rows
 * @param names the names of the labels
 * @param positives how many rows have each label
 * @param unknowns for how many rows each label is unknown
 * @param withoutLabel rows that have no label
 * @param sets the distinct sets of labels, the most frequent first; unknown labels count as not set
 * @param pairs labels that rows have together, the most frequent first
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record LabelFigures(
    int rows,
    List<String> names,
    int[] positives,
    int[] unknowns,
    int withoutLabel,
    List<LabelSetCount> sets,
    List<PairCount> pairs) {
  /**
   * A set of labels and how many rows have exactly it.
   *
   * @param labels columns, ascending; none for rows without a label
   * @param rows how many rows
   */
  public record LabelSetCount(List<Integer> labels, int rows) {}

  /**
   * Two labels and how many rows have both.
   *
   * @param first a column
   * @param second a column behind it
   * @param rows how many rows
   */
  public record PairCount(int first, int second, int rows) {}

  /**
   * Counts.
   *
   * @param labels the labels of all rows
   * @param names a name for each
   * @return the figures
   */
  public static LabelFigures of(LabelMatrix labels, List<String> names) {
    int width = labels.labels();
    int[] positives = new int[width];
    int[] unknowns = new int[width];
    int without = 0;
    Map<List<Integer>, Integer> sets = new HashMap<>();
    Map<Long, Integer> pairs = new HashMap<>();
    for (int row = 0; row < labels.rows(); row++) {
      List<Integer> set = new ArrayList<>();
      for (int label = 0; label < width; label++) {
        byte cell = labels.get(row, label);
        if (cell == 1) {
          positives[label]++;
          set.add(label);
        } else if (cell == LabelMatrix.UNKNOWN) {
          unknowns[label]++;
        }
      }
      without += set.isEmpty() ? 1 : 0;
      sets.merge(set, 1, Integer::sum);
      for (int i = 0; i < set.size(); i++) {
        for (int j = i + 1; j < set.size(); j++) {
          pairs.merge((long) set.get(i) * width + set.get(j), 1, Integer::sum);
        }
      }
    }
    return new LabelFigures(
        labels.rows(),
        List.copyOf(names),
        positives,
        unknowns,
        without,
        sorted(sets),
        sorted(pairs, width));
  }

  private static List<LabelSetCount> sorted(Map<List<Integer>, Integer> sets) {
    return sets.entrySet().stream()
        .map(set -> new LabelSetCount(List.copyOf(set.getKey()), set.getValue()))
        .sorted(Comparator.comparingInt((LabelSetCount set) -> -set.rows())
            .thenComparing(LabelSetCount::labels, LabelFigures::inOrder))
        .toList();
  }

  private static int inOrder(List<Integer> a, List<Integer> b) {
    return Arrays.compare(
        a.stream().mapToInt(i -> i).toArray(), b.stream().mapToInt(i -> i).toArray());
  }

  private static List<PairCount> sorted(Map<Long, Integer> pairs, int width) {
    return pairs.entrySet().stream()
        .map(pair -> new PairCount(
            (int) (pair.getKey() / width), (int) (pair.getKey() % width), pair.getValue()))
        .sorted(Comparator.comparingInt((PairCount pair) -> -pair.rows())
            .thenComparingInt(PairCount::first)
            .thenComparingInt(PairCount::second))
        .toList();
  }

  /**
   * The mean number of labels of a row.
   *
   * @return at least 0; unknown labels count as not set
   */
  public double cardinality() {
    return rows == 0 ? 0 : (double) Arrays.stream(positives).asLongStream().sum() / rows;
  }

  /**
   * The share of the known cells that are set; cardinality over the number of labels where all are
   * known.
   *
   * @return 0 to 1
   */
  public double density() {
    long known =
        (long) rows * positives.length - Arrays.stream(unknowns).asLongStream().sum();
    return known == 0 ? 0 : (double) Arrays.stream(positives).asLongStream().sum() / known;
  }

  /**
   * The share of the cells that are unknown.
   *
   * @return 0 to 1
   */
  public double unknownShare() {
    long cells = (long) rows * positives.length;
    return cells == 0 ? 0 : (double) Arrays.stream(unknowns).asLongStream().sum() / cells;
  }

  /**
   * The label sets that a single row has.
   *
   * @return how many
   */
  public int singleSets() {
    return (int) sets.stream().filter(set -> set.rows() == 1).count();
  }

  /**
   * How much rarer than the most frequent label the labels are in the mean: the mean over the
   * labels that occur of the highest count over the label's (MeanIR; Charte et al., "Addressing
   * imbalance in multilabel classification", 2015).
   *
   * @return 1 if all are as frequent; NaN if none occurs
   */
  public double meanImbalance() {
    int most = Arrays.stream(positives).max().orElse(0);
    return Arrays.stream(positives)
        .filter(count -> count > 0)
        .mapToDouble(count -> (double) most / count)
        .average()
        .orElse(Double.NaN);
  }

  /**
   * Labels as columns, the most frequent first, ties by column.
   *
   * @return all columns
   */
  public int[] byFrequency() {
    return IntStream.range(0, positives.length)
        .boxed()
        .sorted(Comparator.comparingInt(label -> -positives[label]))
        .mapToInt(label -> label)
        .toArray();
  }

  /**
   * Labels that few rows have.
   *
   * @param least the number of rows that is enough
   * @return columns with fewer, the rarest first
   */
  public int[] rarerThan(int least) {
    int[] order = byFrequency();
    int[] rare = Arrays.stream(order).filter(label -> positives[label] < least).toArray();
    int[] reversed = new int[rare.length];
    for (int i = 0; i < rare.length; i++) {
      reversed[i] = rare[rare.length - 1 - i];
    }
    return reversed;
  }
}

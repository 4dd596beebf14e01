package org.keraunos.report.results;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.keraunos.base.LabelMatrix;

/**
 * Labels two by two: how often they are true of the same row, and how often the one is missed where
 * the other is said wrongly. Of more than {@link #MOST} labels nothing is counted.
 */
public final class Together {
  /** The most labels whose pairs are counted. */
  public static final int MOST = 4000;

  private final int labels;
  private final int rows;
  private final int[] both;
  private final int[] instead;

  /**
   * Two labels.
   *
   * @param first the one; of mix-ups the label that was missed
   * @param second the other; of mix-ups the label that was said
   * @param rows how many rows
   * @param lift how many times as many as if labels came independently; NaN of mix-ups
   */
  public record Pair(int first, int second, int rows, double lift) {}

  Together(LabelMatrix truth, LabelMatrix predicted) {
    labels = truth.labels();
    rows = truth.rows();
    int size = labels <= MOST ? labels * labels : 0;
    both = new int[size];
    instead = new int[size];
    if (size > 0) {
      int[] is = new int[labels];
      int[] missed = new int[labels];
      int[] wrong = new int[labels];
      for (int row = 0; row < truth.rows(); row++) {
        int there = 0;
        int misses = 0;
        int wrongs = 0;
        for (int label = 0; label < labels; label++) {
          byte cell = truth.get(row, label);
          boolean said = predicted.get(row, label) == 1;
          if (cell == 1) {
            is[there++] = label;
            if (!said) {
              missed[misses++] = label;
            }
          } else if (cell == 0 && said) {
            wrong[wrongs++] = label;
          }
        }
        count(both, is, there, is, there);
        count(instead, missed, misses, wrong, wrongs);
      }
    }
  }

  private void count(int[] into, int[] first, int firsts, int[] second, int seconds) {
    for (int i = 0; i < firsts; i++) {
      for (int j = 0; j < seconds; j++) {
        into[first[i] * labels + second[j]]++;
      }
    }
  }

  /** {@return whether pairs were counted} */
  public boolean isCounted() {
    return both.length > 0;
  }

  /**
   * {@return how many rows have both labels, or, of a label and itself, have it}
   *
   * @param first a label
   * @param second a label
   */
  public int both(int first, int second) {
    return both[first * labels + second];
  }

  /**
   * {@return how many rows miss the one label and are wrongly said to have the other}
   *
   * @param missed a label
   * @param said a label
   */
  public int instead(int missed, int said) {
    return instead[missed * labels + said];
  }

  /**
   * {@return the pairs that come most often}
   *
   * @param most how many at most
   */
  public List<Pair> mostOften(int most) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; isCounted() && i < labels; i++) {
      for (int j = i + 1; j < labels; j++) {
        if (both(i, j) > 0) {
          double expected = (double) both(i, i) * both(j, j) / rows;
          pairs.add(new Pair(i, j, both(i, j), both(i, j) / expected));
        }
      }
    }
    return first(pairs, most);
  }

  /**
   * {@return the mix-ups that come most often}
   *
   * @param most how many at most
   */
  public List<Pair> mostMixedUp(int most) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; isCounted() && i < labels; i++) {
      for (int j = 0; j < labels; j++) {
        if (instead(i, j) > 0) {
          pairs.add(new Pair(i, j, instead(i, j), Double.NaN));
        }
      }
    }
    return first(pairs, most);
  }

  private static List<Pair> first(List<Pair> pairs, int most) {
    pairs.sort(Comparator.comparingInt(Pair::rows)
        .reversed()
        .thenComparingInt(Pair::first)
        .thenComparingInt(Pair::second));
    return List.copyOf(pairs.subList(0, Math.min(most, pairs.size())));
  }
}

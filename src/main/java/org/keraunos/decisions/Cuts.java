package org.keraunos.decisions;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.ScoreMatrix;

/**
 * Cells by descending score, with running counts: each place between two distinct scores is a cut,
 * and so are those below and above all, as far as probabilities go. Cells are sorted once, whatever
 * is looked for then. Where cells of several groups (labels or rows) share a threshold, the figure
 * is the mean over the groups.
 */
final class Cuts {
  private static final double HALF = 0.5;

  /** A threshold and what it comes to; {@code half} is what 0.5 does. */
  record Best(double threshold, double score, double half) {}

  private final double[] scores;
  private final byte[] truth;
  private final int[] cells;
  private final Grouping grouping;
  private final boolean single;

  /** Which of the groups, so many, a cell of the flat matrix is in. */
  private record Grouping(@Nullable OneForAll mean, int labels, int count) {
    int of(int cell) {
      return mean == OneForAll.MACRO
          ? cell % labels
          : mean == OneForAll.SAMPLES ? cell / labels : 0;
    }
  }

  /** Descending. */
  private Cuts(double[] scores, byte[] truth, int[] cells, Grouping grouping, boolean single) {
    this.scores = scores;
    this.truth = truth;
    this.cells = cells;
    this.grouping = grouping;
    this.single = single;
  }

  /** The known cells of a label. */
  static Cuts ofLabel(LabelMatrix truth, ScoreMatrix scores, int label) {
    int labels = truth.labels();
    byte[] flat = truth.flat();
    int[] cells = new int[truth.rows()];
    int n = 0;
    for (int cell = label; cell < flat.length; cell += labels) {
      cells[n] = cell;
      n += flat[cell] >= 0 ? 1 : 0;
    }
    return sorted(truth, scores, Arrays.copyOf(cells, n), new Grouping(null, labels, 1));
  }

  /** All known cells: in one group, or in groups by label or row. */
  static Cuts ofAll(LabelMatrix truth, ScoreMatrix scores, OneForAll mean) {
    byte[] flat = truth.flat();
    int[] cells = new int[flat.length];
    int n = 0;
    for (int cell = 0; cell < flat.length; cell++) {
      cells[n] = cell;
      n += flat[cell] >= 0 ? 1 : 0;
    }
    int groups =
        mean == OneForAll.MICRO ? 1 : mean == OneForAll.MACRO ? truth.labels() : truth.rows();
    return sorted(
        truth, scores, Arrays.copyOf(cells, n), new Grouping(mean, truth.labels(), groups));
  }

  private static Cuts sorted(
      LabelMatrix truth, ScoreMatrix scores, int[] cells, Grouping grouping) {
    int[] order = scores.isFloat() ? byFloat(scores, cells) : byDouble(scores, cells);
    double[] descending = new double[order.length];
    byte[] labels = new byte[order.length];
    double[] one = new double[1];
    for (int i = 0; i < order.length; i++) {
      scores.copyTo(order[i], one, 1);
      descending[i] = one[0];
      labels[i] = truth.flat()[order[i]];
    }
    return new Cuts(descending, labels, order, grouping, scores.isFloat());
  }

  /** Score and cell in one long each, so that numbers are sorted and not objects. */
  private static int[] byFloat(ScoreMatrix scores, int[] cells) {
    long[] keys = new long[cells.length];
    double[] one = new double[1];
    for (int i = 0; i < keys.length; i++) {
      scores.copyTo(cells[i], one, 1);
      int bits = Float.floatToRawIntBits((float) one[0]);
      int ascending = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
      keys[i] = ((long) ~ascending << 32) | cells[i];
    }
    sort(keys);
    int[] order = new int[keys.length];
    Arrays.setAll(order, i -> (int) keys[i]);
    return order;
  }

  /** By the rank among the distinct scores, then as floats are. */
  private static int[] byDouble(ScoreMatrix scores, int[] cells) {
    int n = cells.length;
    double[] values = new double[n];
    double[] one = new double[1];
    for (int i = 0; i < n; i++) {
      scores.copyTo(cells[i], one, 1);
      values[i] = -one[0] + 0.0;
    }
    double[] distinct = values.clone();
    Arrays.sort(distinct);
    long[] keys = new long[n];
    for (int i = 0; i < n; i++) {
      // Any of several equal places would do, were it the same for all of them.
      int place = Arrays.binarySearch(distinct, values[i]);
      keys[i] = ((long) first(distinct, place) << 32) | cells[i];
    }
    sort(keys);
    int[] order = new int[n];
    Arrays.setAll(order, i -> (int) keys[i]);
    return order;
  }

  private static int first(double[] sorted, int place) {
    double value = sorted[place];
    if (place == 0 || sorted[place - 1] != value) {
      return place;
    }
    int low = 0;
    int high = place;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static void sort(long[] keys) {
    if (keys.length > 1 << 20) {
      Arrays.parallelSort(keys);
    } else {
      Arrays.sort(keys);
    }
  }

  /** The same without the rows of a fold, still in order. */
  Cuts without(int[] foldOfRow, int fold) {
    double[] keptScores = new double[scores.length];
    byte[] keptTruth = new byte[scores.length];
    int[] keptCells = new int[scores.length];
    int n = 0;
    for (int i = 0; i < scores.length; i++) {
      if (foldOfRow[cells[i] / grouping.labels()] != fold) {
        keptScores[n] = scores[i];
        keptTruth[n] = truth[i];
        keptCells[n++] = cells[i];
      }
    }
    return new Cuts(
        Arrays.copyOf(keptScores, n),
        Arrays.copyOf(keptTruth, n),
        Arrays.copyOf(keptCells, n),
        grouping,
        single);
  }

  /** The best cut; of equally good ones that whose threshold is nearest to 0.5. */
  Best best(Criterion criterion) {
    Counter counter = new Counter(criterion);
    int n = scores.length;
    double half = Double.NaN;
    double best = Double.NEGATIVE_INFINITY;
    double threshold = HALF;
    int at = 0;
    while (true) {
      double high = at == 0 ? Double.POSITIVE_INFINITY : scores[at - 1];
      double low = at == n ? Double.NEGATIVE_INFINITY : scores[at];
      double cut = between(low, high);
      if (!Double.isNaN(cut)) {
        double score = counter.score();
        if (cut == HALF) {
          half = score;
        }
        // Sums of groups carry rounding errors of their own.
        double slack = grouping.count() > 1 ? 1e-12 : 0;
        if (score > best + slack
            || (score >= best - slack && Math.abs(cut - HALF) < Math.abs(threshold - HALF))) {
          best = score;
          threshold = cut;
        }
      }
      if (at == n) {
        break;
      }
      double value = scores[at];
      do {
        counter.predict(at++);
      } while (at < n && scores[at] == value);
    }
    return new Best(threshold, best, Double.isNaN(half) ? at(HALF, criterion) : half);
  }

  /** What a threshold comes to. */
  double at(double threshold, Criterion criterion) {
    Counter counter = new Counter(criterion);
    double cut = single ? (float) threshold : threshold;
    for (int i = 0; i < scores.length && scores[i] > cut; i++) {
      counter.predict(i);
    }
    return counter.score();
  }

  /** The threshold that predicts as near to so many cells as scores allow. */
  double predicting(double wanted) {
    int n = scores.length;
    double threshold = HALF;
    double best = Double.POSITIVE_INFINITY;
    int at = 0;
    while (true) {
      double high = at == 0 ? Double.POSITIVE_INFINITY : scores[at - 1];
      double low = at == n ? Double.NEGATIVE_INFINITY : scores[at];
      double cut = between(low, high);
      if (!Double.isNaN(cut) && Math.abs(at - wanted) < best) {
        best = Math.abs(at - wanted);
        threshold = cut;
      }
      if (at == n) {
        return threshold;
      }
      double value = scores[at];
      do {
        at++;
      } while (at < n && scores[at] == value);
    }
  }

  /**
   * A number in the type of the scores that is at least {@code low} and below {@code high}, so that
   * {@code score > number} is between them: 0.5 where it is there, else the middle. NaN where
   * probabilities leave none.
   */
  private double between(double low, double high) {
    double bottom = low;
    double top = high;
    boolean probable = scores.length == 0 || (scores[0] <= 1 && scores[scores.length - 1] >= 0);
    if (probable) {
      bottom = Math.max(bottom, 0);
      top = Math.min(top, high > 1 ? 2 : high);
    } else if (Double.isInfinite(bottom)) {
      return single ? Math.nextDown((float) high) : Math.nextDown(high);
    } else if (Double.isInfinite(top)) {
      return bottom <= HALF ? HALF : bottom;
    }
    if (bottom >= top) {
      return Double.NaN;
    }
    if (bottom <= HALF && HALF < top) {
      return HALF;
    }
    double end = Math.min(top, 1);
    double middle = probable ? bottom + (end - bottom) / 2 : bottom / 2 + top / 2;
    double rounded = single ? (float) middle : middle;
    return rounded >= bottom && rounded < top ? rounded : bottom;
  }

  /** Counts of the groups while cell after cell is predicted. */
  private final class Counter {
    private final Criterion criterion;
    private final int groups = grouping.count();
    private final double[] tp = new double[groups];
    private final double[] fp = new double[groups];
    private final double[] positives = new double[groups];
    private final double[] negatives = new double[groups];
    private final double[] each = new double[groups];
    private double sum;
    private int known;

    Counter(Criterion criterion) {
      this.criterion = criterion;
      for (int i = 0; i < truth.length; i++) {
        (truth[i] == 1 ? positives : negatives)[grouping.of(cells[i])]++;
      }
      for (int g = 0; g < groups; g++) {
        if (positives[g] + negatives[g] > 0) {
          each[g] = scoreOf(g);
          sum += each[g];
          known++;
        }
      }
    }

    private double scoreOf(int g) {
      return criterion.score(negatives[g] - fp[g], fp[g], positives[g] - tp[g], tp[g]);
    }

    void predict(int cell) {
      int g = grouping.of(cells[cell]);
      (truth[cell] == 1 ? tp : fp)[g]++;
      if (groups > 1) {
        double now = scoreOf(g);
        sum += now - each[g];
        each[g] = now;
      }
    }

    double score() {
      return groups == 1 ? scoreOf(0) : known == 0 ? 0 : sum / known;
    }
  }
}

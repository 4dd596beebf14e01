package org.keraunos.report.results;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.keraunos.base.Check;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.ScoreMatrix;

/**
 * Cells whose label is probably wrong in the data, by confident learning (Northcutt, Jiang and
 * Chuang, Confident Learning: Estimating Uncertainty in Dataset Labels, 2021), each label on its
 * own, as a problem of two classes. A class's threshold is the mean probability that it gets on the
 * rows said to be of it. A cell is suspected if the other class's probability reaches that class's
 * threshold, and is above the own class's wherever that reaches its own. The model must not have
 * been trained on the rows: it would have learned their errors.
 */
public final class LabelErrors {
  private final List<OfLabel> labels;
  private final List<Suspect> suspects;

  /**
   * A suspected cell.
   *
   * @param row from 0
   * @param label from 0
   * @param given what the data say: 0 or 1
   * @param ofGiven the probability that the model gives to that
   */
  public record Suspect(int row, int label, int given, double ofGiven) {}

  /**
   * What was counted of a label.
   *
   * @param absentSuspected rows said to be without it that are suspected to have it
   * @param presentSuspected rows said to have it that are suspected to be without
   * @param absentNoise the share of all rows estimated to be said without it and to have it
   * @param presentNoise the share of all rows estimated to be said with it and to be without
   */
  public record OfLabel(
      long absentSuspected, long presentSuspected, double absentNoise, double presentNoise) {}

  private LabelErrors(List<OfLabel> labels, List<Suspect> suspects) {
    this.labels = List.copyOf(labels);
    this.suspects = List.copyOf(suspects);
  }

  /**
   * Finds suspected errors.
   *
   * @param truth rows x labels of 0, 1 or unknown, as the data say
   * @param probabilities of a model that was not trained on these rows
   * @param most how many suspects are kept, those first whose label the model gives the least
   *     probability; all are counted
   * @return what was found; nothing of labels that are never or always there
   * @throws IllegalArgumentException if shapes disagree or {@code most} is negative
   */
  public static LabelErrors find(LabelMatrix truth, ScoreMatrix probabilities, int most) {
    Check.argument(
        truth.rows() == probabilities.rows() && truth.labels() == probabilities.labels(),
        "probabilities",
        truth.rows() + " x " + truth.labels() + " as the truth",
        probabilities);
    Check.argument(most >= 0, "most", ">= 0", most);
    int labels = truth.labels();
    long[][] given = new long[2][labels];
    double[][] thresholds = new double[2][labels];
    for (int row = 0; row < truth.rows(); row++) {
      for (int label = 0; label < labels; label++) {
        byte is = truth.get(row, label);
        if (is >= 0) {
          double p = probabilities.get(row, label);
          given[is][label]++;
          thresholds[is][label] += is == 1 ? p : 1 - p;
        }
      }
    }
    for (int label = 0; label < labels; label++) {
      thresholds[0][label] /= given[0][label];
      thresholds[1][label] /= given[1][label];
    }
    // Confident rows of each label: given 0 or 1, then seen as 0 or 1.
    long[][] joint = new long[4][labels];
    Comparator<Suspect> order = Comparator.comparingDouble(Suspect::ofGiven)
        .thenComparingInt(Suspect::row)
        .thenComparingInt(Suspect::label);
    PriorityQueue<Suspect> kept = new PriorityQueue<>(order.reversed());
    for (int row = 0; row < truth.rows(); row++) {
      for (int label = 0; label < labels; label++) {
        byte is = truth.get(row, label);
        if (is < 0) {
          continue;
        }
        double p = probabilities.get(row, label);
        boolean seen = p >= thresholds[1][label];
        boolean unseen = 1 - p >= thresholds[0][label];
        if (seen && unseen) {
          // Both are likely enough: the likelier one, and what is given where they are equal.
          seen = p > 1 - p || (p == 1 - p && is == 1);
          unseen = !seen;
        }
        if (seen || unseen) {
          joint[2 * is + (seen ? 1 : 0)][label]++;
        }
        if (is == 1 ? unseen : seen) {
          kept.add(new Suspect(row, label, is, is == 1 ? p : 1 - p));
          if (kept.size() > most) {
            kept.remove();
          }
        }
      }
    }
    List<OfLabel> counted = new ArrayList<>();
    for (int label = 0; label < labels; label++) {
      double rows = given[0][label] + given[1][label];
      counted.add(new OfLabel(
          joint[1][label],
          joint[2][label],
          noise(joint[1][label], joint[0][label], given[0][label], rows),
          noise(joint[2][label], joint[3][label], given[1][label], rows)));
    }
    List<Suspect> sorted = new ArrayList<>(kept);
    sorted.sort(order);
    return new LabelErrors(counted, sorted);
  }

  /** The calibrated joint: confident rows stand for all that are given so. */
  private static double noise(long off, long on, long given, double rows) {
    return off == 0 ? 0 : (double) off / (off + on) * given / rows;
  }

  /** {@return one a label} */
  public List<OfLabel> labels() {
    return labels;
  }

  /** {@return those that are kept, the surest first} */
  public List<Suspect> suspects() {
    return suspects;
  }

  /** {@return how many cells are suspected, kept or not} */
  public long count() {
    return labels.stream()
        .mapToLong(each -> each.absentSuspected() + each.presentSuspected())
        .sum();
  }
}

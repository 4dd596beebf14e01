package org.keraunos.data.split;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.keraunos.base.LabelMatrix;

/** How well the parts of a split stand for the whole. */
public final class LabelDistribution {
  private LabelDistribution() {}

  /**
   * The label distribution divergence of Sechidis, Tsoumakas and Vlahavas (2011): the mean over
   * labels and parts of the distance between a label's odds, rows with it over rows without it, in
   * the part and in the whole. Labels that every row has are left out.
   *
   * @param labels the labels of all rows; unknown ones count as not set
   * @param parts the rows of each part
   * @return 0 for a perfect split, infinite if a part holds only rows with a label that others lack
   */
  public static double divergence(LabelMatrix labels, int[][] parts) {
    double sum = 0;
    int counted = 0;
    int[] all = IntStream.range(0, labels.rows()).toArray();
    for (int label = 0; label < labels.labels(); label++) {
      double whole = odds(positives(labels, all, label), all.length);
      if (Double.isInfinite(whole)) {
        continue;
      }
      counted++;
      for (int[] part : parts) {
        sum += Math.abs(odds(positives(labels, part, label), part.length) - whole) / parts.length;
      }
    }
    return counted == 0 ? 0 : sum / counted;
  }

  /**
   * The labels that a part goes without although there is at least one row with them for each part.
   *
   * @param labels the labels of all rows
   * @param parts the rows of each part
   * @return {label, part} for each such case, empty for a good split
   */
  public static List<int[]> missing(LabelMatrix labels, int[][] parts) {
    List<int[]> missing = new ArrayList<>();
    for (int label = 0; label < labels.labels(); label++) {
      int total = 0;
      for (int[] part : parts) {
        total += positives(labels, part, label);
      }
      for (int p = 0; p < parts.length; p++) {
        if (total >= parts.length && positives(labels, parts[p], label) == 0) {
          missing.add(new int[] {label, p});
        }
      }
    }
    return missing;
  }

  static double odds(int positive, int rows) {
    return positive == 0 ? 0 : (double) positive / (rows - positive);
  }

  private static int positives(LabelMatrix labels, int[] rows, int label) {
    int positive = 0;
    for (int row : rows) {
      positive += labels.get(row, label) == 1 ? 1 : 0;
    }
    return positive;
  }
}

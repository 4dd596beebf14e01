package org.keraunos.data.split;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.keraunos.base.Check;
import org.keraunos.base.LabelMatrix;

/**
 * Gives away whole groups, the largest first, each to the part where sizes and label frequencies
 * then fit the shares best.
 */
final class GroupedSplit implements Splitter {
  private final int[] groups;

  GroupedSplit(int[] groups) {
    this.groups = groups.clone();
  }

  @Override
  public int[][] split(LabelMatrix labels, double[] shares, long seed) {
    Parts.check(shares);
    Check.argument(
        groups.length == labels.rows(),
        "groups",
        "one for each of the " + labels.rows() + " rows",
        groups.length);
    Map<Integer, List<Integer>> members = new LinkedHashMap<>();
    for (int row : Parts.shuffled(groups.length, new SplittableRandom(seed))) {
      members.computeIfAbsent(groups[row], g -> new ArrayList<>()).add(row);
    }
    int parts = shares.length;
    Check.argument(
        members.size() >= parts, "groups", "at least " + parts + " groups", members.size());
    List<List<Integer>> bySize = new ArrayList<>(members.values());
    Collections.sort(bySize, (a, b) -> b.size() - a.size());

    int columns = labels.labels() + 1; // the last column counts rows
    double[] total = new double[columns];
    for (List<Integer> group : bySize) {
      add(total, labels, group);
    }
    double[][] counts = new double[parts][columns];
    int[] partOf = new int[groups.length];
    int left = bySize.size();
    int empty = parts;
    for (List<Integer> group : bySize) {
      double[] own = new double[columns];
      add(own, labels, group);
      int best = -1;
      double least = 0;
      for (int p = 0; p < parts; p++) {
        if (left == empty && counts[p][columns - 1] > 0) {
          continue; // the last groups go where there are none
        }
        double cost = cost(counts[p], own, total, shares[p]);
        if (best < 0 || cost < least) {
          best = p;
          least = cost;
        }
      }
      empty -= counts[best][columns - 1] == 0 ? 1 : 0;
      left--;
      for (int c = 0; c < columns; c++) {
        counts[best][c] += own[c];
      }
      for (int row : group) {
        partOf[row] = best;
      }
    }
    return Parts.rows(partOf, parts);
  }

  /**
   * By how much the squared distance from the shares grows if a part gets a group; rows weigh as
   * much as all labels.
   */
  private static double cost(double[] has, double[] own, double[] total, double share) {
    int labels = own.length - 1;
    double cost = 0;
    for (int c = 0; c <= labels; c++) {
      if (own[c] > 0) {
        double before = has[c] / total[c] - share;
        double after = (has[c] + own[c]) / total[c] - share;
        // over the share, so that small parts are not starved
        cost += (after * after - before * before) / share * (c == labels ? labels : 1);
      }
    }
    return cost;
  }

  private static void add(double[] counts, LabelMatrix labels, List<Integer> rows) {
    for (int row : rows) {
      for (int label = 0; label < labels.labels(); label++) {
        if (labels.get(row, label) == 1) {
          counts[label]++;
        }
      }
    }
    counts[labels.labels()] += rows.size();
  }
}

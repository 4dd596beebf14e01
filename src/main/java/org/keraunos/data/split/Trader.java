package org.keraunos.data.split;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Lets rows of two parts trade places when that brings the parts nearer to the whole. The cost is
 * the divergence of {@link LabelDistribution} over all traits, and a large amount for each part
 * without a label of which there are enough rows. Sizes stay as they are.
 */
final class Trader {
  private static final double LACKING = 1e3;
  private static final int TRADES_PER_ROW = 60;
  private static final int MOST_TRADES = 3_000_000;
  private static final int CANDIDATES = 200;

  private final Traits traits;
  private final int[] partOf;
  private final int[] sizes;
  private final SplittableRandom random;
  private final int[][] rowsOf;
  private final int[][] counts;
  private final double[] odds;

  Trader(Traits traits, int[] partOf, int[] sizes, SplittableRandom random) {
    this.traits = traits;
    this.partOf = partOf;
    this.sizes = sizes;
    this.random = random;
    this.rowsOf = Parts.rows(partOf, sizes.length);
    this.counts = new int[sizes.length][traits.count()];
    this.odds = new double[traits.count()];
    for (int row = 0; row < partOf.length; row++) {
      for (int trait : traits.ofRow[row]) {
        counts[partOf[row]][trait]++;
      }
    }
    for (int t = 0; t < odds.length; t++) {
      odds[t] = LabelDistribution.odds(traits.rowsWith[t], partOf.length);
    }
  }

  void trade() {
    int parts = sizes.length;
    if (parts < 2) {
      return;
    }
    for (int label = 0; label < traits.labels; label++) {
      for (int p = 0; p < parts; p++) {
        if (lacks(p, label, counts[p][label])) {
          fetch(label, p);
        }
      }
    }
    long trades = Math.min(MOST_TRADES, (long) TRADES_PER_ROW * partOf.length);
    for (long i = 0; i < trades; i++) {
      int p = random.nextInt(parts);
      int q = (p + 1 + random.nextInt(parts - 1)) % parts;
      int a = random.nextInt(sizes[p]);
      int b = random.nextInt(sizes[q]);
      if (gain(rowsOf[p][a], rowsOf[q][b]) > 1e-12) {
        swap(p, a, q, b);
      }
    }
  }

  /** Finds the best trade that brings a row with a label into a part without one. */
  private void fetch(int label, int part) {
    List<int[]> sources = new ArrayList<>();
    int seen = 0;
    for (int q = 0; q < sizes.length; q++) {
      if (q == part || counts[q][label] < 2) {
        continue;
      }
      for (int b = 0; b < sizes[q]; b++) {
        if (has(rowsOf[q][b], label)) {
          // a sample of fixed size, each row as likely as any other
          int place = seen++ < CANDIDATES ? sources.size() : random.nextInt(seen);
          if (place == sources.size()) {
            sources.add(new int[] {q, b});
          } else if (place < CANDIDATES) {
            sources.set(place, new int[] {q, b});
          }
        }
      }
    }
    double most = 0;
    int[] best = null;
    int[] own = Parts.shuffled(sizes[part], random);
    for (int[] source : sources) {
      for (int i = 0; i < Math.min(CANDIDATES, own.length); i++) {
        double gain = gain(rowsOf[source[0]][source[1]], rowsOf[part][own[i]]);
        if (gain > most) {
          most = gain;
          best = new int[] {source[0], source[1], own[i]};
        }
      }
    }
    if (best != null) {
      swap(best[0], best[1], part, best[2]);
    }
  }

  private double gain(int a, int b) {
    return oneWay(a, b) + oneWay(b, a);
  }

  /** The gain from the traits that a has and b has not, when they trade places. */
  private double oneWay(int a, int b) {
    int p = partOf[a];
    int q = partOf[b];
    double gain = 0;
    for (int trait : traits.ofRow[a]) {
      if (!has(b, trait)) {
        int here = counts[p][trait];
        int there = counts[q][trait];
        double weight =
            trait < traits.labels ? 1.0 / traits.labels : 1.0 / (odds.length - traits.labels);
        gain += weight * (off(p, trait, here) - off(p, trait, here - 1));
        gain += weight * (off(q, trait, there) - off(q, trait, there + 1));
        gain += lacks(q, trait, there) ? LACKING : 0;
        gain -= lacks(p, trait, here - 1) ? LACKING : 0;
      }
    }
    return gain;
  }

  private boolean lacks(int part, int trait, int count) {
    return count == 0
        && trait < traits.labels
        && traits.rowsWith[trait] >= sizes.length
        && sizes[part] > 0;
  }

  private double off(int part, int trait, int count) {
    double odd = LabelDistribution.odds(count, sizes[part]);
    // a part that has nothing but rows with a trait; if all rows have it, both are so and nothing
    // is off
    return Double.isInfinite(odd)
        ? (Double.isInfinite(odds[trait]) ? 0 : LACKING)
        : Math.abs(odd - odds[trait]);
  }

  private boolean has(int row, int trait) {
    for (int own : traits.ofRow[row]) {
      if (own == trait) {
        return true;
      }
    }
    return false;
  }

  private void swap(int p, int a, int q, int b) {
    int row = rowsOf[p][a];
    int other = rowsOf[q][b];
    for (int trait : traits.ofRow[row]) {
      counts[p][trait]--;
      counts[q][trait]++;
    }
    for (int trait : traits.ofRow[other]) {
      counts[q][trait]--;
      counts[p][trait]++;
    }
    rowsOf[p][a] = other;
    rowsOf[q][b] = row;
    partOf[row] = q;
    partOf[other] = p;
  }
}

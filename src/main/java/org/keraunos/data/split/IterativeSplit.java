package org.keraunos.data.split;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.keraunos.base.LabelMatrix;

/**
 * Iterative stratification of order 1 or 2. While rows with labels are left, the trait that the
 * fewest of them have is taken up, and each of these rows goes to the part that still wants that
 * trait most; ties go to the part that wants most rows, then to chance. Parts have exact sizes.
 */
record IterativeSplit(int order) implements Splitter {
  @Override
  public int[][] split(LabelMatrix labels, double[] shares, long seed) {
    int[] sizes = Parts.sizes(shares, labels.rows());
    SplittableRandom random = new SplittableRandom(seed);
    Traits traits = Traits.of(labels, order);
    int[] partOf = new Dealer(traits, sizes, random).deal();
    new Trader(traits, partOf, sizes, random).trade();
    return Parts.rows(partOf, sizes.length);
  }

  private record Waiting(int trait, int rows, int tieBreak) {}

  /** The state of one run. */
  private static final class Dealer {
    private final Traits traits;
    private final SplittableRandom random;
    private final int[] partOf;
    private final int[] room;
    private final double[][] wanted;
    private final int[] left;
    private final int[] tieBreak;
    // Entries whose count has changed are stale and skipped: cheaper than a search over all traits
    // in each round.
    private final PriorityQueue<Waiting> rarest = new PriorityQueue<>(
        Comparator.comparingInt(Waiting::rows).thenComparingInt(Waiting::tieBreak));

    Dealer(Traits traits, int[] sizes, SplittableRandom random) {
      this.traits = traits;
      this.random = random;
      this.partOf = new int[traits.ofRow.length];
      Arrays.fill(partOf, -1);
      this.room = sizes.clone();
      this.left = traits.rowsWith.clone();
      this.tieBreak = Parts.shuffled(traits.count(), random);
      this.wanted = new double[sizes.length][traits.count()];
      for (int p = 0; p < sizes.length; p++) {
        for (int t = 0; t < traits.count(); t++) {
          wanted[p][t] = (double) sizes[p] * traits.rowsWith[t] / partOf.length;
        }
      }
    }

    int[] deal() {
      int[] order = Parts.shuffled(partOf.length, random);
      List<List<Integer>> rowsWith = new ArrayList<>();
      for (int t = 0; t < traits.count(); t++) {
        rowsWith.add(new ArrayList<>());
        wait(t);
      }
      for (int row : order) {
        for (int trait : traits.ofRow[row]) {
          rowsWith.get(trait).add(row);
        }
      }
      while (!rarest.isEmpty()) {
        Waiting next = rarest.remove();
        if (next.rows() == left[next.trait()]) {
          for (int row : rowsWith.get(next.trait())) {
            if (partOf[row] < 0) {
              give(row, neediest(next.trait()));
            }
          }
        }
      }
      for (int row : order) {
        if (partOf[row] < 0) {
          give(row, neediest(-1));
        }
      }
      return partOf;
    }

    private void wait(int trait) {
      if (left[trait] > 0) {
        rarest.add(new Waiting(trait, left[trait], tieBreak[trait]));
      }
    }

    private void give(int row, int part) {
      partOf[row] = part;
      room[part]--;
      for (int trait : traits.ofRow[row]) {
        wanted[part][trait]--;
        left[trait]--;
        wait(trait);
      }
    }

    private int neediest(int trait) {
      int best = -1;
      int ties = 0;
      for (int p = 0; p < room.length; p++) {
        if (room[p] == 0) {
          continue;
        }
        int compared = best < 0 ? 1 : compare(p, best, trait);
        if (compared > 0) {
          best = p;
          ties = 1;
        } else if (compared == 0 && random.nextInt(++ties) == 0) {
          best = p;
        }
      }
      return best;
    }

    private int compare(int p, int q, int trait) {
      double more = trait < 0 ? 0 : wanted[p][trait] - wanted[q][trait];
      if (Math.abs(more) > 1e-9) {
        return more > 0 ? 1 : -1;
      }
      return Integer.compare(room[p], room[q]);
    }
  }
}

package org.keraunos.data.split;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.keraunos.base.Check;

/** Sizes of parts, and from a part for each row to rows for each part. */
final class Parts {
  private Parts() {}

  /** The shares of the rows, rounded so that they sum to all rows and none is 0. */
  static int[] sizes(double[] shares, int rows) {
    check(shares);
    Check.argument(
        rows >= shares.length, "rows", "at least as many as the " + shares.length + " parts", rows);
    int[] sizes = new int[shares.length];
    double[] rest = new double[shares.length];
    int given = 0;
    for (int p = 0; p < shares.length; p++) {
      double exact = shares[p] * rows;
      sizes[p] = (int) Math.floor(exact + 1e-9);
      rest[p] = exact - sizes[p];
      given += sizes[p];
    }
    for (; given < rows; given++) {
      int p = largest(rest);
      sizes[p]++;
      rest[p]--;
    }
    for (int p = 0; p < sizes.length; p++) {
      if (sizes[p] == 0) {
        int from = largest(Arrays.stream(sizes).asDoubleStream().toArray());
        sizes[from]--;
        sizes[p]++;
      }
    }
    return sizes;
  }

  static void check(double[] shares) {
    double sum = 0;
    boolean positive = shares.length > 0;
    for (double share : shares) {
      positive &= share > 0;
      sum += share;
    }
    Check.argument(
        positive && Math.abs(sum - 1) < 1e-6,
        "shares",
        "numbers above 0 that sum to 1",
        Arrays.toString(shares));
  }

  /** Rows of each part, ascending. */
  static int[][] rows(int[] partOf, int parts) {
    int[] sizes = new int[parts];
    for (int part : partOf) {
      sizes[part]++;
    }
    int[][] result = new int[parts][];
    for (int p = 0; p < parts; p++) {
      result[p] = new int[sizes[p]];
    }
    int[] filled = new int[parts];
    for (int row = 0; row < partOf.length; row++) {
      result[partOf[row]][filled[partOf[row]]++] = row;
    }
    return result;
  }

  /** 0 to n - 1 in random order. */
  static int[] shuffled(int n, SplittableRandom random) {
    int[] order = new int[n];
    Arrays.setAll(order, i -> i);
    for (int i = n - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  private static int largest(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[best] + 1e-12) {
        best = i;
      }
    }
    return best;
  }
}

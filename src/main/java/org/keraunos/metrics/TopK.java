package org.keraunos.metrics;

/**
 * How many relevant labels are among the k highest scores of a row; ties by expectation over their
 * orders.
 */
final class TopK {
  private final int k;
  private final RadixSort sort;

  TopK(int labels, int k) {
    this.k = k;
    this.sort = new RadixSort(labels);
  }

  double precision(RankedRow row) {
    return hits(row) / Math.min(k, row.size());
  }

  double recall(RankedRow row) {
    return row.relevant() == 0 ? Double.NaN : hits(row) / row.relevant();
  }

  private double hits(RankedRow row) {
    int size = row.size();
    for (int j = 0; j < size; j++) {
      sort.keys()[j] = DescendingScores.key(row.score(j));
      sort.payload()[j] = row.gain(j);
    }
    sort.sort(size);
    long[] keys = sort.keys();
    int[] payload = sort.payload();
    double hits = 0;
    int at = 0;
    while (at < size && at < k) {
      int start = at;
      int inGroup = 0;
      do {
        inGroup += payload[at++];
      } while (at < size && keys[at] == keys[start]);
      hits += inGroup * ((double) Math.min(at, k) - start) / (at - start);
    }
    return hits;
  }
}

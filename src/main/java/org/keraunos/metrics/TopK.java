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
    int stored = row.stored();
    for (int j = 0; j < stored; j++) {
      sort.keys()[j] = DescendingScores.key(row.score(j));
      sort.payload()[j] = row.gain(j);
    }
    // All that are not stored are one entry more.
    int size = stored;
    int unseen = 0;
    if (row.rest() > 0) {
      sort.keys()[size] = DescendingScores.key(0);
      sort.payload()[size++] = 0;
      unseen = row.rest() - 1;
    }
    sort.sort(size);
    long[] keys = sort.keys();
    int[] payload = sort.payload();
    double hits = 0;
    int at = 0;
    int place = 0;
    while (at < size && place < k) {
      int start = at;
      int inGroup = 0;
      do {
        inGroup += payload[at++];
      } while (at < size && keys[at] == keys[start]);
      int end = place + at - start;
      if (unseen > 0 && keys[start] == DescendingScores.key(0)) {
        end += unseen;
      }
      hits += inGroup * ((double) Math.min(end, k) - place) / (end - place);
      place = end;
    }
    return hits;
  }
}

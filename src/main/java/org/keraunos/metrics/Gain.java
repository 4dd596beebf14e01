package org.keraunos.metrics;

/** Discounted cumulative gain of a row; see {@link RankingMetrics#dcgScore}. */
final class Gain {
  private final double[] cumulative;
  private final boolean ignoreTies;
  private final RadixSort sort;

  Gain(int labels, Options options) {
    ignoreTies = options.isIgnoreTies();
    sort = new RadixSort(labels);
    cumulative = cumulative(labels, options);
  }

  /** What the first positions, none of them first, are worth together. */
  static double[] cumulative(int labels, Options options) {
    double[] cumulative = new double[labels + 1];
    for (int i = 0; i < labels; i++) {
      double discount = i < options.k() ? 1 / (Math.log(i + 2.0) / Math.log(options.logBase())) : 0;
      cumulative[i + 1] = cumulative[i] + discount;
    }
    return cumulative;
  }

  double dcg(RankedRow row) {
    int n = row.stored();
    for (int j = 0; j < n; j++) {
      // Ties, where they are ignored: the last comes first, as when an ascending stable order is
      // reversed.
      int from = ignoreTies ? n - 1 - j : j;
      sort.keys()[j] = DescendingScores.key(row.score(from));
      sort.payload()[j] = row.gain(from);
    }
    // All that are not stored are one entry more.
    int unseen = 0;
    if (row.rest() > 0) {
      sort.keys()[n] = DescendingScores.key(0);
      sort.payload()[n++] = 0;
      unseen = row.rest() - 1;
    }
    sort.sort(n);
    long[] keys = sort.keys();
    int[] payload = sort.payload();
    double sum = 0;
    int at = 0;
    int place = 0;
    while (at < n) {
      int start = at;
      double gain = 0;
      do {
        gain += payload[at++];
      } while (!ignoreTies && at < n && keys[at] == keys[start]);
      int end = place + at - start;
      if (unseen > 0 && keys[start] == DescendingScores.key(0)) {
        end += unseen;
      }
      sum += gain / (end - place) * (cumulative[end] - cumulative[place]);
      place = end;
    }
    return sum;
  }

  /** DCG over that of the best order; 0 without a relevant label. */
  double ndcg(RankedRow row) {
    double best = cumulative[row.relevant()];
    return best == 0 ? 0 : dcg(row) / best;
  }
}

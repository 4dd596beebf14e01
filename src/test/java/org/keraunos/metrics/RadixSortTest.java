package org.keraunos.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RadixSortTest {
  /** Spread, crowded (they differ in the lowest bits only), tied, and of all signs and sizes. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void sortsDescendingAndKeepsTiesInOrder(int kind) {
    Random random = new Random(kind);
    for (int n : new int[] {1, 2, 48, 49, 1000, 20_000}) {
      double[] scores = new double[n];
      for (int i = 0; i < n; i++) {
        scores[i] = switch (kind) {
          case 0 -> random.nextDouble();
          case 1 -> 0.5 + random.nextInt(n) * 0x1p-53;
          case 2 -> random.nextInt(7);
          default -> Math.scalb(random.nextDouble() - 0.5, random.nextInt(2000) - 1000);
        };
      }
      RadixSort sort = new RadixSort(n);
      for (int i = 0; i < n; i++) {
        sort.keys()[i] = DescendingScores.key(scores[i]);
        sort.payload()[i] = i;
      }
      sort.sort(n);
      int[] expected = IntStream.range(0, n)
          .boxed()
          .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
          .mapToInt(Integer::intValue)
          .toArray();
      assertThat(IntStream.of(sort.payload()).limit(n).toArray()).isEqualTo(expected);
      assertThat(DescendingScores.score(sort.keys()[0])).isEqualTo(scores[expected[0]]);
    }
  }
}

package org.keraunos.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MemoryPoolTest {
  private static final long SEED = 3;

  @Test
  void whatIsTakenIsNobodyElses() {
    SplittableRandom random = new SplittableRandom(SEED);
    MemoryPool pool = new MemoryPool();
    List<MemoryPool.Chunk> taken = new ArrayList<>();
    long most = 0;
    for (int i = 0; i < 2000; i++) {
      if (taken.isEmpty() || random.nextInt(5) < 3) {
        taken.add(pool.take(random.nextLong(4096, 3_000_000)));
      } else {
        pool.give(taken.remove(random.nextInt(taken.size())));
      }
      taken.sort(Comparator.comparingLong(MemoryPool.Chunk::address));
      for (int j = 1; j < taken.size(); j++) {
        assertThat(taken.get(j - 1).end())
            .as("seed " + SEED + ", step " + i)
            .isLessThanOrEqualTo(taken.get(j).address());
      }
      assertThat(pool.resident()).isGreaterThanOrEqualTo(most);
      most = pool.resident();
    }
  }

  @Test
  void whatIsGivenBackIsTakenAgain() {
    MemoryPool pool = new MemoryPool();
    MemoryPool.Chunk first = pool.take(700_000);
    MemoryPool.Chunk second = pool.take(700_000);
    pool.give(first);
    pool.give(second);
    // Both in one piece, as they are neighbours.
    assertThat(pool.take(1_400_000).address()).isEqualTo(first.address());
    assertThat(pool.resident()).isEqualTo(1_400_320);
    assertThat(pool.take(100).size()).isZero();
  }
}

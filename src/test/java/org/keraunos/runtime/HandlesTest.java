package org.keraunos.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** What nobody closes is freed in the end, and never while it is used. */
class HandlesTest {
  private static double once() {
    GraphSession session = new GraphSession(RuntimeOptions.DEFAULT);
    Operand<TFloat32> sum =
        session.ops().math.add(session.ops().constant(1f), session.ops().constant(2f));
    // Nothing refers to the session behind its call.
    try (Feeds none = new Feeds();
        Fetched fetched = session.run(none, List.of(sum))) {
      return fetched.scalar(0);
    }
  }

  @Test
  void whatNobodyClosesIsFreed() throws InterruptedException {
    int before = Handles.open();
    for (int i = 0; i < 5; i++) {
      assertThat(once()).isEqualTo(3);
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (Handles.open() > before && System.nanoTime() < end) {
      System.gc();
      Thread.sleep(5);
    }
    assertThat(Handles.open()).isLessThanOrEqualTo(before);
  }

  @Test
  void nothingIsFreedUnderACall() throws InterruptedException {
    AtomicBoolean ends = new AtomicBoolean();
    Thread collector = new Thread(() -> {
      while (!ends.get()) {
        System.gc();
      }
    });
    collector.start();
    try {
      for (int i = 0; i < 15; i++) {
        assertThat(once()).isEqualTo(3);
      }
    } finally {
      ends.set(true);
      collector.join();
    }
  }
}

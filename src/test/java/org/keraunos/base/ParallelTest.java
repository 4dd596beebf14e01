package org.keraunos.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class ParallelTest {
  @Test
  void everyTaskRunsOnce() {
    for (int tasks : new int[] {0, 1, 2, 3, 100}) {
      AtomicIntegerArray runs = new AtomicIntegerArray(Math.max(1, tasks));
      Parallel.forEach(tasks, runs::incrementAndGet);
      for (int i = 0; i < tasks; i++) {
        assertThat(runs.get(i)).isEqualTo(1);
      }
    }
  }

  @Test
  void aFailureReachesTheCallerAsItIs() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Parallel.forEach(50, task -> {
          if (task == 20) {
            throw new IllegalStateException("mine");
          }
        }))
        .withMessage("mine");
  }

  /** Run by itself with more processors than two: each of four tasks waits for the other three. */
  public static void main(String... arguments) throws InterruptedException {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    CountDownLatch all = new CountDownLatch(4);
    Parallel.forEach(4, task -> {
      threads.add(Thread.currentThread());
      all.countDown();
      try {
        all.await(10, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    System.out.println("threads: " + threads.size());
  }

  @Test
  void asManyThreadsAsThereAreProcessors() throws IOException {
    Process process = new ProcessBuilder(List.of(
            System.getProperty("java.home") + "/bin/java",
            "-XX:ActiveProcessorCount=4",
            "-cp",
            System.getProperty("java.class.path"),
            ParallelTest.class.getName()))
        .redirectErrorStream(true)
        .start();
    assertThat(new String(process.getInputStream().readAllBytes())).contains("threads: 4");
  }
}

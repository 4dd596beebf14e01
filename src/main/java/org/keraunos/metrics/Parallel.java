package org.keraunos.metrics;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Runs independent tasks on the caller and one more thread; results must not depend on who ran what. */
final class Parallel {
  private Parallel() {}

  static void forEach(int tasks, IntConsumer task) {
    if (tasks <= 1) {
      if (tasks == 1) {
        task.accept(0);
      }
      return;
    }
    AtomicInteger next = new AtomicInteger();
    Runnable work = () -> {
      for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
        task.accept(i);
      }
    };
    ForkJoinTask<?> other = ForkJoinPool.commonPool().submit(work);
    try {
      work.run();
    } finally {
      // A task that no thread has taken yet is not worth waiting for: the caller has done all of
      // it.
      if (!other.tryUnfork()) {
        other.join();
      }
    }
  }
}

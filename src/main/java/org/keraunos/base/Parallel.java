package org.keraunos.base;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs independent tasks on the caller and as many more threads as the machine has processors for;
 * results must not depend on who ran what.
 */
public final class Parallel {
  private Parallel() {}

  /**
   * Runs tasks 0 to {@code tasks - 1} in any order and returns when all are done.
   *
   * @param tasks how many
   * @param task takes the number of the task
   */
  public static void forEach(int tasks, IntConsumer task) {
    if (tasks <= 1) {
      if (tasks == 1) {
        task.accept(0);
      }
      return;
    }
    AtomicInteger next = new AtomicInteger();
    AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    Runnable work = () -> {
      try {
        for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
          task.accept(i);
        }
      } catch (RuntimeException e) {
        // Kept as it is: a pool would wrap it, and with it the message.
        failure.compareAndSet(null, e);
        next.set(tasks);
      }
    };
    int more = Math.min(tasks, Runtime.getRuntime().availableProcessors()) - 1;
    List<ForkJoinTask<?>> others = new ArrayList<>();
    for (int i = 0; i < more; i++) {
      others.add(ForkJoinPool.commonPool().submit(work));
    }
    work.run();
    for (ForkJoinTask<?> other : others) {
      // A task that no thread has taken yet is not worth waiting for: the rest has been done.
      if (!other.tryUnfork()) {
        other.join();
      }
    }
    RuntimeException failed = failure.get();
    if (failed != null) {
      throw failed;
    }
  }
}

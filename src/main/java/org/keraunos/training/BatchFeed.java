package org.keraunos.training;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.keraunos.data.Batch;
import org.keraunos.data.Dataset;

/**
 * The batches of an epoch, the next one read on a thread of its own while the step runs; two
 * batches take turns.
 */
final class BatchFeed implements AutoCloseable {
  private final Dataset data;
  private final Batch[] batches;
  private final int batchSize;
  private final ExecutorService reader = Executors.newSingleThreadExecutor(task -> {
    Thread thread = new Thread(task, "keraunos-batches");
    thread.setDaemon(true);
    return thread;
  });
  private int[] order = new int[0];
  private int from;
  private int turn;
  private Future<Batch> next;
  private long waited;

  BatchFeed(Dataset data, int batchSize) {
    this.data = data;
    this.batchSize = Math.min(batchSize, Math.max(1, data.size()));
    this.batches = new Batch[] {data.newBatch(this.batchSize), data.newBatch(this.batchSize)};
    this.next = reader.submit(() -> batches[0]);
  }

  /** Starts an epoch; batches that were not taken are dropped. */
  void start(int[] rows) {
    await();
    order = rows;
    from = 0;
    request();
  }

  boolean hasNext() {
    return from < order.length;
  }

  /** The next batch; the one before it may be overwritten from now on. */
  Batch next() {
    Batch batch = await();
    from += batch.rows();
    if (hasNext()) {
      request();
    }
    return batch;
  }

  /** Nanoseconds that {@link #next} has waited so far. */
  long waited() {
    return waited;
  }

  private void request() {
    Batch batch = batches[turn];
    turn = 1 - turn;
    int start = from;
    int[] rows = order;
    int count = Math.min(batchSize, rows.length - start);
    next = reader.submit(() -> {
      data.fill(rows, start, count, batch);
      return batch;
    });
  }

  /** Waits through interrupts: the loop looks at the flag itself, after the step. */
  private Batch await() {
    long start = System.nanoTime();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return next.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          if (e.getCause() instanceof RuntimeException cause) {
            throw cause;
          }
          throw new IllegalStateException("reading a batch failed", e.getCause());
        }
      }
    } finally {
      waited += System.nanoTime() - start;
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Waits for the batch that is being read: an interrupt would close a file channel under its
   * owner.
   */
  @Override
  public void close() {
    reader.shutdown();
    boolean interrupted = false;
    while (!reader.isTerminated()) {
      try {
        reader.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

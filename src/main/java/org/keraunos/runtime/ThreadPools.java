package org.keraunos.runtime;

import java.util.concurrent.atomic.AtomicBoolean;
import org.tensorflow.Graph;
import org.tensorflow.Session;

/**
 * TensorFlow's thread pools, which a process's first session makes for all that come. One that runs
 * in the calling thread would make a pool of a single thread for ops beside each other, and every
 * model after it would train a third slower; so a session that does nothing goes before it.
 */
final class ThreadPools {
  private static final AtomicBoolean MADE = new AtomicBoolean();

  private ThreadPools() {}

  /**
   * Sees to it that the pools are made for what may follow.
   *
   * @param options of the session that is about to be made
   */
  static void before(RuntimeOptions options) {
    if (MADE.compareAndSet(false, true) && options.interOpThreads() < 0) {
      RuntimeOptions first = new RuntimeOptions(options.intraOpThreads(), 0, options.device());
      try (Graph graph = new Graph()) {
        new Session(graph, first.toConfig()).close();
      }
    }
  }
}

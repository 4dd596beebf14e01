package org.keraunos.runtime;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Session;

/**
 * TensorFlow's thread pools, which a process's first session makes for all that come. One that runs
 * in the calling thread would make a pool of a single thread for ops beside each other, and every
 * model after it would train a third slower; so a session that does nothing goes before it.
 */
final class ThreadPools {
  private static final AtomicReference<@Nullable RuntimeOptions> MADE = new AtomicReference<>();

  private ThreadPools() {}

  /**
   * Sees to it that the pools are made for what may follow.
   *
   * @param options of the session that is about to be made
   */
  static void before(RuntimeOptions options) {
    boolean calling = options.interOpThreads() < 0;
    RuntimeOptions first =
        calling ? new RuntimeOptions(options.intraOpThreads(), 0, options.device()) : options;
    if (MADE.compareAndSet(null, first) && calling) {
      try (Graph graph = new Graph()) {
        new Session(graph, first.toConfig()).close();
      }
    }
  }

  /** What the process's pools are made for; what is asked for, where there are none yet. */
  static RuntimeOptions madeFor(RuntimeOptions asked) {
    RuntimeOptions made = MADE.get();
    return made == null ? asked : made;
  }
}

package org.keraunos.runtime;

import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Session;

/**
 * The native parts of a graph, which outlive their owner if nobody closes it: then they are freed
 * once it can be reached no more, with a warning. Each call of the owner keeps it reachable until
 * the call is over, so that nothing is freed under a call that runs.
 */
final class Handles implements Runnable {
  private static final System.Logger LOG = System.getLogger(Handles.class.getPackageName());
  private static final AtomicInteger OPEN = new AtomicInteger();

  /** Its thread is started with the first graph. */
  private static final class Watch {
    static final Cleaner CLEANER = Cleaner.create();
  }

  final Graph graph;
  volatile @Nullable Session session;
  private volatile boolean closed;

  private Handles(Graph graph, @Nullable Session session) {
    this.graph = graph;
    this.session = session;
  }

  /** Handles and what frees them, once. */
  record Watched(Handles handles, Cleaner.Cleanable cleanable) {
    /** Frees them now. */
    void close() {
      handles.closed = true;
      cleanable.clean();
    }
  }

  /**
   * Watches an owner.
   *
   * @param owner must not be reachable from the handles
   */
  static Watched of(Object owner, Graph graph, @Nullable Session session) {
    OPEN.incrementAndGet();
    Handles handles = new Handles(graph, session);
    return new Watched(handles, Watch.CLEANER.register(owner, handles));
  }

  /** How many graphs of this process are open. */
  static int open() {
    return OPEN.get();
  }

  @Override
  public void run() {
    if (!closed) {
      LOG.log(
          System.Logger.Level.WARNING,
          "a model, or a predictor, was dropped without close(): its memory is freed now, later"
              + " than need be");
    }
    // The graph waits for its sessions for ever: the session goes first.
    Session opened = session;
    if (opened != null) {
      opened.close();
    }
    graph.close();
    OPEN.decrementAndGet();
  }
}

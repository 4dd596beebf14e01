package org.keraunos.base;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The neighbours that are being written, which must not stay where the program is ended on the way,
 * by Ctrl-C for one.
 */
final class Temporaries {
  private static final int ATTEMPTS = 50;
  private static final int WAIT_MILLIS = 20;

  private static final Set<Path> WRITTEN = ConcurrentHashMap.newKeySet();
  private static volatile boolean ending;

  static {
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(Temporaries::end, "temporaries"));
    } catch (IllegalStateException e) {
      ending = true; // Too late: the program ends already.
    }
  }

  private Temporaries() {}

  static void add(Path path) {
    WRITTEN.add(path);
  }

  static void remove(Path path) {
    WRITTEN.remove(path);
  }

  /**
   * Whoever still writes loses what it writes to, and is not to complain: the program is ending.
   */
  static void awaitEnd() {
    if (ending && !Thread.currentThread().getName().equals("temporaries")) {
      try {
        Thread.sleep((long) ATTEMPTS * WAIT_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void end() {
    ending = true;
    discardAll();
  }

  static void discardAll() {
    for (Path path : WRITTEN) {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        try {
          AtomicFiles.deleteTree(path);
          break;
        } catch (IOException e) {
          // A thread that writes still has put in another file.
          sleep();
        }
      }
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(WAIT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

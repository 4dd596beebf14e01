package org.keraunos.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.AtomicFiles;
import org.keraunos.base.DataException;
import org.keraunos.base.FolderLock;

/**
 * Writes the states of one {@code fit} on a thread of its own, one after the other; of those that
 * come while one is written the last is. A file that cannot be written ends no training: it is
 * told, the state is kept, and the next is tried when it is due.
 */
final class CheckpointWriter implements AutoCloseable {
  private static final String USE = "a training writes checkpoints";

  private final Checkpoints options;
  private final CheckpointFolder folder;
  private FolderLock lock;
  private final Thread thread;
  private @Nullable Path wentBackTo;
  private @Nullable TrainingState pending;
  private @Nullable TrainingState unwritten;
  private boolean writing;
  private boolean closed;
  private int stepsSince;
  private long last = System.nanoTime();

  /**
   * Takes the folder, which no other training may have.
   *
   * @throws IllegalStateException if one has
   * @throws DataException if it cannot be written
   */
  CheckpointWriter(Checkpoints options) {
    this.options = options;
    this.folder = new CheckpointFolder(options.folder());
    Path path = options.folder();
    AtomicFiles.checkWritable(path.resolve("checkpoint"));
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw new DataException(path, "cannot be made: " + e.getMessage(), e);
    }
    lock = FolderLock.of(path, USE);
    try {
      folder.clean();
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
    thread = new Thread(this::write, "keraunos-checkpoints");
    thread.setDaemon(true);
    thread.start();
  }

  boolean isDue(boolean step, boolean epochEnd) {
    stepsSince += step ? 1 : 0;
    double minutes = (System.nanoTime() - last) / 60e9;
    return options.isDue(epochEnd, stepsSince, minutes);
  }

  /** Hands a state over. */
  void write(TrainingState state) {
    stepsSince = 0;
    last = System.nanoTime();
    synchronized (this) {
      pending = state;
      notifyAll();
    }
  }

  private void write() {
    while (true) {
      TrainingState state;
      synchronized (this) {
        writing = false;
        notifyAll();
        while (pending == null && !closed) {
          await();
        }
        if (pending == null) {
          return;
        }
        state = pending;
        pending = null;
        writing = true;
      }
      write(state, state.notFinite());
    }
  }

  private void write(TrainingState state, @Nullable String notFinite) {
    TrainingState left = state;
    try {
      if (notFinite == null) {
        checkOurs();
        folder.write(state, options.kept());
        left = null;
      } else {
        options.remarks().accept("no checkpoint is written: " + notFinite);
        left = unwritten();
      }
    } catch (RuntimeException e) {
      options
          .remarks()
          .accept("no checkpoint is written: " + e.getMessage()
              + "; the training goes on, and the next one is tried when it is due");
    }
    synchronized (this) {
      unwritten = left;
    }
  }

  /**
   * A folder that was deleted and made again may be another training's by now, else it is taken
   * again.
   */
  private void checkOurs() {
    if (!lock.isThere() && Files.isDirectory(options.folder())) {
      lock.close();
      lock = FolderLock.of(options.folder(), USE);
    }
  }

  /** Only the writing thread waits here, which nobody interrupts; who calls it asks again. */
  @SuppressWarnings("WaitNotInLoop")
  private void await() {
    try {
      wait();
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  /** Waits until everything handed over is written, or has failed to be. */
  void finish() {
    boolean interrupted = false;
    synchronized (this) {
      while (pending != null || writing) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The newest state that is in a file; empty if there is none. */
  Optional<TrainingState> newest() {
    finish();
    try {
      return folder.newest(remark -> {});
    } catch (DataException e) {
      return Optional.empty();
    }
  }

  /** The last state, if it could not be written. */
  synchronized @Nullable TrainingState unwritten() {
    return unwritten;
  }

  /**
   * The newest state in the folder. One that was gone back to in vain, with nothing written since,
   * was finite and beyond help: it gives way to the one before it.
   */
  Optional<TrainingState> goBack() {
    finish();
    List<Path> files = folder.newestFirst();
    if (files.size() > 1 && files.get(0).equals(wentBackTo)) {
      folder.delete(files.get(0));
    }
    Optional<TrainingState> state = folder.newest(options.remarks());
    wentBackTo = state.isEmpty() ? null : folder.newestFirst().get(0);
    return state;
  }

  @Override
  public void close() {
    finish();
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    lock.close();
  }
}

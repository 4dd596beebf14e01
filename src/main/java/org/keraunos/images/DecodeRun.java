package org.keraunos.images;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.DataException;
import org.keraunos.data.readers.ImageSource;

/**
 * Reads, checks and decodes images, some threads at once and in order. What is in flight is bounded
 * in bytes, so that it fits into a small heap however large the images are.
 */
final class DecodeRun {
  private static final int MOST_ROWS = 32;
  private static final int FEWEST_ROWS = 4;
  private static final int MOST_BYTES = 4 << 20;

  private final ImageDecoder decoder;
  private final List<? extends ImageSource> images;
  private final int width;
  private final int rowsAtOnce;
  private final SortedMap<Integer, String> broken = new TreeMap<>();
  private boolean readAll = true;

  /** Takes decoded images, one after the other. */
  @FunctionalInterface
  interface Sink {
    void write(byte[] pixels, int offset, int length) throws IOException;
  }

  /** Is told of every image that was decoded or given up. */
  interface Listener {
    void broken(int image, String problem);

    void done(int images);
  }

  /** Some images in a row: their pixels and what is wrong with them. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Chunk(int from, byte[] pixels, @Nullable String[] problems, boolean allRead) {}

  DecodeRun(ImageDecoder decoder, List<? extends ImageSource> images) {
    this.decoder = decoder;
    this.images = images;
    this.width = decoder.image().size();
    this.rowsAtOnce = Math.max(1, Math.min(MOST_ROWS, MOST_BYTES / width));
  }

  /** Why images could not be used, by their places. */
  SortedMap<Integer, String> broken() {
    return broken;
  }

  /** Whether no image failed for a reason that may be gone tomorrow. */
  boolean readAll() {
    return readAll;
  }

  void run(Sink sink, Listener listener) throws IOException {
    broken.clear();
    readAll = true;
    int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
    ExecutorService workers = Executors.newFixedThreadPool(threads, task -> {
      Thread thread = new Thread(task, "keraunos-decode");
      thread.setDaemon(true);
      return thread;
    });
    Deque<Future<Chunk>> inFlight = new ArrayDeque<>();
    try {
      int next = 0;
      while (next < images.size() || !inFlight.isEmpty()) {
        while (next < images.size() && inFlight.size() < 2 * threads) {
          int from = next;
          int to = from + rowsAtOnce(images.size() - from, threads);
          inFlight.add(workers.submit(() -> decode(from, to)));
          next = to;
        }
        take(inFlight.remove().get(), sink, listener);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      CancellationException cancelled =
          new CancellationException("interrupted while images were decoded");
      cancelled.initCause(e);
      throw cancelled;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("decoding images failed: " + e.getCause(), e.getCause());
    } finally {
      stop(workers);
    }
  }

  /** Fewer towards the end, so that all threads end at the same time. */
  private int rowsAtOnce(int left, int threads) {
    int fair = Math.max(FEWEST_ROWS, left / (2 * threads));
    return Math.min(left, Math.min(rowsAtOnce, fair));
  }

  /** Waits for the threads: the decoder must not be closed under them. */
  private static void stop(ExecutorService workers) {
    workers.shutdownNow();
    boolean interrupted = false;
    while (true) {
      try {
        if (workers.awaitTermination(1, TimeUnit.MINUTES)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void take(Chunk chunk, Sink sink, Listener listener) throws IOException {
    readAll &= chunk.allRead();
    for (int i = 0; i < chunk.problems().length; i++) {
      String problem = chunk.problems()[i];
      if (problem == null) {
        sink.write(chunk.pixels(), i * width, width);
      } else {
        broken.put(chunk.from() + i, problem);
        listener.broken(chunk.from() + i, problem);
      }
    }
    listener.done(chunk.from() + chunk.problems().length);
  }

  private Chunk decode(int from, int to) {
    byte[] pixels = new byte[(to - from) * width];
    @Nullable String[] problems = new @Nullable String[to - from];
    boolean allRead = true;
    List<byte[]> encoded = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    long bytes = 0;
    for (int i = from; i < to && !Thread.currentThread().isInterrupted(); i++) {
      try {
        byte[] image = images.get(i).read();
        encoded.add(image);
        places.add(i - from);
        bytes += image.length;
      } catch (DataException e) {
        allRead = false;
        problems[i - from] = withoutFile(e, images.get(i));
      }
      if (bytes >= MOST_BYTES || i == to - 1) {
        decode(encoded, places, pixels, problems);
        encoded.clear();
        places.clear();
        bytes = 0;
      }
    }
    return new Chunk(from, pixels, problems, allRead);
  }

  private void decode(
      List<byte[]> encoded, List<Integer> places, byte[] pixels, @Nullable String[] problems) {
    ImageDecoder.Decoded decoded = decoder.decode(encoded);
    for (int i = 0; i < encoded.size(); i++) {
      problems[places.get(i)] = decoded.problems().get(i);
      System.arraycopy(decoded.pixels(), i * width, pixels, places.get(i) * width, width);
    }
  }

  private static String withoutFile(DataException e, ImageSource image) {
    String message = String.valueOf(e.getMessage());
    String file = image.file() + ": ";
    return message.startsWith(file) ? message.substring(file.length()) : message;
  }
}

package org.keraunos.images;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Hands pixels on to two sinks, of which the second may fail: the first gets all of them
 * nevertheless.
 */
final class WithCopy implements DecodeRun.Sink {
  private final DecodeRun.Sink first;
  private DecodeRun.@Nullable Sink copy;
  private @Nullable IOException failure;
  private boolean running;
  private boolean complete;

  WithCopy(DecodeRun.Sink first) {
    this.first = first;
  }

  void start(DecodeRun.Sink second) {
    copy = second;
    running = true;
  }

  @Override
  public void write(byte[] pixels, int offset, int length) throws IOException {
    first.write(pixels, offset, length);
    if (copy != null) {
      try {
        copy.write(pixels, offset, length);
      } catch (IOException e) {
        failure = e;
        copy = null;
      }
    }
  }

  /** The first sink has all pixels. */
  void end() throws IOException {
    running = false;
    complete = true;
    if (failure != null) {
      throw failure;
    }
  }

  /** Whether it has started and not ended: something else than a sink failed. */
  boolean isRunning() {
    return running;
  }

  boolean isComplete() {
    return complete;
  }
}

package org.keraunos.data;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;

/** How images become pixels. Each setting changes this object and returns it. */
public final class ImageOptions {
  /** The height and width unless the caller says otherwise: 64. */
  public static final int SIDE = 64;

  /** The largest height and width: 16384. */
  public static final int LARGEST_SIDE = 1 << 14;

  private static final long CACHE_LIMIT = 50L << 30;

  private int height;
  private int width;
  private int channels = 3;
  private @Nullable Path cache;
  private boolean keeps = true;
  private long cacheLimit = CACHE_LIMIT;
  private long memoryBudget = Runtime.getRuntime().maxMemory() / 4;
  private Progress onProgress = (done, all) -> {};

  /** Everything at its default. */
  public ImageOptions() {}

  /** Is told how far decoding has come. */
  @FunctionalInterface
  public interface Progress {
    /**
     * Is called on the thread that reads.
     *
     * @param done images that were decoded or given up
     * @param all images to decode
     */
    void update(int done, int all);
  }

  /**
   * The size to stretch images to. Default: 64 x 64; data that are pixels already keep theirs.
   *
   * @param newHeight rows, 1 to 16384
   * @param newWidth pixels of a row, 1 to 16384
   * @return this
   */
  public ImageOptions size(int newHeight, int newWidth) {
    checkSide("height", newHeight);
    checkSide("width", newWidth);
    height = newHeight;
    width = newWidth;
    return this;
  }

  private static void checkSide(String name, int side) {
    Check.argument(side >= 1 && side <= LARGEST_SIDE, name, "1 to " + LARGEST_SIDE, side);
  }

  /**
   * The channels of a pixel. Default: 3.
   *
   * @param count 1 (gray), 3 (RGB, alpha is dropped) or 4 (RGB and alpha)
   * @return this
   */
  public ImageOptions channels(int count) {
    Check.argument(count == 1 || count == 3 || count == 4, "channels", "1, 3 or 4", count);
    channels = count;
    return this;
  }

  /**
   * The folder of the cache. Default: {@code $XDG_CACHE_HOME/keraunos}, else
   * {@code ~/.cache/keraunos}.
   *
   * @param folder made when it is needed
   * @return this
   */
  public ImageOptions cache(Path folder) {
    cache = folder;
    keeps = true;
    return this;
  }

  /**
   * Writes no file: decoded images are kept on the heap, however many they are.
   *
   * @return this
   */
  public ImageOptions withoutCache() {
    keeps = false;
    return this;
  }

  /**
   * The size that the files in the cache's folder may have together: those not used for longest are
   * deleted when a new one is written. Default: 50 GiB.
   *
   * @param bytes at least 0; the file in use is kept whatever its size
   * @return this
   */
  public ImageOptions cacheLimit(long bytes) {
    Check.argument(bytes >= 0, "cacheLimit", ">= 0", bytes);
    cacheLimit = bytes;
    return this;
  }

  /**
   * The largest size of decoded images that are kept on the heap; more are mapped from their file.
   * Default: a quarter of the largest heap (-Xmx).
   *
   * @param bytes at least 0
   * @return this
   */
  public ImageOptions memoryBudget(long bytes) {
    Check.argument(bytes >= 0, "memoryBudget", ">= 0", bytes);
    memoryBudget = bytes;
    return this;
  }

  /**
   * Hears how far decoding has come.
   *
   * @param listener is called every few images
   * @return this
   */
  public ImageOptions onProgress(Progress listener) {
    onProgress = listener;
    return this;
  }

  /** {@return whether a size was said} */
  public boolean isSized() {
    return height > 0;
  }

  /** {@return rows of an image} */
  public int height() {
    return isSized() ? height : SIDE;
  }

  /** {@return pixels of a row} */
  public int width() {
    return isSized() ? width : SIDE;
  }

  /** {@return channels of a pixel} */
  public int channels() {
    return channels;
  }

  /** {@return the cache's folder; null for the standard one} */
  public @Nullable Path cache() {
    return cache;
  }

  /** {@return whether decoded images are kept for the next run} */
  public boolean keeps() {
    return keeps;
  }

  /** {@return the most bytes of the cache's files} */
  public long cacheLimit() {
    return cacheLimit;
  }

  /** {@return the most bytes of pixels on the heap} */
  public long memoryBudget() {
    return memoryBudget;
  }

  /** {@return who hears how far decoding has come} */
  public Progress progress() {
    return onProgress;
  }
}

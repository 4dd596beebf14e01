package org.keraunos.images;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.DataException;
import org.keraunos.base.Shape;
import org.keraunos.data.readers.ImageSource;
import org.keraunos.runtime.RuntimeOptions;

/**
 * Decodes images or finds them decoded. What fits into the budget is kept on the heap, the rest
 * mapped from its file; in both cases the file stays for the next run.
 */
final class PixelStore {
  private final Shape image;
  private final RuntimeOptions options;
  private final @Nullable Path folder;
  private final long heapBudget;
  private final long cacheLimit;
  private @Nullable Path cacheFile;
  private boolean fromCache;
  private String note = "";

  /** With a null folder, everything is kept on the heap. */
  PixelStore(
      Shape image,
      RuntimeOptions options,
      @Nullable Path folder,
      long heapBudget,
      long cacheLimit) {
    this.image = image;
    this.options = options;
    this.folder = folder;
    this.heapBudget = heapBudget;
    this.cacheLimit = cacheLimit;
  }

  /** The file that holds the pixels; null if there is none. */
  @Nullable
  Path cacheFile() {
    return cacheFile;
  }

  /** Whether nothing had to be decoded. */
  boolean fromCache() {
    return fromCache;
  }

  /** What is to be said of the cache; empty if nothing is. */
  String note() {
    return note;
  }

  Pixels load(List<ImageSource> images, DecodeRun.Listener listener) {
    boolean fits = (long) images.size() * image.size() <= heapBudget;
    if (folder == null) {
      return decodeToHeap(images, listener, null, "");
    }
    String key = PixelKey.of(images, image);
    CacheFolder cache = new CacheFolder(folder);
    Path file = cache.file(key);
    Pixels known = PixelFile.open(file, key, image, true);
    if (known != null) {
      fromCache = true;
      cacheFile = file;
      CacheFolder.touch(file);
      known.broken().forEach(listener::broken);
      listener.done(images.size());
      return fits ? new Pixels(HeapPixels.copy(known.column()), known.broken()) : known;
    }
    if (Files.exists(file)) {
      note = "the cached pixels in " + file + " could not be used and were made again";
    }
    Pixels pixels = fits
        ? decodeToHeap(images, listener, file, key)
        : decodeToFile(images, listener, file, key);
    if (cacheFile != null) {
      cache.prune(cacheFile, cacheLimit);
    }
    return pixels;
  }

  private Pixels decodeToHeap(
      List<ImageSource> images, DecodeRun.Listener listener, @Nullable Path file, String key) {
    try (ImageDecoder decoder = decoder()) {
      DecodeRun run = new DecodeRun(decoder, images);
      HeapPixels heap = new HeapPixels(image, images.size());
      if (file == null) {
        run.run(heap, listener);
      } else {
        decodeToBoth(run, heap, listener, file, key);
      }
      return new Pixels(heap.column(), run.broken());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a heap does no input or output
    }
  }

  /**
   * A cache that cannot be written makes the next run slower, and no more: this one has its pixels.
   */
  private void decodeToBoth(
      DecodeRun run, HeapPixels heap, DecodeRun.Listener listener, Path file, String key)
      throws IOException {
    WithCopy both = new WithCopy(heap);
    try {
      PixelFile.write(file, key, image, copy -> {
        both.start(copy);
        run.run(both, listener);
        both.end();
        return new PixelFile.Rest(run.broken(), run.readAll());
      });
      cacheFile = file;
    } catch (DataException e) {
      if (both.isRunning()) {
        throw e; // what was decoded is to blame, not the file
      }
      note = "the decoded images could not be kept for the next run: " + e.getMessage();
      if (!both.isComplete()) {
        run.run(heap, listener);
      }
    }
  }

  private Pixels decodeToFile(
      List<ImageSource> images, DecodeRun.Listener listener, Path file, String key) {
    try (ImageDecoder decoder = decoder()) {
      PixelFile.write(file, key, image, sink -> {
        DecodeRun run = new DecodeRun(decoder, images);
        run.run(sink, listener);
        return new PixelFile.Rest(run.broken(), run.readAll());
      });
    }
    Pixels pixels = PixelFile.open(file, key, image, false);
    if (pixels == null) {
      throw new DataException(file, "was written but does not read back: is the disk broken?");
    }
    cacheFile = file;
    return pixels;
  }

  private ImageDecoder decoder() {
    // The threads are the run's: TensorFlow's own beside them cost 5 % more.
    return new ImageDecoder(image.get(0), image.get(1), image.get(2), options.inCallingThread());
  }
}

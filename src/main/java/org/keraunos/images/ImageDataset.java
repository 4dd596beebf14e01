package org.keraunos.images;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.DataException;
import org.keraunos.base.LabelNames;
import org.keraunos.base.Shape;
import org.keraunos.data.ByteColumn;
import org.keraunos.data.Dataset;
import org.keraunos.data.Feature;
import org.keraunos.data.FloatColumn;
import org.keraunos.data.Scaling;
import org.keraunos.data.Target;
import org.keraunos.data.readers.Content;
import org.keraunos.data.readers.ImageSource;
import org.keraunos.data.readers.Listing;
import org.keraunos.data.readers.Part;
import org.keraunos.data.readers.Problem;
import org.keraunos.data.readers.ReadOptions;
import org.keraunos.data.readers.Readers;
import org.keraunos.runtime.RuntimeOptions;

/**
 * Images on the disk on their way to a {@link Dataset}:
 *
 * <pre>{@code
 * var loaded = ImageDataset.of(Path.of("photos"), "labels.csv").resize(64, 64).load();
 * var parts = loaded.split(0.8, 0.1, 0.1);
 * }</pre>
 *
 * <p>It stands beside {@code Dataset} and not in it because decoding takes TensorFlow, which {@code org.keraunos.data} does
 * not know: whoever only scores or splits needs no native library.
 *
 * <p>All images are decoded once, when {@link #load} is called, and cached as bytes: on the heap up to a budget, above it in
 * a memory-mapped file. The file stays, so that a later run with the same images and size decodes nothing. It is found by a
 * hash of the images' paths, sizes and times of change and of the decode settings, not of their content, which would have
 * to be read for that; a damaged one is noticed by its checksums and made again.
 *
 * <p>Each setting changes this object and returns it.
 */
public final class ImageDataset {
  private static final long CACHE_LIMIT = 50L << 30;

  private final Listing listing;
  private final Path origin;
  private int height = 256;
  private int width = 256;
  private int channels = 3;
  private OnError onError = OnError.SKIP;
  private double mostSkipped = 0.01;
  private @Nullable Path cache =
      CacheFolder.standard(System.getenv("XDG_CACHE_HOME"), System.getProperty("user.home", "."));
  private long cacheLimit = CACHE_LIMIT;
  private long memoryBudget = Runtime.getRuntime().maxMemory() / 4;
  private RuntimeOptions options = RuntimeOptions.DEFAULT;
  private Consumer<Problem> onProblem = problem -> {};
  private Progress onProgress = (done, all) -> {};

  /** Is told how far decoding has come. */
  @FunctionalInterface
  public interface Progress {
    /**
     * Is called on the thread that called {@link ImageDataset#load}.
     *
     * @param done images that were decoded or given up
     * @param all images to decode
     */
    void update(int done, int all);
  }

  private ImageDataset(Listing listing, Path origin) {
    Check.argument(
        !(listing.content() instanceof Content.Features),
        "data",
        "images",
        "a table of features: " + origin);
    this.listing = listing;
    this.origin = origin;
  }

  /**
   * Images of any known format of data.
   *
   * @param data a file or folder
   * @return the images, not read yet
   * @throws DataException if it cannot be read or is of no known format
   * @throws IllegalArgumentException if it holds no images
   */
  public static ImageDataset of(Path data) {
    return of(data, new ReadOptions());
  }

  /**
   * A folder of images with a CSV file.
   *
   * @param folder the folder
   * @param csv the CSV file, relative to the folder
   * @return the images, not read yet
   * @throws DataException if it cannot be read
   */
  public static ImageDataset of(Path folder, String csv) {
    return of(folder, new ReadOptions().csv(csv));
  }

  /**
   * Images of any known format of data.
   *
   * @param data a file or folder
   * @param options what the files do not say
   * @return the images, not read yet
   * @throws DataException if it cannot be read or is of no known format
   * @throws IllegalArgumentException if it holds no images
   */
  public static ImageDataset of(Path data, ReadOptions options) {
    return of(Readers.read(data, options), data);
  }

  /**
   * Images that a reader listed.
   *
   * @param listing encoded images or pixels
   * @param origin the file or folder to name in messages
   * @return the images, not read yet
   * @throws IllegalArgumentException if it is a listing of features
   */
  public static ImageDataset of(Listing listing, Path origin) {
    return new ImageDataset(listing, origin);
  }

  /**
   * The size to stretch images to, as {@code image_dataset_from_directory} does. Default: 256 x 256, as there.
   *
   * @param newHeight rows, 1 to 16384
   * @param newWidth pixels of a row, 1 to 16384
   * @return this
   */
  public ImageDataset resize(int newHeight, int newWidth) {
    ImageDecoder.size(newHeight, newWidth, channels);
    height = newHeight;
    width = newWidth;
    return this;
  }

  /**
   * The channels of a pixel. Default: 3.
   *
   * @param count 1 (gray), 3 (RGB, alpha is dropped) or 4 (RGB and alpha)
   * @return this
   */
  public ImageDataset channels(int count) {
    ImageDecoder.size(height, width, count);
    channels = count;
    return this;
  }

  /**
   * What happens when something cannot be used. Default: {@link OnError#SKIP}.
   *
   * @param policy skip or fail
   * @return this
   */
  public ImageDataset onError(OnError policy) {
    onError = policy;
    return this;
  }

  /**
   * The largest share of rows that may be left out. Default: 0.01.
   *
   * @param share 0 to 1
   * @return this
   */
  public ImageDataset mostSkipped(double share) {
    Check.argument(share >= 0 && share <= 1, "mostSkipped", "0 to 1", share);
    mostSkipped = share;
    return this;
  }

  /**
   * The folder of the cache. Default: {@code $XDG_CACHE_HOME/keraunos}, else {@code ~/.cache/keraunos}.
   *
   * @param folder made when it is needed
   * @return this
   */
  public ImageDataset cache(Path folder) {
    cache = folder;
    return this;
  }

  /**
   * The size that the files in the cache's folder may have together: those not used for longest are deleted when a new one
   * is written. Default: 50 GiB.
   *
   * @param bytes at least 0; the file in use is kept whatever its size
   * @return this
   */
  public ImageDataset cacheLimit(long bytes) {
    Check.argument(bytes >= 0, "cacheLimit", ">= 0", bytes);
    cacheLimit = bytes;
    return this;
  }

  /**
   * Writes no file: decoded images are kept on the heap, however many they are.
   *
   * @return this
   */
  public ImageDataset withoutCache() {
    cache = null;
    return this;
  }

  /**
   * The largest size of decoded images that are kept on the heap; more are mapped from their file. Default: a quarter of
   * the largest heap (-Xmx).
   *
   * @param bytes at least 0
   * @return this
   */
  public ImageDataset memoryBudget(long bytes) {
    Check.argument(bytes >= 0, "memoryBudget", ">= 0", bytes);
    memoryBudget = bytes;
    return this;
  }

  /**
   * How TensorFlow runs.
   *
   * @param runtime thread counts; a process's first session fixes them for all
   * @return this
   */
  public ImageDataset runtime(RuntimeOptions runtime) {
    options = runtime;
    return this;
  }

  /**
   * Hears of everything that is wrong as it is found, also when {@link #load} fails in the end.
   *
   * @param listener is called on the thread that called {@link #load}
   * @return this
   */
  public ImageDataset onProblem(Consumer<Problem> listener) {
    onProblem = listener;
    return this;
  }

  /**
   * Hears how far decoding has come.
   *
   * @param listener is called every few images
   * @return this
   */
  public ImageDataset onProgress(Progress listener) {
    onProgress = listener;
    return this;
  }

  /**
   * Reads and decodes all images, or finds them in the cache.
   *
   * @return the data set, and what was left out
   * @throws DataException if nothing is usable, more is left out than may be, or anything is wrong and {@link OnError#FAIL}
   *     is set; or if the images need the cache's folder and it cannot be written
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public LoadedImages load() {
    Shape image = ImageDecoder.size(height, width, channels);
    Losses losses = new Losses();
    listing.problems().forEach(losses::add);
    if (listing.content() instanceof Content.Pixels pixels) {
      return load(pixels, image, losses);
    }
    List<ImageSource> sources = ((Content.Images) listing.content()).sources();
    PixelStore store = new PixelStore(image, options, cache, memoryBudget, cacheLimit);
    Pixels pixels = store.load(sources, new DecodeRun.Listener() {
      @Override
      public void broken(int row, String problem) {
        ImageSource source = sources.get(row);
        losses.add(new Problem(source.file(), source.position(), problem, true));
      }

      @Override
      public void done(int images) {
        onProgress.update(images, sources.size());
      }
    });
    int[] kept = IntStream.range(0, sources.size())
        .filter(row -> !pixels.broken().containsKey(row))
        .toArray();
    return loaded(pixels.column(), kept, sources, losses, store);
  }

  private LoadedImages load(Content.Pixels pixels, Shape image, Losses losses) {
    Shape stored = Shape.of(pixels.height(), pixels.width(), pixels.channels());
    PixelStore store = new PixelStore(image, options, null, memoryBudget, 0);
    ByteColumn column = ByteColumn.of(pixels.values(), stored);
    if (!stored.equals(image)) {
      // Through the one resize graph there is; what comes of it is known only by its bytes, so
      // there is no file.
      List<ImageSource> encoded = PixelSource.of(pixels, origin);
      column = store
          .load(encoded, new DecodeRun.Listener() {
            @Override
            public void broken(int row, String problem) {
              throw new DataException(origin, "image " + row, problem);
            }

            @Override
            public void done(int images) {
              onProgress.update(images, encoded.size());
            }
          })
          .column();
    }
    int[] all = IntStream.range(0, pixels.rows()).toArray();
    return loaded(column, all, List.of(), losses, store);
  }

  private LoadedImages loaded(
      ByteColumn column, int[] kept, List<ImageSource> sources, Losses losses, PixelStore store) {
    if (kept.length == 0) {
      throw new DataException(origin, "no usable image; the first problem: " + losses.first());
    }
    FloatColumn labels = FloatColumn.of(listing.labels()).rows(kept);
    Dataset dataset = Dataset.of(new Feature("images", column, Scaling.PIXELS))
        .withTarget(new Target("labels", labels))
        .withLabelNames(new LabelNames(listing.labelNames()));
    List<Part> parts = IntStream.of(kept).mapToObj(listing.parts()::get).toList();
    List<ImageSource> used =
        sources.isEmpty() ? sources : IntStream.of(kept).mapToObj(sources::get).toList();
    ImageReport report = new ImageReport(
        losses.found(),
        kept.length,
        losses.problems,
        store.fromCache(),
        store.cacheFile(),
        store.note());
    return new LoadedImages(dataset, parts, used, report);
  }

  /** What is wrong so far, and whether that is too much. */
  private final class Losses {
    private final List<Problem> problems = new ArrayList<>();
    private int rows;

    int found() {
      return listing.rows() + listing.rowsLost();
    }

    String first() {
      return problems.isEmpty() ? "none" : problems.get(0).toString();
    }

    void add(Problem problem) {
      problems.add(problem);
      onProblem.accept(problem);
      if (onError == OnError.FAIL) {
        throw new DataException(problem.file(), problem.position(), problem.what());
      }
      rows += problem.rowLost() ? 1 : 0;
      if (rows > mostSkipped * found()) {
        throw new DataException(
            origin,
            String.format(
                Locale.ROOT,
                "more than %s %% of its %d images cannot be used; the first: %s",
                new BigDecimal(mostSkipped * 100)
                    .round(new MathContext(4))
                    .stripTrailingZeros()
                    .toPlainString(),
                found(),
                first()));
      }
    }
  }
}

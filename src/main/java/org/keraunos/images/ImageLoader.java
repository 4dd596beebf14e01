package org.keraunos.images;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.DataException;
import org.keraunos.base.LabelNames;
import org.keraunos.base.Shape;
import org.keraunos.data.ByteColumn;
import org.keraunos.data.Data;
import org.keraunos.data.Dataset;
import org.keraunos.data.Feature;
import org.keraunos.data.FloatColumn;
import org.keraunos.data.ImageCache;
import org.keraunos.data.ImageOptions;
import org.keraunos.data.ImageReading;
import org.keraunos.data.Reading;
import org.keraunos.data.Scaling;
import org.keraunos.data.Target;
import org.keraunos.data.inspect.Inspection;
import org.keraunos.data.readers.Content;
import org.keraunos.data.readers.ImageSource;
import org.keraunos.data.readers.Listing;
import org.keraunos.data.readers.OnError;
import org.keraunos.data.readers.Part;
import org.keraunos.data.readers.Problem;
import org.keraunos.data.readers.ReadOptions;
import org.keraunos.runtime.RuntimeOptions;

/**
 * Decodes images with TensorFlow: what {@link Data#read} does with image files.
 *
 * <p>It stands here and not in {@code org.keraunos.data} because whoever only scores or splits
 * needs no native library.
 *
 * <p>All images are decoded once and cached as bytes: on the heap up to a budget, above it in a
 * memory-mapped file. The file stays, so that a later run with the same images and size decodes
 * nothing. It is found by a hash of the images' paths, sizes and times of change and of the decode
 * settings, not of their content, which would have to be read for that; a damaged one is noticed by
 * its checksums and made again.
 */
public final class ImageLoader implements ImageReading {
  private final RuntimeOptions runtime;

  /** Decodes as TensorFlow likes best. */
  public ImageLoader() {
    this(RuntimeOptions.DEFAULT);
  }

  /**
   * Decodes with other threads.
   *
   * @param runtime thread counts; a process's first session fixes them for all
   */
  public ImageLoader(RuntimeOptions runtime) {
    this.runtime = runtime;
  }

  @Override
  public Data read(Listing listing, Path origin, ReadOptions options) {
    Check.argument(
        !(listing.content() instanceof Content.Features),
        "data",
        "images",
        "a table of features: " + origin);
    return new Run(listing, origin, options).load();
  }

  /** One reading. */
  private final class Run {
    private final Listing listing;
    private final Path origin;
    private final ImageOptions image;
    private final Shape shape;
    private final Losses losses;

    Run(Listing listing, Path origin, ReadOptions options) {
      this.listing = listing;
      this.origin = origin;
      this.image = options.image();
      this.shape = ImageDecoder.size(image.height(), image.width(), image.channels());
      this.losses = new Losses(listing, origin, options);
    }

    Data load() {
      listing.problems().forEach(losses::add);
      if (listing.content() instanceof Content.Pixels pixels) {
        return load(pixels);
      }
      List<ImageSource> sources = ((Content.Images) listing.content()).sources();
      PixelStore store = store(image.keeps() ? folder() : null);
      Pixels pixels = store.load(sources, new DecodeRun.Listener() {
        @Override
        public void broken(int row, String problem) {
          ImageSource source = sources.get(row);
          losses.add(new Problem(source.file(), source.position(), problem, true));
        }

        @Override
        public void done(int images) {
          image.progress().update(images, sources.size());
        }
      });
      int[] kept = IntStream.range(0, sources.size())
          .filter(row -> !pixels.broken().containsKey(row))
          .toArray();
      return loaded(pixels.column(), kept, sources, store);
    }

    private Path folder() {
      Path said = image.cache();
      return said != null
          ? said
          : CacheFolder.standard(
              System.getenv("XDG_CACHE_HOME"), System.getProperty("user.home", "."));
    }

    private PixelStore store(@Nullable Path folder) {
      return new PixelStore(shape, runtime, folder, image.memoryBudget(), image.cacheLimit());
    }

    private Data load(Content.Pixels pixels) {
      Shape stored = Shape.of(pixels.height(), pixels.width(), pixels.channels());
      PixelStore store = store(null);
      ByteColumn column = ByteColumn.of(pixels.values(), stored);
      if (!stored.equals(shape)) {
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
                image.progress().update(images, encoded.size());
              }
            })
            .column();
      }
      return loaded(column, IntStream.range(0, pixels.rows()).toArray(), List.of(), store);
    }

    private Data loaded(
        ByteColumn column, int[] kept, List<ImageSource> sources, PixelStore store) {
      if (kept.length == 0) {
        throw new DataException(origin, "no usable image; the first problem: " + losses.first());
      }
      Dataset dataset = Dataset.of(new Feature("images", column, Scaling.PIXELS));
      if (!listing.labelNames().isEmpty()) {
        dataset = dataset
            .withTarget(new Target("labels", FloatColumn.of(listing.labels()).rows(kept)))
            .withLabelNames(new LabelNames(listing.labelNames()));
      }
      List<Part> parts = IntStream.of(kept).mapToObj(listing.parts()::get).toList();
      List<ImageSource> used = sources.isEmpty()
          ? sources
          : IntStream.of(kept).mapToObj(sources::get).toList();
      Reading.Builder account = listing.reading().more().parts(parts);
      losses.later().forEach(account::problem);
      if (!image.isSized() && !sources.isEmpty()) {
        account.remark("Images are stretched to " + shape.get(0) + " x " + shape.get(1)
            + " (--image-size, ReadOptions.imageSize)");
      }
      if (!store.note().isEmpty()) {
        account.remark(store.note());
      }
      return Data.ofImages(
          dataset,
          parts,
          used.stream().map(source -> Inspection.name(source, origin)).toList(),
          used,
          account.build(),
          new ImageCache(store.fromCache(), store.cacheFile(), store.note()));
    }
  }

  /** What is wrong so far, and whether that is too much. */
  private static final class Losses {
    private final Listing listing;
    private final Path origin;
    private final ReadOptions options;
    private final List<Problem> problems = new ArrayList<>();
    private int rows;

    Losses(Listing listing, Path origin, ReadOptions options) {
      this.listing = listing;
      this.origin = origin;
      this.options = options;
    }

    String first() {
      return problems.isEmpty() ? "none" : problems.get(0).toString();
    }

    /** What decoding found, behind what the listing says. */
    List<Problem> later() {
      return problems.subList(listing.problems().size(), problems.size());
    }

    void add(Problem problem) {
      problems.add(problem);
      options.problemListener().accept(problem);
      if (options.onError() == OnError.FAIL) {
        throw problem.exception();
      }
      rows += problem.rowLost() ? 1 : 0;
      int found = listing.rows() + listing.rowsLost();
      if (rows > options.mostSkipped() * found) {
        throw new DataException(
            origin,
            String.format(
                Locale.ROOT,
                "more than %s %% of its %d images cannot be used; the first: %s",
                new BigDecimal(options.mostSkipped() * 100)
                    .round(new MathContext(4))
                    .stripTrailingZeros()
                    .toPlainString(),
                found,
                first()));
      }
    }
  }
}

package org.keraunos.data;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.Locale;
import org.keraunos.base.DataException;
import org.keraunos.base.LabelNames;
import org.keraunos.base.Shape;
import org.keraunos.data.readers.Content;
import org.keraunos.data.readers.Format;
import org.keraunos.data.readers.Listing;
import org.keraunos.data.readers.OnError;
import org.keraunos.data.readers.Problem;
import org.keraunos.data.readers.ReadOptions;
import org.keraunos.data.readers.Readers;

/** Recognises the format, has the files listed, and makes one data set of whatever the rows are. */
final class DataReader {
  private DataReader() {}

  static Data read(Path path, ReadOptions options) {
    Format format = Format.of(path, options);
    if (format == Format.NPZ || format == Format.NPY) {
      return ArrayFiles.read(path, options);
    }
    Listing listing = Readers.read(path, format, options);
    Content content = listing.content();
    if (content instanceof Content.Images
        || (content instanceof Content.Pixels pixels && resizes(pixels, options.image()))) {
      return options.imageReading().orElseGet(ImageReading::standard).read(listing, path, options);
    }
    check(listing, path, options);
    Dataset rows = Dataset.of(feature(content));
    if (!listing.labelNames().isEmpty()) {
      rows = rows.withLabels(listing.labels()).withLabelNames(new LabelNames(listing.labelNames()));
    }
    return Data.of(rows, listing.parts(), listing.reading());
  }

  private static boolean resizes(Content.Pixels pixels, ImageOptions image) {
    return image.isSized()
        && (pixels.height() != image.height()
            || pixels.width() != image.width()
            || pixels.channels() != image.channels());
  }

  private static void check(Listing listing, Path origin, ReadOptions options) {
    for (Problem problem : listing.problems()) {
      options.problemListener().accept(problem);
      if (options.onError() == OnError.FAIL) {
        throw problem.exception();
      }
    }
    int lost = listing.rowsLost();
    int found = listing.rows() + lost;
    if (lost > options.mostSkipped() * found) {
      Problem first =
          listing.problems().stream().filter(Problem::rowLost).findFirst().orElseThrow();
      throw new DataException(
          origin,
          String.format(
              Locale.ROOT,
              "%,d of %,d rows cannot be used, more than %s %%; the first: %s",
              lost,
              found,
              percent(options.mostSkipped()),
              first));
    }
  }

  private static String percent(double share) {
    return new BigDecimal(share * 100)
        .round(new MathContext(4))
        .stripTrailingZeros()
        .toPlainString();
  }

  private static Feature feature(Content content) {
    if (content instanceof Content.Features features) {
      Shape shape = Shape.of(features.names().size());
      return new Feature(
          "features", FloatColumn.of(features.values(), shape), Scaling.NONE, features.names());
    }
    Content.Pixels pixels = (Content.Pixels) content;
    Shape shape = Shape.of(pixels.height(), pixels.width(), pixels.channels());
    return new Feature("images", ByteColumn.of(pixels.values(), shape), Scaling.PIXELS);
  }
}

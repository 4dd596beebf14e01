package org.keraunos.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.keraunos.base.Check;
import org.keraunos.base.DataException;
import org.keraunos.base.LabelNames;
import org.keraunos.base.Shape;
import org.keraunos.data.readers.Content;
import org.keraunos.data.readers.Listing;
import org.keraunos.data.readers.Part;
import org.keraunos.data.readers.Problem;

/**
 * All rows of a table of features, or of images that are pixels already, as one data set, with what is known of each.
 * Encoded images become one by {@code org.keraunos.images.ImageDataset}.
 *
 * @param dataset one input, {@code features} (as they are) or {@code images} (bytes, divided by 255 in the graph), the
 *     labels (NaN where unknown) and their names
 * @param parts the part that each row says it belongs to
 * @param problems everything that was wrong, in the order it was found
 */
public record ListedData(Dataset dataset, List<Part> parts, List<Problem> problems) {
  /** The share of rows that may be left out unless the caller says otherwise: 1 %. */
  public static final double MOST_SKIPPED = 0.01;

  /**
   * Keeps unchangeable copies.
   *
   * @param dataset all rows
   * @param parts the part of each row
   * @param problems everything that was wrong
   * @throws IllegalArgumentException if there are not as many parts as rows
   */
  public ListedData {
    parts = List.copyOf(parts);
    problems = List.copyOf(problems);
    Check.argument(
        parts.size() == dataset.size(), "parts", dataset.size() + " parts", parts.size());
  }

  /**
   * Takes rows that a reader listed; rows that it could not use may be up to 1 % of all.
   *
   * @param listing features or pixels
   * @param origin the file or folder to name in messages
   * @return the rows
   * @throws DataException if more cannot be used
   * @throws IllegalArgumentException if the rows are encoded images
   */
  public static ListedData of(Listing listing, Path origin) {
    return of(listing, origin, MOST_SKIPPED);
  }

  /**
   * Takes rows that a reader listed.
   *
   * @param listing features or pixels
   * @param origin the file or folder to name in messages
   * @param mostSkipped the largest share of rows that the reader may have left out, 0 to 1
   * @return the rows
   * @throws DataException if more were left out
   * @throws IllegalArgumentException if the rows are encoded images or the share is out of range
   */
  public static ListedData of(Listing listing, Path origin, double mostSkipped) {
    Check.argument(mostSkipped >= 0 && mostSkipped <= 1, "mostSkipped", "0 to 1", mostSkipped);
    checkLosses(listing, origin, mostSkipped);
    Dataset dataset = Dataset.of(feature(listing.content(), origin))
        .withLabels(listing.labels())
        .withLabelNames(new LabelNames(listing.labelNames()));
    return new ListedData(dataset, listing.parts(), listing.problems());
  }

  /**
   * Fails at the first thing that is wrong, also where it cost no row.
   *
   * @param listing what was found
   * @throws DataException if there is any problem
   */
  public static void checkFlawless(Listing listing) {
    if (!listing.problems().isEmpty()) {
      Problem first = listing.problems().get(0);
      throw first.position().isEmpty()
          ? new DataException(first.file(), first.what())
          : new DataException(first.file(), first.position(), first.what());
    }
  }

  /**
   * The number of rows that were left out.
   *
   * @return as many as problems that cost a row
   */
  public int leftOut() {
    return (int) problems.stream().filter(Problem::rowLost).count();
  }

  /**
   * What was left out, a line of numbers and a line for each of the first problems.
   *
   * @param most how many problems to show
   * @return lines; none if nothing was wrong
   */
  public List<String> remarks(int most) {
    return remarks(problems, dataset.size(), most);
  }

  /**
   * What was left out of any data.
   *
   * @param problems everything that was wrong
   * @param used the rows that are used
   * @param most how many problems to show
   * @return a line of numbers and a line for each of the first problems; none if nothing was wrong
   */
  public static List<String> remarks(List<Problem> problems, int used, int most) {
    List<String> lines = new ArrayList<>();
    if (problems.isEmpty()) {
      return lines;
    }
    long lost = problems.stream().filter(Problem::rowLost).count();
    long others = problems.size() - lost;
    lines.add(String.format(
        Locale.ROOT,
        "Left out %,d of %,d rows (%.2f %%)%s",
        lost,
        used + lost,
        100.0 * lost / (used + lost),
        others == 0 ? "" : String.format(Locale.ROOT, "; %,d more remarks", others)));
    problems.stream().limit(most).forEach(problem -> lines.add("  " + problem));
    if (problems.size() > most) {
      lines.add(String.format(Locale.ROOT, "  ... and %,d more", problems.size() - most));
    }
    return lines;
  }

  private static void checkLosses(Listing listing, Path origin, double most) {
    int lost = listing.rowsLost();
    int found = listing.rows() + lost;
    if (lost > most * found) {
      Problem first =
          listing.problems().stream().filter(Problem::rowLost).findFirst().orElseThrow();
      throw new DataException(
          origin,
          String.format(
              Locale.ROOT,
              "%,d of %,d rows cannot be used, more than %s %%; the first: %s",
              lost,
              found,
              new java.math.BigDecimal(most * 100)
                  .round(new java.math.MathContext(4))
                  .stripTrailingZeros()
                  .toPlainString(),
              first));
    }
  }

  private static Feature feature(Content content, Path origin) {
    if (content instanceof Content.Features features) {
      Shape shape = Shape.of(features.names().size());
      return new Feature("features", FloatColumn.of(features.values(), shape), Scaling.NONE);
    }
    if (content instanceof Content.Pixels pixels) {
      Shape shape = Shape.of(pixels.height(), pixels.width(), pixels.channels());
      return new Feature("images", ByteColumn.of(pixels.values(), shape), Scaling.PIXELS);
    }
    throw Check.bad("data", "features or pixels", "encoded images: " + origin);
  }
}

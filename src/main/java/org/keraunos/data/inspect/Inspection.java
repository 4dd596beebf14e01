package org.keraunos.data.inspect;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.keraunos.base.Check;
import org.keraunos.base.LabelMatrix;
import org.keraunos.data.readers.Content;
import org.keraunos.data.readers.ImageSource;
import org.keraunos.data.readers.Listing;
import org.keraunos.data.readers.Part;
import org.keraunos.data.readers.Problem;

/**
 * What some data hold and what is wrong with them.
 *
 * @param kind {@code images}, {@code pixels} (images that are decoded already) or {@code features}
 * @param rows the number of usable rows
 * @param parts how many rows each part has; parts without a row are not listed
 * @param figures the labels of all rows
 * @param figuresOf the labels of the rows of each part
 * @param sizes how many images have each size ({@code width x height}); or the names of the
 *     features, each 1
 * @param rowNames how to call each row: its file, or its number
 * @param duplicates rows that are there more than once
 * @param broken images that cannot be read or decoded
 * @param problems what the reader of the files found wrong
 */
public record Inspection(
    String kind,
    int rows,
    Map<Part, Integer> parts,
    LabelFigures figures,
    Map<Part, LabelFigures> figuresOf,
    Map<String, Integer> sizes,
    List<String> rowNames,
    Duplicates duplicates,
    List<Problem> broken,
    List<Problem> problems) {
  /**
   * How many bits of 64 two pictures' hashes may differ in to be near-duplicates, unless the caller
   * says otherwise.
   */
  public static final int NEAR_BITS = 4;

  /**
   * Looks at all rows; images are read and decoded, on all cores.
   *
   * @param listing what a reader found
   * @param origin the file or folder, from which rows' names are shown
   * @param nearBits how many bits of 64 two pictures' hashes may differ in, 0 to 15
   * @return what there is
   * @throws IllegalArgumentException if the number of bits is out of range
   */
  public static Inspection of(Listing listing, Path origin, int nearBits) {
    Check.argument(nearBits >= 0 && nearBits <= 15, "nearBits", "0 to 15", nearBits);
    List<Fingerprint> prints = prints(listing.content());
    Map<Part, Integer> parts = new EnumMap<>(Part.class);
    listing.parts().forEach(part -> parts.merge(part, 1, Integer::sum));
    Map<Part, LabelFigures> figuresOf = new EnumMap<>(Part.class);
    for (Part part : parts.keySet()) {
      figuresOf.put(part, LabelFigures.of(rows(listing, part), listing.labelNames()));
    }
    return new Inspection(
        kind(listing.content()),
        listing.rows(),
        parts,
        LabelFigures.of(listing.labels(), listing.labelNames()),
        figuresOf,
        sizes(listing.content(), prints),
        names(listing, origin),
        Duplicates.of(prints, listing.parts(), listing.labels(), nearBits),
        broken(listing.content(), prints),
        listing.problems());
  }

  /**
   * The labels that too few rows train: those of the training part, or all where there are no
   * parts.
   *
   * @return figures of the rows that would train
   */
  public LabelFigures training() {
    LabelFigures train = figuresOf.get(Part.TRAIN);
    return train == null ? figures : train;
  }

  private static String kind(Content content) {
    if (content instanceof Content.Images) {
      return "images";
    }
    return content instanceof Content.Pixels ? "pixels" : "features";
  }

  private static List<Fingerprint> prints(Content content) {
    IntStream rows = IntStream.range(0, content.rows()).parallel();
    if (content instanceof Content.Images images) {
      return rows.mapToObj(row -> Fingerprint.of(images.sources().get(row))).toList();
    }
    if (content instanceof Content.Pixels pixels) {
      int size = pixels.height() * pixels.width() * pixels.channels();
      return rows.mapToObj(row -> Fingerprint.of(
              Arrays.copyOfRange(pixels.values(), row * size, (row + 1) * size),
              pixels.width(),
              pixels.height(),
              pixels.channels()))
          .toList();
    }
    Content.Features features = (Content.Features) content;
    int size = features.names().size();
    return rows.mapToObj(row -> Fingerprint.of(features.values(), row * size, (row + 1) * size))
        .toList();
  }

  private static LabelMatrix rows(Listing listing, Part part) {
    int labels = listing.labels().labels();
    int[] rows = IntStream.range(0, listing.rows())
        .filter(row -> listing.parts().get(row) == part)
        .toArray();
    byte[] cells = new byte[rows.length * labels];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(listing.labels().flat(), rows[i] * labels, cells, i * labels, labels);
    }
    return LabelMatrix.of(cells, rows.length, labels);
  }

  private static Map<String, Integer> sizes(Content content, List<Fingerprint> prints) {
    Map<String, Integer> sizes = new TreeMap<>();
    if (content instanceof Content.Features features) {
      features.names().forEach(name -> sizes.put(name, 1));
      return sizes;
    }
    for (Fingerprint print : prints) {
      if (print.problem().isEmpty()) {
        sizes.merge(
            print.width() == 0 ? "unknown" : print.width() + " x " + print.height(),
            1,
            Integer::sum);
      }
    }
    return sizes;
  }

  private static List<String> names(Listing listing, Path origin) {
    if (!(listing.content() instanceof Content.Images images)) {
      return IntStream.range(0, listing.rows()).mapToObj(row -> "row " + row).toList();
    }
    return images.sources().stream().map(source -> name(source, origin)).toList();
  }

  /**
   * What to call an image: its file, from the data's folder on, and the place in it.
   *
   * @param source the image
   * @param origin the data's file or folder
   * @return for example {@code train/a.jpg}
   */
  public static String name(ImageSource source, Path origin) {
    Path file = source.file().toAbsolutePath().normalize();
    Path from = origin.toAbsolutePath().normalize();
    String shown = file.startsWith(from) && !file.equals(from)
        ? from.relativize(file).toString()
        : source.file().toString();
    return source.position().isEmpty() ? shown : shown + ", " + source.position();
  }

  private static List<Problem> broken(Content content, List<Fingerprint> prints) {
    List<Problem> broken = new ArrayList<>();
    if (content instanceof Content.Images images) {
      for (int row = 0; row < prints.size(); row++) {
        if (!prints.get(row).problem().isEmpty()) {
          ImageSource source = images.sources().get(row);
          broken.add(
              new Problem(source.file(), source.position(), prints.get(row).problem(), true));
        }
      }
    }
    return broken;
  }
}

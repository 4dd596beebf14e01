package org.keraunos.images;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.keraunos.data.Dataset;
import org.keraunos.data.readers.ImageSource;
import org.keraunos.data.readers.Part;
import org.keraunos.data.split.Splitter;

/**
 * Images in memory or mapped from the cache, with what is known of each row.
 *
 * @param dataset input {@code images} (bytes, divided by 255 in the graph), target {@code labels}, and the labels' names
 * @param parts the part that each row says it belongs to
 * @param sources where each row's image lies; empty where the data were pixels already
 * @param report what was left out
 */
public record LoadedImages(
    Dataset dataset, List<Part> parts, List<ImageSource> sources, ImageReport report) {
  /**
   * Keeps unchangeable copies.
   *
   * @param dataset inputs, targets and names
   * @param parts the part of each row
   * @param sources where each row's image lies
   * @param report what was left out
   */
  public LoadedImages {
    parts = List.copyOf(parts);
    sources = List.copyOf(sources);
  }

  /**
   * The rows of a part.
   *
   * @param part the part that the files name
   * @return a view; of no rows if none belongs to it
   */
  public Dataset part(Part part) {
    return dataset.rows(
        IntStream.range(0, parts.size()).filter(row -> parts.get(row) == part).toArray());
  }

  /**
   * Divides all rows, whatever part they belong to, by iterative stratification with seed 0.
   *
   * @param shares for example 0.8, 0.1, 0.1; each above 0, together 1
   * @return views, one a share
   * @throws IllegalArgumentException if the shares are not as said or there are fewer rows than shares
   */
  public List<Dataset> split(double... shares) {
    return split(Splitter.iterative(), 0, shares);
  }

  /**
   * Divides all rows, whatever part they belong to.
   *
   * @param splitter how
   * @param seed the seed of all chance decisions
   * @param shares for example 0.8, 0.1, 0.1; each above 0, together 1
   * @return views, one a share
   * @throws IllegalArgumentException if the shares are not as said or there are fewer rows than shares
   */
  public List<Dataset> split(Splitter splitter, long seed, double... shares) {
    return Arrays.stream(splitter.split(dataset.labels(), shares, seed))
        .map(dataset::rows)
        .toList();
  }
}

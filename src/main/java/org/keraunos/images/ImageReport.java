package org.keraunos.images;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keraunos.data.readers.Problem;

/**
 * What became of the rows of a data set of images: nothing is left out without standing here.
 *
 * @param found the rows that were listed, usable or not
 * @param used the rows in the data set
 * @param problems everything that was wrong, in the order it was found, rows that were left out and other things
 * @param fromCache whether the pixels were decoded by an earlier run
 * @param cacheFile the file with the decoded pixels; null if there is none
 * @param cacheNote what is to be said of the cache, for example that it could not be written; empty if nothing is
 */
public record ImageReport(
    int found,
    int used,
    List<Problem> problems,
    boolean fromCache,
    @Nullable Path cacheFile,
    String cacheNote) {
  /**
   * Keeps an unchangeable copy of the problems.
   *
   * @param found the rows that were listed
   * @param used the rows in the data set
   * @param problems everything that was wrong
   * @param fromCache whether the pixels were decoded by an earlier run
   * @param cacheFile the file with the decoded pixels
   * @param cacheNote what is to be said of the cache
   */
  public ImageReport {
    problems = List.copyOf(problems);
  }

  /**
   * The number of rows that were left out.
   *
   * @return as many as problems that cost a row
   */
  public int leftOut() {
    return found - used;
  }

  /** One line a problem below a line of numbers. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("used " + used + " of " + found + " images");
    int others = problems.size() - leftOut();
    if (leftOut() > 0) {
      text.append(", left out ").append(leftOut());
    }
    if (others > 0) {
      text.append(", ").append(others).append(others == 1 ? " remark" : " remarks");
    }
    problems.forEach(problem -> text.append("\n  ").append(problem));
    return cacheNote.isEmpty() ? text.toString() : text + "\n  " + cacheNote;
  }
}

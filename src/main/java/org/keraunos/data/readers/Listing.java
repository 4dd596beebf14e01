package org.keraunos.data.readers;

import java.util.List;
import org.keraunos.base.Check;
import org.keraunos.base.LabelMatrix;
import org.keraunos.data.Reading;

/**
 * What a reader found: rows, their labels, the part each says it belongs to, and everything that
 * was wrong.
 *
 * @param content images, features or pixels
 * @param parts the part of each row
 * @param labelNames the names of the labels
 * @param labels the labels of each row; {@link LabelMatrix#UNKNOWN} where the file does not say
 * @param reading what was recognised, and what was wrong
 */
public record Listing(
    Content content,
    List<Part> parts,
    List<String> labelNames,
    LabelMatrix labels,
    Reading reading) {
  /**
   * Checks that all agree on the number of rows and labels.
   *
   * @param content images, features or pixels
   * @param parts the part of each row
   * @param labelNames the names of the labels
   * @param labels the labels of each row
   * @param reading what was recognised, and what was wrong
   * @throws IllegalArgumentException if they don't
   */
  public Listing {
    parts = List.copyOf(parts);
    labelNames = List.copyOf(labelNames);
    Check.argument(
        content.rows() == labels.rows(), "content", labels.rows() + " rows", content.rows());
    Check.argument(parts.size() == labels.rows(), "parts", labels.rows() + " rows", parts.size());
    Check.argument(
        labelNames.size() == labels.labels(),
        "labelNames",
        labels.labels() + " names",
        labelNames.size());
  }

  /**
   * The number of rows.
   *
   * @return rows
   */
  public int rows() {
    return parts.size();
  }

  /**
   * How many rows were left out because of a problem.
   *
   * @return the number of problems that cost a row
   */
  public int rowsLost() {
    return reading.rowsLost();
  }

  /**
   * What was wrong.
   *
   * @return the problems, in the order they were found
   */
  public List<Problem> problems() {
    return reading.problems();
  }
}

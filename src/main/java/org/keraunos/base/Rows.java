package org.keraunos.base;

import java.lang.reflect.Array;

/** Checks on matrices that come as arrays of rows. */
final class Rows {
  private Rows() {}

  /** The common length of all rows. */
  static int width(Object[] rows, String argument) {
    Check.given(rows, argument);
    Check.argument(rows.length > 0, argument, "at least one row", "none");
    int width = length(rows[0], argument);
    Check.argument(width > 0, argument, "at least one column", "none");
    for (int r = 1; r < rows.length; r++) {
      int length = length(rows[r], argument);
      Check.argument(
          length == width, argument + "[" + r + "]", width + " columns as in row 0", length);
    }
    return width;
  }

  static String typeOf(Object row) {
    return row.getClass().getSimpleName() + "[]";
  }

  private static int length(Object row, String argument) {
    Check.argument(
        row != null && row.getClass().isArray(),
        argument,
        "an array of rows",
        row == null ? "null" : typeOf(row));
    return Array.getLength(row);
  }
}

package org.keraunos.data.readers;

/** What happens when something in the data cannot be used. */
public enum OnError {
  /**
   * Leave the row out, say so in the account of the reading, and fail when too many are left out.
   */
  SKIP,
  /**
   * Fail at anything that is wrong, also at what would cost no row, such as a tag that is not in
   * the list of labels.
   */
  FAIL
}

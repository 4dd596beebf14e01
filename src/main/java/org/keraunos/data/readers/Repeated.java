package org.keraunos.data.readers;

/**
 * What becomes of a picture that stands in several rows, such as a row an annotator, where they
 * contradict each other: one says 0 of a label and another 1.
 */
public enum Repeated {
  /** A label is present where any row says so. */
  UNION,
  /**
   * A label is what most rows say that know it; unknown where as many say 0 as 1. Tags say 0 of all
   * that they do not name.
   */
  MAJORITY
}

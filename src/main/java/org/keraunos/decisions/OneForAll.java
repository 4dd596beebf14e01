package org.keraunos.decisions;

/** What one threshold for all labels makes large: the criterion of which counts. */
public enum OneForAll {
  /** Of the counts of all cells together. */
  MICRO,

  /** The mean over the labels. */
  MACRO,

  /** The mean over the rows. */
  SAMPLES
}

package org.keraunos.decisions;

/** How probabilities are made to mean what they say. */
public enum CalibrationMethod {
  /**
   * One factor on the logits of all labels (Guo et al., 2017): keeps each order, and the labels a
   * row that 0.5 cuts.
   */
  TEMPERATURE,

  /** A factor and a shift of the logits of each label (Platt, 1999), with his targets. */
  PLATT,

  /**
   * The best rising steps of each label, with straight lines between (Zadrozny and Elkan, 2002).
   */
  ISOTONIC
}

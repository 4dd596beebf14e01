package org.keraunos.metrics;

/** What the last layer of a model gives out, as far as metrics care. */
public enum OutputKind {
  /** Independent probabilities a label. */
  SIGMOID,
  /** One distribution over the labels. */
  SOFTMAX,
  /** One distribution over the classes, beside the number of the class as the target. */
  CLASS_NUMBERS,
  /** Anything else. */
  OTHER
}

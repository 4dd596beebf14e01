package org.keraunos.metrics;

/** What the last layer of a model gives out, as far as metrics care. */
public enum OutputKind {
  /** Independent probabilities a label. */
  SIGMOID,
  /** One distribution over the labels. */
  SOFTMAX,
  /** Anything else. */
  OTHER
}

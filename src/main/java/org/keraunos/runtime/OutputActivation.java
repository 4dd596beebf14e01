package org.keraunos.runtime;

/** The activations whose input a loss would rather have than their output. */
public enum OutputActivation {
  /** Each output is a probability of its own: multi-label. */
  SIGMOID,
  /** The outputs are one distribution: one class of many. */
  SOFTMAX,
  /** Any other. */
  NONE
}

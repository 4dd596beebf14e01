package org.keraunos.layers;

import java.util.Locale;

/** What happens at the edges of a window that slides over a picture; Keras's {@code padding}. */
public enum Padding {
  /** Only windows that lie wholly inside: the picture shrinks. */
  VALID,
  /**
   * As many windows as steps: zeros stand around the picture, the odd one below and to the right.
   */
  SAME,
  /** Of a sequence, zeros before its start alone: no output knows a later step. */
  CAUSAL;

  /**
   * Keras's name.
   *
   * @return {@code valid}, {@code same} or {@code causal}
   */
  public String kerasName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The number of windows along one axis. */
  int windows(int size, int window, int stride) {
    return this == SAME ? (size + stride - 1) / stride : (size - window) / stride + 1;
  }
}

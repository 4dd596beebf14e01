package org.keraunos.layers;

import java.util.Locale;
import org.keraunos.base.Check;

/** What happens at the edges of a window that slides over a picture; Keras's {@code padding}. */
public enum Padding {
  /** Only windows that lie wholly inside: the picture shrinks. */
  VALID,
  /**
   * As many windows as steps: zeros stand around the picture, the odd one below and to the right.
   */
  SAME;

  /**
   * Keras's name.
   *
   * @return {@code valid} or {@code same}
   */
  public String kerasName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Padding named(String layer, String kerasName) {
    for (Padding padding : values()) {
      if (padding.kerasName().equals(kerasName)) {
        return padding;
      }
    }
    throw Check.bad(layer + ".padding", "valid or same", kerasName);
  }

  /** The number of windows along one axis. */
  int windows(int size, int window, int stride) {
    return this == SAME ? (size + stride - 1) / stride : (size - window) / stride + 1;
  }
}

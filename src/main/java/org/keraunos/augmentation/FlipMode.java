package org.keraunos.augmentation;

/** Which ways to flip; the names are Keras's. */
public enum FlipMode {
  /** Left becomes right. */
  HORIZONTAL(true, false),
  /** Top becomes bottom. */
  VERTICAL(false, true),
  /** Each of the two, by a draw of its own. */
  HORIZONTAL_AND_VERTICAL(true, true);

  private final boolean horizontal;
  private final boolean vertical;

  FlipMode(boolean horizontal, boolean vertical) {
    this.horizontal = horizontal;
    this.vertical = vertical;
  }

  boolean horizontal() {
    return horizontal;
  }

  boolean vertical() {
    return vertical;
  }
}

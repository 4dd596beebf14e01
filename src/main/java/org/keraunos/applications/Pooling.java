package org.keraunos.applications;

import java.util.Locale;

/** What stands behind the last feature map of a network without its top. */
public enum Pooling {
  /** Global average pooling: a number a channel. */
  AVG,

  /** Global max pooling: a number a channel. */
  MAX;

  String kerasName() {
    return name().toLowerCase(Locale.ROOT);
  }
}

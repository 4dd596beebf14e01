package org.keraunos.base;

/** How much of a configuration is written. */
public enum ConfigForm {
  /** Every key that Keras 3.15.1 writes, also those that can stand at one value only. */
  FULL,

  /**
   * Only the keys that every Keras from 3.0 on takes: keys that stand at the value that changes
   * nothing are left out.
   */
  PORTABLE
}

package org.keraunos.base;

/** What the elements of a tensor between layers are. */
public enum ElementType {
  /** Numbers of the type that the layers compute in. */
  FLOAT("float32"),
  /** Whole numbers of 32 bits: indices, tokens. */
  INT32("int32"),
  /** Whole numbers from 0 to 255: pixels. */
  UINT8("uint8");

  private final String kerasName;

  ElementType(String kerasName) {
    this.kerasName = kerasName;
  }

  /** {@return Keras's name of the type: {@code int32}} */
  public String kerasName() {
    return kerasName;
  }
}

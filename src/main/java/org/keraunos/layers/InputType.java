package org.keraunos.layers;

import org.keraunos.base.ElementType;

/** The types that files give inputs, of which several are one to the layers behind. */
enum InputType {
  FLOAT32("float32", ElementType.FLOAT),
  /** Keras's layers take such numbers in their own type, as they take others. */
  FLOAT64("float64", ElementType.FLOAT),
  INT32("int32", ElementType.INT32),
  UINT8("uint8", ElementType.UINT8);

  private final String kerasName;
  private final ElementType elements;

  InputType(String kerasName, ElementType elements) {
    this.kerasName = kerasName;
    this.elements = elements;
  }

  static InputType of(ElementType elements) {
    return switch (elements) {
      case FLOAT -> FLOAT32;
      case INT32 -> INT32;
      case UINT8 -> UINT8;
    };
  }

  String kerasName() {
    return kerasName;
  }

  ElementType elements() {
    return elements;
  }
}

package org.keraunos.data.npy;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The element types of NumPy arrays that are read and written, with the Java array that holds each.
 */
public enum NpyType {
  /** NumPy's bool, in a {@code byte[]} of 0 and 1. */
  BOOL("b1", 1),
  /** Signed bytes, in a {@code byte[]}. */
  INT8("i1", 1),
  /** Signed 16-bit integers, in a {@code short[]}. */
  INT16("i2", 2),
  /** Signed 32-bit integers, in an {@code int[]}. */
  INT32("i4", 4),
  /** Signed 64-bit integers, in a {@code long[]}. */
  INT64("i8", 8),
  /** Unsigned bytes, in a {@code byte[]} with the same bits. */
  UINT8("u1", 1),
  /** Unsigned 16-bit integers, in a {@code short[]} with the same bits. */
  UINT16("u2", 2),
  /** Unsigned 32-bit integers, in an {@code int[]} with the same bits. */
  UINT32("u4", 4),
  /** Unsigned 64-bit integers, in a {@code long[]} with the same bits. */
  UINT64("u8", 8),
  /** Half precision, in a {@code short[]} with the same bits. */
  FLOAT16("f2", 2),
  /** Single precision, in a {@code float[]}. */
  FLOAT32("f4", 4),
  /** Double precision, in a {@code double[]}. */
  FLOAT64("f8", 8);

  private final String code;
  private final int bytes;

  NpyType(String code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  /**
   * The size of an element in the file.
   *
   * @return bytes, 1 to 8
   */
  public int bytes() {
    return bytes;
  }

  /** Whether its numbers have fractions. */
  boolean isFloating() {
    return this == FLOAT16 || this == FLOAT32 || this == FLOAT64;
  }

  /** What the header of a little-endian file says. */
  String descr() {
    return (bytes == 1 ? "|" : "<") + code;
  }

  /** The type of a descr without its byte order, or null. */
  static @Nullable NpyType ofCode(String code) {
    for (NpyType type : values()) {
      if (type.code.equals(code)) {
        return type;
      }
    }
    return null;
  }

  /** A new Java array for elements of this type. */
  Object newArray(int length) {
    return switch (this) {
      case BOOL, INT8, UINT8 -> new byte[length];
      case INT16, UINT16, FLOAT16 -> new short[length];
      case INT32, UINT32 -> new int[length];
      case INT64, UINT64 -> new long[length];
      case FLOAT32 -> new float[length];
      case FLOAT64 -> new double[length];
    };
  }

  /** NumPy's name, for example {@code uint8}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

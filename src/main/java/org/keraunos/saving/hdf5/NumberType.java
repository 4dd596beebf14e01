package org.keraunos.saving.hdf5;

import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The numbers that data sets hold, and the Java arrays that they are read into. */
enum NumberType {
  FLOAT16(2),
  BFLOAT16(2),
  FLOAT32(4),
  FLOAT64(8),
  INT8(1),
  INT16(2),
  INT32(4),
  INT64(8),
  UINT8(1),
  UINT16(2),
  UINT32(4),
  UINT64(8);

  private final int bytes;

  NumberType(int bytes) {
    this.bytes = bytes;
  }

  int bytes() {
    return bytes;
  }

  /** The name that Keras and NumPy have for it. */
  String kerasName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The type that a file states; null if it is none of these. */
  static @Nullable NumberType of(DataType type) {
    if (type instanceof FloatingPoint floats) {
      return switch (floats.getExponentSize() * 100 + floats.getMantissaSize()) {
        case 510 -> ifSize(FLOAT16, type);
        case 807 -> ifSize(BFLOAT16, type);
        case 823 -> ifSize(FLOAT32, type);
        case 1152 -> ifSize(FLOAT64, type);
        default -> null;
      };
    }
    if (type instanceof FixedPoint whole
        && whole.getBitOffset() == 0
        && whole.getBitPrecision() == 8 * whole.getSize()) {
      boolean signed = whole.isSigned();
      return switch (whole.getSize()) {
        case 1 -> signed ? INT8 : UINT8;
        case 2 -> signed ? INT16 : UINT16;
        case 4 -> signed ? INT32 : UINT32;
        case 8 -> signed ? INT64 : UINT64;
        default -> null;
      };
    }
    return null;
  }

  private static @Nullable NumberType ifSize(NumberType known, DataType type) {
    return type.getSize() == known.bytes ? known : null;
  }

  /** A new array for so many of them. */
  Object newArray(int size) {
    return switch (this) {
      case FLOAT16, BFLOAT16, FLOAT32 -> new float[size];
      case FLOAT64 -> new double[size];
      default -> new long[size];
    };
  }

  /**
   * Takes numbers from a buffer.
   *
   * @param from the buffer, in the file's byte order
   * @param to what {@link #newArray} gave
   * @param start where the first one goes
   * @param count how many
   */
  void copy(ByteBuffer from, Object to, int start, int count) {
    if (to instanceof float[] floats) {
      copyFloats(from, floats, start, count);
    } else if (to instanceof double[] doubles) {
      from.asDoubleBuffer().get(doubles, start, count);
    } else {
      copyLongs(from, (long[]) to, start, count);
    }
  }

  private void copyFloats(ByteBuffer from, float[] to, int start, int count) {
    if (this == FLOAT32) {
      from.asFloatBuffer().get(to, start, count);
      return;
    }
    for (int i = start; i < start + count; i++) {
      int bits = Short.toUnsignedInt(from.getShort());
      to[i] = this == BFLOAT16 ? Float.intBitsToFloat(bits << 16) : half(bits);
    }
  }

  private void copyLongs(ByteBuffer from, long[] to, int start, int count) {
    for (int i = start; i < start + count; i++) {
      to[i] = switch (this) {
        case INT8 -> from.get();
        case UINT8 -> Byte.toUnsignedLong(from.get());
        case INT16 -> from.getShort();
        case UINT16 -> Short.toUnsignedLong(from.getShort());
        case INT32 -> from.getInt();
        case UINT32 -> Integer.toUnsignedLong(from.getInt());
        case UINT64 -> notNegative(from.getLong());
        default -> from.getLong();
      };
    }
  }

  private static long notNegative(long value) {
    if (value < 0) {
      throw new IllegalStateException("a whole number of 2^63 or more");
    }
    return value;
  }

  /** The value of 16 bits: a sign, five bits of exponent, ten of mantissa. */
  static float half(int bits) {
    int exponent = bits >> 10 & 0x1F;
    int mantissa = bits & 0x3FF;
    float size = switch (exponent) {
      case 0 -> mantissa * 0x1p-24f;
      case 31 -> mantissa == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
      default -> Math.scalb(1 + mantissa * 0x1p-10f, exponent - 15);
    };
    return (bits & 0x8000) == 0 ? size : -size;
  }
}

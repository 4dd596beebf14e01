package org.keraunos.saving.hdf5;

import io.jhdf.ObjectHeader;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.OrderedDataType;
import io.jhdf.object.message.DataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.CompactDataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.ContiguousDataLayoutMessage;
import io.jhdf.object.message.DataSpace;
import io.jhdf.object.message.DataSpaceMessage;
import io.jhdf.object.message.DataTypeMessage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.keraunos.base.NamedArray;

/**
 * A data set of numbers in an HDF5 file. Its shape is known before any value is read, so that a
 * caller can refuse it by that.
 */
public final class Hdf5Array {
  private static final int UNDEFINED = -1;

  private final Place place;
  private final BoundedStorage storage;
  private final ObjectHeader header;
  private final NumberType type;
  private final ByteOrder order;
  private final int[] shape;

  Hdf5Array(Place place, BoundedStorage storage, ObjectHeader header) {
    this.place = place;
    this.storage = storage;
    this.header = header;
    DataType stated = header.getMessageOfType(DataTypeMessage.class).getDataType();
    NumberType known = NumberType.of(stated);
    if (known == null) {
      throw place.bad("expected numbers of up to 64 bits, received "
          + stated.getClass().getSimpleName()
          + " of "
          + stated.getSize()
          + " bytes");
    }
    type = known;
    order = stated instanceof OrderedDataType ordered
        ? ordered.getByteOrder()
        : ByteOrder.LITTLE_ENDIAN;
    DataSpace space = header.getMessageOfType(DataSpaceMessage.class).getDataSpace();
    long size = 1;
    shape = new int[space.getDimensionsAsLong().length];
    for (int axis = 0; axis < shape.length; axis++) {
      long length = space.getDimensionsAsLong()[axis];
      size = length < 0 || size > Integer.MAX_VALUE
          ? Long.MAX_VALUE
          : size * (int) Math.min(length, Integer.MAX_VALUE);
      if (length < 0 || length > Integer.MAX_VALUE || size > Integer.MAX_VALUE) {
        throw place.bad("expected at most 2^31 - 1 values, received the shape "
            + Arrays.toString(space.getDimensionsAsLong()));
      }
      shape[axis] = (int) length;
    }
    if (space.getTotalLength() == 0 && size != 0) {
      throw place.bad("expected values, received a data set that is declared to have none");
    }
  }

  /** {@return the path in the file} */
  public String path() {
    return place.path();
  }

  /** {@return the sizes of the axes, a copy; none for a single number} */
  public int[] shape() {
    return shape.clone();
  }

  /** {@return the type of the numbers by Keras's name: {@code float32}, {@code int64}} */
  public String type() {
    return type.kerasName();
  }

  /**
   * Reads the values.
   *
   * @return them, under the path: a {@code float[]} from floats of up to 32 bits, a
   *     {@code double[]} from those of 64, a {@code long[]} from whole numbers
   * @throws org.keraunos.base.DataException if they are not in the file, or stand in a form that is
   *     not read
   */
  public NamedArray read() {
    return place.reading(() -> new NamedArray(path(), shape, values()));
  }

  /**
   * Reads the values as floats.
   *
   * @return them, rounded where they are wider
   * @throws org.keraunos.base.DataException as {@link #read}
   */
  public float[] floats() {
    NamedArray array = read();
    return array.values() instanceof float[] floats ? floats : array.toFloats();
  }

  /**
   * Reads the values as doubles.
   *
   * @return them, widened
   * @throws org.keraunos.base.DataException as {@link #read}
   */
  public double[] doubles() {
    NamedArray array = read();
    return array.values() instanceof double[] doubles ? doubles : array.toDoubles();
  }

  private Object values() {
    int size = NamedArray.size(shape);
    DataLayoutMessage layout = header.getMessageOfType(DataLayoutMessage.class);
    if (size == 0) {
      return type.newArray(0);
    }
    if (layout instanceof ContiguousDataLayoutMessage contiguous) {
      return contiguous(contiguous.getAddress(), size);
    }
    ByteBuffer all;
    if (layout instanceof CompactDataLayoutMessage compact) {
      all = compact.getDataBuffer();
    } else if (layout instanceof ChunkedDataLayoutMessage chunked) {
      checkWritten(chunked.getBTreeAddress());
      all = new Chunks(storage, header, chunked, shape, type.bytes()).read();
    } else {
      throw place.bad(
          "expected chunks as HDF5 1.8 has them, received those of a newer HDF5; write the file"
              + " without libver");
    }
    if (all.remaining() < (long) size * type.bytes()) {
      throw place.bad("expected " + size + " values, received " + all.remaining() + " bytes");
    }
    Object values = type.newArray(size);
    type.copy(all.order(order), values, 0, size);
    return values;
  }

  private void checkWritten(long address) {
    if (address == UNDEFINED) {
      throw place.bad("expected values, received a data set that none were written to");
    }
  }

  private Object contiguous(long address, int size) {
    checkWritten(address);
    long bytes = (long) size * type.bytes();
    if (address < 0 || address > storage.size() || bytes > storage.size() - address) {
      throw place.bad("expected " + bytes + " bytes for the shape " + Arrays.toString(shape)
          + ", received a file of " + storage.size());
    }
    Object values = type.newArray(size);
    int piece = storage.piece() / type.bytes();
    for (int start = 0; start < size; start += piece) {
      int count = Math.min(piece, size - start);
      ByteBuffer part = storage.values(address + (long) start * type.bytes(), count * type.bytes());
      type.copy(part.order(order), values, start, count);
      if (start > size - piece) {
        break; // the next start may not fit an int
      }
    }
    return values;
  }

  @Override
  public String toString() {
    return path() + Arrays.toString(shape);
  }
}

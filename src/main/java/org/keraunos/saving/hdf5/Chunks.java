package org.keraunos.saving.hdf5;

import io.jhdf.ObjectHeader;
import io.jhdf.btree.BTreeV1;
import io.jhdf.dataset.chunked.Chunk;
import io.jhdf.filter.ByteShuffleFilter;
import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessage;
import io.jhdf.object.message.FilterPipelineMessage;
import io.jhdf.object.message.FilterPipelineMessage.FilterInfo;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The values of a data set that stands in chunks, with or without compression. Every chunk must be
 * there once, and none may claim to grow more than deflate can, so that what a small file takes is
 * bounded before it is taken.
 */
final class Chunks {
  private static final int DEFLATE = 1;
  private static final int SHUFFLE = 2;
  private static final int FLETCHER = 3;
  private static final int CHECKSUM = 4;

  /** A byte of deflate stands for at most 1032; short streams have a few bytes of their own. */
  private static final long MOST_GROWTH = 1040;

  private final BoundedStorage storage;
  private final int[] shape;
  private final int[] chunkShape;
  private final int bytes;
  private final int chunkBytes;
  private final List<FilterInfo> filters;
  private final List<Chunk> chunks;

  Chunks(
      BoundedStorage storage,
      ObjectHeader header,
      ChunkedDataLayoutMessage layout,
      int[] shape,
      int bytes) {
    this.storage = storage;
    this.shape = shape;
    this.bytes = bytes;
    chunkShape = layout.getChunkDimensions();
    require(chunkShape.length == shape.length && shape.length > 0, "chunks of another rank");
    require(layout.getSize() == bytes, "chunks of other numbers");
    long size = bytes;
    for (int axis : chunkShape) {
      require(axis > 0, "chunks of size 0");
      size = Math.multiplyExact(size, axis);
    }
    chunkBytes = Math.toIntExact(size);
    filters = header.hasMessageOfType(FilterPipelineMessage.class)
        ? header.getMessageOfType(FilterPipelineMessage.class).getFilters()
        : List.of();
    chunks =
        BTreeV1.createDataBTree(storage, layout.getBTreeAddress(), shape.length).getChunks();
    checkSizes();
    checkPlaces();
  }

  private void checkSizes() {
    boolean deflated = false;
    for (FilterInfo filter : filters) {
      deflated |= filter.getId() == DEFLATE;
      require(
          filter.getId() >= DEFLATE && filter.getId() <= FLETCHER,
          "values behind the filter " + filter.getId() + " (" + filter.getName()
              + "), where gzip, shuffle and fletcher32 are read");
    }
    long stored = 0;
    for (Chunk chunk : chunks) {
      stored += chunk.getSize();
      long most = deflated ? MOST_GROWTH * chunk.getSize() + 64 : chunk.getSize();
      require(chunkBytes <= most, "a chunk of " + chunk.getSize() + " bytes for " + chunkBytes);
    }
    require(stored <= storage.size(), "chunks that are larger than the file");
  }

  private void checkPlaces() {
    long count = 1;
    for (int axis = 0; axis < shape.length; axis++) {
      count =
          Math.multiplyExact(count, ((long) shape[axis] + chunkShape[axis] - 1) / chunkShape[axis]);
    }
    require(count == chunks.size(), chunks.size() + " chunks of " + count);
    BitSet seen = new BitSet(chunks.size());
    for (Chunk chunk : chunks) {
      long number = 0;
      for (int axis = 0; axis < shape.length; axis++) {
        long offset = chunk.getChunkOffset()[axis];
        require(
            offset >= 0 && offset < shape[axis] && offset % chunkShape[axis] == 0,
            "a chunk outside of the values");
        long along = ((long) shape[axis] + chunkShape[axis] - 1) / chunkShape[axis];
        number = number * along + offset / chunkShape[axis];
      }
      require(!seen.get((int) number), "a chunk twice");
      seen.set((int) number);
    }
  }

  /** All values as they would stand without chunks. */
  ByteBuffer read() {
    long size = bytes;
    for (int axis : shape) {
      size = Math.multiplyExact(size, axis);
    }
    byte[] all = new byte[Math.toIntExact(size)];
    for (Chunk chunk : chunks) {
      copy(decoded(chunk), chunk.getChunkOffset(), all);
    }
    return ByteBuffer.wrap(all);
  }

  private byte[] decoded(Chunk chunk) {
    ByteBuffer stored = storage.values(chunk.getAddress(), chunk.getSize());
    byte[] data = new byte[stored.remaining()];
    stored.get(data);
    for (int i = filters.size() - 1; i >= 0; i--) {
      FilterInfo filter = filters.get(i);
      if (chunk.getFilterMask().get(i)) {
        continue;
      }
      if (filter.getId() == DEFLATE) {
        data = inflated(data, chunkBytes + CHECKSUM);
      } else if (filter.getId() == SHUFFLE) {
        require(filter.getData()[0] == bytes, "bytes shuffled for numbers of another size");
        data = new ByteShuffleFilter().decode(data, filter.getData());
      } else {
        require(data.length >= CHECKSUM, "a chunk that ends early");
        data = Arrays.copyOf(data, data.length - CHECKSUM);
      }
    }
    require(data.length == chunkBytes, "a chunk of " + data.length + " bytes for " + chunkBytes);
    return data;
  }

  private static byte[] inflated(byte[] data, int most) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(data);
      byte[] out = new byte[most];
      int length = 0;
      while (length < most && !inflater.finished()) {
        int read = inflater.inflate(out, length, most - length);
        require(read > 0 || inflater.finished(), "a chunk that ends early");
        length += read;
      }
      return Arrays.copyOf(out, length);
    } catch (DataFormatException e) {
      throw new IllegalStateException("a chunk that is not deflate: " + e.getMessage(), e);
    } finally {
      inflater.end();
    }
  }

  /** Copies the rows of a chunk that lie within the values. */
  private void copy(byte[] chunk, long[] offset, byte[] all) {
    int last = shape.length - 1;
    int rows = chunk.length / (bytes * chunkShape[last]);
    int length = (int) Math.min(chunkShape[last], shape[last] - offset[last]) * bytes;
    int[] at = new int[last];
    for (int row = 0; row < rows; row++) {
      long to = 0;
      boolean inside = true;
      for (int axis = 0; axis < last; axis++) {
        long index = offset[axis] + at[axis];
        inside &= index < shape[axis];
        to = to * shape[axis] + index;
      }
      if (inside) {
        to = (to * shape[last] + offset[last]) * bytes;
        System.arraycopy(chunk, row * chunkShape[last] * bytes, all, (int) to, length);
      }
      for (int axis = last - 1; axis >= 0 && ++at[axis] == chunkShape[axis]; axis--) {
        at[axis] = 0;
      }
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}

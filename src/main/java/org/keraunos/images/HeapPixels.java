package org.keraunos.images;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.keraunos.base.Shape;
import org.keraunos.data.ByteColumn;

/**
 * Gathers decoded images on the heap, in arrays of moderate size so that there may be more than 2
 * GB.
 */
final class HeapPixels implements DecodeRun.Sink {
  private static final int BUFFER_BYTES = 1 << 26;

  private final Shape image;
  private final int rowsPerBuffer;
  private final List<ByteBuffer> buffers = new ArrayList<>();
  private final long mostRows;
  private int rows;

  HeapPixels(Shape image, int mostRows) {
    this.image = image;
    this.mostRows = mostRows;
    this.rowsPerBuffer = Math.max(1, BUFFER_BYTES / image.size());
  }

  @Override
  public void write(byte[] pixels, int offset, int length) {
    if (rows % rowsPerBuffer == 0) {
      int capacity = (int) Math.min(rowsPerBuffer, mostRows - rows);
      buffers.add(ByteBuffer.allocate(Math.multiplyExact(capacity, image.size())));
    }
    buffers.get(buffers.size() - 1).put(pixels, offset, length);
    rows++;
  }

  ByteColumn column() {
    return ByteColumn.of(buffers, rowsPerBuffer, rows, image);
  }

  /** A copy of other pixels. */
  static ByteColumn copy(ByteColumn pixels) {
    HeapPixels heap = new HeapPixels(pixels.shape(), pixels.rows());
    byte[] row = new byte[pixels.shape().size()];
    for (int i = 0; i < pixels.rows(); i++) {
      pixels.read(i, row, 0);
      heap.write(row, 0, row.length);
    }
    return heap.column();
  }
}

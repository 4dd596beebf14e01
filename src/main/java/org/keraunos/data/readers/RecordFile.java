package org.keraunos.data.readers;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.DataException;

/**
 * A TFRecord file, record after record: an 8-byte length, its checksum, the bytes, their checksum
 * (masked CRC-32C), all little-endian.
 */
final class RecordFile implements Closeable {
  private static final int HEADER = 12;
  private static final int FOOTER = 4;

  private final Path file;
  private final FileChannel channel;
  private final long size;
  private long next;
  private int records;

  RecordFile(Path file) {
    this.file = file;
    try {
      this.channel = FileChannel.open(file, StandardOpenOption.READ);
      this.size = channel.size();
    } catch (IOException e) {
      throw new DataException(file, "cannot be read: " + Folders.why(e), e);
    }
  }

  /** Where a record's bytes are, and the bytes, or null if their checksum is wrong. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Entry(long offset, int length, byte @Nullable [] bytes) {}

  /** The number of records read so far. */
  int records() {
    return records;
  }

  /** The next record, or null at the end. */
  @Nullable
  Entry read() {
    if (next == size) {
      return null;
    }
    ByteBuffer header = bytes(next, (int) Math.min(HEADER, size - next));
    if (records == 0
        && header.remaining() >= 2
        && (header.get(0) & 255) == 0x1f
        && (header.get(1) & 255) == 0x8b) {
      throw problem(
          "is compressed with gzip, which is not supported: write it without compression");
    }
    if (header.remaining() < HEADER) {
      throw problem("ends inside the length of a record (truncated)");
    }
    long length = header.getLong(0);
    if (header.getInt(8) != masked(header.slice(0, 8))) {
      throw problem(
          records == 0
              ? "is no TFRecord file: the first checksum is wrong"
              : "the checksum of its length is wrong; nothing behind it can be read");
    }
    if (length < 0 || length > size - next - HEADER - FOOTER) {
      throw problem("claims " + Long.toUnsignedString(length)
          + " bytes, but the file ends before (truncated)");
    }
    if (length > Integer.MAX_VALUE - 8 - FOOTER) {
      throw problem("claims " + length + " bytes, more than an array can have");
    }
    long offset = next + HEADER;
    Entry entry = new Entry(offset, (int) length, checked(offset, (int) length));
    next = offset + length + FOOTER;
    records++;
    return entry;
  }

  /** A record's bytes; null if their checksum is wrong. */
  byte @Nullable [] checked(long offset, int length) {
    ByteBuffer data = bytes(offset, length + FOOTER);
    int expected = data.getInt(length);
    byte[] result = new byte[length];
    data.get(result);
    return expected == masked(ByteBuffer.wrap(result)) ? result : null;
  }

  private ByteBuffer bytes(long offset, int length) {
    try {
      ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, offset + buffer.position()) < 0) {
          throw new EOFException("it has become shorter");
        }
      }
      return buffer.flip();
    } catch (IOException | OutOfMemoryError e) {
      throw new DataException(file, "cannot be read: " + Folders.why(e), e);
    }
  }

  private static int masked(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
  }

  private DataException problem(String what) {
    return new DataException(file, "record " + records, what);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new DataException(file, "cannot be closed: " + Folders.why(e), e);
    }
  }
}

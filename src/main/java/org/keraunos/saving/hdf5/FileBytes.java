package org.keraunos.saving.hdf5;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The bytes of an HDF5 file, in memory or on disk. */
interface FileBytes extends Closeable {
  /** How many there are. */
  long size();

  /** A part of them that lies within the file. */
  ByteBuffer read(long address, int length) throws IOException;

  /** How many to ask for at once where much is read: all, where asking copies nothing. */
  int piece();

  @Override
  default void close() throws IOException {}

  static FileBytes of(ByteBuffer bytes) {
    ByteBuffer all = bytes.slice().asReadOnlyBuffer();
    return new FileBytes() {
      @Override
      public long size() {
        return all.capacity();
      }

      @Override
      public ByteBuffer read(long address, int length) {
        return all.slice(Math.toIntExact(address), length);
      }

      @Override
      public int piece() {
        return Integer.MAX_VALUE - 7; // a multiple of every size of numbers
      }
    };
  }

  /** A file on disk, or a part of one. */
  static FileBytes open(Path file, long start, long length) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    return new FileBytes() {
      private final long size =
          start < 0 ? 0 : Math.max(0, Math.min(length, channel.size() - start));

      @Override
      public long size() {
        return size;
      }

      @Override
      public ByteBuffer read(long address, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
          if (channel.read(buffer, start + address + buffer.position()) < 0) {
            throw new EOFException("the file became shorter while it was read");
          }
        }
        return buffer.flip();
      }

      @Override
      public int piece() {
        return 1 << 20;
      }

      @Override
      public void close() throws IOException {
        channel.close();
      }
    };
  }
}

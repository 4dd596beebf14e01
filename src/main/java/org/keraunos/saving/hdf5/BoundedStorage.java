package org.keraunos.saving.hdf5;

import io.jhdf.Superblock;
import io.jhdf.storage.HdfBackingStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * What jHDF reads structure from. It trusts what a file says of itself, so every read is held
 * against the length of the file, and all of them together against a budget: structure that leads
 * back to itself comes to an end.
 */
final class BoundedStorage implements HdfBackingStorage {
  private static final int WIDTH = 8;
  private static final int LARGEST_SUPERBLOCK = 128;

  private final FileBytes bytes;
  private final Superblock superblock;
  private long reads;
  private long bytesLeft;

  BoundedStorage(FileBytes bytes) {
    this.bytes = bytes;
    reads = 1_000_000 + bytes.size() / 16;
    bytesLeft = (64 << 20) + 4 * bytes.size();
    ByteBuffer start = read(0, (int) Math.min(LARGEST_SUPERBLOCK, bytes.size()));
    superblock = Superblock.readSuperblock(start);
    if (superblock.getSizeOfOffsets() != WIDTH || superblock.getSizeOfLengths() != WIDTH) {
      throw new IllegalStateException("offsets and lengths of other sizes than 8 bytes");
    }
    if (superblock.getBaseAddressByte() != 0) {
      throw new IllegalStateException("a base address other than 0");
    }
    if (superblock.getEndOfFileAddress() > bytes.size() || superblock.getEndOfFileAddress() < 0) {
      throw new IllegalStateException("the file ends behind "
          + bytes.size()
          + " of "
          + superblock.getEndOfFileAddress()
          + " bytes");
    }
  }

  /** Values, which are none of the structure that the budget is for. */
  ByteBuffer values(long address, int length) {
    if (address < 0 || length < 0 || length > bytes.size() - address) {
      throw new IllegalStateException(
          length + " bytes at " + address + ", where the file has " + bytes.size());
    }
    try {
      return bytes.read(address, length).order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  int piece() {
    return bytes.piece();
  }

  private ByteBuffer read(long address, int length) {
    reads--;
    bytesLeft -= length;
    if (reads < 0 || bytesLeft < 0) {
      throw new IllegalStateException("structure without an end");
    }
    return values(address, length);
  }

  @Override
  public ByteBuffer readBufferFromAddress(long address, int length) {
    return read(address, length);
  }

  @Override
  public ByteBuffer map(long address, long length) {
    return read(address, Math.toIntExact(length));
  }

  @Override
  public ByteBuffer mapNoOffset(long address, long length) {
    return map(address, length);
  }

  @Override
  public long getUserBlockSize() {
    return 0;
  }

  @Override
  public Superblock getSuperblock() {
    return superblock;
  }

  @Override
  public FileChannel getFileChannel() {
    throw new UnsupportedOperationException("there need not be one");
  }

  @Override
  public int getSizeOfOffsets() {
    return WIDTH;
  }

  @Override
  public int getSizeOfLengths() {
    return WIDTH;
  }

  @Override
  public void close() {
    try {
      bytes.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  @Override
  public long size() {
    return bytes.size();
  }

  @Override
  public boolean inMemory() {
    return false;
  }
}

package org.keraunos.images;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.AtomicFiles;
import org.keraunos.base.Shape;
import org.keraunos.data.ByteColumn;

/**
 * Decoded images in a file: the pixels, then a footer with the key, what was left out, and a
 * checksum (CRC-32C) of every 64 MB of pixels; at the end the footer's length, its checksum and
 * eight letters. A file that is not wholly as it was written is not opened.
 */
final class PixelFile {
  private static final long MAGIC = 0x4B455241_50495831L; // "KERAPIX1"
  private static final int TAIL_BYTES = 16;
  private static final int BLOCK_BYTES = 1 << 26;

  private PixelFile() {}

  /** Writes pixels and, when they are all there, tells what else belongs into the file. */
  @FunctionalInterface
  interface Content {
    Rest writeTo(DecodeRun.Sink sink) throws IOException;
  }

  /**
   * What else is in the file.
   *
   * @param broken why images were left out, by their places
   * @param lasting whether all of these reasons are in the images themselves; else the file serves
   *     this run alone
   */
  record Rest(SortedMap<Integer, String> broken, boolean lasting) {}

  static void write(Path file, String key, Shape image, Content content) {
    AtomicFiles.writeCache(file, out -> {
      Blocks blocks = new Blocks(out);
      Rest rest = content.writeTo(blocks::write);
      out.write(footer(key, image, rest, blocks));
    });
  }

  private static byte[] footer(String key, Shape image, Rest rest, Blocks blocks)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeUTF(key);
    out.writeBoolean(rest.lasting());
    out.writeInt(Math.toIntExact(blocks.length / image.size()));
    out.writeInt(rest.broken().size());
    for (var problem : rest.broken().entrySet()) {
      out.writeInt(problem.getKey());
      out.writeUTF(problem.getValue());
    }
    for (int checksum : blocks.finish()) {
      out.writeInt(checksum);
    }
    CRC32C checksum = new CRC32C();
    checksum.update(bytes.toByteArray());
    int length = bytes.size();
    out.writeInt(length);
    out.writeInt((int) checksum.getValue());
    out.writeLong(MAGIC);
    return bytes.toByteArray();
  }

  /**
   * Opens a file for the run that wrote it or a later one.
   *
   * @param image the shape of an image
   * @param later whether it is a later run, for which problems that may be gone do not count
   * @return the pixels, mapped; null if there is no such file, or it is damaged or of another key
   */
  static @Nullable Pixels open(Path file, String key, Shape image, boolean later) {
    if (!Files.isRegularFile(file)) {
      return null;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      ByteBuffer tail = ByteBuffer.wrap(read(channel, size - TAIL_BYTES, TAIL_BYTES));
      int length = tail.getInt();
      int expected = tail.getInt();
      if (tail.getLong() != MAGIC || length < 0 || length > size - TAIL_BYTES) {
        return null;
      }
      byte[] footer = read(channel, size - TAIL_BYTES - length, length);
      CRC32C checksum = new CRC32C();
      checksum.update(footer);
      if ((int) checksum.getValue() != expected) {
        return null;
      }
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(footer));
      boolean sameKey = in.readUTF().equals(key);
      boolean lasting = in.readBoolean();
      int rows = in.readInt();
      long pixelBytes = (long) rows * image.size();
      SortedMap<Integer, String> broken = new TreeMap<>();
      for (int i = in.readInt(); i > 0; i--) {
        broken.put(in.readInt(), in.readUTF());
      }
      boolean whole = sameKey && (lasting || !later) && pixelBytes == size - TAIL_BYTES - length;
      return whole && intact(channel, pixelBytes, in)
          ? new Pixels(ByteColumn.map(file, 0, rows, image), broken)
          : null;
    } catch (IOException | UncheckedIOException e) {
      return null; // the same as damaged: it is made again
    }
  }

  private static boolean intact(FileChannel channel, long bytes, DataInputStream in)
      throws IOException {
    int blocks = (int) ((bytes + BLOCK_BYTES - 1) / BLOCK_BYTES);
    int[] expected = new int[blocks];
    for (int i = 0; i < blocks; i++) {
      expected[i] = in.readInt();
    }
    return IntStream.range(0, blocks).parallel().allMatch(i -> {
      long from = (long) i * BLOCK_BYTES;
      return checksum(channel, from, Math.min(BLOCK_BYTES, bytes - from)) == expected[i];
    });
  }

  private static int checksum(FileChannel channel, long from, long length) {
    CRC32C checksum = new CRC32C();
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(1 << 20, length));
    try {
      for (long done = 0; done < length; done += buffer.limit()) {
        buffer.clear().limit((int) Math.min(buffer.capacity(), length - done));
        fill(channel, from + done, buffer);
        checksum.update(buffer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return (int) checksum.getValue();
  }

  private static byte[] read(FileChannel channel, long from, int length) throws IOException {
    if (from < 0) {
      throw new IOException("too short");
    }
    byte[] bytes = new byte[length];
    fill(channel, from, ByteBuffer.wrap(bytes));
    return bytes;
  }

  private static void fill(FileChannel channel, long from, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, from + buffer.position()) < 0) {
        throw new IOException("too short");
      }
    }
    buffer.flip();
  }

  /** Counts and sums what goes through, block by block. */
  private static final class Blocks {
    private final OutputStream out;
    private final CRC32C checksum = new CRC32C();
    private final List<Integer> checksums = new ArrayList<>();
    private long length;

    Blocks(OutputStream out) {
      this.out = out;
    }

    void write(byte[] pixels, int offset, int count) throws IOException {
      out.write(pixels, offset, count);
      for (int done = 0; done < count; ) {
        int some = (int) Math.min(count - done, BLOCK_BYTES - length % BLOCK_BYTES);
        checksum.update(pixels, offset + done, some);
        done += some;
        length += some;
        if (length % BLOCK_BYTES == 0) {
          endBlock();
        }
      }
    }

    List<Integer> finish() {
      if (length % BLOCK_BYTES != 0) {
        endBlock();
      }
      return checksums;
    }

    private void endBlock() {
      checksums.add((int) checksum.getValue());
      checksum.reset();
    }
  }
}

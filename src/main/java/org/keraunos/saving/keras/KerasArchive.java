package org.keraunos.saving.keras;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.keraunos.base.DataException;
import org.keraunos.saving.hdf5.Hdf5File;

/** A {@code .keras} file that is read: a zip file whose weights, if stored, are read in place. */
final class KerasArchive implements AutoCloseable {
  static final String METADATA = "metadata.json";
  static final String CONFIG = "config.json";
  static final String WEIGHTS = "model.weights.h5";

  /** What Keraunos knows beside what Keras does. */
  static final String CARD = "keraunos/card.json";

  /** How the model was compiled, where Keras has not all of it. */
  static final String COMPILED = "keraunos/compiled.json";

  private static final int LARGEST_JSON = 256 << 20;
  private static final int PIECE = 1 << 20;

  /** A byte of deflate stands for at most 1032. */
  private static final long MOST_GROWTH = 1032;

  private final Path file;
  private final FileChannel channel;
  private final Map<String, ZipEntries.Entry> entries;

  private KerasArchive(Path file, FileChannel channel, Map<String, ZipEntries.Entry> entries) {
    this.file = file;
    this.channel = channel;
    this.entries = entries;
  }

  /**
   * Opens a file.
   *
   * @throws DataException if it is missing, or no such file
   */
  static KerasArchive open(Path file) {
    if (Files.isDirectory(file)) {
      throw new DataException(file, "expected a .keras file, found a folder");
    }
    FileChannel channel;
    try {
      channel = FileChannel.open(file, StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      throw new DataException(file, "does not exist", e);
    } catch (IOException e) {
      throw new DataException(file, "cannot be read: " + e.getMessage(), e);
    }
    KerasArchive archive = null;
    try {
      Map<String, ZipEntries.Entry> entries = ZipEntries.read(channel);
      KerasArchive opened = new KerasArchive(file, channel, entries);
      if (!entries.containsKey(CONFIG) || !entries.containsKey(WEIGHTS)) {
        throw new DataException(
            file,
            "expected a .keras file with " + CONFIG + " and " + WEIGHTS + ", received one with "
                + entries.keySet());
      }
      archive = opened;
      return opened;
    } catch (IOException e) {
      throw new DataException(file, problem(channel, e), e);
    } finally {
      if (archive == null) {
        close(channel);
      }
    }
  }

  /** What a file that cannot be read as a zip file is in place of one. */
  private static String problem(FileChannel channel, IOException why) {
    ByteBuffer start = ByteBuffer.allocate(2);
    try {
      channel.read(start, 0);
    } catch (IOException e) {
      why.addSuppressed(e);
      return String.valueOf(why.getMessage());
    }
    if (start.position() == 0) {
      return "expected a .keras file, received an empty file";
    }
    return start.get(0) == 'P' && (start.position() == 1 || start.get(1) == 'K')
        ? String.valueOf(why.getMessage())
        : "expected a .keras or an .h5 file, received a file that is neither a zip nor HDF5";
  }

  /** The object in an entry; empty where there is no such entry. */
  Optional<Map<String, Object>> json(String name) {
    return content(name).map(bytes -> Json.read(file, name, bytes));
  }

  /** The bytes of a small entry; empty where there is no such entry. */
  Optional<byte[]> content(String name) {
    ZipEntries.Entry entry = entries.get(name);
    if (entry == null) {
      return Optional.empty();
    }
    if (entry.size() > LARGEST_JSON) {
      throw new DataException(
          file, name, "expected at most " + LARGEST_JSON + " bytes, received " + entry.size());
    }
    return Optional.of(unpacked(name, entry));
  }

  /**
   * The weights, checked against the checksum of the zip file.
   *
   * @throws DataException if they are broken
   */
  Hdf5File weights() {
    ZipEntries.Entry entry = entries.get(WEIGHTS);
    if (entry == null) {
      throw new DataException(file, "expected " + WEIGHTS + ", received " + entries.keySet());
    }
    if (entry.method() != ZipEntries.STORED) {
      return Hdf5File.of(file, WEIGHTS, ByteBuffer.wrap(unpacked(WEIGHTS, entry)));
    }
    try {
      long start = ZipEntries.start(channel, entry);
      checkStored(WEIGHTS, entry);
      CRC32 sum = new CRC32();
      ByteBuffer piece = ByteBuffer.allocateDirect((int) Math.min(PIECE, entry.size() + 1));
      for (long at = 0; at < entry.size(); at += piece.limit()) {
        read(piece.clear().limit((int) Math.min(piece.capacity(), entry.size() - at)), start + at);
        sum.update(piece.duplicate());
      }
      checkSum(WEIGHTS, entry, sum);
      return Hdf5File.open(file, WEIGHTS, start, entry.size());
    } catch (IOException e) {
      throw new DataException(file, WEIGHTS, String.valueOf(e.getMessage()), e);
    }
  }

  private byte[] unpacked(String name, ZipEntries.Entry entry) {
    try {
      long start = ZipEntries.start(channel, entry);
      boolean deflated = entry.method() == ZipEntries.DEFLATED;
      if (!deflated) {
        checkStored(name, entry);
      }
      if (entry.size() > Integer.MAX_VALUE - 8
          || entry.packed() > Integer.MAX_VALUE - 8
          || (deflated && entry.size() > MOST_GROWTH * entry.packed() + 64)) {
        throw new DataException(
            file,
            name,
            "expected a size that its " + entry.packed() + " bytes can have, received "
                + entry.size());
      }
      ByteBuffer packed = ByteBuffer.allocate((int) entry.packed());
      read(packed, start);
      byte[] content = deflated ? inflated(name, packed, (int) entry.size()) : packed.array();
      CRC32 sum = new CRC32();
      sum.update(content);
      checkSum(name, entry, sum);
      return content;
    } catch (IOException e) {
      throw new DataException(file, name, String.valueOf(e.getMessage()), e);
    }
  }

  private void checkStored(String name, ZipEntries.Entry entry) {
    if (entry.method() != ZipEntries.STORED || entry.packed() != entry.size()) {
      throw new DataException(
          file,
          name,
          "expected bytes as they are or behind deflate, received method " + entry.method() + ", "
              + entry.packed() + " bytes for " + entry.size());
    }
  }

  private void checkSum(String name, ZipEntries.Entry entry, CRC32 sum) {
    if (sum.getValue() != entry.crc()) {
      throw new DataException(file, name, "is damaged: its checksum is another one");
    }
  }

  private byte[] inflated(String name, ByteBuffer packed, int size) {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(packed);
      byte[] content = new byte[size];
      int length = 0;
      while (length < size) {
        int read = inflater.inflate(content, length, size - length);
        if (read == 0) {
          throw new DataException(file, name, "ends early");
        }
        length += read;
      }
      return content;
    } catch (DataFormatException e) {
      throw new DataException(file, name, "is damaged: " + e.getMessage(), e);
    } finally {
      inflater.end();
    }
  }

  private void read(ByteBuffer into, long start) throws IOException {
    long at = start;
    while (into.hasRemaining()) {
      int count = channel.read(into, at);
      if (count < 0) {
        throw new IOException("the file became shorter while it was read");
      }
      at += count;
    }
    into.flip();
  }

  @Override
  public void close() {
    close(channel);
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing was written, so nothing is lost.
      return;
    }
  }
}

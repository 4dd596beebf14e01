package org.keraunos.data.npy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.keraunos.base.AtomicFiles;
import org.keraunos.base.Check;
import org.keraunos.base.DataException;

/**
 * An open {@code .npz} file: named arrays in a zip, stored or deflated, as {@code numpy.savez} and
 * {@code numpy.savez_compressed} write them. Only the arrays asked for are read.
 */
public final class Npz implements AutoCloseable {
  private static final String SUFFIX = ".npy";
  // Deflate cannot do better; an entry that claims more is a lie, found before memory is asked for.
  private static final long MOST_PER_BYTE = 1032;

  private final Path file;
  private final ZipFile zip;
  private final Map<String, ZipEntry> entries;

  private Npz(Path file, ZipFile zip, Map<String, ZipEntry> entries) {
    this.file = file;
    this.zip = zip;
    this.entries = entries;
  }

  /**
   * Opens a file and reads the list of what is in it.
   *
   * @param file a {@code .npz} file
   * @return the open file, to be closed
   * @throws DataException if it cannot be read or is no zip
   */
  public static Npz open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new DataException(file, Files.exists(file) ? "is not a file" : "no such file");
    }
    try {
      ZipFile zip = new ZipFile(file.toFile());
      Map<String, ZipEntry> entries = new LinkedHashMap<>();
      zip.stream()
          .filter(e -> e.getName().endsWith(SUFFIX))
          .forEach(e ->
              entries.put(e.getName().substring(0, e.getName().length() - SUFFIX.length()), e));
      return new Npz(file, zip, entries);
    } catch (ZipException e) {
      throw new DataException(
          file,
          "expected an .npz file (a zip of arrays), but it is no readable zip: " + e.getMessage(),
          e);
    } catch (IOException | IllegalArgumentException e) {
      throw new DataException(file, "cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * The names of the arrays, without {@code .npy}.
   *
   * @return the names, in the order of the file
   */
  public List<String> names() {
    return List.copyOf(entries.keySet());
  }

  /**
   * Whether there is an array of a name.
   *
   * @param name the name, without {@code .npy}
   * @return whether it is there
   */
  public boolean contains(String name) {
    return entries.containsKey(name);
  }

  /**
   * Reads an array.
   *
   * @param name the name, without {@code .npy}
   * @return its array, in C order
   * @throws DataException if there is none of that name (the message lists what is there), if its
   *     checksum is wrong, or for what {@link Npy#read} refuses
   */
  public NpyArray read(String name) {
    return with(name, true, NpyReader::read);
  }

  /**
   * What an array is, without reading its elements.
   *
   * @param name the name, without {@code .npy}
   * @return type and shape, such as {@code uint8 (10, 32, 32, 3)} or {@code text (10,)}; {@code (no
   *     array)} for something else
   * @throws DataException if there is none of that name
   */
  public String describe(String name) {
    return with(name, false, NpyReader::describe);
  }

  /**
   * Reads an array of texts with one axis, NumPy's {@code <U} or {@code S} (UTF-8).
   *
   * @param name the name, without {@code .npy}
   * @return the texts
   * @throws DataException if it cannot be read or holds something else
   */
  public List<String> readTexts(String name) {
    return with(name, true, NpyReader::readTexts);
  }

  /**
   * The sizes of an array's axes, without reading its elements.
   *
   * @param name the name, without {@code .npy}
   * @return the shape
   * @throws DataException if there is none of that name or it is no array
   */
  public long[] axes(String name) {
    return with(name, false, NpyReader::axes);
  }

  /**
   * Reads an array row by row, which may have more elements than a Java array.
   *
   * @param name the name of an array in C order, without {@code .npy}
   * @param each takes each row, an array without the first axis
   * @throws DataException as {@link #read} does, or if it is in Fortran order
   */
  public void rows(String name, Consumer<NpyArray> each) {
    with(name, true, reader -> {
      reader.rows(each);
      return name;
    });
  }

  private <T> T with(String name, boolean whole, Npy.Use<T> use) {
    ZipEntry entry = entries.get(name);
    if (entry == null) {
      throw new DataException(
          file,
          "expected an array named '" + name + "', found "
              + (entries.isEmpty() ? "no arrays" : String.join(", ", entries.keySet())));
    }
    long length = entry.getSize();
    long packed = entry.getCompressedSize();
    if (length < 0 || length / MOST_PER_BYTE > packed) {
      throw new DataException(
          file, name, "claims " + length + " bytes, which " + packed + " packed bytes cannot hold");
    }
    CRC32 crc = new CRC32();
    try (InputStream raw = zip.getInputStream(entry);
        InputStream in = new BufferedInputStream(new CheckedInputStream(raw, crc), 1 << 16)) {
      T array = use.of(new NpyReader(in, length, file, name));
      if (!whole) {
        return array;
      }
      if (in.read() >= 0) {
        throw new DataException(file, name, "holds more than the " + length + " bytes it claims");
      }
      if (crc.getValue() != entry.getCrc()) {
        throw new DataException(file, name, "is damaged: its checksum is wrong");
      }
      return array;
    } catch (IOException e) {
      throw new DataException(file, name, "is damaged: " + e.getMessage());
    }
  }

  /** Closes the file; arrays that were read stay as they are. */
  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw new DataException(file, "cannot be closed: " + e.getMessage(), e);
    }
  }

  /**
   * Writes arrays as {@code numpy.savez} does, not compressed; the file appears whole or not at
   * all, and the same arrays give the same bytes.
   *
   * @param file the file, replaced if it is there
   * @param arrays the arrays by name, written in the map's order
   * @throws DataException if it cannot be written
   * @throws IllegalArgumentException if a name is empty
   */
  public static void write(Path file, Map<String, NpyArray> arrays) {
    AtomicFiles.writeFile(file, out -> write(out, arrays, ZipEntry.STORED));
  }

  /**
   * Writes arrays as {@code numpy.savez_compressed} does; else like {@link #write(Path, Map)}.
   *
   * @param file the file, replaced if it is there
   * @param arrays the arrays by name, written in the map's order
   * @throws DataException if it cannot be written
   * @throws IllegalArgumentException if a name is empty
   */
  public static void writeCompressed(Path file, Map<String, NpyArray> arrays) {
    AtomicFiles.writeFile(file, out -> write(out, arrays, ZipEntry.DEFLATED));
  }

  private static void write(OutputStream out, Map<String, NpyArray> arrays, int method)
      throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    for (Map.Entry<String, NpyArray> each : arrays.entrySet()) {
      Check.argument(!each.getKey().isEmpty(), "name", "a name", "an empty one");
      NpyArray array = each.getValue();
      ZipEntry entry = new ZipEntry(each.getKey() + SUFFIX);
      entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
      entry.setMethod(method);
      if (method == ZipEntry.STORED) {
        // a stored entry says its checksum before its bytes
        CheckedOutputStream counted =
            new CheckedOutputStream(OutputStream.nullOutputStream(), new CRC32());
        Npy.write(counted, array);
        long header = NpyHeader.bytes(array.type(), array.shape()).length;
        entry.setSize(header + (long) array.size() * array.type().bytes());
        entry.setCrc(counted.getChecksum().getValue());
      }
      zip.putNextEntry(entry);
      Npy.write(zip, array);
      zip.closeEntry();
    }
    zip.finish();
  }
}

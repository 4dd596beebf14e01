package org.keraunos.data.npy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.keraunos.base.AtomicFiles;
import org.keraunos.base.DataException;

/**
 * Reads and writes NumPy's {@code .npy} files (formats 1.0 to 3.0, either order and endianness) as
 * {@code numpy.load(allow_pickle=False)} and {@code numpy.save} do.
 *
 * <p>Own code, because each library lacks something that is needed: org.jetbrains.bio:npy loops for
 * ever on a truncated file and reads no Fortran order; org.openlca:npy reads missing data as zeros,
 * leaves Fortran order as it is and fails on format 2.0 and 3.0.
 */
public final class Npy {
  private Npy() {}

  /**
   * Reads an array.
   *
   * @param file a {@code .npy} file
   * @return its array, in C order
   * @throws DataException if it cannot be read, is no {@code .npy} file, does not have exactly the
   *     bytes that its header says, or holds anything but booleans and real numbers
   */
  public static NpyArray read(Path file) {
    return with(file, NpyReader::read);
  }

  /**
   * What an array is, without reading its elements.
   *
   * @param file a {@code .npy} file
   * @return type and shape, such as {@code uint8 (10, 32, 32, 3)} or {@code text (10,)}; {@code (no
   *     array)} for other files
   * @throws DataException if it cannot be read
   */
  public static String describe(Path file) {
    return with(file, NpyReader::describe);
  }

  /**
   * Reads an array of texts with one axis, NumPy's {@code <U} or {@code S} (UTF-8).
   *
   * @param file a {@code .npy} file
   * @return the texts
   * @throws DataException if it cannot be read or holds something else
   */
  public static List<String> readTexts(Path file) {
    return with(file, NpyReader::readTexts);
  }

  /**
   * The sizes of the axes, without reading the elements.
   *
   * @param file a {@code .npy} file
   * @return the shape
   * @throws DataException if it cannot be read or is no array
   */
  public static long[] axes(Path file) {
    return with(file, NpyReader::axes);
  }

  /**
   * Reads an array row by row, which may have more elements than a Java array.
   *
   * @param file a {@code .npy} file in C order
   * @param each takes each row, an array without the first axis
   * @throws DataException as {@link #read} does, or if it is in Fortran order
   */
  public static void rows(Path file, Consumer<NpyArray> each) {
    with(file, reader -> {
      reader.rows(each);
      return file;
    });
  }

  /** Something that is read of a stream. */
  interface Use<T> {
    T of(NpyReader reader) throws IOException;
  }

  private static <T> T with(Path file, Use<T> use) {
    if (!Files.isRegularFile(file)) {
      throw new DataException(file, Files.exists(file) ? "is not a file" : "no such file");
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      return use.of(new NpyReader(in, Files.size(file), file, ""));
    } catch (IOException e) {
      throw new DataException(file, "cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Writes an array as little-endian format 1.0 in C order; the file appears whole or not at all.
   *
   * @param file the file, replaced if it is there
   * @param array the array
   * @throws DataException if it cannot be written
   */
  public static void write(Path file, NpyArray array) {
    AtomicFiles.writeFile(file, out -> write(out, array));
  }

  static void write(OutputStream out, NpyArray array) throws IOException {
    out.write(NpyHeader.bytes(array.type(), array.shape()));
    Object values = array.values();
    if (values instanceof byte[] bytes) {
      out.write(bytes);
      return;
    }
    int width = array.type().bytes();
    byte[] chunk = new byte[1 << 16];
    ByteBuffer buffer = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
    int step = chunk.length / width;
    for (int done = 0; done < array.size(); done += step) {
      int now = Math.min(array.size() - done, step);
      buffer.clear();
      if (values instanceof float[] a) {
        buffer.asFloatBuffer().put(a, done, now);
      } else if (values instanceof double[] a) {
        buffer.asDoubleBuffer().put(a, done, now);
      } else if (values instanceof short[] a) {
        buffer.asShortBuffer().put(a, done, now);
      } else if (values instanceof int[] a) {
        buffer.asIntBuffer().put(a, done, now);
      } else if (values instanceof long[] a) {
        buffer.asLongBuffer().put(a, done, now);
      }
      out.write(chunk, 0, now * width);
    }
  }
}

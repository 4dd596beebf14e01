package org.keraunos.training;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.DataException;
import org.keraunos.base.JsonMessage;
import org.keraunos.base.NamedArray;
import tools.jackson.core.JacksonException;

/**
 * A state in a file: a prefix of 28 bytes (mark, version, length of the head, length of the file,
 * checksum of the head), the head in JSON (what the training is of; name, type, shape and checksum
 * of each array), the arrays one behind the other, and the checksum of everything before it. All
 * numbers are little-endian, all checksums CRC-32C.
 */
@SuppressWarnings("ByteBufferBackingArray") // all are allocated here
final class CheckpointFile {
  private static final byte[] MARK = "KERAUNOS".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int PREFIX_BYTES = 28;
  private static final int MOST_HEAD_BYTES = 1 << 28;
  private static final int CHUNK_BYTES = 1 << 16;

  private CheckpointFile() {}

  static void write(TrainingState state, OutputStream target) throws IOException {
    ByteBuffer chunk = littleEndian(CHUNK_BYTES);
    long length = 0;
    List<Map<String, Object>> entries = new ArrayList<>();
    for (NamedArray array : state.arrays()) {
      CRC32C sum = new CRC32C();
      send(array, chunk, (bytes, count) -> sum.update(bytes, 0, count));
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("name", array.name());
      entry.put("type", Type.of(array).name());
      entry.put("shape", array.shape());
      entry.put("crc32c", sum.getValue());
      entries.add(entry);
      length += bytes(array);
    }
    Map<String, Object> head = new LinkedHashMap<>();
    head.put("format", "keraunos checkpoint");
    head.put("facts", state.facts());
    head.put("arrays", entries);
    byte[] json = Facts.write(head);
    length += PREFIX_BYTES + json.length + Integer.BYTES;

    CheckedOutputStream out = new CheckedOutputStream(target, new CRC32C());
    ByteBuffer prefix = littleEndian(PREFIX_BYTES);
    prefix.put(MARK).putInt(VERSION).putInt(json.length).putLong(length).putInt(crc(json));
    out.write(prefix.array());
    out.write(json);
    for (NamedArray array : state.arrays()) {
      send(array, chunk, (bytes, count) -> out.write(bytes, 0, count));
    }
    int whole = (int) out.getChecksum().getValue();
    out.write(littleEndian(Integer.BYTES).putInt(whole).array());
  }

  /** Takes bytes. */
  @FunctionalInterface
  private interface Sink {
    void take(byte[] bytes, int count) throws IOException;
  }

  private static void send(NamedArray array, ByteBuffer chunk, Sink sink) throws IOException {
    Type type = Type.of(array);
    int together = chunk.capacity() / type.bytes;
    int size = NamedArray.size(array.shape());
    for (int from = 0; from < size; from += together) {
      int count = Math.min(together, size - from);
      type.put(array.values(), from, count, chunk);
      sink.take(chunk.array(), count * type.bytes);
    }
  }

  private static int crc(byte... bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    return (int) sum.getValue();
  }

  private static long bytes(NamedArray array) {
    return (long) NamedArray.size(array.shape()) * Type.of(array).bytes;
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** @throws DataException if it is no checkpoint, or is damaged */
  static TrainingState read(Path file) {
    CRC32C sum = new CRC32C();
    try (InputStream raw = Files.newInputStream(file);
        DataInputStream in =
            new DataInputStream(new CheckedInputStream(new BufferedInputStream(raw), sum))) {
      return read(file, Files.size(file), in, sum);
    } catch (NoSuchFileException e) {
      throw new DataException(file, "expected a checkpoint, found nothing", e);
    } catch (EOFException e) {
      throw new DataException(file, "is cut off", e);
    } catch (IOException e) {
      throw new DataException(file, "cannot be read: " + e.getMessage(), e);
    } catch (JacksonException e) {
      throw new DataException(
          file, "head", "expected JSON, received " + JsonMessage.of(e.getOriginalMessage()), e);
    } catch (IllegalArgumentException | ClassCastException e) {
      throw new DataException(file, "head", String.valueOf(e.getMessage()), e);
    }
  }

  private static TrainingState read(Path file, long size, DataInputStream in, CRC32C sum)
      throws IOException {
    ByteBuffer prefix = littleEndian(PREFIX_BYTES);
    in.readFully(prefix.array());
    byte[] mark = new byte[MARK.length];
    prefix.get(mark);
    if (!Arrays.equals(mark, MARK)) {
      throw new DataException(file, "expected a checkpoint, received another file");
    }
    int version = prefix.getInt();
    if (version != VERSION) {
      throw new DataException(
          file, "expected version " + VERSION + " of the format, received " + version);
    }
    int headBytes = prefix.getInt();
    long length = prefix.getLong();
    if (length != size) {
      throw new DataException(file, "expected " + length + " bytes, found " + size);
    }
    long rest = size - PREFIX_BYTES - headBytes - Integer.BYTES;
    if (headBytes < 2 || headBytes > MOST_HEAD_BYTES || rest < 0) {
      throw new DataException(file, "expected a head within the file, received " + headBytes);
    }
    byte[] json = in.readNBytes(headBytes);
    if (json.length < headBytes || crc(json) != prefix.getInt()) {
      throw new DataException(file, "head", "is damaged: its checksum is another");
    }
    Map<String, Object> head = Facts.read(json);
    List<Entry> entries = new ArrayList<>();
    long wanted = 0;
    for (Object each : (List<?>) present(head.get("arrays"))) {
      Entry entry = Entry.of((Map<?, ?>) present(each));
      entries.add(entry);
      wanted += entry.bytes();
    }
    // Before anything of that size is made: a head may claim what it likes.
    if (wanted != rest) {
      throw new DataException(
          file, "head", "expected arrays of " + rest + " bytes, received " + wanted);
    }
    List<NamedArray> arrays = new ArrayList<>();
    for (Entry entry : entries) {
      arrays.add(entry.read(file, in));
    }
    int whole = (int) sum.getValue();
    ByteBuffer last = littleEndian(Integer.BYTES);
    in.readFully(last.array());
    if (last.getInt() != whole) {
      throw new DataException(file, "is damaged: its checksum is another");
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    ((Map<?, ?>) present(head.get("facts")))
        .forEach((key, value) -> facts.put((String) key, value));
    return TrainingState.of(arrays, facts);
  }

  private static Object present(@Nullable Object value) {
    if (value == null) {
      throw new IllegalArgumentException(
          "expected facts and arrays with name, type, shape, crc32c");
    }
    return value;
  }

  @SuppressWarnings("ArrayRecordComponent") // nobody compares entries
  private record Entry(String name, Type type, int[] shape, long crc) {
    static Entry of(Map<?, ?> entry) {
      int[] shape = ((List<?>) present(entry.get("shape")))
          .stream().mapToInt(axis -> (Integer) present(axis)).toArray();
      long crc = ((Number) present(entry.get("crc32c"))).longValue();
      Type type = Type.valueOf((String) present(entry.get("type")));
      return new Entry((String) present(entry.get("name")), type, shape, crc);
    }

    long bytes() {
      return (long) NamedArray.size(shape) * type.bytes;
    }

    NamedArray read(Path file, DataInputStream in) throws IOException {
      int size = NamedArray.size(shape);
      Object values = type.make(size);
      ByteBuffer chunk = littleEndian(CHUNK_BYTES);
      int together = chunk.capacity() / type.bytes;
      CRC32C sum = new CRC32C();
      for (int from = 0; from < size; from += together) {
        int count = Math.min(together, size - from);
        in.readFully(chunk.array(), 0, count * type.bytes);
        sum.update(chunk.array(), 0, count * type.bytes);
        type.get(chunk, values, from, count);
      }
      if (sum.getValue() != crc) {
        throw new DataException(file, name, "is damaged: its checksum is another");
      }
      return new NamedArray(name, shape, values);
    }
  }

  private enum Type {
    FLOAT32(Float.BYTES) {
      @Override
      Object make(int size) {
        return new float[size];
      }

      @Override
      void put(Object values, int from, int count, ByteBuffer into) {
        into.asFloatBuffer().put((float[]) values, from, count);
      }

      @Override
      void get(ByteBuffer of, Object values, int from, int count) {
        of.asFloatBuffer().get((float[]) values, from, count);
      }
    },
    FLOAT64(Double.BYTES) {
      @Override
      Object make(int size) {
        return new double[size];
      }

      @Override
      void put(Object values, int from, int count, ByteBuffer into) {
        into.asDoubleBuffer().put((double[]) values, from, count);
      }

      @Override
      void get(ByteBuffer of, Object values, int from, int count) {
        of.asDoubleBuffer().get((double[]) values, from, count);
      }
    },
    INT64(Long.BYTES) {
      @Override
      Object make(int size) {
        return new long[size];
      }

      @Override
      void put(Object values, int from, int count, ByteBuffer into) {
        into.asLongBuffer().put((long[]) values, from, count);
      }

      @Override
      void get(ByteBuffer of, Object values, int from, int count) {
        of.asLongBuffer().get((long[]) values, from, count);
      }
    };

    final int bytes;

    Type(int bytes) {
      this.bytes = bytes;
    }

    abstract Object make(int size);

    abstract void put(Object values, int from, int count, ByteBuffer into);

    abstract void get(ByteBuffer of, Object values, int from, int count);

    static Type of(NamedArray array) {
      return array.values() instanceof float[]
          ? FLOAT32
          : array.values() instanceof double[] ? FLOAT64 : INT64;
    }
  }
}

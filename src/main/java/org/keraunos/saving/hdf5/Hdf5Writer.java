package org.keraunos.saving.hdf5;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.NamedArray;

/**
 * Writes an HDF5 file of groups, contiguous little-endian data sets and attributes of text, as
 * every version of h5py and Keras reads it. First the structure is told, then {@link #writeTo} puts
 * it out from the first byte to the last: to a file, a zip entry or a socket. Values are asked for
 * when it is their turn, one data set at a time.
 */
public final class Hdf5Writer {
  /** The types of numbers that are written. */
  public enum Numbers {
    /** Single precision. */
    FLOAT32(4),
    /** Double precision. */
    FLOAT64(8),
    /** Whole numbers of 64 bits. */
    INT64(8);

    private final int bytes;

    Numbers(int bytes) {
      this.bytes = bytes;
    }

    private static Numbers of(Object values) {
      return values instanceof float[] ? FLOAT32 : values instanceof double[] ? FLOAT64 : INT64;
    }
  }

  private static final int PIECE = 1 << 16;
  private static final int ALIGNMENT = 8;

  private final Group root = new Group();
  private final List<Values> arrays = new ArrayList<>();

  /** Begins an empty file. */
  public Hdf5Writer() {}

  /**
   * Makes a group, and those above it; nothing happens to one that is there.
   *
   * @param path its names, divided by {@code /}
   * @throws IllegalArgumentException if a name is empty, or a data set has it
   */
  public void group(String path) {
    var unused = made(path);
  }

  /**
   * Notes a text at a group, which is made if it is not there.
   *
   * @param group the group's path; empty for the root
   * @param name the attribute
   * @param text the text, at most 60,000 bytes in UTF-8
   * @throws IllegalArgumentException if it is longer
   */
  public void attribute(String group, String name, String text) {
    int size = Headers.utf8(text).length + Headers.utf8(name).length;
    Check.argument(
        size <= Headers.MOST_TEXT, name, "at most " + Headers.MOST_TEXT + " bytes of text", size);
    made(group).attributes.put(name, text);
  }

  /**
   * Adds a data set, and the groups above it.
   *
   * @param path its names, divided by {@code /}
   * @param values the shape and the numbers, not copied; their own name is not used
   * @throws IllegalArgumentException if something has that path
   */
  public void array(String path, NamedArray values) {
    array(path, values.shape(), Numbers.of(values.values()), values::values);
  }

  /**
   * Adds a data set whose values are asked for when they are written.
   *
   * @param path its names, divided by {@code /}
   * @param shape the sizes of its axes; none for a single number
   * @param type the type of the numbers
   * @param values gives a {@code float[]}, {@code double[]} or {@code long[]} of that type and size
   * @throws IllegalArgumentException if something has that path
   */
  public void array(String path, int[] shape, Numbers type, Supplier<?> values) {
    int slash = path.lastIndexOf('/');
    Group group = made(slash < 0 ? "" : path.substring(0, slash));
    String name = named(path, path.substring(slash + 1));
    Values array = new Values(path, shape.clone(), type, values);
    Check.argument(group.children.putIfAbsent(name, array) == null, path, "a new path", "twice");
    arrays.add(array);
  }

  private Group made(String path) {
    Group at = root;
    if (path.isEmpty()) {
      return at;
    }
    for (String name : path.split("/", -1)) {
      Node child = at.children.computeIfAbsent(named(path, name), key -> new Group());
      if (!(child instanceof Group group)) {
        throw Check.bad(path, "a group", "the data set " + ((Values) child).path);
      }
      at = group;
    }
    return at;
  }

  private static String named(String path, String name) {
    Check.argument(
        !name.isEmpty() && !name.equals(".") && Headers.utf8(name).length <= Headers.MOST_TEXT,
        path,
        "names between slashes",
        path);
    return name;
  }

  /** {@return the size of the file in bytes} */
  public long size() {
    return place();
  }

  /**
   * Writes the file.
   *
   * @param out where to; not closed
   * @throws IOException if writing fails
   * @throws IllegalArgumentException if values are not of their type and size
   */
  public void writeTo(OutputStream out) throws IOException {
    long end = place();
    out.write(Headers.superblock(end));
    long at = Headers.ROOT + writeHeaders(root, out);
    for (Values array : arrays) {
      out.write(new byte[(int) (array.data - at)]);
      array.writeTo(out);
      at = array.data + array.bytes();
    }
  }

  /** Gives every header its address, then all values, and returns the end. */
  private long place() {
    long at = place(root, Headers.ROOT);
    for (Values array : arrays) {
      at = (at + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
      array.data = at;
      at += array.bytes();
    }
    return at;
  }

  private static long place(Node node, long address) {
    node.address = address;
    if (node instanceof Values array) {
      return address + Headers.arraySize(array.shape.length, array.type);
    }
    Group group = (Group) node;
    long at = address + Headers.groupSize(group.children.keySet(), group.attributes);
    for (Node child : group.children.values()) {
      at = place(child, at);
    }
    return at;
  }

  private static long writeHeaders(Node node, OutputStream out) throws IOException {
    if (node instanceof Values array) {
      byte[] header = Headers.array(array.shape, array.type, array.data, array.bytes());
      out.write(header);
      return header.length;
    }
    Group group = (Group) node;
    Map<String, Long> links = new LinkedHashMap<>();
    group.children.forEach((name, child) -> links.put(name, child.address));
    byte[] header = Headers.group(links, group.attributes);
    out.write(header);
    long written = header.length;
    for (Node child : group.children.values()) {
      written += writeHeaders(child, out);
    }
    return written;
  }

  /** What has a header. */
  private abstract static class Node {
    private long address;
  }

  private static final class Group extends Node {
    private final Map<String, Node> children = new LinkedHashMap<>();
    private final Map<String, String> attributes = new LinkedHashMap<>();
  }

  private static final class Values extends Node {
    private final String path;
    private final int[] shape;
    private final Numbers type;
    private final Supplier<?> values;
    private long data;

    private Values(String path, int[] shape, Numbers type, Supplier<?> values) {
      this.path = path;
      this.shape = shape;
      this.type = type;
      this.values = values;
    }

    private long bytes() {
      return (long) NamedArray.size(shape) * type.bytes;
    }

    private void writeTo(OutputStream out) throws IOException {
      @Nullable Object given = values.get();
      int size = NamedArray.size(shape);
      Check.argument(
          given != null
              && given.getClass().isArray()
              && Numbers.of(given) == type
              && Array.getLength(given) == size,
          () -> path + ": expected " + size + " values of " + type + " for the shape "
              + Arrays.toString(shape));
      ByteBuffer piece = ByteBuffer.allocate(PIECE).order(ByteOrder.LITTLE_ENDIAN);
      int most = PIECE / type.bytes;
      for (int start = 0; start < size; start += Math.min(most, size - start)) {
        int count = Math.min(most, size - start);
        switch (type) {
          case FLOAT32 -> piece.asFloatBuffer().put((float[]) given, start, count);
          case FLOAT64 -> piece.asDoubleBuffer().put((double[]) given, start, count);
          case INT64 -> piece.asLongBuffer().put((long[]) given, start, count);
        }
        out.write(piece.array(), 0, count * type.bytes);
      }
    }
  }
}

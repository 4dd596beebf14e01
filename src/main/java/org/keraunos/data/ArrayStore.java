package org.keraunos.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.DataException;
import org.keraunos.data.npy.Npy;
import org.keraunos.data.npy.NpyArray;
import org.keraunos.data.npy.Npz;

/** Arrays by name: those of an .npz, the .npy files of a folder, or one .npy file. */
final class ArrayStore implements AutoCloseable {
  private final Path path;
  private final @Nullable Npz npz;
  private final Map<String, Path> files = new LinkedHashMap<>();
  private final Map<String, String> kinds = new LinkedHashMap<>();

  private ArrayStore(Path path, @Nullable Npz npz) {
    this.path = path;
    this.npz = npz;
  }

  static ArrayStore open(Path path) {
    if (!Files.exists(path)) {
      throw new DataException(path, "no such file or folder");
    }
    boolean folder = Files.isDirectory(path);
    boolean npy = path.toString().toLowerCase(Locale.ROOT).endsWith(".npy");
    ArrayStore arrays = new ArrayStore(path, folder || npy ? null : Npz.open(path));
    if (folder) {
      try (Stream<Path> list = Files.list(path)) {
        list.filter(file -> file.toString().endsWith(".npy"))
            .sorted()
            .forEach(file -> arrays.files.put(stem(file), file));
      } catch (IOException e) {
        throw new DataException(path, "cannot be read: " + e.getMessage(), e);
      }
    } else if (npy) {
      arrays.files.put(stem(path), path);
    }
    arrays.names().forEach(name -> arrays.kinds.put(name, arrays.kind(name)));
    return arrays;
  }

  private static String stem(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(0, name.length() - ".npy".length());
  }

  private List<String> names() {
    return npz == null ? List.copyOf(files.keySet()) : npz.names();
  }

  /** What an array holds, without reading it: type and shape, or why it is none that is read. */
  private String kind(String name) {
    return npz == null ? Npy.describe(files.getOrDefault(name, path)) : npz.describe(name);
  }

  /** The arrays that are no texts. */
  List<String> numbers() {
    List<String> numbers = new ArrayList<>(names());
    numbers.removeAll(texts());
    return numbers;
  }

  /** The arrays of texts. */
  List<String> texts() {
    return names().stream()
        .filter(name -> kinds.getOrDefault(name, "").startsWith("text"))
        .toList();
  }

  /** Everything that is there, for messages. */
  String found() {
    List<String> all =
        names().stream().map(name -> name + " " + kinds.get(name)).toList();
    return all.isEmpty() ? "no arrays" : String.join(", ", all);
  }

  NpyArray read(String name) {
    return npz == null ? Npy.read(files.getOrDefault(name, path)) : npz.read(name);
  }

  long[] axes(String name) {
    return npz == null ? Npy.axes(files.getOrDefault(name, path)) : npz.axes(name);
  }

  void rows(String name, Consumer<NpyArray> each) {
    if (npz == null) {
      Npy.rows(files.getOrDefault(name, path), each);
    } else {
      npz.rows(name, each);
    }
  }

  List<String> readTexts(String name) {
    return npz == null ? Npy.readTexts(files.getOrDefault(name, path)) : npz.readTexts(name);
  }

  @Override
  public void close() {
    if (npz != null) {
      npz.close();
    }
  }
}

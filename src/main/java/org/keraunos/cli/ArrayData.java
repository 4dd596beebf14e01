package org.keraunos.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.DataException;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.NamedArray;
import org.keraunos.base.Shape;
import org.keraunos.data.ByteColumn;
import org.keraunos.data.Column;
import org.keraunos.data.Dataset;
import org.keraunos.data.Feature;
import org.keraunos.data.FloatColumn;
import org.keraunos.data.ListedData;
import org.keraunos.data.Reading;
import org.keraunos.data.npy.Npy;
import org.keraunos.data.npy.NpyArray;
import org.keraunos.data.npy.NpyType;
import org.keraunos.data.npy.Npz;
import org.keraunos.data.readers.Content;
import org.keraunos.data.readers.Listing;
import org.keraunos.data.readers.Part;

/**
 * Data sets in NumPy's files: {@code x_train, y_train, x_test, y_test} (or {@code x, y} alone) in an {@code .npz} or as
 * {@code .npy} files of a folder, or images alone. Bytes are divided by 255 in the graph, floats are taken as they are;
 * images without a channel axis have one channel; two axes are rows of features.
 */
final class ArrayData {
  private static final Map<String, Part> PARTS = parts();

  private ArrayData() {}

  private static Map<String, Part> parts() {
    Map<String, Part> parts = new LinkedHashMap<>();
    parts.put("_train", Part.TRAIN);
    parts.put("_val", Part.VALIDATION);
    parts.put("_test", Part.TEST);
    parts.put("", Part.NONE);
    return parts;
  }

  /** Whether this is an .npz, an .npy, or a folder of x.npy or x_train.npy. */
  static boolean isArrays(Path path) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    return Files.isDirectory(path)
        ? Files.isRegularFile(path.resolve("x_train.npy"))
            || Files.isRegularFile(path.resolve("x.npy"))
        : name.endsWith(".npz") || name.endsWith(".npy");
  }

  /** All labelled rows, each with its part. */
  static ListedData read(Path path) {
    List<Dataset> found = new ArrayList<>();
    List<Part> parts = new ArrayList<>();
    try (NamedArrays arrays = NamedArrays.open(path)) {
      for (Map.Entry<String, Part> part : PARTS.entrySet()) {
        String x = "x" + part.getKey();
        String y = "y" + part.getKey();
        boolean there = arrays.has(x) || arrays.has(y);
        if (there && (part.getValue() != Part.NONE || found.isEmpty())) {
          Dataset rows = images(path, x, arrays.read(x));
          Dataset labelled = rows.withLabels(labels(path, y, arrays.read(y), rows.size()));
          checkAlike(found.isEmpty() ? labelled : found.get(0), labelled, x, y);
          found.add(labelled);
          parts.addAll(Collections.nCopies(rows.size(), part.getValue()));
        }
      }
    }
    if (found.isEmpty()) {
      throw new DataException(path, "expected arrays x_train and y_train, or x and y");
    }
    return new ListedData(Dataset.concat(found.toArray(Dataset[]::new)), parts, List.of());
  }

  /** All labelled rows as a reader would list them: bytes as pixels, floats as features. */
  static Listing listing(Path path, List<String> labelNames) {
    ListedData data = read(path);
    Dataset rows = labelNames.isEmpty()
        ? data.dataset()
        : data.dataset().withLabelNames(labelNames.toArray(String[]::new));
    Shape shape = rows.inputs().get(0).shape();
    Column column = rows.inputs().get(0).column();
    int size = shape.size();
    Content content;
    if (column instanceof ByteColumn bytes && shape.rank() == 3) {
      byte[] values = new byte[Math.multiplyExact(rows.size(), size)];
      for (int row = 0; row < rows.size(); row++) {
        bytes.read(row, values, row * size);
      }
      content = new Content.Pixels(values, shape.get(0), shape.get(1), shape.get(2));
    } else {
      float[] values = new float[Math.multiplyExact(rows.size(), size)];
      byte[] buffer = new byte[size];
      for (int row = 0; row < rows.size(); row++) {
        if (column instanceof ByteColumn bytes) {
          bytes.read(row, buffer, 0);
          for (int i = 0; i < size; i++) {
            values[row * size + i] = buffer[i] & 0xFF;
          }
        } else {
          ((FloatColumn) column).read(row, values, row * size);
        }
      }
      content = new Content.Features(
          values, IntStream.range(0, size).mapToObj(i -> "x" + i).toList());
    }
    return new Listing(
        content,
        data.parts(),
        rows.labelNames().names(),
        rows.labels(),
        Reading.of("npz", "a zip of arrays").build());
  }

  private static void checkAlike(Dataset first, Dataset part, String x, String y) {
    Feature expected = first.inputs().get(0);
    Feature received = part.inputs().get(0);
    Check.argument(
        received.shape().equals(expected.shape()),
        x,
        (expected.shape().rank() == 3 ? "images" : "features") + " of shape " + expected.shape()
            + " as x_train",
        received.shape());
    Check.argument(
        received.column() instanceof ByteColumn == expected.column() instanceof ByteColumn,
        x,
        expected.column() instanceof ByteColumn ? "uint8 as x_train" : "floats as x_train",
        received.column() instanceof ByteColumn ? "uint8" : "floats");
    int labels = first.labelNames().size();
    Check.argument(
        part.labelNames().size() == labels,
        y,
        labels + " labels as y_train",
        part.labelNames().size());
  }

  /** Arrays by name: those of an .npz, or the .npy files of a folder. */
  private record NamedArrays(Path path, @Nullable Npz npz) implements AutoCloseable {
    static NamedArrays open(Path path) {
      if (!Files.exists(path)) {
        throw new DataException(path, "no such file or folder");
      }
      return new NamedArrays(path, Files.isDirectory(path) ? null : Npz.open(path));
    }

    boolean has(String name) {
      return npz == null ? Files.isRegularFile(path.resolve(name + ".npy")) : npz.contains(name);
    }

    NpyArray read(String name) {
      return npz == null ? Npy.read(path.resolve(name + ".npy")) : npz.read(name);
    }

    @Override
    public void close() {
      if (npz != null) {
        npz.close();
      }
    }
  }

  /** Images to predict, with their labels where the file has them. */
  static Dataset toPredict(Path file) {
    if (file.toString().toLowerCase(Locale.ROOT).endsWith(".npy")) {
      return images(file, "images", Npy.read(file));
    }
    try (Npz npz = Npz.open(file)) {
      String name = nameOfImages(file, npz.names());
      Dataset images = images(file, name, npz.read(name));
      Optional<String> labels = Optional.of(name)
          .filter(x -> x.startsWith("x"))
          .map(x -> "y" + x.substring(1))
          .filter(npz::contains);
      return labels.isPresent()
          ? images.withLabels(labels(file, labels.get(), npz.read(labels.get()), images.size()))
          : images;
    }
  }

  private static String nameOfImages(Path file, List<String> names) {
    for (String usual : List.of("x_test", "x", "images")) {
      if (names.contains(usual)) {
        return usual;
      }
    }
    if (names.size() == 1) {
      return names.get(0);
    }
    throw new DataException(
        file, "expected an array named x_test, x or images, or one array alone, found " + names);
  }

  private static Dataset images(Path file, String name, NpyArray array) {
    int[] shape = array.shape();
    if (shape.length < 2 || shape.length > 4) {
      throw new DataException(
          file,
          name,
          "expected images of shape (rows, height, width, channels) or (rows, height, width), or "
              + "features of shape (rows, features), received " + tuple(shape));
    }
    if (array.size() == 0) {
      throw new DataException(
          file, name, "expected at least one row with pixels, received shape " + tuple(shape));
    }
    int[] sample = shape.length == 3
        ? new int[] {shape[1], shape[2], 1}
        : Arrays.copyOfRange(shape, 1, shape.length);
    NpyType type = array.type();
    if (type == NpyType.UINT8) {
      return Dataset.of((byte[]) array.values(), sample);
    }
    if (type != NpyType.FLOAT16 && type != NpyType.FLOAT32 && type != NpyType.FLOAT64) {
      throw new DataException(file, name, "expected uint8 (0 to 255) or floats, received " + type);
    }
    float[] values = array.toFloats();
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new DataException(
            file,
            name,
            "expected finite numbers, received " + values[i] + " in row "
                + i / NamedArray.size(sample));
      }
    }
    return Dataset.of(values, sample);
  }

  private static LabelMatrix labels(Path file, String name, NpyArray array, int rows) {
    int[] shape = array.shape();
    if (shape.length != 1 && shape.length != 2) {
      throw new DataException(
          file, name, "expected labels of shape (rows, labels), received " + tuple(shape));
    }
    int labels = shape.length == 2 ? shape[1] : 1;
    if (shape[0] != rows || labels < 1) {
      throw new DataException(
          file,
          name,
          "expected " + rows + " rows, as many as there are images, with at least one label, "
              + "received shape " + tuple(shape));
    }
    try {
      return LabelMatrix.of(array.toFloats(), rows, labels);
    } catch (IllegalArgumentException e) {
      throw new DataException(file, name + ", " + e.getMessage(), e);
    }
  }

  /** A shape as Python prints it. */
  private static String tuple(int[] shape) {
    String inner = Arrays.toString(shape);
    return "(" + inner.substring(1, inner.length() - 1) + (shape.length == 1 ? ",)" : ")");
  }
}

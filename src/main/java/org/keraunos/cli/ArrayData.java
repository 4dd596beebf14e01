package org.keraunos.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.keraunos.base.DataException;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.NamedArray;
import org.keraunos.data.Dataset;
import org.keraunos.data.npy.Npy;
import org.keraunos.data.npy.NpyArray;
import org.keraunos.data.npy.NpyType;
import org.keraunos.data.npy.Npz;

/**
 * Data sets in NumPy's files: {@code x_train, y_train, x_test, y_test} in an {@code .npz}, or images alone. Bytes are
 * divided by 255 in the graph, floats are taken as they are; images without a channel axis have one channel.
 */
final class ArrayData {
  private ArrayData() {}

  static Dataset train(Path file) {
    return labelled(file, "train");
  }

  static Dataset test(Path file) {
    return labelled(file, "test");
  }

  private static Dataset labelled(Path file, String part) {
    try (Npz npz = Npz.open(file)) {
      Dataset images = images(file, "x_" + part, npz.read("x_" + part));
      return images.withLabels(labels(file, "y_" + part, npz.read("y_" + part), images.size()));
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
    if (shape.length != 3 && shape.length != 4) {
      throw new DataException(
          file,
          name,
          "expected images of shape (rows, height, width, channels) or (rows, height, width), "
              + "received " + tuple(shape));
    }
    if (array.size() == 0) {
      throw new DataException(
          file, name, "expected at least one row with pixels, received shape " + tuple(shape));
    }
    int[] sample =
        shape.length == 4 ? Arrays.copyOfRange(shape, 1, 4) : new int[] {shape[1], shape[2], 1};
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

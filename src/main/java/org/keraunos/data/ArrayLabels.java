package org.keraunos.data;

import java.nio.file.Path;
import java.util.Set;
import org.keraunos.base.Check;
import org.keraunos.base.DataException;
import org.keraunos.base.LabelMatrix;
import org.keraunos.data.npy.NpyArray;
import org.keraunos.data.readers.ReadOptions;

/** Arrays of labels: 0, 1 and NaN, and what the user says that other numbers mean. */
final class ArrayLabels {
  private final Path path;
  private final ReadOptions options;

  ArrayLabels(Path path, ReadOptions options) {
    this.path = path;
    this.options = options;
  }

  LabelMatrix of(String name, NpyArray array, int rows) {
    int[] shape = array.shape();
    if (shape.length != 1 && shape.length != 2) {
      throw new DataException(
          path,
          name,
          "expected labels of shape (rows, labels), received " + ArrayFiles.tuple(shape));
    }
    int labels = shape.length == 2 ? shape[1] : 1;
    if (shape[0] != rows || labels < 1) {
      throw new DataException(
          path,
          name,
          "expected " + rows + " rows, as many as there are images, with at least one label, "
              + "received shape " + ArrayFiles.tuple(shape));
    }
    float[] cells = said(array.toFloats());
    checkNoClasses(name, cells, shape);
    try {
      return LabelMatrix.of(cells, rows, labels);
    } catch (IllegalArgumentException e) {
      throw new DataException(path, name + ", " + e.getMessage(), e);
    }
  }

  /**
   * Cells with what the user says of them: arrays know NaN for unknown, and nothing else by
   * themselves.
   */
  private float[] said(float[] cells) {
    for (float unknown : numbers(options.unknown())) {
      replace(cells, unknown, Float.NaN);
    }
    for (float absent : numbers(options.absent())) {
      replace(cells, absent, 0);
    }
    for (float cell : cells) {
      if (cell == -1) {
        throw new DataException(
            path,
            "expected labels of 0, 1 or NaN, received -1: --absent -1 (ReadOptions.absent) or "
                + "--unknown -1 (ReadOptions.unknown) says what it means");
      }
    }
    return cells;
  }

  private static float[] numbers(Set<String> cells) {
    float[] numbers = new float[cells.size()];
    int n = 0;
    for (String cell : cells) {
      try {
        numbers[n++] = Float.parseFloat(cell);
      } catch (NumberFormatException e) {
        throw Check.bad("--unknown, --absent", "numbers for arrays", cell);
      }
    }
    return numbers;
  }

  private static void replace(float[] cells, float old, float with) {
    for (int i = 0; i < cells.length; i++) {
      cells[i] = cells[i] == old ? with : cells[i];
    }
  }

  /** Numbers of classes are what other losses take; here each class is a column of 0 and 1. */
  private void checkNoClasses(String name, float[] cells, int[] shape) {
    float largest = 0;
    for (float cell : cells) {
      if (cell < 0 || cell != Math.rint(cell)) {
        return;
      }
      largest = Math.max(largest, cell);
    }
    if (largest > 1 && (shape.length == 1 || shape[1] == 1)) {
      throw new DataException(
          path,
          name,
          "expected rows of 0 and 1, a column a label, received class numbers 0 to "
              + (int) largest + ": make them one-hot (numpy.eye(" + ((int) largest + 1) + ")["
              + name + "])");
    }
  }
}

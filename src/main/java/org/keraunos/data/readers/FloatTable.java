package org.keraunos.data.readers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.DataException;

/** Rows of numbers, all of one length, in one growing array. */
final class FloatTable {
  private static final int MOST = Integer.MAX_VALUE - 8;

  private final Path origin;
  private float[] values = new float[0];
  private int width = -1;
  private int rows;

  FloatTable(Path origin) {
    this.origin = origin;
  }

  int rows() {
    return rows;
  }

  /** Adds a row, or says what is wrong with it. */
  @Nullable
  String add(float[] row) {
    if (width < 0 ? row.length == 0 : row.length != width) {
      return "expected " + (width < 0 ? "features" : width + " features") + ", received "
          + row.length;
    }
    for (int i = 0; i < row.length; i++) {
      if (!Float.isFinite(row[i])) {
        return "expected finite numbers, received none as feature " + i;
      }
    }
    width = row.length;
    long needed = (long) (rows + 1) * width;
    if (needed > values.length) {
      grow(needed);
    }
    System.arraycopy(row, 0, values, rows * width, width);
    rows++;
    return null;
  }

  private void grow(long needed) {
    if (needed > MOST) {
      throw new DataException(
          origin, rows + " rows x " + width + " features and more are above 2^31 numbers");
    }
    try {
      values =
          Arrays.copyOf(values, (int) Math.min(MOST, Math.max(needed, values.length * 3L / 2)));
    } catch (OutOfMemoryError e) {
      throw new DataException(
          origin, "its features are larger than the memory of this Java (-Xmx)", e);
    }
  }

  Content.Features content() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      names.add("x" + i);
    }
    return content(names);
  }

  Content.Features content(List<String> names) {
    try {
      return new Content.Features(
          values.length == rows * width ? values : Arrays.copyOf(values, rows * width), names);
    } catch (OutOfMemoryError e) {
      throw new DataException(
          origin, "its features are larger than the memory of this Java (-Xmx)", e);
    }
  }
}

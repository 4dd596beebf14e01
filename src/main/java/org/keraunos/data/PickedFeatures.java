package org.keraunos.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.keraunos.base.DataException;
import org.keraunos.base.Shape;

/** A table's columns by name, in the order that somebody wants; everything else of the data set stays. */
final class PickedFeatures {
  private PickedFeatures() {}

  static Dataset of(Dataset all, List<String> names, List<String> wanted, Path origin) {
    List<String> missing = new ArrayList<>(wanted);
    missing.removeAll(names);
    if (!missing.isEmpty()) {
      throw new DataException(
          origin,
          "expected the features that the model was trained on, missing: "
              + String.join(", ", missing));
    }
    int[] places = wanted.stream().mapToInt(names::indexOf).toArray();
    Feature input = all.inputs().get(0);
    FloatColumn some = pick(input.column(), places);
    return all.withInput(new Feature(input.name(), some, input.scaling()));
  }

  private static FloatColumn pick(Column all, int[] places) {
    Shape shape = Shape.of(places.length);
    float[] values = new float[Math.multiplyExact(all.rows(), places.length)];
    float[] row = new float[all.shape().size()];
    for (int i = 0; i < all.rows(); i++) {
      all.readFloats(i, row, 0);
      for (int j = 0; j < places.length; j++) {
        values[i * places.length + j] = row[places[j]];
      }
    }
    return FloatColumn.of(values, shape);
  }
}

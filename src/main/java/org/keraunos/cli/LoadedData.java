package org.keraunos.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.keraunos.base.DataException;
import org.keraunos.base.Shape;
import org.keraunos.data.Dataset;
import org.keraunos.data.Feature;
import org.keraunos.data.FloatColumn;
import org.keraunos.data.ListedData;
import org.keraunos.data.readers.Part;

/**
 * The rows behind {@code --data}.
 *
 * @param rows all of them, with the part that each belongs to and what was wrong
 * @param names what the rows are called: their file, or their number
 * @param features the names of the columns of a table; none for images
 */
record LoadedData(ListedData rows, List<String> names, List<String> features) {
  Dataset dataset() {
    return rows.dataset();
  }

  /** The rows of some parts, all of them if none is named. */
  int[] rowsOf(Part... parts) {
    List<Part> wanted = Arrays.asList(parts);
    return IntStream.range(0, dataset().size())
        .filter(row -> wanted.isEmpty() || wanted.contains(rows.parts().get(row)))
        .toArray();
  }

  boolean has(Part part) {
    return rows.parts().contains(part);
  }

  /**
   * The columns of these names, in this order: what a model was trained on.
   *
   * @throws DataException if a column is missing
   */
  LoadedData withFeatures(List<String> wanted, Path origin) {
    if (wanted.isEmpty() || features.isEmpty() || wanted.equals(features)) {
      return this;
    }
    List<String> missing = new ArrayList<>(wanted);
    missing.removeAll(features);
    if (!missing.isEmpty()) {
      throw new DataException(
          origin,
          "expected the features that the model was trained on, missing: "
              + String.join(", ", missing));
    }
    int[] places = wanted.stream().mapToInt(features::indexOf).toArray();
    Feature input = dataset().inputs().get(0);
    FloatColumn some = pick((FloatColumn) input.column(), places);
    Dataset picked = Dataset.of(new Feature(input.name(), some, input.scaling()))
        .withTarget(dataset().targets().get(0))
        .withLabelNames(dataset().labelNames());
    return new LoadedData(new ListedData(picked, rows.parts(), rows.problems()), names, wanted);
  }

  private static FloatColumn pick(FloatColumn all, int[] places) {
    Shape shape = Shape.of(places.length);
    float[] values = new float[Math.multiplyExact(all.rows(), places.length)];
    float[] row = new float[all.shape().size()];
    for (int i = 0; i < all.rows(); i++) {
      all.read(i, row, 0);
      for (int j = 0; j < places.length; j++) {
        values[i * places.length + j] = row[places[j]];
      }
    }
    return FloatColumn.of(values, shape);
  }
}

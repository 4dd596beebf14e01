package org.keraunos.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.keraunos.base.Check;
import org.keraunos.base.NamedArray;
import org.keraunos.base.NamedArrays;

/**
 * The figures of epochs as arrays, one a figure, and back. A figure that some epochs lack, those
 * without validation, has a second array that says which have it.
 */
final class HistoryArrays {
  private static final String EPOCHS = " in epochs";

  private HistoryArrays() {}

  static List<NamedArray> of(List<Map<String, Double>> epochs) {
    Set<String> names = new LinkedHashSet<>();
    epochs.forEach(logs -> names.addAll(logs.keySet()));
    List<NamedArray> arrays = new ArrayList<>();
    for (String name : names) {
      long[] having = IntStream.range(0, epochs.size())
          .filter(epoch -> epochs.get(epoch).containsKey(name))
          .asLongStream()
          .toArray();
      double[] values = LongStream.of(having)
          .mapToDouble(epoch -> epochs.get((int) epoch).getOrDefault(name, Double.NaN))
          .toArray();
      arrays.add(NamedArrays.of(name, values));
      if (having.length < epochs.size()) {
        arrays.add(NamedArrays.of(name + EPOCHS, having));
      }
    }
    return arrays;
  }

  /**
   * Reads figures.
   *
   * @param arrays as {@link #of} writes them
   * @param most how many epochs there can be
   */
  static List<Map<String, Double>> read(List<NamedArray> arrays, int most) {
    List<Map<String, Double>> epochs = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    arrays.forEach(array -> names.add(array.name()));
    for (NamedArray array : arrays) {
      if (array.name().endsWith(EPOCHS)) {
        continue;
      }
      double[] values = array.toDoubles();
      String which = array.name() + EPOCHS;
      double[] having = names.contains(which)
          ? NamedArrays.get(arrays, which).toDoubles()
          : IntStream.range(0, values.length).asDoubleStream().toArray();
      Check.argument(having.length == values.length, which, values.length + " epochs", having);
      for (int i = 0; i < values.length; i++) {
        Check.argument(
            having[i] >= 0 && having[i] < most, which, "epochs below " + most, having[i]);
        while (having[i] >= epochs.size()) {
          epochs.add(new LinkedHashMap<>());
        }
        epochs.get((int) having[i]).put(array.name(), values[i]);
      }
    }
    return epochs;
  }
}

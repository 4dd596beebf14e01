package org.keraunos.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.keraunos.base.NamedArray;
import org.keraunos.base.NamedArrays;

/** The figures of epochs as arrays, one a figure, and back. */
final class HistoryArrays {
  private HistoryArrays() {}

  static List<NamedArray> of(List<Map<String, Double>> epochs) {
    List<NamedArray> arrays = new ArrayList<>();
    if (!epochs.isEmpty()) {
      for (String name : epochs.get(0).keySet()) {
        double[] values = epochs.stream()
            .mapToDouble(logs -> logs.getOrDefault(name, Double.NaN))
            .toArray();
        arrays.add(NamedArrays.of(name, values));
      }
    }
    return arrays;
  }

  static List<Map<String, Double>> read(List<NamedArray> arrays) {
    List<Map<String, Double>> epochs = new ArrayList<>();
    for (NamedArray array : arrays) {
      double[] values = array.toDoubles();
      for (int epoch = 0; epoch < values.length; epoch++) {
        if (epoch == epochs.size()) {
          epochs.add(new LinkedHashMap<>());
        }
        epochs.get(epoch).put(array.name(), values[epoch]);
      }
    }
    return epochs;
  }
}

package org.keraunos.saving.keras;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keraunos.layers.Functional;
import org.keraunos.layers.Input;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Network;
import org.keraunos.runtime.WeightSpec;

/**
 * Where Keras keeps the weights of a network in {@code model.weights.h5}: groups count the classes
 * of layers ({@code layers/dense_1}), layers inside layers have groups of their own below, and the
 * weights of each are numbered ({@code vars/0}), those that train first. Names say nothing there,
 * so that another order of layers would be loaded without a word, with weights exchanged.
 */
public final class WeightPlaces {
  private WeightPlaces() {}

  /**
   * The place of each weight.
   *
   * @param network the layers
   * @param weights what they say of their weights, in the model's order
   * @return names of weights and their places, {@code layers/dense/vars/0}, in the same order
   */
  public static Map<String, String> of(Network network, Collection<WeightSpec> weights) {
    Map<String, String> groups = byName(network);
    Map<String, Integer> counts = new HashMap<>();
    Map<String, String> places = new LinkedHashMap<>();
    for (WeightSpec weight : weights) {
      String vars = below(groups, weight) + "/vars/";
      int index = counts.merge(vars, 1, Integer::sum) - 1;
      places.put(weight.name(), vars + index);
    }
    return places;
  }

  /**
   * All groups of a network that Keras makes a group {@code vars} in, also where there is no
   * weight: versions before 3.8 want them.
   *
   * @param network the layers
   * @param weights what they say of their weights
   * @return places of groups; the empty one is the network's own
   */
  static Set<String> groups(Network network, Collection<WeightSpec> weights) {
    Set<String> groups = new LinkedHashSet<>(Set.of(""));
    collect(network, "", groups);
    Map<String, String> outer = byName(network);
    for (WeightSpec weight : weights) {
      StringBuilder at = new StringBuilder(outer.getOrDefault(weight.address().layer(), ""));
      for (String step : weight.address().filePath()) {
        groups.add(at.append('/').append(step).toString());
      }
    }
    return groups;
  }

  private static void collect(Network network, String before, Set<String> groups) {
    network.fileGroups().forEach((layer, group) -> {
      if (layer instanceof Input && network.isSequential()) {
        return; // Keras leaves it out there.
      }
      groups.add(before + group);
      if (layer instanceof Functional model) {
        collect(model.network(), before + group + "/", groups);
      }
    });
  }

  private static Map<String, String> byName(Network network) {
    Map<String, String> groups = new HashMap<>();
    for (Map.Entry<Layer, String> each : network.fileGroups().entrySet()) {
      groups.put(network.nameOf(each.getKey()), each.getValue());
    }
    return groups;
  }

  private static String below(Map<String, String> groups, WeightSpec weight) {
    String group =
        groups.getOrDefault(weight.address().layer(), weight.address().layer());
    List<String> inner = weight.address().filePath();
    return inner.isEmpty() ? group : group + "/" + String.join("/", inner);
  }
}

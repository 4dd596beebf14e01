package org.keraunos.saving.keras;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Network;
import org.keraunos.runtime.WeightSpec;
import org.keraunos.saving.hdf5.Hdf5Array;
import org.keraunos.saving.hdf5.Hdf5File;
import org.keraunos.saving.hdf5.Hdf5Group;

/**
 * Weights as Keras 2 keeps them, and Keras 3 in files that end in {@code .h5}: a group for each
 * layer by its name, which lists its weights, those that train first.
 */
final class LegacyWeights {
  private static final String MODEL = "model_weights";
  private static final String LAYER_NAMES = "layer_names";
  static final String WEIGHT_NAMES = "weight_names";

  private final Hdf5File stored;
  private final Hdf5Group group;
  private final Network network;
  private final List<WeightSpec> weights;
  private final List<String> unused = new ArrayList<>();

  LegacyWeights(Hdf5File stored, Network network, List<WeightSpec> weights) {
    this.stored = stored;
    this.network = network;
    this.weights = weights;
    group = hasLayers(stored.root()) ? stored.root() : stored.group(MODEL);
  }

  static boolean isIn(Hdf5File stored) {
    return hasLayers(stored.root()) || stored.root().group(MODEL).isPresent();
  }

  private static boolean hasLayers(Hdf5Group group) {
    return names(group, LAYER_NAMES).isPresent();
  }

  /** A list that does not fit one attribute stands in several, with numbers behind the name. */
  static Optional<List<String>> names(Hdf5Group group, String attribute) {
    Optional<List<String>> whole = group.texts(attribute);
    if (whole.isPresent()) {
      return whole;
    }
    List<String> parts = new ArrayList<>();
    Optional<List<String>> part = group.texts(attribute + 0);
    if (part.isEmpty()) {
      return Optional.empty();
    }
    for (int i = 1; part.isPresent(); i++) {
      parts.addAll(part.get());
      part = group.texts(attribute + i);
    }
    return Optional.of(parts);
  }

  /** The layers with weights, one behind the other, on both sides. */
  List<StoredLayer> byTopology() {
    Map<String, List<WeightSpec>> own = byLayer();
    own.values().removeIf(List::isEmpty);
    List<String> names = new ArrayList<>();
    for (String name : layerNames()) {
      if (!weightNames(name).isEmpty()) {
        names.add(name);
      }
    }
    if (names.size() != own.size()) {
      throw stored.bad(
          group.path(),
          "expected " + own.size() + " layers with weights, received " + names.size());
    }
    List<StoredLayer> layers = new ArrayList<>();
    own.forEach((layer, specs) -> layers.add(stored(layer, names.get(layers.size()), specs)));
    return layers;
  }

  /** Layers that have the same name on both sides. */
  List<StoredLayer> byName() {
    Map<String, List<WeightSpec>> own = byLayer();
    List<StoredLayer> layers = new ArrayList<>();
    for (String name : layerNames()) {
      List<WeightSpec> specs = own.get(name);
      if (specs != null) {
        layers.add(stored(name, name, specs));
      } else if (!weightNames(name).isEmpty()) {
        unused.add(name);
      }
    }
    return layers;
  }

  List<String> unused() {
    return unused;
  }

  /** What trains comes first, over all layers inside a layer. */
  private Map<String, List<WeightSpec>> byLayer() {
    Map<String, List<WeightSpec>> own = new LinkedHashMap<>();
    for (Layer layer : network.layers()) {
      own.put(network.nameOf(layer), new ArrayList<>());
    }
    for (boolean trainable : new boolean[] {true, false}) {
      for (WeightSpec weight : weights) {
        if (weight.trainable() == trainable) {
          own.computeIfAbsent(weight.address().layer(), key -> new ArrayList<>())
              .add(weight);
        }
      }
    }
    return own;
  }

  private StoredLayer stored(String layer, String name, List<WeightSpec> specs) {
    String place = group.path().isEmpty() ? name : group.path() + "/" + name;
    List<Hdf5Array> arrays = new ArrayList<>();
    for (String weight : weightNames(name)) {
      arrays.add(stored.array(place + "/" + weight));
    }
    return new StoredLayer(layer, place, specs, arrays);
  }

  private List<String> layerNames() {
    return names(group, LAYER_NAMES)
        .orElseThrow(() -> stored.bad(group.path(), "expected the attribute " + LAYER_NAMES));
  }

  private List<String> weightNames(String layer) {
    Optional<Hdf5Group> found = group.group(layer);
    if (found.isEmpty()) {
      throw stored.bad(group.path(), "expected a group of the layer " + layer + ", found none");
    }
    return names(found.get(), WEIGHT_NAMES)
        .orElseThrow(
            () -> stored.bad(found.get().path(), "expected the attribute " + WEIGHT_NAMES));
  }
}

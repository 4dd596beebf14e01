package org.keraunos.saving.keras;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.keraunos.base.DataException;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Network;
import org.keraunos.runtime.WeightSpec;
import org.keraunos.saving.hdf5.Hdf5Array;
import org.keraunos.saving.hdf5.Hdf5File;
import org.keraunos.saving.hdf5.Hdf5Group;

/**
 * Weights as Keras 3 keeps them, in groups that count the classes of layers: of a
 * {@code .weights.h5} file, or within a {@code .keras} file.
 */
final class StoredWeights {
  private static final String LAYERS = "layers";
  private static final String VARS = "vars";

  private final Hdf5File stored;
  private final Network network;
  private final List<WeightSpec> weights;
  private final List<String> unused = new ArrayList<>();

  StoredWeights(Hdf5File stored, Network network, List<WeightSpec> weights) {
    this.stored = stored;
    this.network = network;
    this.weights = weights;
  }

  static boolean isIn(Hdf5File stored) {
    return stored.root().group(LAYERS).isPresent() || stored.root().group(VARS).isPresent();
  }

  /** Each layer with the group that its place in the model says. */
  List<StoredLayer> byTopology() {
    List<StoredLayer> all = layers(Optional::of);
    Hdf5Group groups = stored.root().group(LAYERS).orElse(stored.root());
    List<String> known = network.fileGroups().values().stream().toList();
    for (String name : groups.names()) {
      if (!known.contains(LAYERS + "/" + name) && hasWeights(groups, name)) {
        unused.add(LAYERS + "/" + name);
      }
    }
    return all;
  }

  private static boolean hasWeights(Hdf5Group groups, String name) {
    Optional<Hdf5Group> group = groups.group(name);
    return group.isPresent()
        && (group.get().group(VARS).filter(vars -> !vars.names().isEmpty()).isPresent()
            || group.get().names().stream().anyMatch(each -> !each.equals(VARS)));
  }

  /** Each layer with the group that notes its name; layers without one are left out. */
  List<StoredLayer> byName() {
    Map<String, String> places = new LinkedHashMap<>();
    boolean named = false;
    Hdf5Group groups = stored.group(LAYERS);
    for (String group : groups.names()) {
      Optional<String> name = groups.group(group + "/" + VARS).flatMap(vars -> vars.text("name"));
      named |= name.isPresent();
      if (name.isPresent() && places.put(name.get(), LAYERS + "/" + group) != null) {
        throw stored.bad(
            LAYERS, "expected each name of a layer once, received " + name.get() + " twice");
      }
    }
    if (!named) {
      throw stored.bad(
          LAYERS,
          "expected names of layers, received a file of a version of Keras that notes none; it is"
              + " loaded by topology alone");
    }
    Map<String, String> groupToName = new HashMap<>();
    for (Map.Entry<Layer, String> each : network.fileGroups().entrySet()) {
      groupToName.put(each.getValue(), network.nameOf(each.getKey()));
    }
    places.forEach((name, group) -> {
      if (!groupToName.containsValue(name) && hasWeights(stored.root(), group)) {
        unused.add(name);
      }
    });
    return layers(group -> Optional.ofNullable(places.get(groupToName.get(group))));
  }

  List<String> unused() {
    return unused;
  }

  /** Each group of weights, with its outermost group exchanged for another one. */
  private List<StoredLayer> layers(Function<String, Optional<String>> groupOf) {
    Map<String, List<WeightSpec>> groups = new LinkedHashMap<>();
    Map<String, String> places = WeightPlaces.of(network, weights);
    for (WeightSpec weight : weights) {
      String place = places.getOrDefault(weight.name(), "");
      groups
          .computeIfAbsent(place.substring(0, place.lastIndexOf('/')), key -> new ArrayList<>())
          .add(weight);
    }
    List<StoredLayer> layers = new ArrayList<>();
    groups.forEach((vars, own) -> {
      int outer = vars.indexOf('/', LAYERS.length() + 1);
      Optional<String> group = groupOf.apply(vars.substring(0, outer));
      group.ifPresent(found -> {
        String place = found + vars.substring(outer);
        layers.add(new StoredLayer(layer(own.get(0)), place, own, arrays(place)));
      });
    });
    return layers;
  }

  private static String layer(WeightSpec weight) {
    String name = weight.name();
    return name.substring(0, name.lastIndexOf('/'));
  }

  /** What is in a group of weights, by number. */
  private List<Hdf5Array> arrays(String place) {
    Optional<Hdf5Group> group = stored.root().group(place);
    List<Hdf5Array> arrays = new ArrayList<>();
    if (group.isPresent()) {
      int count = group.get().names().size();
      for (int i = 0; i < count; i++) {
        arrays.add(stored.array(place + "/" + i));
      }
    }
    return arrays;
  }

  DataException bad(String place, String problem) {
    return stored.bad(place, problem);
  }
}

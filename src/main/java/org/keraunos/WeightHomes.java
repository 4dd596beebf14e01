package org.keraunos;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.NamedArray;
import org.keraunos.layers.Layer;

/**
 * Where a layer's weights live: in the open model that holds them or, once it was closed, beside
 * the layer for as long as somebody holds that. A second model over the same layers starts from a
 * copy of them: cut a model, put a new head on it, and it is fine-tuned.
 */
final class WeightHomes {
  private static final Map<Layer, Home> HOMES = Collections.synchronizedMap(new WeakHashMap<>());

  /** A model, or the weights that a closed one left, named without the layer. */
  private record Home(@Nullable WeakReference<Model> model, List<NamedArray> left) {
    boolean isGone() {
      return model != null && model.get() == null;
    }
  }

  private WeightHomes() {}

  /**
   * The weights that are known for a model's layers, under its names.
   *
   * @throws IllegalStateException if a model that held some was dropped without being closed
   */
  static List<NamedArray> inherited(Model model) {
    List<NamedArray> weights = new ArrayList<>();
    for (Map.Entry<Layer, String> each : model.network().addresses().entrySet()) {
      Layer layer = each.getKey();
      Home home = HOMES.get(layer);
      if (home == null) {
        continue;
      }
      String ours = each.getValue() + "/";
      Check.state(
          !home.isGone(),
          "layer " + ours.substring(0, ours.length() - 1)
              + " was trained in a model that is gone without close(), and its weights with it: close"
              + " that model before it is dropped, or build the layer anew");
      for (NamedArray weight : home.model() == null ? home.left() : held(home, layer, model)) {
        weights.add(new NamedArray(ours + weight.name(), weight.shape(), weight.values()));
      }
    }
    return weights;
  }

  private static List<NamedArray> held(Home home, Layer layer, Model asking) {
    Model model = home.model() == null ? null : home.model().get();
    return model == null || model == asking ? List.of() : of(model, layer);
  }

  /** A layer's weights in a model, named without the layer. */
  private static List<NamedArray> of(Model model, Layer layer) {
    return of(model.existingWeights(), prefix(model, layer));
  }

  private static String prefix(Model model, Layer layer) {
    return model.network().addresses().get(layer) + "/";
  }

  private static List<NamedArray> of(List<NamedArray> all, String prefix) {
    List<NamedArray> own = new ArrayList<>();
    for (NamedArray weight : all) {
      if (weight.name().startsWith(prefix)) {
        String name = weight.name().substring(prefix.length());
        own.add(new NamedArray(name, weight.shape(), weight.values()));
      }
    }
    return own;
  }

  /**
   * Makes a model the home of those of its layers that have weights and that no open model holds.
   */
  static void claim(Model model, Set<String> weights) {
    WeakReference<Model> reference = new WeakReference<>(model);
    for (Map.Entry<Layer, String> each : model.network().addresses().entrySet()) {
      Layer layer = each.getKey();
      Home home = HOMES.get(layer);
      String prefix = each.getValue() + "/";
      boolean free = home == null || home.model() == null;
      if (free && weights.stream().anyMatch(name -> name.startsWith(prefix))) {
        HOMES.put(layer, new Home(reference, List.of()));
      }
    }
  }

  /** Leaves the weights of a model that is about to be closed with its layers. */
  static void leave(Model model) {
    List<NamedArray> weights = null;
    for (Layer layer : model.network().addresses().keySet()) {
      Home home = HOMES.get(layer);
      if (home != null && home.model() != null && home.model().get() == model) {
        weights = weights == null ? model.existingWeights() : weights;
        List<NamedArray> own = of(weights, prefix(model, layer));
        HOMES.put(layer, new Home(null, own));
      }
    }
  }
}

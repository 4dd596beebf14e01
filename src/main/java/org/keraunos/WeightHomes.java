package org.keraunos;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.NamedArray;
import org.keraunos.layers.Layer;

/**
 * Which open model holds a layer's weights. A second model over the same layers starts from a copy of them: cut a model,
 * put a new head on it, and it is fine-tuned.
 */
final class WeightHomes {
  private static final Map<Layer, WeakReference<Model>> HOMES =
      Collections.synchronizedMap(new WeakHashMap<>());

  private WeightHomes() {}

  /** The weights that other open models hold for this one's layers, under this model's names. */
  static List<NamedArray> inherited(Model model) {
    List<NamedArray> weights = new ArrayList<>();
    for (Layer layer : model.network().layers()) {
      Model home = home(layer);
      if (home != null && home != model) {
        String theirs = home.network().nameOf(layer) + "/";
        String ours = model.network().nameOf(layer) + "/";
        for (NamedArray weight : home.existingWeights()) {
          if (weight.name().startsWith(theirs)) {
            String name = ours + weight.name().substring(theirs.length());
            weights.add(new NamedArray(name, weight.shape(), weight.values()));
          }
        }
      }
    }
    return weights;
  }

  /** Makes a model the home of those of its layers that have none. */
  static void claim(Model model) {
    for (Layer layer : model.network().layers()) {
      if (home(layer) == null) {
        HOMES.put(layer, new WeakReference<>(model));
      }
    }
  }

  static void leave(Model model) {
    HOMES.values().removeIf(home -> home.get() == model);
  }

  private static @Nullable Model home(Layer layer) {
    WeakReference<Model> home = HOMES.get(layer);
    return home == null ? null : home.get();
  }
}

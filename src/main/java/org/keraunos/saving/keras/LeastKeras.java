package org.keraunos.saving.keras;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Configurable;
import org.keraunos.layers.Functional;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Network;
import org.keraunos.optimizers.LearningRate;

/**
 * The first version of Keras that loads a model, of those that were tried: 3.0.5, 3.3.3, 3.4.1,
 * 3.6.0, 3.8.0, 3.9.2, 3.12.0, 3.15.1; {@code src/test/python/keras_versions.py} does.
 */
final class LeastKeras {
  private int least;

  private LeastKeras() {}

  static String of(Network network, @Nullable Compiled compiled) {
    LeastKeras least = new LeastKeras();
    least.network(network);
    if (compiled != null) {
      least.kind(compiled.optimizer());
      if (compiled.optimizer().learningRate() instanceof LearningRate.Scheduled scheduled) {
        least.kind(scheduled.schedule());
      }
      compiled.outputs().forEach(output -> least.kind(output.loss()));
    }
    return "3." + least.least;
  }

  private void network(Network network) {
    // Keras 3.0 finds no output that a network inside gives.
    boolean ends = !network.isSequential()
        && network.outputs().stream()
            .anyMatch(output -> output.layer() instanceof Functional inside && !inside.isChain());
    least = Math.max(least, ends ? 4 : 0);
    network.calls().forEach(call -> kind(call.options()));
    List<Layer> layers = network.layers();
    for (Layer layer : layers) {
      kind(layer);
      if (layer instanceof Functional inside) {
        network(inside.network());
      }
    }
  }

  private void kind(Configurable object) {
    least = Math.max(least, object.settings().sinceKeras());
  }
}

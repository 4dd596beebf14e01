package org.keraunos.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.keraunos.augmentation.Augmenter;
import org.keraunos.base.ConfigForm;
import org.keraunos.base.Configurable;
import org.keraunos.layers.Layer;
import org.keraunos.layers.NetworkConfig;
import org.keraunos.optimizers.Optimizer;
import org.keraunos.runtime.EmitOptions;
import org.keraunos.runtime.Environment;

/** What a step is of, as trees of maps and lists that can be kept and compared. */
final class StepFacts {
  private StepFacts() {}

  static Map<String, Object> network(ModelGraph model) {
    Map<String, Object> tree = new LinkedHashMap<>();
    try {
      tree.putAll(NetworkConfig.of(model.plan().network(), model.plan().frozen()));
    } catch (IllegalArgumentException e) {
      // A kind that no registry knows: its class and the weights have to tell.
      tree.put(
          "classes",
          model.plan().network().layers().stream()
              .map(layer -> layer.getClass().getName())
              .toList());
    }
    Map<String, Object> weights = new LinkedHashMap<>();
    model.weights().forEach((name, spec) -> weights.put(name, spec.shape().toString()));
    tree.put("weights", weights);
    return tree;
  }

  static Map<String, Object> options(
      ModelGraph model,
      List<Objective> objectives,
      Optimizer optimizer,
      Augmenter augmenter,
      Map<Layer, Double> rateFactors) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("model seed", model.plan().seed());
    tree.put("optimizer", config(optimizer));
    for (Objective each : objectives) {
      Map<String, Object> objective = new LinkedHashMap<>();
      objective.put("loss", config(each.trainingLoss()));
      objective.put("loss of others", config(each.loss()));
      objective.put("weight", each.weight());
      tree.put("objective " + each.output(), objective);
    }
    Map<String, Object> factors = new LinkedHashMap<>();
    rateFactors.forEach((layer, factor) ->
        model.plan().network().addressesOf(layer).forEach(address -> factors.put(address, factor)));
    tree.put("rate factors", factors);
    tree.put("augmentation", augmenter.toString());
    tree.put("training passes", passes(model.plan().training()));
    tree.put("inference passes", passes(model.plan().inference()));
    return tree;
  }

  static Map<String, Object> environment(ModelGraph model, int parts) {
    return Environment.of(model.plan().runtime(), model.plan().policy(), parts);
  }

  private static List<String> passes(EmitOptions options) {
    List<String> names = new ArrayList<>();
    options.passes().stream().sorted().forEach(pass -> names.add(pass.name()));
    return names;
  }

  private static Map<String, Object> config(Configurable object) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("class", object.getClass().getName());
    tree.put("config", object.settings().config(ConfigForm.PORTABLE));
    return tree;
  }
}

package org.keraunos.strategies;

import static org.keraunos.layers.Layers.concatenate;
import static org.keraunos.layers.Layers.flatten;
import static org.keraunos.layers.Layers.normalization;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.keraunos.Model;
import org.keraunos.base.NamedArray;
import org.keraunos.data.Dataset;
import org.keraunos.data.Feature;
import org.keraunos.layers.Input;
import org.keraunos.layers.SymbolicTensor;

/**
 * The inputs of a data set, standardised and side by side, and the weights of what stands on them.
 */
final class FeatureGraph {
  private final List<SymbolicTensor> inputs = new ArrayList<>();
  private final SymbolicTensor standardized;
  private final Map<String, float[]> weights = new LinkedHashMap<>();

  FeatureGraph(Dataset data, FeatureRows features) {
    List<SymbolicTensor> parts = new ArrayList<>();
    boolean several = data.inputs().size() > 1;
    for (int i = 0; i < data.inputs().size(); i++) {
      Feature feature = data.inputs().get(i);
      SymbolicTensor input = several
          ? Input.named(feature.name(), feature.shape().toArray())
          : Input.of(feature.shape().toArray());
      inputs.add(input);
      SymbolicTensor x = normalization().adapt(features.moments.get(i)).apply(input);
      parts.add(feature.shape().rank() > 1 ? flatten().apply(x) : x);
    }
    standardized = several
        ? concatenate().name("features").apply(parts.toArray(new SymbolicTensor[0]))
        : parts.get(0);
  }

  List<SymbolicTensor> inputs() {
    return inputs;
  }

  SymbolicTensor standardized() {
    return standardized;
  }

  /** Notes the weights of a dense layer: one answer a unit. */
  void weights(String layer, LogisticFit.Answer... answers) {
    int rows = answers[0].weights().length;
    float[] kernel = new float[rows * answers.length];
    float[] bias = new float[answers.length];
    for (int j = 0; j < answers.length; j++) {
      for (int k = 0; k < rows; k++) {
        kernel[k * answers.length + j] = (float) answers[j].weights()[k];
      }
      bias[j] = (float) answers[j].shift();
    }
    weights.put(layer + "/kernel", kernel);
    weights.put(layer + "/bias", bias);
  }

  /** Puts the weights into a model that was made of this. */
  void fill(Model model) {
    List<NamedArray> filled = new ArrayList<>();
    for (NamedArray weight : model.getWeights()) {
      float[] values = weights.get(weight.name());
      filled.add(values == null ? weight : new NamedArray(weight.name(), weight.shape(), values));
    }
    model.setWeights(filled);
  }
}

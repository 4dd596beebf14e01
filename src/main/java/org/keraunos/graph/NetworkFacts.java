package org.keraunos.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keraunos.layers.Network;
import org.keraunos.runtime.GraphSession;
import org.keraunos.runtime.OutputActivation;
import org.keraunos.runtime.Tower;
import org.keraunos.runtime.Value;
import org.keraunos.runtime.WeightSpec;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.family.TFloating;

/**
 * What a network says of its weights and outputs, found out in a graph that is never run: nothing
 * is allocated for a weight.
 *
 * @param weights name to specification, layer by layer in the network's order, in each layer in
 *     Keras's
 * @param activations what the last activation of each output is
 */
public record NetworkFacts(Map<String, WeightSpec> weights, List<OutputActivation> activations) {
  /**
   * Asks a network.
   *
   * @param plan the network and its types
   * @return what it says
   */
  public static NetworkFacts of(ModelGraph.Plan plan) {
    Network network = plan.network();
    try (GraphSession session = new GraphSession(plan.runtime(), GraphSession.Rewriting.NONE)) {
      Ops tf = session.ops();
      Class<TFloating> type = plan.policy().variableType();
      Tower tower = Tower.inference(
          tf.withSubScope("inference"),
          plan.policy(),
          plan.inference(),
          (spec, layer) -> layer.placeholder(
              type,
              Placeholder.shape(org.tensorflow.ndarray.Shape.of(
                  Arrays.stream(spec.shape().toArray()).asLongStream().toArray()))));
      List<InputPort> inputs = new ArrayList<>();
      for (int i = 0; i < network.inputs().size(); i++) {
        inputs.add(new InputPort(
            tf.withSubScope(network.inputName(i) + "_port"),
            network.inputShape(i),
            network.inputType(i),
            plan.policy()));
      }
      List<Value> outputs = Emitter.emit(
          network, tower, inputs.stream().map(InputPort::seen).toList(), Set.copyOf(plan.frozen()));
      return new NetworkFacts(
          ModelGraph.byLayer(network, tower.weights()),
          outputs.stream().map(Value::activation).toList());
    }
  }
}

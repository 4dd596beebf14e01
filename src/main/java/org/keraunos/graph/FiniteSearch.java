package org.keraunos.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.keraunos.base.NamedArray;
import org.keraunos.data.Batch;
import org.keraunos.layers.Call;
import org.keraunos.layers.Input;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Network;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.runtime.EmitOptions;
import org.keraunos.runtime.Feeds;
import org.keraunos.runtime.Fetched;
import org.keraunos.runtime.Types;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Finds where numbers stop being finite: among the weights, else forwards through the layers, as in
 * inference, else backwards through the gradients. A graph of its own gives out what every layer
 * does, so that the one that trains has no op for it.
 */
final class FiniteSearch {
  private FiniteSearch() {}

  /**
   * The first number that is not finite.
   *
   * @param graph trains, and stands before the step in question
   * @param batch the rows of the step
   * @return whose it is, as a part of a sentence; empty if there is none
   */
  static Optional<String> first(StepGraph graph, Batch batch) {
    List<NamedArray> weights = graph.model().getWeights();
    return name(weights, "the weight ")
        .or(() -> output(graph.model().plan(), weights, batch))
        .or(() -> gradient(graph.gradients(batch)));
  }

  /** Gradients are computed from the last layer on. */
  private static Optional<String> gradient(List<NamedArray> gradients) {
    List<NamedArray> backwards = new ArrayList<>(gradients);
    Collections.reverse(backwards);
    return name(backwards, "the gradient of ");
  }

  private static Optional<String> name(List<NamedArray> arrays, String what) {
    return arrays.stream()
        .filter(each -> each.firstNotFinite().isPresent())
        .findFirst()
        .map(each -> what + each.name() + " holds " + each.firstNotFinite().orElseThrow());
  }

  private static Optional<String> output(
      ModelGraph.Plan plan, List<NamedArray> weights, Batch batch) {
    List<SymbolicTensor> tensors = new ArrayList<>();
    for (Call call : plan.network().calls()) {
      if (!(call.layer() instanceof Input)) {
        tensors.addAll(call.outputs());
      }
    }
    Network probe = Network.of(plan.network().inputs(), tensors);
    ModelGraph.Plan probing = new ModelGraph.Plan(
        probe,
        plan.policy(),
        plan.seed(),
        plan.frozen(),
        EmitOptions.PLAIN,
        EmitOptions.PLAIN,
        plan.runtime());
    try (ModelGraph graph = new ModelGraph(probing)) {
      Ops tf = graph.session().ops();
      List<Operand<TFloating>> fetches = new ArrayList<>();
      graph
          .inferenceOutputs()
          .forEach(output -> fetches.add(
              tf.identity(Types.cast(tf, output.operand(), plan.policy().variableType()))));
      graph.start();
      graph.setWeights(renamed(weights, plan.network(), probe));
      try (Feeds feeds = new Feeds()) {
        for (int i = 0; i < graph.inputs().size(); i++) {
          graph
              .inputs()
              .get(i)
              .feed(batch.input(i), batch.rows(), batch.data().inputs().get(i).scaling(), feeds);
        }
        List<NamedArray> outputs = new ArrayList<>();
        try (Fetched fetched = graph.session().run(feeds, fetches)) {
          for (int i = 0; i < fetches.size(); i++) {
            Layer layer = tensors.get(i).layer();
            int size = batch.rows() * tensors.get(i).shape().size();
            outputs.add(fetched.array(i, plan.network().nameOf(layer), size));
          }
        }
        return name(outputs, "the output of ");
      }
    }
  }

  /**
   * Automatic names count the layers of a network, and the probe may have them in another order.
   */
  private static List<NamedArray> renamed(List<NamedArray> weights, Network from, Network to) {
    List<NamedArray> named = new ArrayList<>();
    for (NamedArray weight : weights) {
      int slash = weight.name().indexOf('/');
      String layer = weight.name().substring(0, slash);
      for (Layer each : from.layers()) {
        if (from.nameOf(each).equals(layer)) {
          String name = to.nameOf(each) + weight.name().substring(slash);
          named.add(new NamedArray(name, weight.shape(), weight.values()));
        }
      }
    }
    return named;
  }
}

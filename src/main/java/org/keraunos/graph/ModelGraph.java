package org.keraunos.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keraunos.base.Check;
import org.keraunos.base.NamedArray;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Network;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.EmitOptions;
import org.keraunos.runtime.GraphSession;
import org.keraunos.runtime.OutputActivation;
import org.keraunos.runtime.RuntimeOptions;
import org.keraunos.runtime.Tower;
import org.keraunos.runtime.Value;
import org.keraunos.runtime.Variables;
import org.keraunos.runtime.WeightSpec;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TNumber;

/**
 * A network's weights as variables of a graph, with an inference tower; {@link StepGraph} adds what
 * trains.
 */
public final class ModelGraph implements AutoCloseable {
  /**
   * What a graph is built of, but for loss and optimizer.
   *
   * @param network the layers
   * @param policy the types
   * @param seed the seed of start values and dropout
   * @param frozen layers whose weights do not train
   * @param training how the training tower is emitted
   * @param inference how the inference tower and frozen graphs are emitted
   * @param runtime how the graph runs
   */
  public record Plan(
      Network network,
      DTypePolicy policy,
      long seed,
      Set<Layer> frozen,
      EmitOptions training,
      EmitOptions inference,
      RuntimeOptions runtime) {
    /**
     * The same with the fastest way to predict.
     *
     * @param network the layers
     * @param policy the types
     * @param seed the seed of start values and dropout
     * @param frozen layers whose weights do not train
     * @param training how the training tower is emitted
     * @param runtime how the graph runs
     */
    public Plan(
        Network network,
        DTypePolicy policy,
        long seed,
        Set<Layer> frozen,
        EmitOptions training,
        RuntimeOptions runtime) {
      this(network, policy, seed, frozen, training, EmitOptions.INFERENCE, runtime);
    }
  }

  private final Plan plan;
  private final GraphSession session;
  private final Variables variables;
  private final List<InputPort> inputs = new ArrayList<>();
  private final Map<String, WeightSpec> weights;
  private final List<Value> outputs;
  private final Tower inference;

  /**
   * Builds the graph; variables have no values before {@link #start}.
   *
   * @param plan what to build
   */
  public ModelGraph(Plan plan) {
    // Its runs read and set variables, where there is nothing to be made faster.
    this(plan, GraphSession.Rewriting.NONE);
  }

  ModelGraph(Plan plan, GraphSession.Rewriting rewriting) {
    this.plan = plan;
    Network network = plan.network();
    session = new GraphSession(plan.runtime(), rewriting);
    try {
      Ops tf = session.ops();
      variables = new Variables(tf, plan.policy().variableType(), plan.seed());
      for (int i = 0; i < network.inputs().size(); i++) {
        inputs.add(new InputPort(
            tf.withSubScope(network.inputName(i) + "_port"),
            network.inputShape(i),
            network.inputType(i),
            plan.policy()));
      }
      Ops towerOps = tf.withSubScope("inference");
      inference = Tower.inference(towerOps, plan.policy(), plan.inference(), variables);
      outputs = emit(inference);
      weights = byLayer(network, inference.weights());
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  private List<Value> emit(Tower tower) {
    return emit(tower, inputs.stream().map(InputPort::seen).toList());
  }

  /** The network behind what its inputs see. */
  List<Value> emit(Tower tower, List<? extends Operand<? extends TNumber>> seen) {
    return Emitter.emit(plan.network(), tower, seen, plan.frozen());
  }

  /** Gives all variables their start values. */
  public void start() {
    variables.start(session);
  }

  /**
   * The weights, layer by layer in the network's order, in each layer in Keras's.
   *
   * @return names and current values
   */
  public List<NamedArray> getWeights() {
    return variables.get(session, weights.keySet());
  }

  /**
   * A weight.
   *
   * @param name one of {@link #weights()}
   * @return its current value
   */
  public NamedArray weight(String name) {
    return variables.get(session, List.of(name)).get(0);
  }

  /**
   * Sets weights by name.
   *
   * @param values all or some
   * @throws IllegalArgumentException if a name is unknown or a shape another
   */
  public void setWeights(List<NamedArray> values) {
    for (NamedArray value : values) {
      Check.argument(
          weights.containsKey(value.name()),
          "weight name",
          "one of " + weights.keySet(),
          value.name());
    }
    variables.set(session, values);
  }

  /**
   * What the layers said of their weights.
   *
   * @return name to specification, in the order of {@link #getWeights}
   */
  public Map<String, WeightSpec> weights() {
    return weights;
  }

  /**
   * The memory of a prediction, as {@link StepMemory} finds it in the graph.
   *
   * @param rows how many a batch has
   * @return bytes
   */
  public long memory(int rows) {
    List<String> roots =
        outputs.stream().map(output -> output.operand().op().name()).toList();
    return StepMemory.of(session.definition(), roots, rows);
  }

  /**
   * What the graph was built of.
   *
   * @return the plan
   */
  public Plan plan() {
    return plan;
  }

  @Override
  public void close() {
    session.close();
  }

  GraphSession session() {
    return session;
  }

  Variables variables() {
    return variables;
  }

  List<InputPort> inputs() {
    return inputs;
  }

  /**
   * What the last activation of an output is.
   *
   * @param index its place among the outputs
   * @return sigmoid, softmax or neither
   */
  public OutputActivation outputActivation(int index) {
    return outputs.get(index).activation();
  }

  List<Value> inferenceOutputs() {
    return outputs;
  }

  Tower inferenceTower() {
    return inference;
  }

  /**
   * Towers know weights in the order of use; a layer that is called early and late must not part
   * its weights.
   */
  static Map<String, WeightSpec> byLayer(Network network, Map<String, WeightSpec> used) {
    Map<String, WeightSpec> ordered = new LinkedHashMap<>();
    for (String address : network.addresses().values()) {
      used.forEach((name, spec) -> {
        if (name.startsWith(address + "/")) {
          ordered.put(name, spec);
        }
      });
    }
    return ordered;
  }
}

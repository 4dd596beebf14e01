package org.keraunos.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.keraunos.base.Check;
import org.keraunos.base.ElementType;
import org.keraunos.base.NamedArray;
import org.keraunos.base.Shape;
import org.keraunos.layers.Network;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.runtime.EmitOptions;
import org.keraunos.runtime.Feeds;
import org.keraunos.runtime.Fetched;
import org.keraunos.runtime.FrozenWeights;
import org.keraunos.runtime.GraphSession;
import org.keraunos.runtime.OutputActivation;
import org.keraunos.runtime.Tensors;
import org.keraunos.runtime.Tower;
import org.keraunos.runtime.Types;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;

/**
 * What a tensor inside a network is for rows, and the gradient of scores by it: a frozen graph of
 * its own, without any pass, so that every value is there as it is drawn. Scores are what is in
 * front of the last activation, where losses know that.
 */
public final class InnerGradient implements AutoCloseable {
  private final GraphSession session;
  private final Placeholder<TFloat32> input;
  private final Placeholder<TFloat32> mask;
  private final Operand<?> values;
  private final Operand<?> gradients;
  private final Shape sample;
  private final Shape inner;
  private final int scores;

  /**
   * The numbers of rows.
   *
   * @param values the tensor, row after row
   * @param gradients of each row's score by it
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  public record Rows(float[] values, float[] gradients) {}

  private InnerGradient(
      GraphSession session, ModelGraph.Plan plan, Network network, List<NamedArray> weights) {
    this.session = session;
    Ops tf = session.ops();
    Class<TFloating> type = plan.policy().variableType();
    sample = network.inputShape(0);
    input = tf.withName("input")
        .placeholder(TFloat32.class, Placeholder.shape(Tensors.batchShape(sample)));
    Tower tower =
        Tower.inference(tf, plan.policy(), EmitOptions.PLAIN, new FrozenWeights(weights, type));
    List<Operand<? extends TNumber>> seen = List.of(Types.cast(tf, input, type));
    SymbolicTensor target = network.outputs().get(network.outputs().size() - 1);
    List<Value> made = Emitter.emit(network, tower, seen, Set.of(), Set.of(target));
    Value output = made.get(0);
    Value opened = made.get(made.size() - 1);
    Operand<TFloating> logits = output.activation() == OutputActivation.NONE
        ? output.operand()
        : output.logits().orElseGet(output::operand);
    scores = output.shape().size();
    inner = opened.shape();
    mask = tf.withName("mask")
        .placeholder(TFloat32.class, Placeholder.shape(Tensors.batchShape(output.shape())));
    Operand<TFloating> wanted =
        tf.math.mul(Types.cast(tf, logits, type), Types.cast(tf, mask, type));
    int axes = output.shape().rank() + 1;
    int[] all = new int[axes];
    Arrays.setAll(all, i -> i);
    Operand<TFloating> sum = tf.reduceSum(wanted, tf.constant(all));
    Operand<TFloating> by = session
        .gradients(sum, tower, List.of(opened.operand()), List.of("the inner layer"))
        .get(0);
    values = tf.dtypes.cast(opened.operand(), TFloat32.class);
    gradients = tf.dtypes.cast(by, TFloat32.class);
  }

  /**
   * Builds the graph.
   *
   * @param plan what the model is built of
   * @param weights all weights
   * @param target a tensor of the network, outside of networks inside it
   * @return the graph, which the caller closes
   * @throws IllegalArgumentException if the network has several inputs or whole numbers as such, or
   *     no score depends on the tensor
   */
  public static InnerGradient of(
      ModelGraph.Plan plan, List<NamedArray> weights, SymbolicTensor target) {
    Network network = plan.network();
    Check.argument(
        network.inputs().size() == 1 && network.inputType(0) == ElementType.FLOAT,
        "model",
        "one input of floats",
        network.inputs().size() + " inputs of " + network.inputType(0));
    // Behind the outputs, so that calls keep their order and layers their names.
    List<SymbolicTensor> outputs = new ArrayList<>(network.outputs());
    outputs.add(target);
    Network longer = Network.of(network.inputs(), outputs).flattened();
    GraphSession session = new GraphSession(plan.runtime());
    try {
      return new InnerGradient(session, plan, longer, weights);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /**
   * Runs rows.
   *
   * @param rows as the network sees them, row after row
   * @param wanted for each row the number of its score
   * @return the tensor and its gradients
   */
  public Rows run(float[] rows, int[] wanted) {
    float[] ones = new float[wanted.length * scores];
    for (int row = 0; row < wanted.length; row++) {
      Check.argument(
          wanted[row] >= 0 && wanted[row] < scores, "label", "0 to " + (scores - 1), wanted[row]);
      ones[row * scores + wanted[row]] = 1;
    }
    float[] made = new float[wanted.length * inner.size()];
    float[] slopes = new float[made.length];
    try (Feeds feeds = new Feeds()) {
      feeds.floats(input, rows, wanted.length, sample);
      feeds.floats(mask, ones, wanted.length, Shape.of(scores));
      try (Fetched fetched = session.run(feeds, List.of(values, gradients))) {
        fetched.read(0, made, 0);
        fetched.read(1, slopes, 0);
      }
    }
    return new Rows(made, slopes);
  }

  /** {@return the shape of a row of the tensor} */
  public Shape shape() {
    return inner;
  }

  @Override
  public void close() {
    session.close();
  }
}

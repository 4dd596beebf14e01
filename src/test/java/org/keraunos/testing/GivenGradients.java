package org.keraunos.testing;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keraunos.augmentation.Augmenter;
import org.keraunos.base.Kind;
import org.keraunos.base.NamedArray;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.data.Batch;
import org.keraunos.data.Dataset;
import org.keraunos.graph.ModelGraph;
import org.keraunos.graph.Objective;
import org.keraunos.graph.StepGraph;
import org.keraunos.layers.Input;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Network;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.layers.UnaryLayer;
import org.keraunos.losses.Loss;
import org.keraunos.optimizers.Optimizer;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.EmitOptions;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Projection;
import org.keraunos.runtime.RuntimeOptions;
import org.keraunos.runtime.Types;
import org.keraunos.runtime.Value;
import org.keraunos.runtime.WeightOptions;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * A whole training step whose gradients are what a test says: the loss is the sum of the weights, a
 * kernel of (2, 3) and a bias of (3), each times its input.
 */
public final class GivenGradients implements AutoCloseable {
  /** The number of weights. */
  public static final int SIZE = 9;

  private final StepGraph graph;

  public GivenGradients(Optimizer optimizer, DTypePolicy policy, @Nullable Projection constraint) {
    this(optimizer, policy, constraint, 1);
  }

  /** With a factor on the layer's rate. */
  public GivenGradients(
      Optimizer optimizer, DTypePolicy policy, @Nullable Projection constraint, double rateFactor) {
    SymbolicTensor input = Input.of(SIZE);
    Layer sum = Sum.of(Optional.ofNullable(constraint));
    Network network = Network.of(List.of(input), List.of(sum.apply(input)));
    graph = new StepGraph(
        new ModelGraph.Plan(
            network, policy, 1, Set.of(), EmitOptions.TRAINING, RuntimeOptions.DEFAULT),
        Objective.only(network, new Same(Same.KIND.settings())),
        optimizer,
        Augmenter.NONE,
        rateFactor == 1 ? Map.of() : Map.of(sum, rateFactor));
    graph.start();
  }

  public StepGraph graph() {
    return graph;
  }

  /** The kernel and then the bias, flat. */
  public double[] weights() {
    return flat(graph.model().getWeights());
  }

  /** Puts several arrays one behind the other. */
  public static double[] flat(List<NamedArray> arrays) {
    return arrays.stream()
        .flatMapToDouble(each -> Arrays.stream(each.toDoubles()))
        .toArray();
  }

  public void setWeights(float... flat) {
    graph
        .model()
        .setWeights(List.of(
            new NamedArray("sum/kernel", new int[] {2, 3}, Arrays.copyOfRange(flat, 0, 6)),
            new NamedArray("sum/bias", new int[] {3}, Arrays.copyOfRange(flat, 6, 9))));
  }

  /** One step with these gradients. */
  public void step(float... gradients) {
    Dataset row = Dataset.of(gradients.clone(), SIZE).withLabels(new float[][] {{0}});
    Batch batch = row.newBatch(1);
    row.fill(new int[] {0}, 0, 1, batch);
    graph.train(batch, 0);
  }

  @Override
  public void close() {
    graph.close();
  }

  private static final class Sum extends UnaryLayer<Sum> {
    private final Optional<Projection> constraint;

    private Sum(Settings settings, Optional<Projection> constraint) {
      super(settings);
      this.constraint = constraint;
    }

    static Sum of(Optional<Projection> constraint) {
      Kind<Sum> kind = Layer.custom("test>Sum", settings -> new Sum(settings, constraint));
      return kind.make(kind.settings());
    }

    @Override
    public Shape outputShape(Shape input) {
      return Shape.of(1);
    }

    @Override
    protected Value build(LayerScope s, Value in) {
      Ops tf = s.ops();
      WeightOptions zeros = new WeightOptions(
          (ops, shape, type, seed) ->
              ops.fill(ops.constant(shape.toArray()), Types.constant(ops, 0, type)),
          Optional.empty(),
          Optional.empty());
      WeightOptions constrained = new WeightOptions(zeros.initial(), Optional.empty(), constraint);
      Operand<TFloating> kernel = s.weight("kernel", Shape.of(2, 3), constrained);
      Operand<TFloating> bias = s.weight("bias", Shape.of(3), zeros);
      Operand<TFloating> all =
          tf.concat(List.of(tf.reshape(kernel, tf.constant(new int[] {6})), bias), tf.constant(0));
      Operand<TFloating> products = tf.math.mul(in.operand(), all);
      Operand<TFloating> sums = tf.reduceSum(products, tf.constant(1));
      return s.value(tf.expandDims(sums, tf.constant(1)), Shape.of(1));
    }
  }

  private static final class Same extends Loss {
    private static final Kind<Same> KIND = Kind.custom("test>Same", Same::new);

    Same(Settings settings) {
      super(settings);
    }

    @Override
    public Operand<TFloating> rows(LayerScope s, Value output, Operand<TFloating> target) {
      return s.ops().reshape(s.toVariable(output.operand()), s.ops().constant(new int[] {-1}));
    }

    @Override
    public void checkTarget(float[] values, int offset, int width, int row) {
      // Targets are not looked at.
    }
  }
}

package org.keraunos.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.keraunos.base.ElementType;
import org.keraunos.base.NamedArray;
import org.keraunos.base.Shape;
import org.keraunos.layers.CallOptions;
import org.keraunos.layers.Input;
import org.keraunos.layers.Layer;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.EmitOptions;
import org.keraunos.runtime.Feeds;
import org.keraunos.runtime.Fetched;
import org.keraunos.runtime.GraphSession;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.RuntimeOptions;
import org.keraunos.runtime.Tensors;
import org.keraunos.runtime.Tower;
import org.keraunos.runtime.Types;
import org.keraunos.runtime.Value;
import org.keraunos.runtime.Variables;
import org.keraunos.runtime.WeightSpec;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;

/**
 * One call of one layer in a graph of its own, forwards and backwards. Its weights are named
 * {@code layer/...}.
 */
public final class LayerRun implements AutoCloseable {
  /** The seed of the model that the call belongs to, and of start values. */
  public static final long SEED = 7;

  /** The place of the call in its network. */
  public static final int CALL = 3;

  /**
   * How a layer is emitted.
   *
   * @param policy the types
   * @param options the passes
   * @param training whether it trains
   */
  public record Mode(DTypePolicy policy, EmitOptions options, boolean training) {}

  /**
   * What came out: gradients are those of the sum of the outputs times the cotangents.
   *
   * @param outputs an array an output
   * @param inputGradients an array an input, empty for one of whole numbers
   * @param weightGradients by the weights that train
   * @param updates what the layer wants its other weights to be
   * @param penalty what the layer and its weights add to the loss
   */
  public record Outcome(
      List<double[]> outputs,
      List<double[]> inputGradients,
      Map<String, double[]> weightGradients,
      Map<String, double[]> updates,
      double penalty) {
    /** {@return the first output} */
    public double[] output() {
      return outputs.get(0);
    }
  }

  private record Port(SymbolicTensor input, Placeholder<? extends TNumber> placeholder) {}

  private final GraphSession session;
  private final Class<? extends TNumber> fed;
  private final List<Port> ports = new ArrayList<>();
  private final List<Placeholder<? extends TNumber>> cotangents = new ArrayList<>();
  private final Placeholder<TFloat32> step;
  private final Variables variables;
  private final Tower tower;
  private final LayerScope scope;
  private final List<Value> outputs;
  private final List<String> trainable = new ArrayList<>();
  private final List<Operand<TFloating>> fetches = new ArrayList<>();

  /**
   * Emits a call without options.
   *
   * @param layer the layer
   * @param shapes of its inputs, which are floats
   * @param mode how it is emitted
   */
  public LayerRun(Layer layer, List<Shape> shapes, Mode mode) {
    this(
        layer,
        shapes.stream().map(shape -> Input.of(shape.toArray())).toList(),
        layer.callOptions(),
        mode);
  }

  /**
   * Emits a call.
   *
   * @param layer the layer
   * @param inputs what {@code Input} gave, for their shapes and types
   * @param options the call's
   * @param mode how it is emitted
   */
  public LayerRun(Layer layer, List<SymbolicTensor> inputs, CallOptions options, Mode mode) {
    session = new GraphSession(
        RuntimeOptions.DEFAULT,
        layer.isUnrolled() ? GraphSession.Rewriting.NONE : GraphSession.Rewriting.ALL);
    Ops tf = session.ops();
    Class<TFloating> type = mode.policy().variableType();
    fed = mode.policy() == DTypePolicy.FLOAT64 ? TFloat64.class : TFloat32.class;
    variables = new Variables(tf, type, SEED);
    step = tf.placeholder(TFloat32.class, Placeholder.shape(org.tensorflow.ndarray.Shape.scalar()));
    tower = mode.training()
        ? Tower.training(
            tf,
            mode.policy(),
            mode.options(),
            variables,
            SEED,
            () -> tf.dtypes.cast(step, TInt64.class))
        : Tower.inference(tf, mode.policy(), mode.options(), variables);
    scope = tower.scope(
        "layer", CALL, layer.isTrainable(), layer.isRowwise(), layer.dtype().orElse(mode.policy()));
    List<Operand<TFloating>> by = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<Value> values = new ArrayList<>();
    for (SymbolicTensor input : inputs) {
      Placeholder.Options sizes = Placeholder.shape(Tensors.batchShape(input.shape()));
      if (input.type() == ElementType.FLOAT) {
        Placeholder<? extends TNumber> port = tf.placeholder(fed, sizes);
        ports.add(new Port(input, port));
        Operand<TFloating> seen = tf.identity(Types.cast(tf, port, type));
        by.add(seen);
        names.add("input " + values.size());
        values.add(scope.value(scope.toCompute(seen), input.shape()));
      } else {
        Placeholder<TInt32> port = tf.placeholder(TInt32.class, sizes);
        ports.add(new Port(input, port));
        values.add(Value.ofIntegers(scope, input.type(), port, input.shape()));
      }
    }
    outputs = layer.build(scope, values, options);
    for (WeightSpec spec : tower.weights().values()) {
      if (spec.trainable()) {
        trainable.add(spec.name());
        by.add(tower.readOf(spec.name()));
        names.add(spec.name());
      }
    }
    Operand<TFloating> total = total(tf, type);
    outputs.forEach(output -> fetches.add(tf.identity(Types.cast(tf, output.operand(), type))));
    if (!by.isEmpty()) {
      session.gradients(total, tower, by, names).forEach(each -> fetches.add(tf.identity(each)));
    }
    tower.updates().values().forEach(each -> fetches.add(tf.identity(each)));
    Operand<TFloating> penalty = Types.constant(tf, 0, type);
    for (Operand<TFloating> term : tower.losses()) {
      penalty = tf.math.add(penalty, term);
    }
    fetches.add(tf.identity(penalty));
    variables.start(session);
  }

  private Operand<TFloating> total(Ops tf, Class<TFloating> type) {
    Operand<TFloating> total = Types.constant(tf, 0, type);
    for (Value output : outputs) {
      Placeholder<? extends TNumber> cotangent =
          tf.placeholder(fed, Placeholder.shape(Tensors.batchShape(output.shape())));
      cotangents.add(cotangent);
      Operand<TFloating> product =
          tf.math.mul(Types.cast(tf, output.operand(), type), Types.cast(tf, cotangent, type));
      int[] axes = IntStream.rangeClosed(0, output.shape().rank()).toArray();
      total = tf.math.add(total, tf.reduceSum(product, tf.constant(axes)));
    }
    return total;
  }

  /** {@return what the layer said of its weights, in the order of their first use} */
  public Map<String, WeightSpec> weights() {
    return tower.weights();
  }

  /** {@return the shapes of the outputs, as they were emitted} */
  public List<Shape> outputShapes() {
    return outputs.stream().map(Value::shape).toList();
  }

  /** {@return whether the call draws random numbers} */
  public boolean draws() {
    return scope.hasDrawn();
  }

  /**
   * Sets weights.
   *
   * @param weights all or some, by whole name
   */
  public void set(List<NamedArray> weights) {
    variables.set(session, weights);
  }

  /** {@return the weights} */
  public List<NamedArray> get() {
    return variables.get(session, tower.weights().keySet());
  }

  /**
   * Runs the call.
   *
   * @param rows how many
   * @param inputs an array an input, row-major
   * @param directions an array an output, row-major
   * @param globalStep the number of the step, for random numbers
   * @return what came out
   */
  public Outcome run(int rows, List<double[]> inputs, List<double[]> directions, long globalStep) {
    try (Feeds feeds = new Feeds()) {
      for (int i = 0; i < ports.size(); i++) {
        Port port = ports.get(i);
        Shape shape = port.input().shape();
        if (port.input().type() == ElementType.FLOAT) {
          feeds.array(port.placeholder(), array(rows, shape, inputs.get(i)), fed);
        } else {
          int[] whole =
              Arrays.stream(inputs.get(i)).mapToInt(value -> (int) value).toArray();
          feeds.integers(port.placeholder(), whole, rows, shape);
        }
      }
      for (int i = 0; i < outputs.size(); i++) {
        feeds.array(cotangents.get(i), array(rows, outputs.get(i).shape(), directions.get(i)), fed);
      }
      feeds.scalar(step, (float) globalStep);
      try (Fetched fetched = session.run(feeds, fetches)) {
        return outcome(rows, fetched);
      }
    }
  }

  private static NamedArray array(int rows, Shape shape, double[] values) {
    int[] sizes =
        IntStream.concat(IntStream.of(rows), IntStream.of(shape.toArray())).toArray();
    return new NamedArray("fed", sizes, values);
  }

  private Outcome outcome(int rows, Fetched fetched) {
    int next = 0;
    List<double[]> made = new ArrayList<>();
    for (Value output : outputs) {
      made.add(read(fetched, next++, rows, output.shape()));
    }
    List<double[]> inputGradients = new ArrayList<>();
    for (Port port : ports) {
      inputGradients.add(
          port.input().type() == ElementType.FLOAT
              ? read(fetched, next++, rows, port.input().shape())
              : new double[0]);
    }
    Map<String, double[]> weightGradients = new LinkedHashMap<>();
    for (String name : trainable) {
      weightGradients.put(name, read(fetched, next++, 1, shapeOf(name)));
    }
    Map<String, double[]> updates = new LinkedHashMap<>();
    for (String name : tower.updates().keySet()) {
      updates.put(name, read(fetched, next++, 1, shapeOf(name)));
    }
    double penalty = fetched.array(next, "penalty").toDoubles()[0];
    return new Outcome(made, inputGradients, weightGradients, updates, penalty);
  }

  private Shape shapeOf(String name) {
    WeightSpec spec = tower.weights().get(name);
    if (spec == null) {
      throw new IllegalStateException("no weight " + name + " was read");
    }
    return spec.shape();
  }

  private static double[] read(Fetched fetched, int index, int rows, Shape shape) {
    return fetched.array(index, "fetched", rows * shape.size()).toDoubles();
  }

  @Override
  public void close() {
    session.close();
  }
}

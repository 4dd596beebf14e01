package org.keraunos.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.keraunos.base.NamedArray;
import org.keraunos.base.Shape;
import org.keraunos.layers.Layer;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.EmitOptions;
import org.keraunos.runtime.Feeds;
import org.keraunos.runtime.Fetched;
import org.keraunos.runtime.GraphSession;
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
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/** One call of one layer in a graph of its own, forwards and backwards. */
public final class LayerRun implements AutoCloseable {
  /** How a layer is emitted. */
  public record Mode(DTypePolicy policy, EmitOptions options, boolean training) {}

  /** What came out: gradients are those of sum(output * cotangent). */
  public record Outcome(
      Shape shape,
      double[] output,
      List<double[]> inputGradients,
      Map<String, double[]> weightGradients,
      Map<String, double[]> updates) {}

  private final GraphSession session = new GraphSession(RuntimeOptions.DEFAULT);
  private final List<Shape> shapes;
  private final List<Placeholder<TFloat32>> ports = new ArrayList<>();
  private final Placeholder<TFloat32> cotangent;
  private final Placeholder<TFloat32> step;
  private final Variables variables;
  private final Tower tower;
  private final Value output;
  private final List<String> trainable = new ArrayList<>();
  private final List<Operand<TFloating>> fetches = new ArrayList<>();

  public LayerRun(Layer layer, List<Shape> shapes, Mode mode) {
    this.shapes = shapes;
    Ops tf = session.ops();
    Class<TFloating> type = mode.policy().variableType();
    variables = new Variables(tf, type, 7);
    step = tf.placeholder(TFloat32.class, Placeholder.shape(org.tensorflow.ndarray.Shape.scalar()));
    tower = mode.training()
        ? Tower.training(
            tf,
            mode.policy(),
            mode.options(),
            variables,
            7,
            () -> tf.dtypes.cast(step, TInt64.class))
        : Tower.inference(tf, mode.policy(), mode.options(), variables);
    var scope = tower.scope("layer", 3, true);
    List<Operand<TFloating>> inputs = new ArrayList<>();
    List<Value> values = new ArrayList<>();
    for (Shape shape : shapes) {
      Placeholder<TFloat32> port =
          tf.placeholder(TFloat32.class, Placeholder.shape(Tensors.batchShape(shape)));
      ports.add(port);
      Operand<TFloating> input = tf.identity(Types.cast(tf, port, type));
      inputs.add(input);
      values.add(scope.value(Types.cast(tf, input, mode.policy().computeType()), shape));
    }
    output = layer.build(scope, values).get(0);
    cotangent =
        tf.placeholder(TFloat32.class, Placeholder.shape(Tensors.batchShape(output.shape())));
    Operand<TFloating> result = Types.cast(tf, output.operand(), type);
    int[] axes = new int[output.shape().rank() + 1];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = i;
    }
    Operand<TFloating> total =
        tf.reduceSum(tf.math.mul(result, Types.cast(tf, cotangent, type)), tf.constant(axes));
    List<String> names = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      names.add("input " + i);
    }
    for (WeightSpec spec : tower.weights().values()) {
      if (spec.trainable()) {
        trainable.add(spec.name());
        inputs.add(tower.readOf(spec.name()));
        names.add(spec.name());
      }
    }
    fetches.add(tf.identity(result));
    session.gradients(total, tower, inputs, names).forEach(each -> fetches.add(tf.identity(each)));
    tower.updates().values().forEach(each -> fetches.add(tf.identity(each)));
    variables.start(session);
  }

  public Map<String, WeightSpec> weights() {
    return tower.weights();
  }

  public Shape outputShape() {
    return output.shape();
  }

  public void set(List<NamedArray> weights) {
    variables.set(session, weights);
  }

  public List<NamedArray> get() {
    return variables.get(session, tower.weights().keySet());
  }

  public Outcome run(int rows, List<float[]> inputs, float[] direction, long globalStep) {
    try (Feeds feeds = new Feeds()) {
      for (int i = 0; i < inputs.size(); i++) {
        feeds.floats(ports.get(i), inputs.get(i), rows, shapes.get(i));
      }
      feeds.floats(cotangent, direction, rows, output.shape());
      feeds.scalar(step, globalStep);
      try (Fetched fetched = session.run(feeds, fetches)) {
        int next = 0;
        double[] result = read(fetched, next++, rows, output.shape());
        List<double[]> inputGradients = new ArrayList<>();
        for (Shape shape : shapes) {
          inputGradients.add(read(fetched, next++, rows, shape));
        }
        Map<String, double[]> weightGradients = new LinkedHashMap<>();
        for (String name : trainable) {
          weightGradients.put(
              name, read(fetched, next++, 1, tower.weights().get(name).shape()));
        }
        Map<String, double[]> updates = new LinkedHashMap<>();
        for (String name : tower.updates().keySet()) {
          updates.put(name, read(fetched, next++, 1, tower.weights().get(name).shape()));
        }
        return new Outcome(output.shape(), result, inputGradients, weightGradients, updates);
      }
    }
  }

  private static double[] read(Fetched fetched, int index, int rows, Shape shape) {
    return fetched.array(index, "fetched", rows * shape.size()).toDoubles();
  }

  @Override
  public void close() {
    session.close();
  }
}

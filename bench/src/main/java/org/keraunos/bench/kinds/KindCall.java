package org.keraunos.bench.kinds;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.keraunos.base.ElementType;
import org.keraunos.base.Shape;
import org.keraunos.layers.Layer;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.EmitOptions;
import org.keraunos.runtime.Feeds;
import org.keraunos.runtime.GraphSession;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.OpTime;
import org.keraunos.runtime.RuntimeOptions;
import org.keraunos.runtime.Tensors;
import org.keraunos.runtime.Tower;
import org.keraunos.runtime.Types;
import org.keraunos.runtime.Value;
import org.keraunos.runtime.Variables;
import org.keraunos.runtime.WeightSpec;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;

/**
 * A layer in two graphs: in inference, and in training with the gradients by its inputs and
 * weights, from given ones by its outputs. Inputs lie in native memory before anything is timed; nothing is
 * copied out.
 */
final class KindCall implements AutoCloseable {
  private static final int WARM = 5;
  private static final int LEAST = 9;
  private static final long NANOS = 300_000_000;
  private static final int SEED = 7;

  private final List<Graph> graphs = new ArrayList<>();

  private record Graph(GraphSession session, Feeds feeds, Op[] targets) {}

  KindCall(Layer layer, int rows, List<int[]> shapes, int integers) {
    for (boolean training : new boolean[] {false, true}) {
      graphs.add(graph(layer, rows, shapes, integers, training));
    }
  }

  /** {@return milliseconds of a call in inference} */
  double forward() {
    return time(graphs.get(0));
  }

  /** {@return milliseconds of a call in training and its gradients} */
  double backward() {
    return time(graphs.get(1));
  }

  /** {@return the ops of a call in training and its gradients that take longest} */
  String trace() {
    Graph graph = graphs.get(1);
    time(graph);
    Map<String, Long> byType = new TreeMap<>();
    for (OpTime op : graph.session.trace(graph.feeds, List.of(), graph.targets)) {
      byType.merge(op.type(), op.micros(), Long::sum);
    }
    return byType.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(6)
        .map(e -> String.format(Locale.ROOT, "%s %.2f ms", e.getKey(), e.getValue() / 1e3))
        .collect(Collectors.joining(", "));
  }

  private static double time(Graph graph) {
    List<Double> times = new ArrayList<>();
    long end = Long.MAX_VALUE;
    for (int i = 0; i < WARM + LEAST || System.nanoTime() < end; i++) {
      long start = System.nanoTime();
      graph.session.run(graph.feeds, List.of(), graph.targets).close();
      if (i >= WARM) {
        times.add((System.nanoTime() - start) / 1e6);
      } else {
        end = System.nanoTime() + NANOS;
      }
    }
    return KindsBenchmark.median(times.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static Graph graph(
      Layer layer, int rows, List<int[]> shapes, int integers, boolean training) {
    GraphSession.Rewriting rewriting =
        layer.isUnrolled() ? GraphSession.Rewriting.NONE : GraphSession.Rewriting.ALL;
    GraphSession session = new GraphSession(RuntimeOptions.DEFAULT, rewriting);
    Ops tf = session.ops();
    Variables variables = new Variables(tf, variablesType(), SEED);
    Operand<TInt64> step = tf.constant(1L);
    Tower tower = training
        ? Tower.training(tf, DTypePolicy.FLOAT32, EmitOptions.TRAINING, variables, SEED, () -> step)
        : Tower.inference(tf, DTypePolicy.FLOAT32, EmitOptions.INFERENCE, variables);
    LayerScope scope =
        tower.scope("layer", 0, layer.isTrainable(), layer.isRowwise(), DTypePolicy.FLOAT32);
    Feeds feeds = new Feeds();
    List<Value> values = new ArrayList<>();
    List<Operand<TFloating>> by = new ArrayList<>();
    List<String> names = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(SEED);
    for (int[] sizes : shapes) {
      Shape shape = Shape.of(sizes);
      // As a tf.function sees its inputs: with the number of rows.
      org.tensorflow.ndarray.Shape whole = Tensors.batchShape(shape).tail().prepend(rows);
      if (integers > 0) {
        Placeholder<TInt32> port = tf.placeholder(TInt32.class, Placeholder.shape(whole));
        feeds.integers(
            port, random.ints((long) rows * shape.size(), 0, integers).toArray(), rows, shape);
        values.add(Value.ofIntegers(scope, ElementType.INT32, port, shape));
      } else {
        Placeholder<TFloat32> port = tf.placeholder(TFloat32.class, Placeholder.shape(whole));
        feeds.floats(port, floats(rows, shape, random), rows, shape);
        Operand<TFloating> seen = Types.cast(tf, port, variablesType());
        by.add(seen);
        names.add("input " + values.size());
        values.add(scope.value(seen, shape));
      }
    }
    List<Value> outputs = layer.build(scope, values, layer.callOptions());
    List<Op> targets = new ArrayList<>();
    outputs.forEach(output -> targets.add(tf.identity(output.operand())));
    if (training) {
      Operand<TFloating> total = null;
      for (Value output : outputs) {
        Operand<TFloating> sum = product(tf, output, given(tf, output, rows, random, feeds));
        total = total == null ? sum : tf.math.add(total, sum);
      }
      for (WeightSpec spec : tower.weights().values()) {
        if (spec.trainable()) {
          by.add(tower.readOf(spec.name()));
          names.add(spec.name());
        }
      }
      session.gradients(total, tower, by, names).forEach(each -> targets.add(tf.identity(each)));
      tower.updates().values().forEach(each -> targets.add(tf.identity(each)));
    }
    variables.start(session);
    return new Graph(session, feeds, targets.toArray(Op[]::new));
  }

  /** As from the layers behind it: something that is there, and no op over the whole size to make it. */
  private static Operand<TFloating> given(
      Ops tf, Value output, int rows, SplittableRandom random, Feeds feeds) {
    Shape shape = output.shape();
    Placeholder<TFloat32> port = tf.placeholder(
        TFloat32.class, Placeholder.shape(Tensors.batchShape(shape).tail().prepend(rows)));
    feeds.floats(port, floats(rows, shape, random), rows, shape);
    return Types.cast(tf, port, variablesType());
  }

  /** The sum of the products of elements, whose gradient by the output is what was given. */
  private static Operand<TFloating> product(Ops tf, Value output, Operand<TFloating> given) {
    Operand<TFloating> row = tf.reshape(output.operand(), tf.constant(new int[] {1, -1}));
    Operand<TFloating> column = tf.reshape(given, tf.constant(new int[] {-1, 1}));
    return tf.reshape(tf.linalg.matMul(row, column), tf.constant(new int[0]));
  }

  private static float[] floats(int rows, Shape shape, SplittableRandom random) {
    float[] floats = new float[rows * shape.size()];
    IntStream.range(0, floats.length)
        .forEach(i -> floats[i] = (float) (random.nextDouble() * 2 - 1));
    return floats;
  }

  @SuppressWarnings("unchecked")
  private static Class<TFloating> variablesType() {
    return (Class<TFloating>) (Class<? extends TNumber>) TFloat32.class;
  }

  @Override
  public void close() {
    for (Graph graph : graphs) {
      graph.feeds.close();
      graph.session.close();
    }
  }
}

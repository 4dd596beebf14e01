package org.keraunos.parity;

import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.losses.Losses.categoricalCrossentropy;
import static org.keraunos.testing.Goldens.assertClose;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keraunos.activations.Activation;
import org.keraunos.activations.Activations;
import org.keraunos.base.Shape;
import org.keraunos.data.Batch;
import org.keraunos.data.Dataset;
import org.keraunos.data.npy.Npz;
import org.keraunos.graph.ModelGraph;
import org.keraunos.graph.StepGraph;
import org.keraunos.layers.Input;
import org.keraunos.layers.Layers;
import org.keraunos.layers.Network;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.losses.Loss;
import org.keraunos.optimizers.Optimizers;
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
import org.keraunos.testing.Goldens;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TFloating;

/** Values and gradients of the losses against Keras's: keras_losses.py. */
class LossParityTest {
  /** A case, what stands before the loss, and whether the loss is told of logits. */
  private record Case(
      Map<String, Object> entry, Activation head, boolean fromLogits, DTypePolicy policy) {
    String text(String key) {
      return String.valueOf(entry.get(key));
    }

    boolean binary() {
      return text("class_name").equals("BinaryCrossentropy");
    }

    String result(String what) {
      return text("name") + "/" + what + "/" + policy.kerasName();
    }

    double tolerance() {
      if (text("name").equals("categorical_logits_soft")) {
        // TensorFlow's gradient takes it that targets sum to 1; as floats they do to 1e-7.
        return policy == DTypePolicy.FLOAT64 ? 1e-7 : Goldens.FLOAT32;
      }
      return policy == DTypePolicy.FLOAT64 ? 1e-9 : Goldens.FLOAT32;
    }

    Loss loss() {
      double smoothing =
          ((Number) ((Map<?, ?>) entry.get("config")).get("label_smoothing")).doubleValue();
      return binary()
          ? binaryCrossentropy().fromLogits(fromLogits).labelSmoothing(smoothing)
          : categoricalCrossentropy().fromLogits(fromLogits).labelSmoothing(smoothing);
    }

    @Override
    public String toString() {
      return text("name") + " behind " + head.kerasName() + " in " + policy.kerasName();
    }
  }

  /** Each case as it stands; what Keras computes of logits also as a sigmoid or softmax output. */
  static Stream<Arguments> cases() {
    return Goldens.index("losses.json").stream()
        .flatMap(entry -> Stream.of(DTypePolicy.FLOAT32, DTypePolicy.FLOAT64).flatMap(policy -> {
          boolean logits = (Boolean) ((Map<?, ?>) entry.get("config")).get("from_logits");
          Case plain = new Case(entry, Activations.LINEAR, logits, policy);
          Activation output = plain.binary() ? Activations.SIGMOID : Activations.SOFTMAX;
          return logits
              ? Stream.of(plain, new Case(entry, output, false, policy))
              : Stream.of(plain);
        }))
        .map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void valueIsKerass(Case test) {
    try (Npz golden = Goldens.open("losses.npz")) {
      float[] predictions = golden.read(test.text("predictions")).toFloats();
      float[] targets = golden.read(test.text("targets")).toFloats();
      int rows = golden.read(test.text("targets")).shape()[0];
      int labels = targets.length / rows;
      float[][] labelRows = new float[rows][];
      for (int row = 0; row < rows; row++) {
        labelRows[row] = Arrays.copyOfRange(targets, row * labels, (row + 1) * labels);
      }
      Dataset data = Dataset.of(predictions, labels).withLabels(labelRows);
      if (test.entry.get("sample_weight") != null) {
        data = data.withSampleWeight(golden.read(test.text("sample_weight")).toFloats());
      }
      SymbolicTensor input = Input.of(labels);
      SymbolicTensor output = Layers.activation(test.head).apply(input);
      ModelGraph.Plan plan = new ModelGraph.Plan(
          Network.of(List.of(input), List.of(output)),
          test.policy,
          1,
          Set.of(),
          EmitOptions.TRAINING,
          RuntimeOptions.DEFAULT);
      try (StepGraph graph = new StepGraph(plan, test.loss(), Optimizers.sgd())) {
        graph.start();
        Batch batch = data.newBatch(rows);
        data.fill(IntStream.range(0, rows).toArray(), 0, rows, batch);
        double[] expected = golden.read(test.result("value")).toDoubles();
        double[] evaluated = {graph.evaluate(batch).loss()};
        assertClose("evaluate", evaluated, expected, test.tolerance());
        double[] trained = {graph.train(batch, 0).loss()};
        assertClose("train", trained, expected, test.tolerance());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientIsKerass(Case test) {
    try (Npz golden = Goldens.open("losses.npz");
        GraphSession session = new GraphSession(RuntimeOptions.DEFAULT)) {
      float[] predictions = golden.read(test.text("predictions")).toFloats();
      int rows = golden.read(test.text("predictions")).shape()[0];
      Shape shape = Shape.of(predictions.length / rows);
      Ops tf = session.ops();
      Class<TFloating> type = test.policy.variableType();
      Placeholder<TFloat32> predicted = port(tf, shape);
      Placeholder<TFloat32> target = port(tf, shape);
      Placeholder<TFloat32> weights = port(tf, Shape.of());
      Tower tower = Tower.inference(tf, test.policy, EmitOptions.PLAIN, new Variables(tf, type, 1));
      LayerScope scope = tower.scope("loss", 0, true);
      Operand<TFloating> of = tf.identity(Types.cast(tf, predicted, type));
      Value output = test.head.apply(scope, scope.value(of, shape));
      Operand<TFloating> each = test.loss().rows(scope, output, Types.cast(tf, target, type));
      Operand<TFloating> total = tf.math.div(
          tf.reduceSum(
              tf.math.mul(each, Types.cast(tf, weights, type)), tf.constant(new int[] {0})),
          Types.constant(tf, rows, type));
      List<Operand<TFloating>> gradients =
          session.gradients(total, tower, List.of(of), List.of("predictions"));
      float[] weight = new float[rows];
      Arrays.fill(weight, 1);
      if (test.entry.get("sample_weight") != null) {
        weight = golden.read(test.text("sample_weight")).toFloats();
      }
      try (Feeds feeds = new Feeds()) {
        feeds.floats(predicted, predictions, rows, shape);
        feeds.floats(target, golden.read(test.text("targets")).toFloats(), rows, shape);
        feeds.floats(weights, weight, rows, Shape.of());
        try (Fetched fetched = session.run(feeds, gradients)) {
          assertClose(
              "gradient",
              fetched.array(0, "gradient", predictions.length).toDoubles(),
              golden.read(test.result("gradient")).toDoubles(),
              test.tolerance());
        }
      }
    }
  }

  private static Placeholder<TFloat32> port(Ops tf, Shape shape) {
    return tf.placeholder(TFloat32.class, Placeholder.shape(Tensors.batchShape(shape)));
  }
}

package org.keraunos.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.keraunos.activations.Activations.RELU;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.activation;
import static org.keraunos.layers.Layers.averagePooling2d;
import static org.keraunos.layers.Layers.batchNormalization;
import static org.keraunos.layers.Layers.concatenate;
import static org.keraunos.layers.Layers.conv2d;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.dropout;
import static org.keraunos.layers.Layers.flatten;
import static org.keraunos.layers.Layers.maxPooling2d;
import static org.keraunos.layers.Layers.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keraunos.base.NamedArray;
import org.keraunos.base.Shape;
import org.keraunos.contract.Preprocessing;
import org.keraunos.layers.Input;
import org.keraunos.layers.Network;
import org.keraunos.layers.Padding;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.losses.Losses;
import org.keraunos.optimizers.Optimizers;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.EmitOptions;
import org.keraunos.runtime.GraphPass;
import org.keraunos.testing.Goldens;
import org.keraunos.testing.SplitMix;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Each pass changes the graph as it says: a pass that does nothing would equal the plain graph,
 * too.
 */
class GraphPassTest {
  private static final EmitOptions PLAIN = EmitOptions.PLAIN;

  private static Network convolution() {
    var input = Input.of(8, 8, 2);
    var x = conv2d(3, 3).activation(RELU).apply(input);
    x = batchNormalization().apply(conv2d(3, 3).apply(dropout(0.5).apply(x)));
    x = batchNormalization().axis(3).apply(conv2d(3, 1).apply(x)); // as Keras's networks say it
    x = maxPooling2d(2).apply(conv2d(3, 1).activation(RELU).apply(x));
    var output = dense(2).activation(SIGMOID).apply(flatten().apply(x));
    return Network.of(List.of(input), List.of(output));
  }

  private static List<NodeDef> training(EmitOptions options) {
    return step(options).stream()
        .filter(node -> node.getName().startsWith("training/"))
        .toList();
  }

  /** All nodes of a graph that trains, but for those of its plain inference tower. */
  private static List<NodeDef> step(EmitOptions options) {
    ModelGraph.Plan plan = PassCases.plan(convolution(), DTypePolicy.FLOAT32, options, PLAIN);
    try (StepGraph graph = new StepGraph(plan, Losses.binaryCrossentropy(), Optimizers.sgd(0.05))) {
      return graph.model().session().definition().getNodeList().stream()
          .filter(node -> !node.getName().startsWith("inference/"))
          .toList();
    }
  }

  private static GraphDef frozen(EmitOptions options) {
    ModelGraph.Plan plan = PassCases.plan(convolution(), DTypePolicy.FLOAT32, PLAIN, options);
    try (ModelGraph model = new ModelGraph(plan)) {
      model.start();
      try (InferenceGraph graph =
          InferenceGraph.freeze(plan, model.getWeights(), Preprocessing.PIXELS)) {
        return graph.session().definition();
      }
    }
  }

  private static long count(List<NodeDef> nodes, String op) {
    return nodes.stream().filter(node -> node.getOp().equals(op)).count();
  }

  private static String inputOf(List<NodeDef> nodes, String op) {
    String input = nodes.stream()
        .filter(node -> node.getOp().equals(op))
        .findFirst()
        .orElseThrow()
        .getInput(0);
    return nodes.stream()
        .filter(node -> node.getName().equals(input))
        .findFirst()
        .orElseThrow()
        .getOp();
  }

  @Test
  void maxPoolingTakesTheFirstVersionOfTheOp() {
    List<NodeDef> plain = training(PLAIN);
    assertThat(count(plain, "MaxPoolV2")).isEqualTo(1);
    List<NodeDef> fast = training(PLAIN.with(GraphPass.MAX_POOL_V1));
    assertThat(count(fast, "MaxPoolV2")).isZero();
    assertThat(count(fast, "MaxPool")).isEqualTo(1);
  }

  @Test
  void biasAndActivationComeBehindThePool() {
    assertThat(inputOf(training(PLAIN), "MaxPoolV2")).isEqualTo("Relu");
    List<NodeDef> fast = training(PLAIN.with(GraphPass.TAIL_BEHIND_MAX_POOL));
    assertThat(inputOf(fast, "MaxPoolV2")).isEqualTo("Conv2D");
  }

  @Test
  void convolutionBiasAndReluCanBecomeOneKernelInTraining() {
    assertThat(fusible(PLAIN)).as("its gradient asks for the ReLU's input").isZero();
    assertThat(fusible(PLAIN.with(GraphPass.FUSED_TAIL))).isEqualTo(2);
    assertThat(gradients(PLAIN, "BiasAddGrad")).isEqualTo(5);
    assertThat(gradients(PLAIN.with(GraphPass.FUSED_TAIL), "BiasAddGrad")).isZero();
  }

  /** Biases behind a convolution that nothing but a ReLU reads. */
  private static long fusible(EmitOptions options) {
    List<NodeDef> nodes = step(options);
    return nodes.stream()
        .filter(node -> node.getOp().equals("BiasAdd"))
        .filter(bias -> nodes.stream()
            .filter(node -> node.getInputList().contains(bias.getName()))
            .allMatch(node -> node.getOp().equals("Relu")))
        .count();
  }

  private static long gradients(EmitOptions options, String op) {
    return count(step(options), op);
  }

  @Test
  void batchNormalizationIsFoldedInInference() {
    EmitOptions folds = PLAIN.with(GraphPass.FOLD_BATCH_NORMALIZATION);
    assertThat(scaledPictures(frozen(PLAIN))).isPositive();
    assertThat(scaledPictures(frozen(folds))).isZero();
  }

  @Test
  void zerosAroundAPictureAreLeftToTheKernel() {
    String name = "zeros around pictures, as same padding would";
    assertThat(nodes(name, PLAIN, "training/", "Pad")).isEqualTo(3);
    assertThat(nodes(name, PLAIN.with(GraphPass.PAD_IN_KERNEL), "training/", "Pad"))
        .as("but for edges that same padding has not")
        .isEqualTo(1);
  }

  @Test
  void frozenBatchNormalizationIsFoldedInTraining() {
    String name = "a frozen body, a batch normalization that is not, one that is";
    EmitOptions folds = PLAIN.with(GraphPass.FOLD_BATCH_NORMALIZATION);
    // Those of the inference tower, which is plain, are left.
    assertThat(scaledPictures(step(name, PLAIN))).isGreaterThan(2);
    assertThat(scaledPictures(step(name, folds))).isEqualTo(2);
    assertThat(nodes(name, folds, "training/", "FusedBatchNorm")).isEqualTo(1);
  }

  /** Of skip connections, too, the gradients of an op are emitted once. */
  @Test
  void gradientsOfNoOpAreEmittedTwice() {
    for (String name :
        List.of("chains of skip connections", "a rectifier beside what it rectifies")) {
      long kernels = nodes(name, EmitOptions.TRAINING, "training/", "Conv2D");
      assertThat(nodes(name, EmitOptions.TRAINING, "gradients", "Conv2DBackpropFilter"))
          .as(name)
          .isEqualTo(kernels);
    }
  }

  /** Nothing is differentiated in front of what trains. */
  @Test
  void gradientsStopInFrontOfAFrozenBody() {
    String name = "a frozen body, a batch normalization that is not, one that is";
    assertThat(nodes(name, EmitOptions.TRAINING, "gradients", "DepthwiseConv2dNativeBackprop"))
        .isZero();
  }

  private static long nodes(String name, EmitOptions options, String scope, String op) {
    return step(name, options).getNodeList().stream()
        .filter(node -> node.getName().startsWith(scope) && node.getOp().startsWith(op))
        .count();
  }

  private static GraphDef step(String name, EmitOptions options) {
    try (StepGraph graph = PassCases.emitted(name, DTypePolicy.FLOAT32, options, PLAIN)) {
      return graph.model().session().definition();
    }
  }

  @Test
  void passesLookIntoAFrozenNetworkThatOthersTrainBehind() {
    var inside = Input.of(8, 8, 2);
    var body = model(Network.of(
            List.of(inside), List.of(batchNormalization().apply(conv2d(3, 1).apply(inside)))))
        .trainable(false);
    var input = Input.of(8, 8, 2);
    var output = dense(2).apply(flatten().apply(body.apply(input)));
    Network whole = Network.of(List.of(input), List.of(output));
    try (StepGraph graph = new StepGraph(
        PassCases.plan(whole, DTypePolicy.FLOAT32, EmitOptions.TRAINING, PLAIN),
        Losses.binaryCrossentropy().fromLogits(true),
        Optimizers.sgd(0.05))) {
      assertThat(graph.model().session().definition().getNodeList())
          .filteredOn(node -> node.getName().startsWith("training/"))
          .noneMatch(node -> node.getOp().startsWith("FusedBatchNorm"))
          .anyMatch(node -> node.getName().contains("folded_kernel"));
    }
  }

  @Test
  void passesLookIntoNetworksInside() {
    var inside = Input.of(8, 8, 2);
    // A valid pool leaves the last rows and columns of its input unseen.
    var pooled = maxPooling2d(3).apply(inside);
    var normalized = batchNormalization().apply(conv2d(3, 1).apply(pooled));
    var block = Network.of(List.of(inside), List.of(normalized));
    var middle = Input.of(8, 8, 2);
    var body = model(block).name("block").apply(middle);
    var encoder = model(Network.of(List.of(middle), List.of(body))).name("encoder");
    var left = Input.of(8, 8, 2);
    var right = Input.of(8, 8, 2);
    var both = concatenate().apply(encoder.apply(left), encoder.apply(right));
    var output = dense(2).name("out").apply(flatten().apply(both));
    Network nested = Network.of(List.of(left, right), List.of(output));
    List<NamedArray> weights;
    ModelGraph.Plan plain = PassCases.plan(nested, DTypePolicy.FLOAT64, PLAIN, PLAIN);
    ModelGraph.Plan passes =
        PassCases.plan(nested, DTypePolicy.FLOAT64, PLAIN, EmitOptions.INFERENCE);
    try (ModelGraph model = new ModelGraph(plain)) {
      model.start();
      SplitMix random = new SplitMix(4);
      weights = model.getWeights().stream()
          .map(each -> new NamedArray(
              each.name(), each.shape(), random.uniform(each.toDoubles().length, 1, 0.5)))
          .toList();
    }
    assertThat(weights.stream().map(NamedArray::name)).contains("encoder/block/conv2d/kernel");
    try (InferenceGraph expected = InferenceGraph.freeze(plain, weights, null);
        InferenceGraph passed = InferenceGraph.freeze(passes, weights, null)) {
      assertThat(scaledPictures(expected.session().definition())).isPositive();
      assertThat(scaledPictures(passed.session().definition())).isZero();
      assertThat(passed.session().definition().getNodeList())
          .anyMatch(node -> node.getOp().equals("Slice"))
          .anyMatch(node -> node.getName().startsWith("encoder/block/conv2d/"));
      SplitMix random = new SplitMix(5);
      List<float[]> data = List.of(random.uniform(3 * 128, 0, 1), random.uniform(3 * 128, 0, 1));
      float[][] wanted = new float[1][6];
      float[][] given = new float[1][6];
      expected.runFloats(data, 3, wanted, 0, false);
      passed.runFloats(data, 3, given, 0, false);
      for (int i = 0; i < wanted[0].length; i++) {
        assertThat(given[0][i]).isCloseTo(wanted[0][i], Offset.offset(1e-5f * wanted[0][i]));
      }
    }
  }

  /** Multiplications of a layer's output, and not of its kernel. */
  private static long scaledPictures(GraphDef graph) {
    List<NodeDef> nodes = graph.getNodeList();
    return nodes.stream()
        .filter(node -> node.getOp().equals("Mul"))
        .flatMap(node -> node.getInputList().stream())
        .filter(input -> nodes.stream()
            .anyMatch(node -> node.getName().equals(input) && node.getOp().equals("BiasAdd")))
        .count();
  }

  @Test
  void whatNoWindowReachesIsCroppedAtTheInput() {
    // 8 - 3 + 1 = 6 rows, a pool of 4 sees the first 4 of them: 6 rows of the input.
    assertThat(seen(8, x -> maxPooling2d(4).apply(conv2d(3, 3).activation(RELU).apply(x))))
        .isEqualTo(Shape.of(6, 6, 2));
    assertThat(seen(9, x -> averagePooling2d(2).apply(activation(RELU).apply(x))))
        .isEqualTo(Shape.of(8, 8, 2));
    assertThat(seen(9, x -> maxPooling2d(2).padding(Padding.SAME).apply(x)))
        .isEqualTo(Shape.of(9, 9, 2));
    assertThat(seen(9, x -> maxPooling2d(2).apply(batchNormalization().apply(x))))
        .as("statistics are of all pixels")
        .isEqualTo(Shape.of(9, 9, 2));
    assertThat(seen(
            9,
            x -> concatenate()
                .apply(
                    flatten().apply(maxPooling2d(4).apply(x)),
                    flatten().apply(conv2d(1, 9).apply(x)))))
        .as("another reader looks at all of it")
        .isEqualTo(Shape.of(9, 9, 2));
    assertThat(count(training(PLAIN.with(GraphPass.CROP_UNSEEN)), "Slice"))
        .as("6 rows pooled by 2")
        .isZero();
  }

  private static Shape seen(int side, UnaryOperator<SymbolicTensor> body) {
    SymbolicTensor input = Input.of(side, side, 2);
    SymbolicTensor output = dense(1).apply(flatten().apply(body.apply(input)));
    Network network = Network.of(List.of(input), List.of(output));
    return CropUnseen.seen(network).values().iterator().next();
  }

  @Test
  void batchesAreDividedWhereRowsDoNotKnowOfEachOther() {
    assertThat(towers("conv relu, pool VALID")).isEqualTo(3);
    assertThat(towers("batch normalization between")).isEqualTo(1);
    assertThat(towers("dropout between")).isEqualTo(1);
  }

  private static long towers(String name) {
    try (StepGraph graph = PassCases.divided(name, DTypePolicy.FLOAT32, 3)) {
      return graph.model().session().definition().getNodeList().stream()
          .filter(node -> node.getOp().equals("Conv2D"))
          .map(node -> node.getName().substring(0, node.getName().indexOf('/')))
          .filter(tower -> tower.startsWith("training"))
          .distinct()
          .count();
    }
  }

  @Test
  void inferenceDrawsNothing() {
    assertThat(frozen(EmitOptions.INFERENCE).getNodeList())
        .noneMatch(node -> node.getOp().contains("Random"))
        .noneMatch(node -> node.getOp().startsWith("VarHandle"));
    assertThat(count(training(EmitOptions.TRAINING), "StatelessRandomUniform")).isEqualTo(1);
  }

  static Stream<EmitOptions> frozenOptions() {
    return Stream.concat(
        Stream.of(EmitOptions.INFERENCE), Stream.of(GraphPass.values()).map(PLAIN::with));
  }

  /** A frozen graph and what it predicts. */
  private record Frozen(GraphDef definition, double[] predicted) {}

  private static final Map<String, Frozen> PLAIN_ONES = new HashMap<>();

  @AfterAll
  static void forget() {
    PLAIN_ONES.clear();
  }

  @ParameterizedTest
  @MethodSource("frozenOptions")
  void frozenGraphsPredictAlike(EmitOptions options) {
    PassCases.names().forEach(name -> {
      Frozen plain = PLAIN_ONES.computeIfAbsent(name, each -> predict(each, PLAIN, null));
      Frozen fast = predict(name, options, plain);
      Goldens.assertClose(name + " " + options, fast.predicted(), plain.predicted(), 1e-11);
    });
  }

  /** A graph that is the known one, node by node, predicts the same and is not run. */
  private static Frozen predict(String name, EmitOptions options, @Nullable Frozen known) {
    ModelGraph.Plan plan =
        PassCases.plan(PassCases.network(name), DTypePolicy.FLOAT64, PLAIN, options);
    try (ModelGraph model = new ModelGraph(plan)) {
      model.start();
      List<NamedArray> weights = PassCases.weights(model);
      try (InferenceGraph graph = InferenceGraph.freeze(plan, weights, null)) {
        GraphDef definition = graph.session().definition();
        if (known != null && definition.equals(known.definition())) {
          return known;
        }
        float[] output = new float[PassCases.ROWS * 2];
        float[] input = new SplitMix(8).uniform(PassCases.ROWS * 12 * 11 * 2, 0, 4);
        graph.runFloats(List.of(input), PassCases.ROWS, new float[][] {output}, 0, false);
        return new Frozen(definition, PassCases.doubles(output));
      }
    }
  }
}

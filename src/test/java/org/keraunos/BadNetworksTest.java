package org.keraunos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.keraunos.activations.Activations.RELU;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.add;
import static org.keraunos.layers.Layers.average;
import static org.keraunos.layers.Layers.averagePooling2d;
import static org.keraunos.layers.Layers.batchNormalization;
import static org.keraunos.layers.Layers.concatenate;
import static org.keraunos.layers.Layers.conv1d;
import static org.keraunos.layers.Layers.conv2d;
import static org.keraunos.layers.Layers.conv2dTranspose;
import static org.keraunos.layers.Layers.cropping2d;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.depthwiseConv2d;
import static org.keraunos.layers.Layers.dot;
import static org.keraunos.layers.Layers.dropout;
import static org.keraunos.layers.Layers.embedding;
import static org.keraunos.layers.Layers.flatten;
import static org.keraunos.layers.Layers.gaussianNoise;
import static org.keraunos.layers.Layers.globalAveragePooling1d;
import static org.keraunos.layers.Layers.globalAveragePooling2d;
import static org.keraunos.layers.Layers.globalMaxPooling1d;
import static org.keraunos.layers.Layers.globalMaxPooling2d;
import static org.keraunos.layers.Layers.groupNormalization;
import static org.keraunos.layers.Layers.gru;
import static org.keraunos.layers.Layers.layerNormalization;
import static org.keraunos.layers.Layers.lstm;
import static org.keraunos.layers.Layers.maxPooling2d;
import static org.keraunos.layers.Layers.maximum;
import static org.keraunos.layers.Layers.multiHeadAttention;
import static org.keraunos.layers.Layers.multiply;
import static org.keraunos.layers.Layers.permute;
import static org.keraunos.layers.Layers.repeatVector;
import static org.keraunos.layers.Layers.reshape;
import static org.keraunos.layers.Layers.separableConv2d;
import static org.keraunos.layers.Layers.subtract;
import static org.keraunos.layers.Layers.upSampling2d;
import static org.keraunos.layers.Layers.zeroPadding2d;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.optimizers.Optimizers.adam;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.keraunos.base.Shape;
import org.keraunos.data.Dataset;
import org.keraunos.layers.Input;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Network;
import org.keraunos.layers.Padding;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.testing.SplitMix;

/**
 * Some hundred random networks that cannot be and some that can, in one process, which lives: the
 * first are refused in Java, by layer and shape, the others are trained.
 */
class BadNetworksTest {
  private static final long SEED = 2026;
  private static final int BAD = 400;
  private static final int GOOD = 16;
  private static final int ROWS = 3;

  /** What is wrong; the message must have the class and, where shapes are, the shape. */
  private record Bad(String names, boolean shapes, Runnable build) {}

  private static final List<Function<SplittableRandom, Bad>> WRONG = List.of(
      BadNetworksTest::windowAboveInput,
      BadNetworksTest::wrongRank,
      BadNetworksTest::shapesThatDoNotFit,
      BadNetworksTest::nothingThere,
      BadNetworksTest::wrongOption,
      BadNetworksTest::wrongGraph);

  @Test
  void theBadAreRefusedInJavaByLayerAndShape() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < BAD; i++) {
      Bad bad = WRONG.get(i % WRONG.size()).apply(random);
      Throwable thrown = catchThrowable(bad.build()::run);
      String what = "seed " + SEED + ", try " + i + ": " + bad.names();
      assertThat(thrown).as(what).isInstanceOf(IllegalArgumentException.class);
      assertThat(thrown).as(what).hasMessageContaining(bad.names());
      assertThat(thrown).as(what).hasMessageContaining("expected").hasMessageContaining("received");
      if (bad.shapes()) {
        assertThat(thrown).as(what).hasMessageContaining("(None, ");
      }
      assertThat(thrown.getStackTrace()[0].getClassName()).as(what).startsWith("org.keraunos.");
    }
  }

  private static Bad apply(Layer layer, int... shape) {
    return new Bad(layer.className(), true, () -> see(layer.apply(Input.of(shape))));
  }

  private static void see(Object made) {
    assertThat(made).isNotNull();
  }

  private static int up(SplittableRandom random, int from) {
    return random.nextInt(from, from + 4);
  }

  private static Bad windowAboveInput(SplittableRandom random) {
    int side = up(random, 1);
    int window = up(random, side + 1);
    int other = up(random, 1);
    return switch (random.nextInt(7)) {
      case 0 -> apply(conv2d(2, window), side, window, other);
      case 1 -> apply(conv2d(2, window), window, side, other);
      case 2 -> apply(depthwiseConv2d(window), side, window, other);
      case 3 -> apply(separableConv2d(2, window), window, side, other);
      case 4 -> apply(maxPooling2d(window), side, window, other);
      case 5 -> apply(conv1d(2, window), side, other);
      default -> apply(averagePooling2d(window), window, side, other);
    };
  }

  private static Bad wrongRank(SplittableRandom random) {
    int[] vector = {up(random, 1)};
    int[] sequence = {up(random, 2), up(random, 2)};
    int[] picture = {up(random, 3), up(random, 3), up(random, 1)};
    return switch (random.nextInt(10)) {
      case 0 -> apply(conv2d(2, 1), random.nextBoolean() ? vector : sequence);
      case 1 -> apply(conv1d(2, 1), random.nextBoolean() ? vector : picture);
      case 2 -> apply(lstm(2), random.nextBoolean() ? vector : picture);
      case 3 -> apply(gru(2), random.nextBoolean() ? vector : picture);
      case 4 -> apply(maxPooling2d(1), random.nextBoolean() ? vector : sequence);
      case 5 -> apply(globalAveragePooling2d(), random.nextBoolean() ? vector : sequence);
      case 6 -> apply(globalMaxPooling1d(), random.nextBoolean() ? vector : picture);
      case 7 -> apply(upSampling2d(2), random.nextBoolean() ? vector : sequence);
      case 8 -> apply(zeroPadding2d(1), random.nextBoolean() ? vector : sequence);
      default -> apply(conv2dTranspose(2, 2), random.nextBoolean() ? vector : sequence);
    };
  }

  private static Bad shapesThatDoNotFit(SplittableRandom random) {
    int rows = up(random, 2);
    int columns = up(random, 2);
    SymbolicTensor a = Input.of(rows, columns);
    SymbolicTensor b = Input.of(rows, columns + up(random, 1));
    SymbolicTensor c = Input.of(rows + up(random, 1), columns + up(random, 1));
    Layer merging =
        List.of(add(), multiply(), maximum(), average(), subtract()).get(random.nextInt(5));
    return switch (random.nextInt(5)) {
      case 0 -> new Bad(merging.className(), true, () -> see(merging.apply(a, b)));
      case 1 -> new Bad("Concatenate", true, () -> see(concatenate().apply(a, c)));
      case 2 -> new Bad("Dot", true, () -> see(dot(2, 2).apply(a, b)));
      case 3 -> apply(reshape(rows * columns + up(random, 1)), rows, columns);
      default -> apply(cropping2d(rows), random.nextInt(1, 2 * rows + 1), 9, columns);
    };
  }

  private static Bad option(String names, Runnable build) {
    return new Bad(names, false, build);
  }

  private static Bad nothingThere(SplittableRandom random) {
    int size = -random.nextInt(3);
    return switch (random.nextInt(8)) {
      case 0 -> option("Dense", () -> see(dense(size)));
      case 1 -> option("Conv2D", () -> see(conv2d(size, 3)));
      case 2 -> option("Conv2D", () -> see(conv2d(3, size)));
      case 3 -> option("MaxPooling2D", () -> see(maxPooling2d(size)));
      case 4 -> option("", () -> see(Input.of(3, size)));
      case 5 -> option("LSTM", () -> see(lstm(size)));
      case 6 -> option("Embedding", () -> see(embedding(size, 3)));
      default -> option("RepeatVector", () -> see(repeatVector(size)));
    };
  }

  private static Bad wrongOption(SplittableRandom random) {
    int more = up(random, 2);
    double share = 1 + random.nextDouble();
    return switch (random.nextInt(8)) {
      case 0 -> option("Dropout", () -> see(dropout(share)));
      case 1 -> option("Conv2D", () -> see(conv2d(2, 3).strides(1 - more)));
      case 2 -> apply(conv2d(2 * more, 1).groups(more), 4, 4, more + 1);
      case 3 ->
        option(
            "Conv2D",
            () -> see(conv2d(2, 1).strides(more).dilationRate(more).apply(Input.of(9, 9, 1))));
      case 4 -> option("GaussianNoise", () -> see(gaussianNoise(-share)));
      case 5 -> option("LayerNormalization", () -> see(layerNormalization().epsilon(-share)));
      case 6 -> apply(groupNormalization(more), 4, 4, more + 1);
      default -> apply(permute(2, 1), more, more, more);
    };
  }

  private static Bad wrongGraph(SplittableRandom random) {
    int size = up(random, 2);
    SymbolicTensor a = Input.named("left", size);
    SymbolicTensor b = Input.named("right", size);
    SymbolicTensor both = dense(size).name("top").apply(add().apply(a, b));
    Layer same = dense(size).name("top");
    return switch (random.nextInt(5)) {
      case 0 -> new Bad("right", true, () -> see(network(List.of(a), both)));
      case 1 -> new Bad("right", true, () -> see(network(List.of(a, b), dense(1).apply(a))));
      case 2 -> option("top", () -> see(network(List.of(a, b), same.apply(both))));
      case 3 -> new Bad("(None, " + size + ")", true, () -> see(network(List.of(a, b, a), both)));
      default ->
        option("Model inputs", () -> see(network(List.of(both), dense(1).apply(both))));
    };
  }

  private static Network network(List<SymbolicTensor> inputs, SymbolicTensor output) {
    return Network.of(inputs, List.of(output));
  }

  @Test
  void theGoodAreTrained() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < GOOD; i++) {
      SymbolicTensor in = Input.of(up(random, 5), up(random, 5), up(random, 1));
      SymbolicTensor x = in;
      for (int layer = random.nextInt(1, 4); layer > 0; layer--) {
        x = drawn(random, x.shape()).apply(x);
      }
      Network network = network(List.of(in), dense(2).activation(SIGMOID).apply(head(random, x)));
      String what = "seed " + SEED + ", try " + i + ": " + network;
      SplitMix numbers = new SplitMix(i);
      Dataset data = Dataset.of(
              numbers.uniform(ROWS * in.shape().size(), 0, 1), in.shape().toArray())
          .withLabels(numbers.bits(ROWS, 2));
      try (Model model = Model.of(network, options -> options.seed(1))) {
        model.compile(adam(), binaryCrossentropy());
        Map<String, Double> logs = model.trainOnBatch(data);
        assertThat(logs.get("loss")).as(what).isFinite();
      }
    }
  }

  private static Layer drawn(SplittableRandom random, Shape shape) {
    int side = Math.min(shape.get(0), shape.get(1));
    int window = random.nextInt(1, side + 1);
    int stride = random.nextInt(1, 3);
    Padding padding = random.nextBoolean() ? Padding.SAME : Padding.VALID;
    return switch (random.nextInt(10)) {
      case 0 -> conv2d(2, window).padding(padding).strides(stride).activation(RELU);
      case 1 -> depthwiseConv2d(window).padding(padding).depthMultiplier(stride);
      case 2 -> separableConv2d(3, window).padding(padding);
      case 3 -> maxPooling2d(window).padding(padding).strides(stride);
      case 4 -> averagePooling2d(window).padding(padding);
      case 5 -> batchNormalization();
      case 6 -> dropout(random.nextDouble(0.9));
      case 7 -> zeroPadding2d(stride);
      case 8 -> conv2dTranspose(2, window).strides(stride);
      default -> layerNormalization();
    };
  }

  private static SymbolicTensor head(SplittableRandom random, SymbolicTensor x) {
    Shape shape = x.shape();
    SymbolicTensor sequence = reshape(shape.get(0) * shape.get(1), shape.get(2)).apply(x);
    return switch (random.nextInt(6)) {
      case 0 -> globalAveragePooling2d().apply(x);
      case 1 -> flatten().apply(x);
      case 2 -> globalMaxPooling2d().apply(x);
      case 3 -> globalAveragePooling1d().apply(conv1d(2, 1).apply(sequence));
      case 4 ->
        sequence.shape().get(0) > 12
            ? globalMaxPooling1d().apply(sequence)
            : gru(2).apply(sequence);
      default -> flatten().apply(multiHeadAttention(2, 2).apply(sequence, sequence));
    };
  }
}

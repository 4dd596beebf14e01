package org.keraunos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.activations.Activations.SOFTMAX;
import static org.keraunos.layers.Layers.activation;
import static org.keraunos.layers.Layers.batchNormalization;
import static org.keraunos.layers.Layers.concatenate;
import static org.keraunos.layers.Layers.conv2d;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.dropout;
import static org.keraunos.layers.Layers.flatten;
import static org.keraunos.layers.Layers.maxPooling2d;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.losses.Losses.categoricalCrossentropy;
import static org.keraunos.optimizers.Optimizers.adam;
import static org.keraunos.optimizers.Optimizers.sgd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keraunos.base.DataException;
import org.keraunos.base.NamedArray;
import org.keraunos.data.Dataset;
import org.keraunos.data.npy.Npz;
import org.keraunos.initializers.Initializers;
import org.keraunos.layers.Input;
import org.keraunos.layers.NetworkConfig;
import org.keraunos.testing.Kinds;
import org.keraunos.training.EarlyStopping;
import org.keraunos.training.FitOptions;

/**
 * What a Java caller's mistakes get: one line with argument, expectation and what came; the JVM and
 * the model live on.
 */
class BadInputTest {
  private static Model model;

  @BeforeAll
  static void open() {
    model = Sequential.of(Input.of(4, 4, 1), flatten(), dense(2).activation(SIGMOID));
    model.compile(adam(), binaryCrossentropy());
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static Dataset images(int rows) {
    return Dataset.of(new byte[rows * 16], 4, 4, 1);
  }

  private static Dataset labelled() {
    return images(2).withLabels(new int[][] {{1, 0}, {0, 1}});
  }

  private static Arguments bad(String message, ThrowingCallable call) {
    return Arguments.of(message, call);
  }

  private static Arguments fit(String message, Consumer<FitOptions> options) {
    return bad(message, () -> model.fit(labelled(), options));
  }

  private static Arguments fit(String message, Dataset data) {
    return bad(message, () -> model.fit(data, fit -> {}));
  }

  static Stream<Arguments> mistakes() {
    float nan = Float.NaN;
    return Stream.of(
            layers(),
            Stream.of(
                // Data that do not fit each other.
                bad(
                    "values: expected rows of 16 bytes for (None, 4, 4, 1), received 17",
                    () -> Dataset.of(new byte[17], 4, 4, 1)),
                bad(
                    "values: expected finite numbers, received NaN in sample 1",
                    () -> Dataset.of(new float[] {0, 1, 2, nan}, 2)),
                bad(
                    "values: expected finite numbers, received Infinity in sample 0",
                    () -> Dataset.of(new float[] {Float.POSITIVE_INFINITY}, 1)),
                bad(
                    "values: expected finite numbers, received NaN in sample 0",
                    () -> Dataset.of(new float[][][][] {{{{nan}}}})),
                bad(
                    "images[1]: expected 1 rows, received 2",
                    () -> Dataset.of(new float[][][][] {{{{1}}}, {{{1}}, {{1}}}})),
                bad(
                    "images: expected at least one image with pixels, received none",
                    () -> Dataset.of(new float[0][][][])),
                bad(
                    "labels: expected 2 rows, as many as the inputs have, received 1",
                    () -> images(2).withLabels(new int[][] {{1, 0}})),
                bad(
                    "labels[1]: expected 2 labels, received 1",
                    () -> images(2).withLabels(new float[][] {{1, 0}, {1}})),
                bad(
                    "label names: expected 2 names, one a label, received 1",
                    () -> labelled().withLabelNames("cat")),
                bad(
                    "label names: expected 2 names, one a label, received 1",
                    () -> images(1).withLabelNames("cat").withLabels(new int[][] {{1, 0}})),
                bad(
                    "sampleWeight: expected 2 rows, as many as the inputs have, received 1",
                    () -> labelled().withSampleWeight(1)),
                bad(
                    "sampleWeight[1]: expected a finite number >= 0, received -1.0",
                    () -> labelled().withSampleWeight(1, -1)),
                bad(
                    "sampleWeight: expected a weight above 0, received only zeros",
                    () -> labelled().withSampleWeight(0, 0)),
                bad("rows: expected 0 to 1, received 2", () -> labelled().rows(0, 2)),
                bad(
                    "split share: expected a share that leaves a row in each part, received 0.1 of 2",
                    () -> labelled().split(0.1, 1)),
                // Data that do not fit the model or the loss.
                fit(
                    "data input \"images\": expected shape (None, 4, 4, 1) as the model's input,"
                        + " received (None, 2, 8, 1)",
                    Dataset.of(new byte[16], 2, 8, 1).withLabels(new int[][] {{1, 0}})),
                fit(
                    "labels: expected shape (None, 2) as the model's output, received (None, 3)",
                    images(1).withLabels(new int[][] {{1, 0, 1}})),
                fit(
                    "labels[1][0]: expected 0 to 1, or NaN for unknown (binary_crossentropy),"
                        + " received 1.5",
                    images(2).withLabels(new float[][] {{1, 0}, {1.5f, 0}})),
                fit(
                    "labels: expected at least one known label, received only unknown ones",
                    images(1).withLabels(new float[][] {{nan, nan}})),
                fit("data: expected labels (withLabels), received a data set without", images(2)),
                fit("data: expected at least one row, received none", labelled().rows()),
                bad(
                    "data: expected at least one row, received none",
                    () -> model.predict(images(0))),
                bad(
                    "data: expected at least one row, received none",
                    () -> model.evaluate(labelled().rows())),
                bad(
                    "data input \"images\": expected shape (None, 4, 4, 1) as the model's input,"
                        + " received (None, 16)",
                    () -> model.predict(Dataset.of(new byte[16], 16))),
                bad("batchSize: expected >= 1, received 0", () -> model.evaluate(labelled(), 0)),
                bad(
                    "weight name: expected one of [dense/kernel, dense/bias], received dense/gamma",
                    () -> model.setWeights(
                        List.of(new NamedArray("dense/gamma", new int[] {1}, new float[1])))),
                bad(
                    "dense/bias: expected shape [2], received [3]",
                    () -> model.setWeights(
                        List.of(new NamedArray("dense/bias", new int[] {3}, new float[3])))),
                // Options of fit.
                fit("batchSize: expected >= 1, received 0", fit -> fit.batchSize(0)),
                fit("epochs: expected >= 1, received 0", fit -> fit.epochs(0)),
                fit(
                    "validationSplit: expected 0 <= share < 1, received 1.0",
                    fit -> fit.validationSplit(1)),
                fit(
                    "validationSplit: expected 0 where validationData is given, received 0.5",
                    fit -> fit.validationSplit(0.5).validationData(labelled())),
                fit(
                    "split share: expected a share that leaves a row in each part, received 0.01 of 2",
                    fit -> fit.validationSplit(0.01)),
                fit(
                    "labels: expected shape (None, 2) as the model's output, received (None, 1)",
                    fit -> fit.validationData(images(1).withLabels(new int[][] {{1}}))),
                fit(
                    "validationData input \"images\": expected shape (None, 4, 4, 1) as the model's input,"
                        + " received (None, 1)",
                    fit -> fit.validationData(Dataset.of(new byte[1], 1))),
                bad(
                    "EarlyStopping.patience: expected >= 0, received -1",
                    () -> new EarlyStopping().patience(-1)),
                bad(
                    "history: expected one of [loss], received acc",
                    () -> model.fit(labelled(), fit -> {}).get("acc")),
                // Losses and optimizers.
                bad(
                    "Adam.learning_rate: expected a finite number > 0, received 0.0",
                    () -> adam(0)),
                bad(
                    "SGD.learning_rate: expected a finite number > 0, received NaN",
                    () -> sgd(Double.NaN)),
                bad(
                    "Adam.beta_1: expected 0 <= beta_1 < 1, received 1.0",
                    () -> adam().beta1(1)),
                bad(
                    "Adam.beta_2: expected 0 <= beta_2 < 1, received -0.1",
                    () -> adam().beta2(-.1)),
                bad(
                    "Adam.epsilon: expected a finite number > 0, received 0.0",
                    () -> adam().epsilon(0)),
                bad(
                    "SGD.momentum: expected 0 <= momentum <= 1, received 2.0",
                    () -> sgd().momentum(2)),
                bad(
                    "BinaryCrossentropy.label_smoothing: expected 0 <= label_smoothing <= 1,"
                        + " received 1.5",
                    () -> binaryCrossentropy().labelSmoothing(1.5)),
                bad(
                    "categorical crossentropy's output: expected (None, .., classes) with two classes"
                        + " or more, received (None, 1)",
                    () -> {
                      try (Model one = Sequential.of(Input.of(2), dense(1).activation(SOFTMAX))) {
                        one.compile(adam(), categoricalCrossentropy());
                      }
                    }),
                bad(
                    "labels[0]: expected a sum of 1 (categorical crossentropy), received 2.0",
                    () -> {
                      try (Model one = Sequential.of(Input.of(1), dense(2).activation(SOFTMAX))) {
                        one.compile(adam(), categoricalCrossentropy());
                        one.evaluate(Dataset.of(new float[1], 1).withLabels(new int[][] {{1, 1}}));
                      }
                    }),
                // The model.
                bad(
                    "Sequential layers: expected at least one, received none",
                    () -> Sequential.of(Input.of(1))),
                bad(
                    "Model.name: expected a name, received  ",
                    () -> Sequential.of(o -> o.name(" "), Input.of(1), dense(1))),
                bad(
                    "threads: expected >= 1, received 0",
                    () -> Sequential.of(o -> o.threads(0), Input.of(1), dense(1))),
                bad(
                    "layer: expected a layer of this model, received Dense \"other\"",
                    () -> model.freeze(dense(1).name("other"))),
                bad(
                    "threshold: expected a number, received NaN",
                    () -> model.predict(images(1)).labels(Double.NaN)),
                bad(
                    "row: expected 0 to 0, received 1",
                    () -> model.predict(images(1)).get(1, 0)),
                bad(
                    "Dense.units: expected an integer, received many",
                    () -> Kinds.layer("Dense", "x", Map.of("units", "many"))),
                bad(
                    "Dense.lora_rank: expected a key of Dense, one of [name, trainable, dtype, units,"
                        + " activation, use_bias, bias_initializer, bias_regularizer,"
                        + " bias_constraint, kernel_initializer, kernel_regularizer,"
                        + " kernel_constraint, quantization_config], received 4",
                    () -> Kinds.layer("Dense", "x", Map.of("units", 2, "lora_rank", 4))),
                bad(
                    "Activation.activation: expected one of ELU, LeakyReLU, ReLU, Softmax, celu,"
                        + " elu, exponential, gelu, hard_shrink, hard_sigmoid, hard_silu,"
                        + " hard_swish, hard_tanh, leaky_relu, linear, log_sigmoid, log_softmax,"
                        + " mish, relu, relu6, selu, sigmoid, silu, soft_shrink, softmax, softplus,"
                        + " softsign, sparse_plus, sparse_sigmoid, squareplus, swish, tanh,"
                        + " tanh_shrink (Activations.register adds one), received maxout",
                    () -> Kinds.layer("Activation", "x", Map.of("activation", "maxout"))),
                bad(
                    "RandomNormal.stddev: expected >= 0, received -1.0",
                    () -> Initializers.randomNormal(0, -1)),
                bad("layers: expected a list, received null", () -> NetworkConfig.read(Map.of()))))
        .flatMap(each -> each);
  }

  private static Stream<Arguments> layers() {
    return Stream.of(
        bad(
            "Conv2D input: expected a picture of at least 5 x 5 (its window), received"
                + " (None, 4, 4, 1)",
            () -> Sequential.of(Input.of(4, 4, 1), conv2d(8, 5))),
        bad(
            "MaxPooling2D input: expected a picture of at least 3 x 3 (its window), received"
                + " (None, 2, 2, 8)",
            () -> Sequential.of(Input.of(4, 4, 1), conv2d(8, 3), maxPooling2d(3))),
        bad(
            "Conv2D input: expected shape (None, height, width, channels), received (None, 16)",
            () -> Sequential.of(Input.of(4, 4, 1), flatten(), conv2d(8, 3))),
        bad("Conv2D.filters: expected >= 1, received 0", () -> conv2d(0, 3)),
        bad("Conv2D.kernel_size: expected sizes >= 1, received [0, 0]", () -> conv2d(8, 0)),
        bad(
            "Conv2D.strides: expected sizes >= 1, received [0, 0]",
            () -> conv2d(8, 3).strides(0)),
        bad(
            "MaxPooling2D.pool_size: expected sizes >= 1, received [-1, -1]",
            () -> maxPooling2d(-1)),
        bad("Dense.units: expected >= 1, received -3", () -> dense(-3)),
        bad("Dropout.rate: expected 0 <= rate < 1, received 1.0", () -> dropout(1)),
        bad("Dropout.rate: expected 0 <= rate < 1, received NaN", () -> dropout(Double.NaN)),
        bad("Dropout.rate: expected 0 <= rate < 1, received -0.1", () -> dropout(-0.1)),
        bad(
            "BatchNormalization.momentum: expected 0 <= momentum <= 1, received 1.1",
            () -> batchNormalization().momentum(1.1)),
        bad(
            "BatchNormalization.epsilon: expected > 0, received 0.0",
            () -> batchNormalization().epsilon(0)),
        bad(
            "Concatenate.axis: expected an axis of the sample: 0 is the batch, received 0",
            () -> concatenate().axis(0)),
        bad("Input.shape: expected at least one axis, received []", () -> Input.of()),
        bad("shape: expected sizes >= 1, received [4, 0]", () -> Input.of(4, 0)),
        bad(
            "shape: expected at most 2^31 - 1 values, received [65536, 65536]",
            () -> Input.of(65536, 65536)),
        bad(
            "Activation inputs: expected at least one, received none",
            () -> activation(SIGMOID).apply()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void isToldInOneLine(String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThat(message).doesNotContain("\n").contains(": expected ").contains(", received ");
  }

  @Test
  void theModelLivesOn() {
    assertThat(model.predict(images(3)).rows()).isEqualTo(3);
    assertThat(model.fit(labelled(), fit -> {}).epochs()).hasSize(1);
  }

  @Test
  void filesThatAreNoneAreNamed(@TempDir Path folder) throws IOException {
    Path text = Files.writeString(folder.resolve("text.npz"), "no zip");
    assertThatThrownBy(() -> Npz.open(text))
        .isExactlyInstanceOf(DataException.class)
        .hasMessageContaining("text.npz")
        .hasMessageContaining("expected an .npz file");
    assertThatThrownBy(() -> Npz.open(folder.resolve("missing.npz")))
        .isExactlyInstanceOf(DataException.class)
        .hasMessageContaining("missing.npz")
        .hasMessageContaining("no such file");
    Path pickled = folder.resolve("pickled.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(pickled))) {
      zip.putNextEntry(new ZipEntry("x_train.npy"));
      String header = "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }";
      byte[] text64 =
          (header + " ".repeat(117 - header.length()) + "\n").getBytes(StandardCharsets.US_ASCII);
      zip.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) text64.length, 0});
      zip.write(text64);
      zip.write(new byte[16]);
    }
    try (Npz npz = Npz.open(pickled)) {
      assertThatThrownBy(() -> npz.read("x_train"))
          .isExactlyInstanceOf(DataException.class)
          .hasMessageContaining("pickled.npz")
          .hasMessageContaining("x_train");
      assertThatThrownBy(() -> npz.read("y_train"))
          .isExactlyInstanceOf(DataException.class)
          .hasMessageContaining("expected an array named 'y_train'");
    }
    assertThatThrownBy(() -> Predictor.load(folder))
        .isExactlyInstanceOf(DataException.class)
        .hasMessageContaining(
            "expected a model folder with saved_model.pb, received a folder without");
    assertThatThrownBy(() -> model.export(text))
        .isExactlyInstanceOf(DataException.class)
        .hasMessageContaining("text.npz");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(each -> each.getFileName().toString()))
          .containsExactlyInAnyOrder("text.npz", "pickled.npz");
    }
  }
}

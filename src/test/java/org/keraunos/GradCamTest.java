package org.keraunos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.keraunos.activations.Activations.RELU;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.activation;
import static org.keraunos.layers.Layers.conv2d;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.flatten;
import static org.keraunos.layers.Layers.globalAveragePooling2d;
import static org.keraunos.layers.Layers.maxPooling2d;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keraunos.applications.Applications;
import org.keraunos.base.NamedArray;
import org.keraunos.contract.Preprocessing;
import org.keraunos.data.Dataset;
import org.keraunos.layers.Input;
import org.keraunos.layers.Network;
import org.keraunos.layers.SymbolicTensor;

class GradCamTest {
  private static final int LABELS = 3;

  /**
   * Behind mean pooling and a dense layer the gradient of a logit by a channel is the kernel's
   * weight over the number of places, so the map is a sum that can be written down.
   */
  @Test
  void isTheWeightedSumOfChannels() {
    SymbolicTensor input = Input.of(8, 6, 3);
    SymbolicTensor maps = conv2d(5, 3).activation(RELU).name("conv").apply(input);
    SymbolicTensor output =
        dense(LABELS).activation(SIGMOID).apply(globalAveragePooling2d().apply(maps));
    Dataset data = pictures(4, 8, 6);
    try (Model model = Model.of(input, output);
        Model cut = Model.of(input, flatten().apply(maps));
        GradCam cam = GradCam.of(model)) {
      assertThat(cam.layer()).isEqualTo("conv");
      float[][] kernel = kernel(model, 5);
      // Layers that live in an open model keep their weights: the cut model begins with the same.
      cut.setWeights(model.getWeights().subList(0, 2));
      float[] channels = cut.predict(data).flat();
      for (int label = 0; label < LABELS; label++) {
        same(cam.map(data, 2, label), expected(channels, 2, kernel, label, false));
      }
      assertThat(cam.maps(data, 0, 1, 2, 0)).hasSize(4);
    }
  }

  /**
   * With batch normalization, residual sums and depthwise convolutions, from a file of Keras's
   * form.
   */
  @Test
  void ofANetworkOfKerasApplications(@TempDir Path folder) {
    Path file = folder.resolve("mobilenet.keras");
    Network drawn = Applications.mobileNetV2()
        .inputShape(64, 64, 3)
        .alpha(0.35)
        .classes(4)
        .classifierActivation(SIGMOID)
        .network();
    try (Model made = Model.of(drawn, o -> o.preprocessing(Preprocessing.TF))) {
      made.save(file);
    }
    Dataset data = pictures(2, 64, 64);
    try (Model model = Model.load(file, load -> load.compile(false));
        GradCam cam = GradCam.of(model);
        GradCam inner = GradCam.of(model, "block_5_add")) {
      assertThat(cam.layer()).isEqualTo("out_relu");
      for (GradCam each : List.of(cam, inner)) {
        int size = each == cam ? 2 : 8;
        for (int label = 0; label < 4; label++) {
          float[][] map = each.map(data, 1, label);
          assertThat(map).hasDimensions(size, size);
          for (float[] line : map) {
            for (float value : line) {
              assertThat(value).isBetween(0f, 1f);
            }
          }
        }
      }
    }
  }

  /** A convolution whose activation is a layer of its own: the gradient goes through both. */
  @Test
  void ofALayerInFrontOfItsActivation() {
    SymbolicTensor input = Input.of(8, 6, 3);
    SymbolicTensor maps = conv2d(5, 3).name("conv").apply(input);
    SymbolicTensor output = dense(LABELS)
        .activation(SIGMOID)
        .apply(globalAveragePooling2d().apply(activation(RELU).apply(maps)));
    Dataset data = pictures(2, 8, 6);
    try (Model model = Model.of(input, output);
        Model cut = Model.of(input, flatten().apply(maps));
        GradCam cam = GradCam.of(model, "conv")) {
      cut.setWeights(model.getWeights().subList(0, 2));
      float[] channels = cut.predict(data).flat();
      same(cam.map(data, 1, 0), expected(channels, 1, kernel(model, 5), 0, true));
    }
  }

  @Test
  void theLastLayerWithHeightAndWidthIsTaken() {
    SymbolicTensor input = Input.of(9, 9, 3);
    SymbolicTensor pooled = maxPooling2d(2).name("pool").apply(conv2d(4, 3).apply(input));
    SymbolicTensor output = dense(2).activation(SIGMOID).apply(flatten().apply(pooled));
    try (Model model = Model.of(input, output);
        GradCam cam = GradCam.of(model)) {
      assertThat(cam.layer()).isEqualTo("pool");
      float[][] map = cam.map(pictures(1, 9, 9), 0, 1);
      assertThat(map).hasDimensions(3, 3);
      assertThatThrownBy(() -> cam.map(pictures(1, 9, 9), 0, 2))
          .hasMessageContaining("label: expected 0 to 1, received 2");
      assertThatThrownBy(() -> GradCam.of(model, "dense").close())
          .hasMessageContaining("expected an output of height, width and channels");
    }
  }

  @Test
  void aNetworkOfVectorsHasNone() {
    SymbolicTensor input = Input.of(4);
    try (Model model = Model.of(input, dense(2).apply(input))) {
      assertThat(GradCam.fits(model)).isFalse();
      assertThatThrownBy(() -> GradCam.of(model).close())
          .hasMessageContaining("model: expected a layer behind the input");
    }
  }

  /** Of a model that looks at one corner alone, hiding that corner changes something alone. */
  @Test
  void occlusionFindsThePlaceThatIsLookedAt() {
    SymbolicTensor input = Input.of(10, 10, 1);
    SymbolicTensor output =
        dense(1).activation(SIGMOID).useBias(false).apply(flatten().apply(input));
    try (Model model = Model.of(input, output)) {
      float[] weights = new float[100];
      weights[0] = 4;
      model.setWeights(
          List.of(new NamedArray(model.getWeights().get(0).name(), new int[] {100, 1}, weights)));
      float[] picture = new float[100];
      picture[0] = 1;
      float[][] map = Occlusion.map(model, Dataset.of(picture, 10, 10, 1), 0, 0, 3, 3);
      assertThat(map[0][0]).isGreaterThan(0.4f);
      assertThat(map[2][2]).isEqualTo(map[0][0]);
      assertThat(map[9][9]).isZero();
      byte[] bytes = new byte[100];
      bytes[0] = (byte) 255;
      assertThat(Occlusion.map(model, Dataset.of(bytes, 10, 10, 1), 0, 0)[9][9]).isZero();
    }
  }

  private static float[][] kernel(Model model, int channels) {
    float[] flat = model.getWeights().get(2).toFloats();
    float[][] kernel = new float[channels][LABELS];
    for (int i = 0; i < flat.length; i++) {
      kernel[i / LABELS][i % LABELS] = flat[i];
    }
    return kernel;
  }

  private static double[][] expected(
      float[] channels, int row, float[][] kernel, int label, boolean behindRelu) {
    int height = 6;
    int width = 4;
    int depth = kernel.length;
    double[][] map = new double[height][width];
    double highest = 0;
    double[] weights = new double[depth];
    for (int at = 0; at < height * width; at++) {
      for (int c = 0; c < depth; c++) {
        float value = channels[(row * height * width + at) * depth + c];
        double slope = kernel[c][label] / (height * width);
        weights[c] += (behindRelu && value <= 0 ? 0 : slope) / (height * width);
      }
    }
    for (int at = 0; at < height * width; at++) {
      double sum = 0;
      for (int c = 0; c < depth; c++) {
        sum += weights[c] * channels[(row * height * width + at) * depth + c];
      }
      map[at / width][at % width] = Math.max(0, sum);
      highest = Math.max(highest, sum);
    }
    for (double[] line : map) {
      for (int x = 0; x < width && highest > 0; x++) {
        line[x] /= highest;
      }
    }
    return map;
  }

  private static void same(float[][] map, double[][] expected) {
    assertThat(map).hasDimensions(expected.length, expected[0].length);
    for (int y = 0; y < map.length; y++) {
      for (int x = 0; x < map[y].length; x++) {
        assertThat((double) map[y][x]).isEqualTo(expected[y][x], within(1e-4));
      }
    }
  }

  private static Dataset pictures(int rows, int height, int width) {
    float[] values = new float[rows * height * width * 3];
    Random random = new Random(3);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return Dataset.of(values, height, width, 3);
  }
}

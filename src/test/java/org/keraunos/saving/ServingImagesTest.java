package org.keraunos.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.keraunos.activations.Activations.RELU;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.conv2d;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.flatten;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.optimizers.Optimizers.adam;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keraunos.Model;
import org.keraunos.Predictor;
import org.keraunos.Sequential;
import org.keraunos.data.Dataset;
import org.keraunos.images.ImageDecoder;
import org.keraunos.layers.Input;
import org.keraunos.runtime.Feeds;
import org.keraunos.runtime.Fetched;
import org.keraunos.runtime.GraphSession;
import org.keraunos.runtime.RuntimeOptions;
import org.keraunos.testing.SplitMix;

class ServingImagesTest {
  private static final List<String> NAMES =
      List.of("photo.jpg", "photo.png", "progressive.jpg", "gray.png", "rgba.png");

  @TempDir
  Path temp;

  private static byte[] fixture(String name) {
    try (var in = ImageDecoder.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<byte[]> images() {
    return NAMES.stream().map(ServingImagesTest::fixture).toList();
  }

  private static Model trained(int channels) {
    Model model = Sequential.of(
        Input.of(9, 7, channels),
        conv2d(4, 3).activation(RELU),
        flatten(),
        dense(2).activation(SIGMOID));
    SplitMix random = new SplitMix(3);
    Dataset data = Dataset.of(random.bytes(20 * 9 * 7 * channels), 9, 7, channels)
        .withLabels(random.bits(20, 2));
    model.compile(adam(), binaryCrossentropy());
    model.fit(data, fit -> fit.epochs(1));
    return model;
  }

  private static byte[] decoded(int channels, List<byte[]> images) {
    try (ImageDecoder decoder = new ImageDecoder(9, 7, channels, RuntimeOptions.DEFAULT)) {
      return decoder.decode(images).pixels();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void trainingPredictionAndExportDecodeAlike(int channels) {
    Path folder = temp.resolve("model");
    try (Model model = trained(channels)) {
      byte[] pixels = decoded(channels, images());
      float[] expected = model.predict(Dataset.of(pixels, 9, 7, channels)).flat();
      model.export(folder);
      assertThat(served(folder, images())).containsExactly(expected, within(1e-6f));
      try (Predictor loaded = Predictor.load(folder)) {
        assertThat(loaded.predictImages(images()).flat()).containsExactly(expected, within(1e-6f));
        assertThat(loaded.predict(Dataset.of(pixels, 9, 7, channels)).flat())
            .containsExactly(expected, within(1e-6f));
      }
    }
  }

  /** What the signature serving_images gives. */
  private static float[] served(Path folder, List<byte[]> images) {
    GraphSession.Loaded loaded =
        GraphSession.load(folder, RuntimeOptions.DEFAULT, GraphSession.Rewriting.PREDICTION);
    try (GraphSession session = loaded.session();
        Feeds feeds = new Feeds()) {
      var signature = Objects.requireNonNull(loaded.signatures().get("serving_images"));
      feeds.strings(session.output(signature.getInputsOrThrow("images").getName()), images);
      var output = session.output(signature.getOutputsOrThrow("probabilities").getName());
      float[] probabilities = new float[images.size() * 2];
      try (Fetched fetched = session.run(feeds, List.of(output))) {
        fetched.read(0, probabilities, 0);
      }
      return probabilities;
    }
  }

  @Test
  void manyImagesAndBrokenOnes() {
    Path folder = temp.resolve("model");
    try (Model model = trained(3)) {
      model.export(folder);
    }
    List<byte[]> many = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      many.add(fixture(i % 2 == 0 ? "exif6.jpg" : "lossless.webp"));
    }
    try (Predictor loaded = Predictor.load(folder)) {
      float[] all = loaded.predictImages(many).flat();
      float[] two = loaded.predictImages(many.subList(0, 2)).flat();
      assertThat(all).hasSize(600);
      for (int i = 0; i < 600; i++) {
        assertThat(all[i]).isCloseTo(two[i % 4], within(1e-6f));
      }
      many.set(200, new byte[] {'G', 'I', 'F', '8'});
      assertThatThrownBy(() -> loaded.predictImages(many))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("images[200]: is cut off in its GIF header");
      assertThatThrownBy(() -> loaded.predictImages(List.of()))
          .hasMessage("images: expected at least one, received none");
    }
  }

  @Test
  void aModelOfScaledFloatsTakesNoImages() {
    Path folder = temp.resolve("model");
    try (Model model = Sequential.of(Input.of(9, 7, 3), flatten(), dense(1).activation(SIGMOID))) {
      model.compile(adam(), binaryCrossentropy());
      model.fit(
          Dataset.of(new float[2 * 9 * 7 * 3], 9, 7, 3).withLabels(new int[][] {{0}, {1}}),
          fit -> fit.epochs(1));
      model.export(folder);
    }
    GraphSession.Loaded graph =
        GraphSession.load(folder, RuntimeOptions.DEFAULT, GraphSession.Rewriting.PREDICTION);
    graph.session().close();
    assertThat(graph.signatures()).containsOnlyKeys("serving_default", "label_names");
    try (Predictor loaded = Predictor.load(folder)) {
      assertThatThrownBy(() -> loaded.predictImages(images()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("the model was not trained on images: its input is of shape ")
          .hasMessageEndingWith(" and takes scaled numbers only");
    }
  }
}

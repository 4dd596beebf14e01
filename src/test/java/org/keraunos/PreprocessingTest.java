package org.keraunos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.initializers.Initializers.constant;
import static org.keraunos.layers.Layers.conv2d;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.globalAveragePooling2d;
import static org.keraunos.layers.Layers.model;
import static org.keraunos.layers.Layers.normalization;
import static org.keraunos.layers.Layers.rescaling;
import static org.keraunos.layers.Layers.zeroPadding2d;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.optimizers.Optimizers.sgd;
import static org.keraunos.testing.Goldens.assertClose;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keraunos.base.DenseArray;
import org.keraunos.base.Numbers;
import org.keraunos.contract.Preprocessing;
import org.keraunos.data.Dataset;
import org.keraunos.data.Scaling;
import org.keraunos.layers.Input;
import org.keraunos.layers.Network;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.layers.ZeroPadding2D;
import org.keraunos.saving.Signature;
import org.keraunos.testing.SplitMix;

/** What pixels go through before a loaded network sees them: asked for, and kept. */
class PreprocessingTest {
  private static final int ROWS = 5;

  private static Model network() {
    SymbolicTensor input = Input.of(6, 5, 3);
    SymbolicTensor x = globalAveragePooling2d().apply(conv2d(4, 3).apply(input));
    return Model.of(input, dense(2).activation(SIGMOID).apply(x));
  }

  private static double[] wide(float[] values) {
    double[] wide = new double[values.length];
    Arrays.setAll(wide, i -> values[i]);
    return wide;
  }

  private static byte[] pixels() {
    return new SplitMix(3).bytes(ROWS * 6 * 5 * 3);
  }

  @Test
  void whatIsAskedForIsKept(@TempDir Path folder) {
    Path file = folder.resolve("network.keras");
    try (Model model = network()) {
      model.save(file);
    }
    Dataset bytes = Dataset.of(pixels(), 6, 5, 3);
    Dataset floats = Dataset.of(Preprocessing.CAFFE.apply(pixels(), 3), 6, 5, 3);
    try (Model model = Model.load(file, load -> load.preprocessing(Preprocessing.CAFFE))) {
      float[] expected = model.predict(floats).flat();
      assertThat(model.predict(bytes).flat()).isEqualTo(expected);
      model.compile(sgd(1e-30), binaryCrossentropy());
      model.fit(bytes.withLabels(new int[][] {{1, 0}, {0, 1}, {1, 1}, {0, 0}, {1, 0}}));
      assertThat(model.contract().input().preprocessing()).contains(Preprocessing.CAFFE);
      model.export(folder.resolve("exported"));
      try (Predictor predictor = Predictor.load(folder.resolve("exported"))) {
        assertThat(predictor.contract().input().preprocessing()).contains(Preprocessing.CAFFE);
        assertClose("exported", wide(predictor.predict(bytes).flat()), wide(expected), 1e-5);
      }
      model.save(folder.resolve("again.keras"));
    }
    try (Model model = Model.load(folder.resolve("again.keras"))) {
      assertThat(model.contract().input().preprocessing()).contains(Preprocessing.CAFFE);
    }
  }

  /** A file as Keras writes it, which says nothing of its data. */
  private static Path asOfKeras(Model model, Path folder) throws IOException {
    Path whole = folder.resolve("whole.keras");
    model.save(whole);
    Path plain = folder.resolve("plain.keras");
    try (ZipFile from = new ZipFile(whole.toFile());
        ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(plain))) {
      for (String name : List.of("metadata.json", "config.json", "model.weights.h5")) {
        to.putNextEntry(new ZipEntry(name));
        to.write(from.getInputStream(from.getEntry(name)).readAllBytes());
        to.closeEntry();
      }
    }
    return plain;
  }

  private static Model cut(Model base) {
    SymbolicTensor features = base.network().output("global_average_pooling2d");
    SymbolicTensor head = dense(2)
        .activation(SIGMOID)
        .kernelInitializer(constant(0.1))
        .name("head")
        .apply(features);
    Model model = Model.of(base.network().inputs().get(0), head);
    model.compile(sgd(0.1), binaryCrossentropy());
    return model;
  }

  @Test
  void aNewHeadSeesPixelsAsTheBodyDid(@TempDir Path folder) throws IOException {
    int[][] labels = {{1, 0}, {0, 1}, {1, 1}, {0, 0}, {1, 0}};
    Dataset bytes = Dataset.of(pixels(), 6, 5, 3).withLabels(labels);
    Path file;
    try (Model model = network()) {
      file = asOfKeras(model, folder);
    }
    for (String mode : List.of("none", "tf", "torch", "caffe")) {
      Preprocessing how = Preprocessing.named(mode);
      Dataset floats = Dataset.of(how.apply(pixels(), 3), 6, 5, 3).withLabels(labels);
      try (Model base = Model.load(file, load -> load.preprocessing(how));
          Model plain = Model.load(file, load -> load.notes(note -> {}));
          Model tuned = cut(base);
          Model expected = cut(plain)) {
        double[] loss = tuned.fit(bytes, fit -> fit.epochs(3).verbose(false)).get("loss");
        double[] wanted =
            expected.fit(floats, fit -> fit.epochs(3).verbose(false)).get("loss");
        assertClose(mode, loss, wanted, 1e-6);
        assertThat(tuned.contract().input().preprocessing()).contains(how);
        float[] seen = expected.predict(floats).flat();
        assertClose(mode, wide(tuned.predict(bytes).flat()), wide(seen), 1e-5);
        assertThat(tuned.evaluate(bytes).get("loss"))
            .isCloseTo(expected.evaluate(floats).get("loss"), within(1e-5));
        tuned.export(folder.resolve(mode));
        try (Predictor served = Predictor.load(folder.resolve(mode))) {
          assertThat(served.contract().input().preprocessing()).contains(how);
          float[] fromBytes = served
              .predict("serving_bytes", Map.of("images", DenseArray.of(pixels(), ROWS, 6, 5, 3)))
              .get("probabilities")
              .floats();
          assertClose(mode, wide(fromBytes), wide(seen), 1e-5);
          List<String> signatures =
              served.signatures().stream().map(Signature::name).toList();
          assertThat(signatures).contains("serving_images");
        }
      }
    }
  }

  @Test
  void whatNobodySaidIsToldAndNotWritten(@TempDir Path folder) throws IOException {
    Path file;
    try (Model model = network()) {
      assertThat(model.contract().input().preprocessing()).contains(Preprocessing.PIXELS);
      file = asOfKeras(model, folder);
    }
    List<String> notes = new ArrayList<>();
    Path again = folder.resolve("again.keras");
    try (Model model = Model.load(file, load -> load.notes(notes::add))) {
      assertThat(notes).hasSize(1);
      assertThat(notes.get(0)).startsWith("the file does not say what pixels went through");
      assertThat(model.contract().input().preprocessing()).isEmpty();
      model.save(again);
      model.export(folder.resolve("exported"));
    }
    try (Model model = Model.load(again);
        Predictor exported = Predictor.load(folder.resolve("exported"))) {
      assertThat(model.contract().input().preprocessing()).isEmpty();
      assertThat(exported.signatures().stream().map(Signature::name))
          .doesNotContain("serving_images", "serving_bytes");
    }
  }

  @Test
  void aFirstLayerThatScalesTakesPixelsAsTheyAre(@TempDir Path folder) throws IOException {
    SymbolicTensor input = Input.of(6, 5, 3);
    SymbolicTensor inner = rescaling(1 / 127.5).offset(-1).apply(Input.of(6, 5, 3));
    Network inside = Network.of(inner.inputs(), List.of(conv2d(2, 3).apply(inner)));
    Dataset bytes = Dataset.of(pixels(), 6, 5, 3);
    for (SymbolicTensor first : List.of(
        rescaling(1 / 255.0).apply(input),
        zeroPadding2d(1).apply(input),
        model(inside).apply(input))) {
      boolean pads = first.layer() instanceof ZeroPadding2D;
      SymbolicTensor x = pads
          ? normalization()
              .moments(Numbers.of(new double[] {123, 116, 103}), Numbers.of(3000))
              .apply(first)
          : first;
      SymbolicTensor output = dense(2)
          .activation(SIGMOID)
          .apply(globalAveragePooling2d().apply(conv2d(2, 3).apply(x)));
      try (Model model = Model.of(input, output)) {
        assertThat(model.contract().input().preprocessing()).contains(Preprocessing.NONE);
        Path file = asOfKeras(model, folder);
        Path whole = folder.resolve("whole.keras");
        float[] expected = model.predict(bytes.withScaling(Scaling.NONE)).flat();
        List<String> notes = new ArrayList<>();
        try (Model loaded = Model.load(file, load -> load.notes(notes::add));
            Model saved = Model.load(whole)) {
          assertThat(notes).hasSize(1);
          assertThat(notes.get(0)).startsWith("pixels go in as they are stored: the model begins");
          assertThat(loaded.predict(bytes).flat()).isEqualTo(expected);
          assertThat(saved.contract().input().preprocessing()).contains(Preprocessing.NONE);
        }
      }
    }
    SymbolicTensor scaled = rescaling(2).offset(-1).apply(input);
    try (Model model = Model.of(input, conv2d(2, 3).apply(scaled))) {
      assertThat(model.contract().input().preprocessing())
          .as("x * 2 - 1 is for 0 to 1")
          .contains(Preprocessing.PIXELS);
    }
  }

  @Test
  void aNetworkThatIsDrawnIsTold() {
    SymbolicTensor input = Input.of(6, 5, 3);
    SymbolicTensor output =
        dense(2).activation(SIGMOID).apply(globalAveragePooling2d().apply(input));
    Dataset bytes = Dataset.of(pixels(), 6, 5, 3);
    try (Model model = Model.of(input, output, o -> o.preprocessing(Preprocessing.TORCH))) {
      float[] seen = model
          .predict(Dataset.of(Preprocessing.TORCH.apply(pixels(), 3), 6, 5, 3))
          .flat();
      assertThat(model.predict(bytes).flat()).isEqualTo(seen);
      assertThat(model.contract().input().preprocessing()).contains(Preprocessing.TORCH);
    }
  }
}

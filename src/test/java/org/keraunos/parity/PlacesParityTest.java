package org.keraunos.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keraunos.Model;
import org.keraunos.base.Shape;
import org.keraunos.data.Dataset;
import org.keraunos.data.Feature;
import org.keraunos.data.FloatColumn;
import org.keraunos.data.Scaling;
import org.keraunos.data.Target;
import org.keraunos.data.npy.NpyArray;
import org.keraunos.data.npy.Npz;
import org.keraunos.layers.Input;
import org.keraunos.layers.Layers;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.losses.Losses;
import org.keraunos.testing.Goldens;

/** Outputs that are pictures, their losses and metrics, against Keras's: keras_places.py. */
class PlacesParityTest {
  @TempDir
  Path folder;

  private static Npz golden() {
    return Goldens.open("places.npz");
  }

  private Model load() throws IOException {
    Path file = folder.resolve("places.keras");
    try (var in = Goldens.class.getResourceAsStream("/org/keraunos/parity/places.keras")) {
      java.nio.file.Files.write(file, in.readAllBytes());
    }
    List<String> notes = new ArrayList<>();
    Model model = Model.load(file, options -> options.notes(notes::add));
    assertThat(notes).allMatch(note -> note.contains("what pixels went through"));
    return model;
  }

  private static FloatColumn column(NpyArray array, int step) {
    int[] shape = array.shape();
    float[] all = array.toFloats();
    int size = all.length / shape[0];
    return FloatColumn.of(
        Arrays.copyOfRange(all, step * size, (step + 1) * size),
        Shape.of(Arrays.copyOfRange(shape, 2, shape.length)));
  }

  private static Dataset batch(Model model, Npz arrays, int step) {
    Dataset batch =
        Dataset.of(new Feature("x", column(arrays.read("input/x"), step), Scaling.NONE));
    for (String name : model.network().outputNames()) {
      batch = batch.withTarget(new Target(name, column(arrays.read("target/" + name), step)));
    }
    return batch.withSampleWeight(arrays.read("weights").toFloats());
  }

  @Test
  void lossesAndMetricsOfPlacesAreKerass() throws IOException {
    try (Npz arrays = golden();
        Model model = load()) {
      List<String> apart = new ArrayList<>();
      for (int step = 0; step < 3; step++) {
        Map<String, Double> logs = model.trainOnBatch(batch(model, arrays, step));
        String before = "step/" + step + "/";
        for (String name : arrays.names()) {
          if (name.startsWith(before)) {
            String figure = name.substring(before.length());
            assertThat(logs).containsKey(figure);
            double expected = arrays.read(name).toDoubles()[0];
            double found = logs.get(figure);
            // Keras adds accuracies up in float32.
            double near = figure.endsWith("accuracy") ? 1e-6 : 1e-9 * (1 + Math.abs(expected));
            if (!(Math.abs(found - expected) <= near)) {
              apart.add(name + ": " + found + ", expected " + expected);
            }
          }
        }
      }
      assertThat(apart).isEmpty();
    }
  }

  @Test
  void unknownPlacesCountNothing() {
    SymbolicTensor input = Input.of(2, 1, 2);
    try (Model model = Model.of(input, Layers.softmax().apply(input))) {
      model.compile(c -> c.loss(Losses.sparseCategoricalCrossentropy()));
      float[] pixels = {1, 0, 0, 0, 2, 0, 0, 3};
      Dataset data =
          Dataset.of(new Feature("x", FloatColumn.of(pixels, Shape.of(2, 1, 2)), Scaling.NONE));
      FloatColumn known = FloatColumn.of(new float[] {0, Float.NaN, 1, 1}, Shape.of(2, 1));
      double expected = (loss(1, 0) + loss(0, 2) + loss(3, 0)) / 3;
      double found =
          model.evaluate(data.withTarget(new Target("labels", known))).get("loss");
      assertThat(found).isCloseTo(expected, org.assertj.core.data.Offset.offset(1e-6));
      FloatColumn other = FloatColumn.of(new float[] {0, 1}, Shape.of(1));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.evaluate(data.withTarget(new Target("labels", other))))
          .withMessageContaining("shape (None, 2, 1, 1) for sparse_categorical_crossentropy");
    }
  }

  private static double loss(double right, double wrong) {
    return Math.log(1 + Math.exp(wrong - right));
  }
}

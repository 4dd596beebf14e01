package org.keraunos.saving.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.keraunos.testing.Goldens.FLOAT32;
import static org.keraunos.testing.Goldens.assertClose;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keraunos.Model;
import org.keraunos.base.DataException;
import org.keraunos.base.NamedArray;
import org.keraunos.data.Dataset;
import org.keraunos.data.Feature;
import org.keraunos.data.Scaling;
import org.keraunos.data.Target;
import org.keraunos.data.npy.Npz;
import org.keraunos.testing.Goldens;

/** Whole models in {@code .h5} files of Keras 2 and 3: what they predict, and how they train on. */
class LegacyFileTest {
  private static final Npz GOLDEN = Goldens.open("keras2_files.npz");

  @TempDir
  private Path folder;

  private static Dataset rows(Model model, Npz golden, String target) {
    List<Feature> inputs = new ArrayList<>();
    for (int i = 0; i < model.network().inputs().size(); i++) {
      String name = model.network().inputName(i);
      String array = golden.names().contains(name) ? name : "pictures";
      Feature given = WeightFilesTest.feature(golden, array);
      inputs.add(new Feature(name, given.column(), Scaling.NONE));
    }
    Feature labels = WeightFilesTest.feature(golden, target);
    return Dataset.of(inputs.toArray(Feature[]::new))
        .withTarget(new Target(
            model.network().outputName(0), (org.keraunos.data.FloatColumn) labels.column()));
  }

  private static double[] scores(Model model, Dataset rows) {
    return WeightFilesTest.doubles(model.predict(rows).flat());
  }

  @ParameterizedTest
  @CsvSource({
    "keras2_kinds, y",
    "keras2_chain, labels",
    "keras2_sgd, labels",
    "keras2_rmsprop, labels"
  })
  void predictAndTrainOnAsInKeras2(String name, String target) {
    List<String> notes = new ArrayList<>();
    try (Model model =
        Model.load(WeightFilesTest.file(name + ".h5"), options -> options.notes(notes::add))) {
      assertThat(notes).allMatch(note -> note.contains("what pixels went through"));
      Dataset rows = rows(model, GOLDEN, target);
      assertClose(name, scores(model, rows), GOLDEN.read(name + "/outputs").toDoubles(), FLOAT32);
      double[] losses = GOLDEN.read(name + "/losses").toDoubles();
      for (int step = 0; step < losses.length; step++) {
        double loss = model.trainOnBatch(rows).get("loss");
        assertThat(loss).as("%s: loss %d", name, step).isCloseTo(losses[step], within(2e-5));
      }
      assertClose(name, scores(model, rows), GOLDEN.read(name + "/after").toDoubles(), 1e-4);
    }
  }

  private static org.assertj.core.data.Offset<Double> within(double apart) {
    return org.assertj.core.data.Offset.offset(apart);
  }

  @Test
  void theFirstVersionsOfKeras2WroteOtherForms() {
    List<String> notes = new ArrayList<>();
    try (Model model = Model.load(
            WeightFilesTest.file("keras2_old.h5"), options -> options.notes(notes::add));
        Model chain = Model.load(WeightFilesTest.file("keras2_chain.h5"))) {
      assertThat(notes).allMatch(note -> note.contains("what pixels went through"));
      assertThat(model.getWeights()).isEqualTo(chain.getWeights());
      Dataset rows = rows(model, GOLDEN, "labels");
      double[] losses = GOLDEN.read("keras2_chain/losses").toDoubles();
      for (double expected : losses) {
        assertThat(model.trainOnBatch(rows).get("loss")).isCloseTo(expected, within(2e-5));
      }
    }
  }

  @Test
  void ofKeras3TrainOnAsWell() {
    Npz golden = Goldens.open("weight_files.npz");
    List<String> notes = new ArrayList<>();
    try (Model model =
        Model.load(WeightFilesTest.file("body.h5"), options -> options.notes(notes::add))) {
      assertThat(notes).allMatch(note -> note.contains("what pixels went through"));
      Dataset rows = rows(model, golden, "y");
      assertClose("h5", scores(model, rows), golden.read("outputs_h5").toDoubles(), FLOAT32);
      assertThat(model.trainOnBatch(rows)).containsKeys("loss", "binary_accuracy");
    }
  }

  @Test
  void weightsAloneGoByNameAndByPlace() throws IOException {
    try (Model model = Model.load(WeightFilesTest.file("keras2_kinds.h5"))) {
      List<NamedArray> expected = model.getWeights();
      Dataset rows = rows(model, GOLDEN, "y");
      model.trainOnBatch(rows);
      // The committed weights are those behind the steps that the golden file goes on from.
      WeightsReport report = model.loadWeights(WeightFilesTest.file("keras2_weights.h5"));
      assertThat(report.skipped()).isEmpty();
      assertThat(report.loaded()).hasSize(expected.size());
      assertThat(model.getWeights()).isEqualTo(expected);
      model.trainOnBatch(rows);
      model.loadWeights(WeightFilesTest.file("keras2_weights.h5"), how -> how.byName());
      assertThat(model.getWeights()).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "keras2_operation.h5 | model_config: layer \"tf.math.multiply\": TFOpLambda is an operation"
            + " of TensorFlow (math.multiply) that Keras 2 recorded",
        "keras2_lambda.h5 | model_config: layer \"twice\": ",
        "keras2_weights.h5 | expected a model, received weights alone (loadWeights of a model takes"
            + " them)",
        "../hdf5/numbers.h5 | expected a model of Keras, received an HDF5 file without model_config",
      })
  void whatIsNoModelIsRefusedByName(String name, String message) {
    assertThatThrownBy(() -> Model.load(WeightFilesTest.file(name)))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(WeightFilesTest.file(name) + ": ")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 100, 20_000})
  void filesThatEndEarlyAreRefused(int length) throws IOException {
    byte[] bytes = Files.readAllBytes(WeightFilesTest.file("keras2_chain.h5"));
    Path file = folder.resolve("x.h5");
    Files.write(file, java.util.Arrays.copyOf(bytes, length));
    assertThatThrownBy(() -> Model.load(file)).isInstanceOf(DataException.class);
  }
}

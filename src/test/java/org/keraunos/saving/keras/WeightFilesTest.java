package org.keraunos.saving.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.keraunos.testing.Goldens.FLOAT32;
import static org.keraunos.testing.Goldens.assertClose;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keraunos.Model;
import org.keraunos.base.DataException;
import org.keraunos.base.NamedArray;
import org.keraunos.base.Shape;
import org.keraunos.data.Dataset;
import org.keraunos.data.Feature;
import org.keraunos.data.FloatColumn;
import org.keraunos.data.Scaling;
import org.keraunos.data.npy.NpyArray;
import org.keraunos.data.npy.Npz;
import org.keraunos.layers.NetworkConfig;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.saving.hdf5.Hdf5File;
import org.keraunos.testing.Goldens;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Weight files of Keras, loaded, and written ones, against what Keras makes of the same files. */
class WeightFilesTest {
  private static final Path FILES = Path.of("src/test/resources/org/keraunos/saving/keras");
  private static final Npz GOLDEN = Goldens.open("weight_files.npz");

  @TempDir
  private Path folder;

  static Path file(String name) {
    return FILES.resolve(name);
  }

  static Model model(String name) throws IOException {
    Map<String, Object> config = JsonMapper.shared()
        .readValue(Files.readAllBytes(file(name)), new TypeReference<Map<String, Object>>() {});
    return Model.of(NetworkConfig.read(config), options -> {});
  }

  static Feature feature(Npz golden, String name) {
    NpyArray array = golden.read(name);
    int[] sizes = array.shape();
    int[] sample = IntStream.range(1, sizes.length).map(i -> sizes[i]).toArray();
    return new Feature(name, FloatColumn.of(array.toFloats(), Shape.of(sample)), Scaling.NONE);
  }

  private static void assertPredicts(Model model, String outputs) {
    Dataset rows = Dataset.of(feature(GOLDEN, "image"), feature(GOLDEN, "steps"));
    float[] scores = model.predict(rows).flat();
    assertClose(outputs, doubles(scores), GOLDEN.read(outputs).toDoubles(), FLOAT32);
  }

  static double[] doubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"body.weights.h5", "body.h5"})
  void keepOutputs(String name) throws IOException {
    try (Model model = model("body.json")) {
      WeightsReport report = model.loadWeights(file(name));
      assertThat(report.loaded())
          .isEqualTo(model.getWeights().stream().map(NamedArray::name).toList());
      assertThat(report.skipped()).isEmpty();
      assertThat(report.unused()).isEmpty();
      assertPredicts(model, name.equals("body.h5") ? "outputs_h5" : "outputs");
    }
  }

  /** {@code keras_weight_files.py --check} loads the committed file into Keras. */
  @Test
  void writtenOnesAreRead() throws IOException {
    Path file = folder.resolve("written.weights.h5");
    List<NamedArray> before;
    try (Model model = model("body.json")) {
      model.loadWeights(file("body.weights.h5"));
      before = model.getWeights();
      model.saveWeights(file);
      assertThatThrownBy(() -> model.saveWeights(folder.resolve("x.h5")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("file: expected a name that ends in .weights.h5");
    }
    if (Boolean.getBoolean("fixtures.write")) {
      Files.write(file("written.weights.h5"), Files.readAllBytes(file));
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(Files.readAllBytes(file("written.weights.h5")));
    try (Model model = model("body.json")) {
      model.loadWeights(file);
      assertThat(model.getWeights()).isEqualTo(before);
      model.loadWeights(file, how -> how.byName());
      assertThat(model.getWeights()).isEqualTo(before);
    }
  }

  @Test
  void ofFloat64AreWrittenSo() throws IOException {
    Map<String, Object> config = JsonMapper.shared()
        .readValue(
            Files.readAllBytes(file("body.json")), new TypeReference<Map<String, Object>>() {});
    Path file = folder.resolve("x.weights.h5");
    try (Model model =
        Model.of(NetworkConfig.read(config), options -> options.dtypePolicy(DTypePolicy.FLOAT64))) {
      model.saveWeights(file);
      List<NamedArray> before = model.getWeights();
      model.loadWeights(file);
      assertThat(model.getWeights()).isEqualTo(before);
    }
    try (Hdf5File stored = Hdf5File.open(file)) {
      assertThat(stored.array("layers/conv2d/vars/0").type()).isEqualTo("float64");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"topology", "name"})
  void whatDoesNotFitIsSkippedAsKerasDoes(String how) throws IOException {
    boolean byName = how.equals("name");
    try (Model model = model("other.json")) {
      List<NamedArray> weights = new ArrayList<>();
      for (NamedArray each : model.getWeights()) {
        float[] half = new float[each.toFloats().length];
        Arrays.fill(half, 0.5f);
        weights.add(new NamedArray(each.name(), each.shape(), half));
      }
      model.setWeights(weights);
      WeightsReport report = model.loadWeights(file(byName ? "body.h5" : "body.weights.h5"), o -> {
        var unused = byName ? o.byName().skipMismatch() : o.skipMismatch();
      });
      int number = 0;
      for (NamedArray each : model.getWeights()) {
        assertThat(each.toDoubles())
            .as(each.name())
            .isEqualTo(GOLDEN.read(how + "/" + number++).toDoubles());
      }
      assertThat(report.loaded()).hasSize(model.getWeights().size() - 4);
      assertThat(report.loaded().toString()).doesNotContain("head").doesNotContain("more");
      assertThat(report.skipped().stream().map(WeightsReport.Skipped::name).toList())
          .isEqualTo(
              byName
                  ? List.of("head/kernel", "head/bias", "more")
                  : List.of("more/kernel", "more/bias", "head"));
      assertThat(report.skipped().get(0).reason())
          .isEqualTo(
              byName
                  ? "expected the shape [9, 5] of head/kernel, received [9, 3]"
                  : "expected the shape [9, 9] of more/kernel, received [9, 3]");
    }
  }

  @Test
  void byNameOfKeras3TakesTheSameAsOfKeras2() throws IOException {
    try (Model model = model("other.json")) {
      WeightsReport old = model.loadWeights(file("body.h5"), how -> how.byName().skipMismatch());
      WeightsReport report =
          model.loadWeights(file("body.weights.h5"), how -> how.byName().skipMismatch());
      assertThat(report.loaded()).isEqualTo(old.loaded());
      assertThat(report.skipped().stream().map(WeightsReport.Skipped::name))
          .containsExactly("head/kernel", "head/bias", "more");
    }
    try (Model model = model("body.json")) {
      model.loadWeights(file("body.weights.h5"), how -> how.byName());
      assertPredicts(model, "outputs");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"body.weights.h5", "body.h5"})
  void whatDoesNotFitIsRefusedAndChangesNothing(String name) throws IOException {
    try (Model model = model("other.json")) {
      List<NamedArray> before = model.getWeights();
      for (boolean byName : new boolean[] {false, true}) {
        assertThatThrownBy(() -> model.loadWeights(file(name), how -> {
              var unused = byName ? how.byName() : how;
            }))
            .isInstanceOf(DataException.class)
            .hasMessageStartingWith(file(name) + ": ")
            .hasMessageContaining("expected");
        assertThat(model.getWeights()).isEqualTo(before);
      }
    }
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    Path text = Files.writeString(folder.resolve("x.weights.h5"), "no weights");
    Path other = Path.of("src/test/resources/org/keraunos/saving/hdf5/numbers.h5");
    try (Model model = model("body.json")) {
      for (Path file : List.of(text, other, folder.resolve("none.h5"), folder)) {
        assertThatThrownBy(() -> model.loadWeights(file))
            .isInstanceOf(DataException.class)
            .hasMessageStartingWith(file + ": ");
      }
      assertThatThrownBy(() -> model.loadWeights(other))
          .hasMessageContaining("expected weights of Keras, received an HDF5 file with [");
    }
  }
}

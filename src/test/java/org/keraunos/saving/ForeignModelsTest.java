package org.keraunos.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keraunos.Predictions;
import org.keraunos.Predictor;
import org.keraunos.base.DataException;
import org.keraunos.base.DenseArray;
import org.keraunos.base.Shape;
import org.keraunos.data.Dataset;
import org.keraunos.data.Scaling;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** SavedModels that TensorFlow and Keras wrote; {@code savedmodel_fixtures.py} makes them. */
class ForeignModelsTest {
  private static Path folder(String name) throws URISyntaxException {
    return Path.of(ForeignModelsTest.class.getResource("foreign/" + name).toURI());
  }

  private record Case(
      String folder,
      String signature,
      Map<String, Map<String, Object>> inputs,
      Map<String, Map<String, Object>> outputs) {}

  private static List<Case> cases() throws IOException, URISyntaxException {
    return JsonMapper.shared()
        .readValue(Files.readString(folder("cases.json")), new TypeReference<List<Case>>() {});
  }

  private static DenseArray array(Map<String, Object> json) {
    int[] shape =
        ((List<?>) json.get("shape")).stream().mapToInt(each -> (Integer) each).toArray();
    List<?> values = (List<?>) json.get("values");
    if (json.get("type").equals("string")) {
      return DenseArray.ofStrings(values.stream().map(String.class::cast).toList(), shape);
    }
    double[] numbers = values.stream()
        .mapToDouble(
            each -> each instanceof Boolean yes ? yes ? 1 : 0 : ((Number) each).doubleValue())
        .toArray();
    Object flat = switch ((String) json.get("type")) {
      case "float32" -> floats(numbers);
      case "float64" -> numbers;
      case "int32" -> java.util.Arrays.stream(numbers).mapToInt(n -> (int) n).toArray();
      case "int64" -> java.util.Arrays.stream(numbers).mapToLong(n -> (long) n).toArray();
      case "uint8" -> bytes(numbers);
      case "bool" -> booleans(numbers);
      default -> throw new IllegalStateException(String.valueOf(json.get("type")));
    };
    return DenseArray.of(flat, shape);
  }

  private static float[] floats(double[] numbers) {
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return floats;
  }

  private static byte[] bytes(double[] numbers) {
    byte[] bytes = new byte[numbers.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (int) numbers[i];
    }
    return bytes;
  }

  private static boolean[] booleans(double[] numbers) {
    boolean[] booleans = new boolean[numbers.length];
    for (int i = 0; i < booleans.length; i++) {
      booleans[i] = numbers[i] != 0;
    }
    return booleans;
  }

  @Test
  void signaturesGiveInJavaWhatTheyGiveInPython() throws Exception {
    List<String> seen = new ArrayList<>();
    for (Case each : cases()) {
      Map<String, DenseArray> inputs = new LinkedHashMap<>();
      each.inputs().forEach((name, value) -> inputs.put(name, array(value)));
      try (Predictor model =
          Predictor.load(folder(each.folder()), options -> options.signature(each.signature()))) {
        Map<String, DenseArray> outputs = model.predict(inputs);
        assertThat(outputs.keySet()).isEqualTo(each.outputs().keySet());
        each.outputs().forEach((name, value) -> {
          DenseArray wanted = array(value);
          DenseArray found = outputs.get(name);
          assertThat(found.type()).isEqualTo(wanted.type());
          assertThat(found.shape()).isEqualTo(wanted.shape());
          if (wanted.type() == DenseArray.Type.STRING) {
            assertThat(found.strings()).isEqualTo(wanted.strings());
          } else {
            assertThat(found.floats())
                .as(each.folder() + " " + name)
                .containsExactly(wanted.floats(), within(1e-6f));
          }
        });
      }
      seen.add(each.folder() + "/" + each.signature());
    }
    assertThat(seen)
        .contains("keras_two/serving_default", "tf_types/shout", "tf1/serving_default")
        .hasSize(7);
  }

  @Test
  void rowsOfADataSetArePredictedByAllOutputs() throws Exception {
    Case two = cases().stream()
        .filter(each -> each.folder().equals("keras_two"))
        .findFirst()
        .orElseThrow();
    try (Predictor model = Predictor.load(folder("keras_two"))) {
      Dataset rows = Dataset.of(feature("left", two, 3), feature("right", two, 2));
      Map<String, Predictions> all = model.predictAll(rows);
      assertThat(all.keySet()).containsExactly("output_0", "output_1");
      assertThat(all.get("output_0").flat())
          .containsExactly(array(two.outputs().get("output_0")).floats(), within(1e-6f));
      assertThat(all.get("output_1").flat())
          .containsExactly(array(two.outputs().get("output_1")).floats(), within(1e-6f));
    }
  }

  private static org.keraunos.data.Feature feature(String name, Case of, int width) {
    return new org.keraunos.data.Feature(
        name,
        org.keraunos.data.FloatColumn.of(array(of.inputs().get(name)).floats(), Shape.of(width)),
        Scaling.NONE);
  }

  @Test
  void openSizesAreGivenAndBytesGoInAsTheyAreStored() throws Exception {
    Case open = cases().stream()
        .filter(each -> each.folder().equals("keras_open"))
        .findFirst()
        .orElseThrow();
    byte[] images = (byte[]) array(open.inputs().get("images")).values();
    Dataset rows = Dataset.of(images, 5, 6, 3);
    try (Predictor model =
        Predictor.load(folder("keras_open"), options -> options.inputShape(5, 6, 3))) {
      assertThat(model.inputShape()).isEqualTo(Shape.of(5, 6, 3));
      assertThat(model.predict(rows.withScaling(Scaling.NONE)).flat())
          .containsExactly(array(open.outputs().get("output_0")).floats(), within(1e-6f));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.predict(rows))
          .withMessageContaining("scal");
    }
    try (Predictor model = Predictor.load(folder("keras_open"))) {
      assertThatIllegalStateException()
          .isThrownBy(() -> model.predict(rows))
          .withMessage(
              "signature serving_default: input \"images\": expected sizes that are known but"
                  + " for the batch, or an inputShape, received (None, None, None, 3); predict with a map"
                  + " of arrays takes it");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Predictor.load(folder("keras_open"), o -> o.inputShape(5, 6, 1)))
        .withMessageContaining("inputShape \"images\": expected (None, None, None, 3)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Predictor.load(folder("keras_open"), o -> o.inputShape("image", 5, 6, 3)))
        .withMessageContaining("inputShape: expected an input of serving_default(images: uint8");
  }

  @Test
  void wholeNumbersComeAsFloatsToo() throws Exception {
    Case tokens = cases().stream()
        .filter(each -> each.folder().equals("keras_tokens"))
        .findFirst()
        .orElseThrow();
    try (Predictor model = Predictor.load(folder("keras_tokens"))) {
      Dataset rows = Dataset.of(array(tokens.inputs().get("tokens")).floats(), 4);
      assertThat(model.predict(rows).flat())
          .containsExactly(array(tokens.outputs().get("output_0")).floats(), within(1e-6f));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.predict(Dataset.of(new float[] {0.5f, 1, 2, 3}, 4)))
          .withMessageContaining("a whole number");
    }
  }

  @Test
  void namesTypesAndShapesAreHeldAgainstTheSignature() throws Exception {
    try (Predictor model = Predictor.load(folder("keras_two"))) {
      assertThat(model.signatures().toString())
          .isEqualTo(
              "[serve(left: float32 (None, 3), right: float32 (None, 2)) -> output_0: float32"
                  + " (None, 2), output_1: float32 (None, 3), serving_default(left: float32 (None, 3),"
                  + " right: float32 (None, 2)) -> output_0: float32 (None, 2), output_1: float32"
                  + " (None, 3)]");
      DenseArray left = DenseArray.of(new float[6], 2, 3);
      DenseArray right = DenseArray.of(new float[4], 2, 2);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.predict(Map.of("left", left)))
          .withMessage(
              "inputs: expected [left, right] as signature serving_default takes, received [left]");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.predict(Map.of("left", right, "right", right)))
          .withMessage("inputs \"left\": expected shape (None, 3), received float32[2, 2]");
      assertThatIllegalArgumentException()
          .isThrownBy(() ->
              model.predict(Map.of("left", DenseArray.of(new double[6], 2, 3), "right", right)))
          .withMessage("inputs \"left\": expected float32, received float64");
      assertThatIllegalArgumentException()
          .isThrownBy(() ->
              model.predict(Map.of("left", DenseArray.of(new float[0], 0, 3), "right", right)))
          .withMessage("inputs \"left\": expected at least one element, received float32[0, 3]");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.predict("train", Map.of("left", left, "right", right)))
          .withMessage("signature: expected one of [serve, serving_default], received train");
      assertThatIllegalArgumentException() // another number of rows
          .isThrownBy(() ->
              model.predict(Map.of("left", DenseArray.of(new float[3], 1, 3), "right", right)))
          .withMessageContaining("inputs: expected such as signature serving_default can run with");
    }
  }

  @Test
  void typesThatJavaHasNotAreNamed() throws Exception {
    assertThatThrownBy(() -> Predictor.load(folder("tf_types")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "expected a signature serving_default, or one that is chosen, received [multiply, scale, shout]");
    try (Predictor model =
        Predictor.load(folder("tf_types"), options -> options.signature("multiply"))) {
      assertThatIllegalStateException()
          .isThrownBy(() -> model.predict(Map.of("b", DenseArray.of(new int[2], 1, 2))))
          .withMessage(
              "signature multiply: output \"halves\": expected a type that Java has, received float16");
      assertThat(model.predict(Dataset.of(new float[] {1, 2}, 2)).flat()).containsExactly(7, 10);
      assertThat(model
              .predict("shout", Map.of("text", DenseArray.ofStrings(List.of("\u00e6"), 1)))
              .get("loud")
              .strings())
          .containsExactly("\u00e6"); // TensorFlow raises ASCII alone
    }
    try (Predictor model =
        Predictor.load(folder("tf_types"), options -> options.signature("shout"))) {
      assertThatIllegalStateException()
          .isThrownBy(model::contract)
          .withMessageContaining(
              "input \"text\": expected one of [float32, float64, int32, int64, uint8], received string");
    }
  }

  @Test
  void aModelWithoutItsVariablesSaysHowToWriteIt() throws Exception {
    assertThatThrownBy(() -> Predictor.load(folder("keras_without_variables")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "signature serving_default: expected variables that the model restores")
        .hasMessageContaining("write it with model.export(folder)");
  }

  @Test
  void aSignatureThatReadsFilesIsRefusedAndItsNeighbourIsNot() throws Exception {
    assertThatThrownBy(() -> Predictor.load(folder("tf_files")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("saved_model.pb: expected ops that only compute, received ReadFile"
            + " (reads or writes files, prints, or takes memory from a file), which would run for"
            + " signature serving_default")
        .hasMessageContaining("--allow-op ReadFile");
    DenseArray x = DenseArray.of(new float[] {1, 2}, 1, 2);
    try (Predictor model =
        Predictor.load(folder("tf_files"), options -> options.signature("computes"))) {
      assertThat(model.predict(Map.of("x", x)).get("y").floats()).containsExactly(2, 4);
      assertThatIllegalStateException()
          .isThrownBy(() -> model.predict("serving_default", Map.of("x", x)))
          .withMessageContaining("received ReadFile");
    }
    try (Predictor model =
        Predictor.load(folder("tf_files"), options -> options.allowOps("ReadFile"))) {
      float length = Files.size(Path.of("/etc/hostname"));
      assertThat(model.predict(Map.of("x", x)).get("y").floats())
          .containsExactly(1 + length, 2 + length);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Predictor.load(folder("tf_files"), o -> o.allowOps("Readfile")))
        .withMessage("allowOps: expected names of TensorFlow's ops, received Readfile");
  }
}

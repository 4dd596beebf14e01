package org.keraunos.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.keraunos.layers.Layers.conv2dTranspose;
import static org.keraunos.layers.Layers.dense;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keraunos.base.ElementType;

/** What files of Keras hold that is not here is refused by name, with what can be done. */
class ReasonsTest {
  private static void read(String module, String className, Map<String, Object> config) {
    Layer read = Layers.registry().kind(module, className, null, "layer class").read(config);
    throw new AssertionError("read " + read);
  }

  @ParameterizedTest
  @CsvSource({
    "keras.src.ops.numpy, GetItem, parts of tensors are taken by Cropping2D",
    "keras.src.ops.numpy, Split, parts of tensors are taken by Cropping2D",
    "keras.src.ops.nn, Softmax, as a layer it is here: Activation with this function",
    "keras.layers, Masking, masks are not carried from layer to layer",
    "keras.layers, Lambda, its function is Python code",
  })
  void kindsAreRefusedByName(String module, String className, String reason) {
    String shown = module.equals("keras.layers") ? className : module + "." + className;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(module, className, Map.of()))
        .withMessageStartingWith("layer class: Keras has " + shown + ", Keraunos not (")
        .withMessageContaining(reason);
  }

  @Test
  void operationsThatNobodyNamedAreRefusedWithWhatCanBeDone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read("keras.src.ops.linalg", "Cholesky", Map.of()))
        .withMessageStartingWith("layer class: expected one that is here (of the operations on")
        .withMessageContaining("a layer of one's own can compute it")
        .withMessageEndingWith("received keras.src.ops.linalg.Cholesky");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read("keras.src.activations.activations", "Threshold", Map.of()))
        .withMessageContaining("the layer Activation has all of them");
  }

  @Test
  void masksOfEmbeddingsAreRefusedWithTheReason() {
    Map<String, Object> config = Map.of("input_dim", 3, "output_dim", 2, "mask_zero", true);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read("keras.layers", "Embedding", config))
        .withMessageStartingWith("Embedding.mask_zero: expected false (masks are not carried from")
        .withMessageEndingWith("received true");
  }

  @Test
  @SuppressWarnings("unchecked") // configurations are maps of strings
  void inputsOfDoublesAreFloatsToTheLayersBehindAndStayInFiles() {
    SymbolicTensor in = Input.named("numbers", 4);
    Map<String, Object> written =
        NetworkConfig.of(Network.of(List.of(in), List.of(dense(2).apply(in))));
    List<Object> layers = new ArrayList<>((List<?>) written.get("layers"));
    Map<String, Object> input = new LinkedHashMap<>((Map<String, Object>) layers.get(0));
    Map<String, Object> config = new LinkedHashMap<>((Map<String, Object>) input.get("config"));
    config.put("dtype", "float64");
    input.put("config", config);
    layers.set(0, input);
    Map<String, Object> changed = new LinkedHashMap<>(written);
    changed.put("layers", layers);
    Network read = NetworkConfig.read(changed);
    assertThat(read.inputType(0)).isEqualTo(ElementType.FLOAT);
    assertThat(NetworkConfig.of(read).get("layers").toString())
        .isEqualTo(layers.toString())
        .contains("float64");
  }

  @Test
  void transposedConvolutionsThatEndKerasAreRefused() {
    // Keras 3.15 says (4, 4) of this one, and TensorFlow ends the process when it runs.
    assertThatIllegalArgumentException()
        .isThrownBy(() -> conv2dTranspose(1, 2)
            .padding(Padding.SAME)
            .outputPadding(0)
            .name("up")
            .apply(Input.of(5, 5, 1)))
        .withMessageStartingWith(
            "Conv2DTranspose \"up\".output_padding: expected one whose picture")
        .withMessageContaining("(None, 5, 5, 1)");
  }
}

package org.keraunos.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.keraunos.layers.Layers.add;
import static org.keraunos.layers.Layers.batchNormalization;
import static org.keraunos.layers.Layers.conv2d;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.dropout;
import static org.keraunos.layers.Layers.embedding;
import static org.keraunos.layers.Layers.flatten;
import static org.keraunos.layers.Layers.globalAveragePooling2d;
import static org.keraunos.layers.Layers.model;
import static org.keraunos.layers.Layers.multiHeadAttention;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.keraunos.Model;
import org.keraunos.base.ElementType;
import org.keraunos.base.Shape;
import org.keraunos.data.Dataset;
import org.keraunos.data.Feature;
import org.keraunos.data.FloatColumn;
import org.keraunos.data.Scaling;
import org.keraunos.data.npy.Npz;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.testing.Goldens;
import org.keraunos.testing.Kinds;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Configurations of whole networks: what Keras writes, and what is refused, by layer and key. */
class NetworkConfigTest {
  private static Map<String, Object> written(Network network) {
    JsonMapper json = JsonMapper.shared();
    return json.readValue(
        json.writeValueAsString(NetworkConfig.of(network)),
        new TypeReference<Map<String, Object>>() {});
  }

  private static Network small() {
    SymbolicTensor input = Input.named("in", 4);
    SymbolicTensor x =
        dropout(0.5).seed(42).name("drop").apply(dense(3).name("body").apply(input));
    return Network.of(List.of(input), List.of(dense(2).name("head").apply(x)));
  }

  @SuppressWarnings("unchecked") // as it was written
  private static Map<String, Object> layer(Map<String, Object> config, int index) {
    return (Map<String, Object>) ((List<?>) config.get("layers")).get(index);
  }

  private static Map<String, Object> own(Map<String, Object> config, int index) {
    return Kinds.strings(layer(config, index).get("config"));
  }

  private static Map<String, Object> node(Map<String, Object> config, int index) {
    return Kinds.strings(((List<?>) layer(config, index).get("inbound_nodes")).get(0));
  }

  private static void refused(Consumer<Map<String, Object>> change, String message) {
    Map<String, Object> config = written(small());
    change.accept(config);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NetworkConfig.read(config))
        .withMessageContaining(message);
  }

  @Test
  void whatIsNotUnderstoodIsRefusedByLayerAndKey() {
    refused(
        c -> own(c, 0).put("sparse", true),
        "layer \"in\": InputLayer.sparse: expected false (others are not supported), received true");
    refused(
        c -> own(c, 0).put("dtype", "float16"),
        "layer \"in\": InputLayer.dtype: expected one of [float32, float64, int32, uint8], received float16");
    refused(
        c -> own(c, 0).put("colour", "red"),
        "layer \"in\": InputLayer.colour: expected a key of InputLayer");
    refused(
        c -> own(c, 1).put("dtype", "float16"),
        "layer \"body\": Dense.dtype: expected float32, float64 or mixed_bfloat16, received float16");
    refused(
        c -> own(c, 1).put("lora_rank", 4),
        "layer \"body\": Dense.lora_rank: expected a key of Dense");
    refused(
        c -> node(c, 1).put("kwargs", Map.of("mask", List.of(true))),
        "layer \"body\": Dense call.mask: expected null (others are not supported), received [true]");
    refused(
        c -> node(c, 1).put("kwargs", Map.of("scale", 2)),
        "layer \"body\": Dense call.scale: expected a key of Dense call");
    refused(
        c -> {
          List<Object> args = new ArrayList<>((List<?>) node(c, 1).get("args"));
          args.add(3.0);
          node(c, 1).put("args", args);
        },
        "layer \"body\": args: expected tensors alone, received 3.0");
    refused(
        c -> layer(c, 1).put("class_name", "Sense"),
        "layer \"body\": layer class: expected one of ");
    refused(
        c -> layer(c, 1).put("module", "keras.src.ops.numpy"),
        "received keras.src.ops.numpy.Dense");
  }

  @Test
  void whatChangesNothingIsTakenAndWhatIsKeptIsWrittenBack() {
    Map<String, Object> config = written(small());
    Map<String, Object> kwargs = new LinkedHashMap<>();
    kwargs.put("training", true);
    kwargs.put("mask", null);
    node(config, 2).put("kwargs", kwargs);
    own(config, 0).put("ragged", false);
    own(config, 1).put("quantization_config", null);
    own(config, 1)
        .put(
            "dtype",
            Map.of(
                "module",
                "keras",
                "class_name",
                "DTypePolicy",
                "config",
                Map.of("name", "float32")));
    Network read = NetworkConfig.read(config);
    assertThat(written(read)).isEqualTo(written(small()));
    assertThat(own(written(read), 2)).containsEntry("seed", 42);
  }

  @Test
  void aLayerThatDoesNotTrainIsReadWrittenAndFrozen() {
    Map<String, Object> config = written(small());
    own(config, 1).put("trainable", false);
    Network read = NetworkConfig.read(config);
    assertThat(own(written(read), 1)).containsEntry("trainable", false);
    try (Model model = Model.of(read, o -> {})) {
      assertThat(model.weightSpecs().get("body/kernel").trainable()).isFalse();
      assertThat(model.weightSpecs().get("head/kernel").trainable()).isTrue();
      model.unfreeze(read.layer("body"));
      assertThat(model.network()).isSameAs(read);
    }
  }

  @Test
  void severalCallsAndOutputsAndOptionsOfCallsComeBack() {
    SymbolicTensor input = Input.of(4, 5);
    MultiHeadAttention attention = multiHeadAttention(2, 3);
    CallOptions scores = attention
        .callOptions()
        .with(MultiHeadAttention.RETURN_ATTENTION_SCORES, true)
        .with(MultiHeadAttention.USE_CAUSAL_MASK, true);
    List<SymbolicTensor> first = attention.call(scores, input, input);
    SymbolicTensor second = attention.apply(first.get(0), input);
    SymbolicTensor head = dense(2).apply(flatten().apply(first.get(1)));
    Map<String, SymbolicTensor> outputs = new LinkedHashMap<>();
    outputs.put("scores", first.get(1));
    outputs.put("head", head);
    outputs.put("last", second);
    Network network = Network.of(List.of(input), outputs);
    assertThat(network.outputNames()).containsExactly("scores", "head", "last");
    Map<String, Object> config = written(network);
    assertThat(config.get("output_layers"))
        .isEqualTo(Map.of(
            "scores", List.of("multi_head_attention", 0, 1),
            "head", List.of("dense", 0, 0),
            "last", List.of("multi_head_attention", 1, 0)));
    assertThat(node(config, 1).get("kwargs"))
        .isEqualTo(Map.of("return_attention_scores", true, "use_causal_mask", true));
    Network read = NetworkConfig.read(config);
    assertThat(written(read)).isEqualTo(config);
    assertThat(read.outputs().stream().map(SymbolicTensor::shape))
        .containsExactly(Shape.of(2, 4, 4), Shape.of(2), Shape.of(4, 5));
  }

  @Test
  void aTensorAloneIsAFormOfInputsAndOutputs() {
    Map<String, Object> config = written(small());
    config.put("input_layers", List.of("in", 0, 0));
    config.put("output_layers", List.of("head", 0, 0));
    assertThat(written(NetworkConfig.read(config))).isEqualTo(written(small()));
    config.put("output_layers", Map.of("y", List.of("head", 0, 0)));
    assertThat(NetworkConfig.read(config).outputNames()).containsExactly("y");
  }

  @Test
  void kerasNetworksAreRead() {
    for (Map<String, Object> entry : Goldens.index("networks.json")) {
      Network network = NetworkConfig.read(Kinds.strings(entry.get("config")));
      assertThat(network.layers().stream().map(network::nameOf).toList())
          .as(String.valueOf(entry.get("name")))
          .isEqualTo(entry.get("layers"));
      try (Model model = Model.of(network, o -> {})) {
        assertThat(model.weightSpecs().keySet()).containsExactlyElementsOf(names(entry));
      }
    }
  }

  @Test
  void arithmeticOnTensorsStandsInFilesAsKerasWritesIt() {
    Map<String, Object> config = Goldens.index("networks.json").stream()
        .filter(entry -> entry.get("name").equals("arithmetic"))
        .map(entry -> Kinds.strings(entry.get("config")))
        .findFirst()
        .orElseThrow();
    Network network = NetworkConfig.read(config);
    Map<String, Object> again = NetworkConfig.of(network);
    for (int i = 0; i < network.layers().size(); i++) {
      Map<String, Object> theirs = layer(config, i);
      Map<String, Object> ours = layer(again, i);
      assertThat(ours.get("module")).isEqualTo(theirs.get("module"));
      assertThat(Kinds.plain(ours.get("inbound_nodes")))
          .as(String.valueOf(ours.get("name")))
          .isEqualTo(Kinds.plain(theirs.get("inbound_nodes")));
    }
    try (Npz golden = Goldens.open("networks.npz");
        Model model =
            Model.of(NetworkConfig.read(again), o -> o.dtypePolicy(DTypePolicy.FLOAT64))) {
      model.setWeights(List.of(
          Goldens.named("logits/kernel", golden.read("logits/kernel")),
          Goldens.named("logits/bias", golden.read("logits/bias"))));
      Dataset given = Dataset.of(feature("left", golden), feature("right", golden));
      float[] predicted = model.predict(given).flat();
      double[] wide =
          IntStream.range(0, predicted.length).mapToDouble(i -> predicted[i]).toArray();
      Goldens.assertClose("output", wide, golden.read("output").toDoubles(), Goldens.FLOAT32);
    }
  }

  @Test
  void javaWritesTheSameArithmetic() {
    SymbolicTensor x = Input.named("x", 4);
    Map<String, Object> config = NetworkConfig.of(Network.of(
        List.of(x), List.of(x.subtractedFrom(1).plus(new double[] {1, 2, 3, 4}))));
    assertThat(list(node(config, 1).get("args")).get(0)).isEqualTo(1.0);
    assertThat(list(node(config, 2).get("args")).get(1))
        .isEqualTo(Map.of(
            "class_name",
            "__numpy__",
            "config",
            Map.of("value", List.of(1.0, 2.0, 3.0, 4.0), "dtype", "float32")));
    assertThat(node(config, 1).get("kwargs")).isEqualTo(Map.of());
    assertThat(NetworkConfig.of(NetworkConfig.read(config))).isEqualTo(config);
    node(config, 1).put("kwargs", Map.of("x2", list(node(config, 1).get("args")).get(1)));
    node(config, 1).put("args", List.of(1.0));
    assertThat(list(node(NetworkConfig.of(NetworkConfig.read(config)), 1).get("args"))
            .get(0))
        .as("the tensor by its keyword")
        .isEqualTo(1.0);
  }

  private static Feature feature(String name, Npz golden) {
    return new Feature(
        name, FloatColumn.of(golden.read(name).toFloats(), Shape.of(4, 3)), Scaling.NONE);
  }

  private static List<?> list(Object value) {
    return (List<?>) value;
  }

  @SuppressWarnings("unchecked") // the index is ours
  private static List<String> names(Map<String, Object> entry) {
    return (List<String>) entry.get("weights");
  }

  @Test
  void wholeNumbersGoIntoAnEmbeddingAndTrain() {
    SymbolicTensor tokens = Input.named("tokens", ElementType.INT32, 3);
    SymbolicTensor x = flatten().apply(embedding(5, 2).apply(tokens));
    Network network = NetworkConfig.read(written(
        Network.of(List.of(tokens), List.of(dense(1).apply(batchNormalization().apply(x))))));
    assertThat(network.inputType(0)).isEqualTo(ElementType.INT32);
    Dataset data = Dataset.of(new float[] {0, 1, 4, 3, 2, 2}, 3);
    try (Model model = Model.of(network, o -> {})) {
      float[] predicted = model.predict(data).flat();
      assertThat(predicted).hasSize(2);
      assertThat(predicted[0]).isNotEqualTo(predicted[1]);
      Dataset fractions = Dataset.of(new float[] {0, 1, 0.5f}, 3);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.predict(fractions))
          .withMessageStartingWith("input[2]: expected a whole number");
    }
  }

  private static Network body() {
    SymbolicTensor input = Input.named("pixels", 8, 6, 3);
    return Network.of(
        List.of(input), List.of(globalAveragePooling2d().apply(conv2d(2, 3).apply(input))));
  }

  /** What Keras writes for {@code Input((None, None, 3))}. */
  private static void open(Map<String, Object> config) {
    own(config, 0).put("batch_shape", Arrays.asList(null, null, null, 3));
  }

  @Test
  void takesSizesForInputsThatLeaveThemOpen() {
    Map<String, Object> config = written(body());
    open(config);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NetworkConfig.read(config))
        .withMessage(
            "layer \"pixels\": InputLayer.batch_shape: expected a size for each axis behind"
                + " the batch, or InputSizes that say what is open (Model.load: imageSize or"
                + " inputSizes), received [null, null, 3]");
    assertThat(NetworkConfig.read(config, InputSizes.image(9, 7)).inputShape(0))
        .isEqualTo(Shape.of(9, 7, 3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NetworkConfig.read(config, (input, sizes) -> Shape.of(9, 7, 4)))
        .withMessage("layer \"pixels\": sizes of input \"pixels\": expected [null, null, 3],"
            + " received (None, 9, 7, 4)");
    own(config, 0).put("batch_shape", Arrays.asList(null, null, null, null));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NetworkConfig.read(config, InputSizes.image(9, 7)))
        .withMessage("layer \"pixels\": InputLayer.batch_shape: expected an image of known channels"
            + " for imageSize (inputSizes says other sizes),"
            + " received [null, null, null]");
  }

  @Test
  void networkInsideTakesTheSizesOfItsCall() {
    SymbolicTensor image = Input.named("image", 8, 6, 3);
    SymbolicTensor other = Input.named("other", 8, 6, 3);
    Functional inner = model(body()).name("body");
    SymbolicTensor middle = Input.named("middle", 8, 6, 3);
    Functional outer = model(Network.of(
            List.of(middle), List.of(dense(5).name("between").apply(inner.apply(middle)))))
        .name("outer");
    SymbolicTensor sum = add().name("sum").apply(outer.apply(image), outer.apply(other));
    Network whole = Network.of(List.of(image, other), List.of(sum));
    Map<String, Object> config = written(whole);
    Map<String, Object> outside = own(config, 2);
    open(outside);
    open(own(outside, 1));
    Map<String, Object> again = written(NetworkConfig.read(config));
    assertThat(again).isEqualTo(written(whole));
    own(config, 1).put("batch_shape", Arrays.asList(null, 10, 6, 3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NetworkConfig.read(config))
        .withMessageContaining("expected [(None, 8, 6, 3)], received [(None, 10, 6, 3)]");
  }

  @Test
  void chainInsideTakesTheSizesOfItsCall() {
    SymbolicTensor image = Input.named("image", 8, 6, 3);
    SymbolicTensor first = Input.named("first", 8, 6, 3);
    Functional chain = Functional.chain(
            Network.of(List.of(first), List.of(model(body()).name("body").apply(first))))
        .name("chain");
    Network whole =
        Network.of(List.of(image), List.of(dense(2).name("head").apply(chain.apply(image))));
    Map<String, Object> config = written(whole);
    Map<String, Object> inside = own(config, 1);
    open(inside);
    open(own(inside, 1));
    assertThat(written(NetworkConfig.read(config))).isEqualTo(written(whole));
  }
}

package org.keraunos.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.keraunos.activations.Activations.RELU;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.activation;
import static org.keraunos.layers.Layers.add;
import static org.keraunos.layers.Layers.averagePooling2d;
import static org.keraunos.layers.Layers.batchNormalization;
import static org.keraunos.layers.Layers.concatenate;
import static org.keraunos.layers.Layers.conv2d;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.flatten;
import static org.keraunos.layers.Layers.globalAveragePooling2d;
import static org.keraunos.layers.Layers.maxPooling2d;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keraunos.Model;
import org.keraunos.base.NamedArray;
import org.keraunos.data.Dataset;
import org.keraunos.testing.SplitMix;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

class NetworkTest {
  private static Network of(SymbolicTensor input, SymbolicTensor output) {
    return Network.of(List.of(input), List.of(output));
  }

  private static List<String> names(Network network) {
    return network.layers().stream().map(network::nameOf).toList();
  }

  @Test
  void namesCountPerModelInSnakeCase() {
    for (int again = 0; again < 2; again++) {
      SymbolicTensor input = Input.of(16, 16, 3);
      SymbolicTensor x = conv2d(2, 3).apply(input);
      x = conv2d(2, 3).apply(x);
      x = maxPooling2d(2).apply(batchNormalization().apply(x));
      x = averagePooling2d(2).apply(conv2d(2, 1).apply(x));
      x = globalAveragePooling2d().apply(activation(RELU).apply(x));
      Network network = of(input, dense(1).apply(dense(2).apply(x)));
      assertThat(names(network))
          .containsExactly(
              "input_layer",
              "conv2d",
              "conv2d_1",
              "batch_normalization",
              "max_pooling2d",
              "conv2d_2",
              "average_pooling2d",
              "activation",
              "global_average_pooling2d",
              "dense",
              "dense_1");
    }
  }

  @Test
  void givenNamesAreKeptAndAutomaticOnesGoAroundThem() {
    SymbolicTensor input = Input.named("pixels", 4);
    SymbolicTensor x = dense(3).apply(input);
    Layer named = dense(3).name("dense_1");
    Network network = of(input, dense(2).apply(named.apply(x)));
    assertThat(names(network)).containsExactly("pixels", "dense", "dense_1", "dense_2");
    assertThat(network.layer("dense_1")).isSameAs(named);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> network.layer("dense_9"))
        .withMessage(
            "layer name: expected one of pixels, dense, dense_1, dense_2, received dense_9");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> network.nameOf(dense(1)))
        .withMessage("layer: expected a layer of this model, received Dense");
  }

  @Test
  void oneNameTwiceIsRefused() {
    SymbolicTensor input = Input.of(4);
    SymbolicTensor output = dense(2).name("head").apply(dense(2).name("head").apply(input));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(input, output))
        .withMessage("layer names: expected names that differ, received \"head\" twice");
  }

  /** Keras 3.15 on the same network: [layer.name for layer in model.layers], depth by depth. */
  @Test
  void branchesAreOrderedAsKerasOrdersThem() {
    SymbolicTensor input = Input.of(8, 8, 3);
    SymbolicTensor stem = conv2d(4, 1).name("stem").apply(input);
    SymbolicTensor deep =
        conv2d(4, 1).name("deep_2").apply(conv2d(4, 1).name("deep_1").apply(stem));
    SymbolicTensor flat = conv2d(4, 1).name("flat").apply(stem);
    SymbolicTensor sum = add().name("sum").apply(flat, deep);
    SymbolicTensor both = concatenate().name("both").apply(sum, stem);
    Network network = of(input, dense(1).name("out").apply(flatten().name("f").apply(both)));
    assertThat(names(network))
        .containsExactly(
            "input_layer", "stem", "deep_1", "flat", "deep_2", "sum", "both", "f", "out");
  }

  @Test
  void aSharedLayerHasOneSetOfWeightsAndAddsItsGradients() {
    SymbolicTensor input = Input.of(4);
    Dense shared = dense(4).useBias(false).name("shared");
    Network network = of(input, shared.apply(shared.apply(input)));
    assertThat(network.layers()).hasSize(2);
    assertThat(network.calls()).hasSize(3);
    try (Model model = Model.of(network, o -> {})) {
      List<NamedArray> weights = model.getWeights();
      assertThat(weights).hasSize(1);
      float[] doubling = new float[16];
      for (int i = 0; i < 4; i++) {
        doubling[i * 5] = 2;
      }
      model.setWeights(List.of(new NamedArray("shared/kernel", new int[] {4, 4}, doubling)));
      Dataset data = Dataset.of(new float[] {1, 2, 3, 4}, 4);
      assertThat(model.predict(data).flat()).containsExactly(4, 8, 12, 16);
    }
  }

  @Test
  void theConfigurationRoundTripPredictsTheSame() {
    SymbolicTensor input = Input.of(9, 8, 3);
    Conv2D twice = conv2d(3, 3).padding(Padding.SAME).activation(RELU).name("twice");
    SymbolicTensor x = twice.apply(twice.apply(input));
    SymbolicTensor pooled =
        maxPooling2d(2).apply(batchNormalization().momentum(0.9).apply(x));
    SymbolicTensor other = averagePooling2d(2).apply(x);
    SymbolicTensor joined = concatenate().apply(pooled, add().apply(other, pooled));
    Network network = of(
        input,
        dense(2).activation(SIGMOID).apply(flatten().apply(activation(RELU).apply(joined))));
    JsonMapper json = JsonMapper.shared();
    Map<String, Object> config = json.readValue(
        json.writeValueAsString(NetworkConfig.of(network)),
        new TypeReference<Map<String, Object>>() {});
    Network read = NetworkConfig.read(config);
    assertThat(names(read)).isEqualTo(names(network));
    assertThat(json.writeValueAsString(NetworkConfig.of(read)))
        .isEqualTo(json.writeValueAsString(NetworkConfig.of(network)));
    Dataset data = Dataset.of(new SplitMix(1).bytes(5 * 9 * 8 * 3), 9, 8, 3);
    try (Model model = Model.of(network, o -> o.seed(1));
        Model again = Model.of(read, o -> o.seed(2))) {
      float[] expected = model.predict(data).flat();
      assertThat(again.predict(data).flat()).isNotEqualTo(expected);
      again.setWeights(model.getWeights());
      assertThat(again.predict(data).flat()).isEqualTo(expected);
    }
  }

  @Test
  void inputsAndOutputsMustHangTogether() {
    SymbolicTensor a = Input.named("a", 4);
    SymbolicTensor b = Input.named("b", 4);
    SymbolicTensor sum = add().apply(a, b);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(a, sum))
        .withMessage("Model inputs: expected every Input that the outputs depend on, received "
            + "[(None, 4)] without the Input \"b\" of shape (None, 4), which layer \"add\" takes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Network.of(List.of(a, b), List.of(dense(1).apply(a))))
        .withMessage("Model inputs: expected inputs that the outputs depend on, received the Input "
            + "\"b\" of shape (None, 4), which no output needs");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(dense(1).apply(a), dense(1).apply(a)))
        .withMessageContaining("tensors that Input made");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Network.of(List.of(a, a), List.of(dense(1).apply(a))))
        .withMessageContaining("each input once");
  }

  @Test
  void everyNameThatALayerTakesTensorFlowTakesToo() {
    for (String name : List.of("a", "A-b.c_1", "1st", "loss", "bytes", "images")) {
      SymbolicTensor input = Input.of(2);
      try (Model model = Model.of(input, dense(1).name(name).apply(input))) {
        assertThat(model.predict(Dataset.of(new float[] {1, 2}, 2)).flat()).hasSize(1);
      }
    }
    for (String name : List.of("", "a b", "a/b", ".a", "-a", "_a", "\u00e4")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> dense(1).name(name))
          .withMessageStartingWith("Dense.name: expected letters, digits");
    }
  }
}

package org.keraunos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.keraunos.activations.Activations.RELU;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.batchNormalization;
import static org.keraunos.layers.Layers.concatenate;
import static org.keraunos.layers.Layers.conv2d;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.flatten;
import static org.keraunos.layers.Layers.globalAveragePooling2d;
import static org.keraunos.layers.Layers.model;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.optimizers.Optimizers.adam;
import static org.keraunos.optimizers.Optimizers.sgd;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keraunos.base.NamedArray;
import org.keraunos.base.Shape;
import org.keraunos.data.Dataset;
import org.keraunos.data.Feature;
import org.keraunos.data.FloatColumn;
import org.keraunos.data.Scaling;
import org.keraunos.layers.Functional;
import org.keraunos.layers.Input;
import org.keraunos.layers.Network;
import org.keraunos.layers.NetworkConfig;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.EmitOptions;
import org.keraunos.runtime.RuntimeOptions;
import org.keraunos.runtime.WeightSpec;
import org.keraunos.testing.SplitMix;

/** A network inside a network, as users train and ship it. */
class NestedModelTest {
  private static Network body() {
    SymbolicTensor in = Input.of(8, 8, 3);
    SymbolicTensor x = batchNormalization().apply(conv2d(4, 3).apply(in));
    return Network.of(List.of(in), List.of(globalAveragePooling2d().apply(x)));
  }

  private static Network whole() {
    SymbolicTensor in = Input.of(8, 8, 3);
    SymbolicTensor x = model(body()).name("body").apply(in);
    x = dense(5).activation(RELU).apply(flatten().apply(x));
    return Network.of(List.of(in), List.of(dense(2).activation(SIGMOID).apply(x)));
  }

  private static Dataset data() {
    SplitMix random = new SplitMix(3);
    return Dataset.of(random.uniform(12 * 192, 0, 2), 8, 8, 3).withLabels(random.bits(12, 2));
  }

  @Test
  void isTrainedExportedAndLoaded(@TempDir Path folder) {
    Dataset data = data();
    try (Model model = Model.of(whole(), settings -> settings.seed(1))) {
      model.compile(adam(0.01), binaryCrossentropy());
      double first = model.evaluate(data).getOrDefault("loss", Double.NaN);
      model.fit(data, fit -> fit.epochs(20).batchSize(4).verbose(false));
      assertThat(model.evaluate(data).get("loss")).isLessThan(first);
      model.export(folder.resolve("model"));
      try (Predictor predictor = Predictor.load(folder.resolve("model"))) {
        float[] expected = model.predict(data).flat();
        float[] loaded = predictor.predict(data).flat();
        for (int i = 0; i < expected.length; i++) {
          assertThat(loaded[i]).isCloseTo(expected[i], Offset.offset(1e-5f));
        }
      }
    }
  }

  @Test
  void inputsWithoutNamesPredict() {
    SymbolicTensor left = Input.of(3);
    SymbolicTensor right = Input.of(3);
    SymbolicTensor both = concatenate().apply(left, right);
    FloatColumn column = FloatColumn.of(new SplitMix(1).uniform(6, 0, 1), Shape.of(3));
    Dataset data = Dataset.of(
        new Feature("input_layer", column, Scaling.NONE),
        new Feature("input_layer_1", column, Scaling.NONE));
    try (Model model =
        Model.of(List.of(left, right), List.of(dense(2).apply(both)), settings -> {})) {
      assertThat(model.predict(data).flat()).hasSize(4).doesNotContain(Float.NaN);
    }
  }

  /** Passes see the layers of a frozen body, whose statistics are then no batch's. */
  @Test
  void aFrozenBodyIsOpened() {
    List<Double> plain = frozenLosses(o -> o.emit(EmitOptions.PLAIN));
    List<Double> opened = frozenLosses(o -> {});
    List<Double> divided = frozenLosses(o -> o.runtime(RuntimeOptions.splitBatch()));
    for (int i = 0; i < plain.size(); i++) {
      assertThat(opened.get(i)).isCloseTo(plain.get(i), Offset.offset(1e-12));
      assertThat(divided.get(i)).isCloseTo(plain.get(i), Offset.offset(1e-12));
    }
    assertThat(plain.get(5)).as("the body trains again").isLessThan(plain.get(4) - 1e-6);
  }

  /** As {@code base.trainable = True} in Keras, which is that of all layers inside. */
  @Test
  void whatIsInsideIsFrozenAndUnfrozenWithANetwork(@TempDir Path folder) {
    Network whole = whole();
    Path file = folder.resolve("frozen.keras");
    try (Model model = Model.of(whole, o -> o.seed(1))) {
      model.freeze(whole.layer("body"));
      model.compile(sgd(0.1), binaryCrossentropy());
      model.save(file);
    }
    try (Model model = Model.load(file)) {
      model.unfreeze(model.network().layer("body"));
      model.compile(sgd(0.1), binaryCrossentropy());
      List<NamedArray> before = model.getWeights();
      model.trainOnBatch(data());
      List<NamedArray> after = model.getWeights();
      for (int i = 0; i < before.size(); i++) {
        assertThat(after.get(i).toDoubles())
            .as(before.get(i).name())
            .isNotEqualTo(before.get(i).toDoubles());
      }
    }
  }

  /**
   * {@code base.trainable = False; base.layers[-1].trainable = True}, as a file of Keras has it.
   */
  @Test
  void aLayerThatTrainsInsideAFrozenNetworkOfAFileTrains() {
    SymbolicTensor input = Input.of(3);
    Network body = Network.of(
        List.of(input),
        List.of(
            dense(2).name("last").apply(dense(2).name("first").trainable(false).apply(input))));
    SymbolicTensor outer = Input.of(3);
    Network drawn = Network.of(
        List.of(outer),
        List.of(dense(1).name("head").apply(model(body).name("body").apply(outer))));
    Map<String, Object> config =
        NetworkConfig.of(drawn, Set.of(drawn.layer("body"), body.layer("first")));
    try (Model model = Model.of(NetworkConfig.read(config), o -> {})) {
      Map<String, WeightSpec> specs = model.weightSpecs();
      assertThat(specs.get("body/first/kernel").trainable()).isFalse();
      assertThat(specs.get("body/last/kernel").trainable()).isTrue();
      assertThat(specs.get("head/kernel").trainable()).isTrue();
    }
  }

  @Test
  void aLayerInsideAFrozenNetworkIsUnfrozenAlone() {
    Network whole = whole();
    Network body = ((Functional) whole.layer("body")).network();
    try (Model model = Model.of(whole, o -> o.seed(1))) {
      model.freeze(whole.layer("body"));
      model.unfreeze(body.layer("conv2d"));
      model.compile(sgd(0.1), binaryCrossentropy());
      List<NamedArray> before = model.getWeights();
      model.trainOnBatch(data());
      List<NamedArray> after = model.getWeights();
      for (int i = 0; i < before.size(); i++) {
        boolean kept = before.get(i).name().startsWith("body/batch_normalization/");
        assertThat(after.get(i).equals(before.get(i))).as(before.get(i).name()).isEqualTo(kept);
      }
    }
  }

  /** Keras, too, hands what is said of a network when it is made to its layers. */
  @Test
  void aNetworkThatIsMadeUntrainableIsWrittenSoWithItsLayers() {
    Network inside = whole();
    SymbolicTensor outer = Input.of(8, 8, 3);
    Network drawn = Network.of(
        List.of(outer), List.of(model(inside).name("all").trainable(false).apply(outer)));
    try (Model model = Model.of(NetworkConfig.read(NetworkConfig.of(drawn)), o -> {})) {
      assertThat(model.weightSpecs().values()).noneMatch(WeightSpec::trainable);
    }
  }

  private static List<Double> frozenLosses(Consumer<ModelOptions> options) {
    List<Double> losses = new ArrayList<>();
    Network whole = whole();
    try (Model model = Model.of(whole, o -> {
      o.seed(1).dtypePolicy(DTypePolicy.FLOAT64);
      options.accept(o);
    })) {
      model.setWeights(model.getWeights().stream()
          .map(weight -> new NamedArray(
              weight.name(),
              weight.shape(),
              new SplitMix(5).uniform(NamedArray.size(weight.shape()), 0.6, 0.5)))
          .toList());
      model.freeze(whole.layer("body"));
      model.compile(adam(0.01), binaryCrossentropy());
      for (int step = 0; step < 3; step++) {
        losses.add(model.trainOnBatch(data()).get("loss"));
      }
      model.unfreeze(whole.layer("body"));
      model.compile(adam(0.01), binaryCrossentropy());
      for (int step = 0; step < 3; step++) {
        losses.add(model.trainOnBatch(data()).get("loss"));
      }
    }
    return losses;
  }

  @Test
  void trainsTheSameWhereOthersAreDivided() {
    Map<String, Double> undivided;
    Map<String, Double> divided;
    try (Model model = Model.of(whole(), settings -> settings.seed(1))) {
      model.compile(adam(0.01), binaryCrossentropy());
      undivided = model.trainOnBatch(data());
    }
    try (Model model =
        Model.of(whole(), settings -> settings.seed(1).runtime(RuntimeOptions.splitBatch()))) {
      model.compile(adam(0.01), binaryCrossentropy());
      divided = model.trainOnBatch(data());
    }
    // The statistics inside are the batch's, so nothing may be divided.
    assertThat(divided.get("loss")).isCloseTo(undivided.get("loss"), Offset.offset(1e-6));
  }
}

package org.keraunos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.keraunos.activations.Activations.RELU;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.add;
import static org.keraunos.layers.Layers.batchNormalization;
import static org.keraunos.layers.Layers.bidirectional;
import static org.keraunos.layers.Layers.conv2d;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.globalAveragePooling2d;
import static org.keraunos.layers.Layers.lstm;
import static org.keraunos.layers.Layers.model;
import static org.keraunos.layers.Layers.multiHeadAttention;
import static org.keraunos.layers.Layers.normalization;
import static org.keraunos.layers.Layers.reshape;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.optimizers.Optimizers.adam;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keraunos.base.DataException;
import org.keraunos.base.NamedArray;
import org.keraunos.data.Dataset;
import org.keraunos.layers.Dense;
import org.keraunos.layers.Input;
import org.keraunos.layers.Network;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.testing.SplitMix;

/** What was exported comes back as a model that trains. */
class ExportedModelsTest {
  /** Shared layers, a network inside, cells and other layers inside layers, statistics. */
  private static Network network() {
    SymbolicTensor body = Input.of(8, 8, 3);
    Network inner = Network.of(
        List.of(body), List.of(batchNormalization().apply(conv2d(4, 3).apply(body))));
    SymbolicTensor in = Input.of(8, 8, 3);
    SymbolicTensor x = model(inner).name("body").apply(normalization().apply(in));
    Dense shared = dense(6).activation(RELU);
    SymbolicTensor steps = reshape(9, 16).apply(x);
    SymbolicTensor pooled = globalAveragePooling2d().apply(x);
    SymbolicTensor attended = multiHeadAttention(2, 4).apply(steps, steps);
    SymbolicTensor read = bidirectional(lstm(3)).apply(attended);
    SymbolicTensor both = add().apply(shared.apply(read), shared.apply(dense(6).apply(pooled)));
    return Network.of(List.of(in), List.of(dense(2).activation(SIGMOID).apply(both)));
  }

  @Test
  void comesBackWithItsWeightsAndWhatItKnowsOfItsDataAndTrainsOn(@TempDir Path folder) {
    SplitMix random = new SplitMix(3);
    Dataset data = Dataset.of(random.uniform(12 * 192, 0, 2), 8, 8, 3)
        .withLabels(random.bits(12, 2))
        .withLabelNames("cat", "dog");
    for (DTypePolicy policy : List.of(DTypePolicy.FLOAT32, DTypePolicy.FLOAT64)) {
      Path target = folder.resolve(policy.toString());
      try (Model model = Model.of(network(), o -> o.name("scenes").dtypePolicy(policy))) {
        model.compile(adam(0.01), binaryCrossentropy());
        model.fit(data, fit -> fit.epochs(2).batchSize(4).verbose(false));
        model.export(target);
        try (Model again = Model.load(target, load -> load.model(o -> o.dtypePolicy(policy)))) {
          assertThat(again.name()).isEqualTo("scenes");
          assertThat(again.contract().output().labels().names()).containsExactly("cat", "dog");
          List<NamedArray> before = model.getWeights();
          assertThat(again.getWeights()).hasSameSizeAs(before).isEqualTo(before);
          assertThat(again.predict(data).flat())
              .containsExactly(model.predict(data).flat());
          again.compile(adam(0.01), binaryCrossentropy());
          double first = again.evaluate(data).get("loss");
          again.fit(data, fit -> fit.epochs(5).batchSize(4).verbose(false));
          assertThat(again.evaluate(data).get("loss")).isLessThan(first);
        }
      }
    }
  }

  @Test
  void anotherProgramsModelDoesNot() throws Exception {
    Path folder =
        Path.of(ExportedModelsTest.class.getResource("saving/foreign/keras_two").toURI());
    assertThatThrownBy(() -> Model.load(folder))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected a model of Keraunos, whose card holds its layers");
  }
}

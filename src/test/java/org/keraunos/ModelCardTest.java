package org.keraunos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.metrics.StreamingMetrics.accuracy;
import static org.keraunos.optimizers.Optimizers.sgd;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keraunos.base.DataException;
import org.keraunos.data.Dataset;
import org.keraunos.layers.Input;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.saving.ModelCard;
import org.keraunos.saving.Provenance;
import org.keraunos.testing.SplitMix;
import org.keraunos.training.ModelCheckpoint;

/** Where a model comes from travels with it, and nobody has to say it. */
class ModelCardTest {
  private static final int ROWS = 12;

  private static Dataset data(long seed) {
    int[][] labels = new int[ROWS][2];
    for (int row = 0; row < ROWS; row++) {
      labels[row][row % 2] = 1;
    }
    return Dataset.of(new SplitMix(seed).uniform(ROWS * 3, 0, 1), 3).withLabels(labels);
  }

  private static Model model() {
    SymbolicTensor input = Input.of(3);
    Model model = Model.of(input, dense(2).activation(SIGMOID).apply(input), o -> o.seed(7));
    model.compile(sgd(0.1), binaryCrossentropy(), accuracy());
    return model;
  }

  @Test
  void aTrainingSaysItsDataSeedAndFigures(@TempDir Path folder) {
    Dataset data = data(1);
    try (Model model = model()) {
      assertThat(model.card().provenance().trained()).isEmpty();
      var history =
          model.fit(data, fit -> fit.epochs(3).seed(5).validationSplit(0.25).verbose(false));
      List<Provenance.Trained> trained = model.card().provenance().trained();
      assertThat(trained).hasSize(1);
      Provenance.Trained only = trained.get(0);
      assertThat(only.data()).isEqualTo(data.digest()).startsWith("sha256:");
      assertThat(only.rows()).isEqualTo(ROWS);
      assertThat(only.seed()).isEqualTo(7);
      assertThat(only.orderSeed()).isEqualTo(5);
      assertThat(only.epochs()).isEqualTo(3);
      assertThat(only.metrics()).isEqualTo(history.epochs().get(2));
      assertThat(only.metrics()).containsKeys("loss", "accuracy", "val_loss", "val_accuracy");
      assertThat(only.versions()).containsKeys("keraunos", "tensorflow", "java");
      assertThat(only.versions().get("java")).isEqualTo(Runtime.version().toString());
      assertThat(Instant.parse(only.date())).isBefore(Instant.now().plusSeconds(1));

      model.save(folder.resolve("a.keras"), Map.of("who", "a test"));
      model.export(folder.resolve("a"));
      try (Model again = Model.load(folder.resolve("a.keras"));
          Predictor exported = Predictor.load(folder.resolve("a"));
          Predictor predictor = Predictor.load(folder.resolve("a.keras"))) {
        assertThat(again.card().provenance().trained()).isEqualTo(trained);
        assertThat(again.card().training()).isEqualTo(Map.of("who", "a test"));
        for (Predictor each : List.of(exported, predictor)) {
          Provenance read = each.card().orElseThrow().provenance();
          assertThat(read.trained()).isEqualTo(trained);
          assertThat(read.date()).endsWith("Z");
          assertThat(read.versions()).isEqualTo(Provenance.running());
        }
        again.fit(data, fit -> fit.epochs(2).seed(5).verbose(false));
        assertThat(again.card().provenance().trained()).hasSize(2); // another model's seed
        again.fit(data, fit -> fit.epochs(2).seed(5).verbose(false));
        assertThat(again.card().provenance().trained()).hasSize(2);
        assertThat(again.card().provenance().trained().get(1).epochs()).isEqualTo(4);
        again.fit(data(2), fit -> fit.verbose(false));
        again.export(folder.resolve("b"));
      }
      try (Model back = Model.load(folder.resolve("b"))) {
        assertThat(back.card().provenance().trained()).hasSize(3);
        assertThat(back.card().training()).as("kept from file to file").containsKey("who");
      }
    }
  }

  @Test
  void aCheckpointSaysHowFarItCame(@TempDir Path folder) {
    Path file = folder.resolve("{epoch}.keras");
    try (Model model = model()) {
      model.fit(
          data(1),
          fit -> fit.epochs(2).callbacks(new ModelCheckpoint(file.toString())).verbose(false));
    }
    for (int epoch = 1; epoch <= 2; epoch++) {
      try (Model saved = Model.load(folder.resolve(epoch + ".keras"))) {
        Provenance.Trained trained = saved.card().provenance().trained().get(0);
        assertThat(trained.epochs()).isEqualTo(epoch);
        assertThat(trained.data()).isEqualTo(data(1).digest());
        assertThat(trained.metrics()).containsKey("loss");
      }
    }
  }

  @Test
  void figuresOfAnEvaluationAreThoseOfTheWeights() {
    Dataset data = data(1);
    try (Model model = model()) {
      Map<String, Double> figures = model.evaluate(data);
      assertThat(model.card().provenance().evaluated()).isEqualTo(figures);
      model.setWeights(model.getWeights());
      assertThat(model.card().provenance().evaluated()).isEmpty();
      var unused = model.evaluate(data);
      model.trainOnBatch(data);
      assertThat(model.card().provenance().evaluated()).isEmpty();
    }
  }

  @Test
  void aCardWithBrokenWordsIsRefusedByItsKey() {
    ModelCard card;
    try (Model model = model()) {
      model.fit(data(1), fit -> fit.verbose(false));
      card = model.card();
    }
    String json = new String(card.toJson(), StandardCharsets.UTF_8);
    Path file = Path.of("card");
    assertThat(ModelCard.ofJson(file, json.getBytes(StandardCharsets.UTF_8))).isEqualTo(card);
    for (String[] each : new String[][] {
      {"\"rows\" : 12", "\"rows\" : -1", "trained.rows: expected a count, received -1"},
      {"\"seed\" : 7", "\"seed\" : \"x\"", "trained.seed: expected a whole number, received x"},
      {"\"epochs\" : 1", "\"epochs\" : 1.5", "trained.epochs: expected a whole number"},
    }) {
      assertThat(json).contains(each[0]);
      String broken = json.replace(each[0], each[1]);
      assertThatThrownBy(() -> ModelCard.ofJson(file, broken.getBytes(StandardCharsets.UTF_8)))
          .isInstanceOf(DataException.class)
          .hasMessageContaining(each[2]);
    }
  }
}

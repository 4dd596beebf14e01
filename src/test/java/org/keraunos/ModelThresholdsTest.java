package org.keraunos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.keraunos.layers.Layers.dense;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keraunos.activations.Activations;
import org.keraunos.base.LabelMatrix;
import org.keraunos.data.Dataset;
import org.keraunos.decisions.Criterion;
import org.keraunos.decisions.ThresholdChoice;
import org.keraunos.layers.Input;
import org.keraunos.losses.Losses;
import org.keraunos.optimizers.Optimizers;

/** Thresholds that a model has. */
class ModelThresholdsTest {
  private static Dataset rows(int count, long seed) {
    Random random = new Random(seed);
    float[] x = new float[count * 3];
    int[][] y = new int[count][2];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < 3; j++) {
        x[3 * i + j] = random.nextFloat();
      }
      y[i][0] = random.nextFloat() < 0.4f * x[3 * i] ? 1 : 0;
      y[i][1] = x[3 * i + 1] > 0.5f ? 1 : 0;
    }
    return Dataset.of(x, 3).withLabels(y);
  }

  private static Model model() {
    Model model =
        Sequential.of(o -> o.seed(3), Input.of(3), dense(2).activation(Activations.SIGMOID));
    model.compile(Optimizers.adam(0.05), Losses.binaryCrossentropy());
    return model;
  }

  @Test
  void areChosenKeptSavedAndCutAt(@TempDir Path folder) {
    Dataset train = rows(300, 1);
    Dataset fresh = rows(50, 3);
    try (Model model = model()) {
      model.fit(train, f -> f.epochs(5));
      ThresholdChoice choice = model.thresholds(rows(200, 2), Criterion.f1());
      double[] cuts = choice.thresholds();
      assertThat(cuts[0]).isLessThan(0.5);
      Predictions predictions = model.predict(fresh);
      LabelMatrix decided = predictions.labels();
      assertThat(decided).isEqualTo(predictions.scores().above(cuts));
      assertThat(decided).isNotEqualTo(predictions.labels(0.5));
      model.fit(train);
      assertThat(model.contract().output().thresholds()).containsExactly(cuts[0], cuts[1]);
      Path exported = folder.resolve("m");
      model.export(exported);
      try (Predictor loaded = Predictor.load(exported)) {
        Predictions again = loaded.predict(fresh);
        assertThat(again.labels()).isEqualTo(again.scores().above(cuts));
      }
    }
  }

  @Test
  void maySetByHandAndBeforeAnyTraining() {
    try (Model model = model()) {
      model.thresholds(0.25);
      assertThat(model.contract().output().thresholds()).isEqualTo(List.of(0.25));
      model.thresholds(0.1, 0.9);
      assertThat(model.predict(rows(5, 1)).labels().rows()).isEqualTo(5);
      model.fit(rows(40, 1));
      assertThat(model.contract().output().thresholds()).containsExactly(0.1, 0.9);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.thresholds(0.1, 0.2, 0.3))
          .withMessageContaining("expected one, or 2, received 3");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.thresholds(1.5))
          .withMessageContaining("probabilities, 0 to 1, received [1.5]");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.thresholds("genre", 0.5))
          .withMessageStartingWith("thresholds: expected an output's name, one of [");
      assertThat(model.contract().output().thresholds()).containsExactly(0.1, 0.9);
    }
  }
}

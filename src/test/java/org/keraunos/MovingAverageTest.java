package org.keraunos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.optimizers.Optimizers.sgd;
import static org.keraunos.testing.Goldens.assertClose;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.keraunos.base.NamedArray;
import org.keraunos.testing.GivenGradients;
import org.keraunos.training.Callback;

/** That {@code fit} ends with the moving average of the weights where the optimizer keeps one. */
class MovingAverageTest {
  @Test
  void fitEndsWithTheAverage() {
    try (Model model = TrainingTest.network(1)) {
      model.compile(sgd(0.5).useEma(true).emaMomentum(0.75), binaryCrossentropy());
      List<List<NamedArray>> seen = new ArrayList<>();
      List<List<NamedArray>> atTheEnd = new ArrayList<>();
      model.fit(
          TrainingTest.scenes(48, 1),
          fit -> fit.batchSize(8).epochs(1).verbose(false).callbacks(new Callback() {
            @Override
            public void onBatchEnd(BatchEnd event) {
              seen.add(event.control().getWeights());
            }

            @Override
            public void onTrainEnd(TrainEnd event) {
              atTheEnd.add(event.control().getWeights());
            }
          }));
      double[] average = GivenGradients.flat(seen.get(0));
      for (List<NamedArray> weights : seen) {
        double[] flat = GivenGradients.flat(weights);
        for (int i = 0; i < flat.length; i++) {
          average[i] = 0.75 * average[i] + 0.25 * flat[i];
        }
      }
      assertThat(seen).hasSize(6);
      assertThat(GivenGradients.flat(seen.get(5))).isNotEqualTo(average);
      assertClose("average", GivenGradients.flat(model.getWeights()), average, 1e-6);
      assertThat(atTheEnd).containsExactly(model.getWeights());
    }
  }
}

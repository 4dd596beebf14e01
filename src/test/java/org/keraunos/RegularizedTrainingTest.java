package org.keraunos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.losses.Losses.meanSquaredError;
import static org.keraunos.optimizers.Optimizers.sgd;
import static org.keraunos.regularizers.Regularizers.l1;
import static org.keraunos.regularizers.Regularizers.l1l2;
import static org.keraunos.regularizers.Regularizers.l2;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keraunos.base.NamedArray;
import org.keraunos.data.Dataset;
import org.keraunos.layers.Dense;
import org.keraunos.layers.Input;

/** A penalty changes the weights that it is on: one step at a rate of 1, by hand. */
class RegularizedTrainingTest {
  static Stream<Arguments> layers() {
    return Stream.of(
        Arguments.of(dense(2), new double[] {1, -2, 3, 4}, new double[] {1, -2}),
        Arguments.of(
            dense(2).kernelRegularizer(l1(0.5)),
            new double[] {0.5, -1.5, 2.5, 3.5},
            new double[] {1, -2}),
        Arguments.of(
            dense(2).kernelRegularizer(l2(0.25)),
            new double[] {0.5, -1, 1.5, 2},
            new double[] {1, -2}),
        Arguments.of(
            dense(2).biasRegularizer(l1(0.5)), new double[] {1, -2, 3, 4}, new double[] {0.5, -1.5
            }),
        Arguments.of(
            dense(2).biasRegularizer(l2(0.25)), new double[] {1, -2, 3, 4}, new double[] {0.5, -1}),
        Arguments.of(
            dense(2).kernelRegularizer(l1(0.5)).biasRegularizer(l1l2(0.25, 0.25)),
            new double[] {0.5, -1.5, 2.5, 3.5},
            new double[] {0.25, -0.75}));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void aStepGoesAgainstThePenalty(Dense layer, double[] kernel, double[] bias) {
    try (Model model = Sequential.of(Input.of(2), layer.name("dense"))) {
      model.setWeights(List.of(
          new NamedArray("dense/kernel", new int[] {2, 2}, new float[] {1, -2, 3, 4}),
          new NamedArray("dense/bias", new int[] {2}, new float[] {1, -2})));
      model.compile(sgd(1), meanSquaredError());
      // Where the data ask for nothing.
      Dataset data = Dataset.of(new float[] {0, 0}, 2).withLabels(new float[][] {{1, -2}});
      model.fit(data, fit -> fit.verbose(false));
      assertThat(model.getWeights().get(0).toDoubles()).containsExactly(kernel);
      assertThat(model.getWeights().get(1).toDoubles()).containsExactly(bias);
    }
  }
}

package org.keraunos.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.keraunos.layers.Layers.normalization;
import static org.keraunos.layers.Layers.rescaling;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.keraunos.base.Numbers;
import org.keraunos.base.Shape;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.EmitOptions;
import org.keraunos.testing.LayerRun;

/** What Keras 3.15.1 makes of 37, 101 and 201 in float64: numbers of configurations are float32. */
class Float32NumbersTest {
  @Test
  void numbersOfConfigurationsAreRounded() {
    same(rescaling(0.3).offset(0.7), 11.800000429153442, 31.000001192092896, 61.00000238418579);
    same(
        rescaling(new double[] {0.3, 0.2, 0.1}),
        11.100000441074371,
        20.200000301003456,
        20.10000029951334);
    same(
        normalization()
            .moments(
                Numbers.of(new double[] {0.3, 0.2, 0.1}), Numbers.of(new double[] {0.7, 0.6, 0.3})),
        43.86489032183133,
        130.1322378432265,
        366.7915320524128);
    same(
        normalization().moments(Numbers.of(0.3), Numbers.of(0.7)).invert(true),
        31.256420730089367,
        84.80266197232667,
        168.46866391332244);
  }

  private static void same(Layer layer, double... expected) {
    var mode = new LayerRun.Mode(DTypePolicy.FLOAT64, EmitOptions.TRAINING, false);
    try (LayerRun run = new LayerRun(layer, List.of(Shape.of(3)), mode)) {
      double[] made = run.run(1, List.of(new double[] {37, 101, 201}), List.of(new double[3]), 0)
          .output();
      for (int i = 0; i < expected.length; i++) {
        assertThat(made[i] / expected[i]).isBetween(1 - 1e-15, 1 + 1e-15);
      }
    }
  }
}

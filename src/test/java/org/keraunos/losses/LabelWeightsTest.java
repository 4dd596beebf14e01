package org.keraunos.losses;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keraunos.testing.Goldens;
import org.keraunos.testing.Kinds;

class LabelWeightsTest {
  /** losses_beyond_keras.py. */
  @Test
  void classBalancedIsTheAuthors() {
    for (Map<String, Object> each : Goldens.index("class_balanced.json")) {
      double beta = ((Number) each.get("beta")).doubleValue();
      long[] counts = Arrays.stream(Kinds.doubles(each.get("counts")))
          .mapToLong(Math::round)
          .toArray();
      double[] weights = LabelWeights.classBalanced(beta, counts);
      Goldens.assertClose("beta " + beta, weights, Kinds.doubles(each.get("weights")), 1e-11);
    }
  }

  @Test
  void saysWhatItExpects() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelWeights.classBalanced(1, 3))
        .withMessage("beta: expected 0 <= beta < 1, received 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelWeights.classBalanced(0.9, 3, 0))
        .withMessage("labelCounts[1]: expected >= 1, received 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Losses.distributionBalancedLoss(10, 3, 10).check())
        .withMessageStartingWith("DistributionBalancedLoss.label_counts: expected numbers below");
    for (String name : new String[] {"CTC", "circle", "CategoricalHinge"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Losses.registry().read(name, "loss"))
          .withMessageStartingWith("loss: Keras has " + name + ", Keraunos not (");
    }
  }
}

package org.keraunos.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.keraunos.base.ConfigForm;
import org.keraunos.base.NamedArray;
import org.keraunos.optimizers.Optimizer;
import org.keraunos.optimizers.Optimizers;
import org.keraunos.runtime.DTypePolicy;

/**
 * What holds of every optimizer, also of one of your own that is registered: it finds the bottom of a bowl, its configuration is read
 * as it was written, and its state put into another graph goes on with the same bits.
 */
public final class OptimizerHarness {
  private static final float[] START = {1, -2, 0.5f, 3, -1, 0.25f, 2, -0.5f, 1.5f};

  private OptimizerHarness() {}

  /**
   * Checks an optimizer.
   *
   * @param optimizer with a rate at which 30 steps go down a bowl from a distance of 3 and do not jump over it
   */
  public static void check(Optimizer optimizer) {
    configurationIsReadAsItWasWritten(optimizer);
    goesDownABowl(optimizer);
    stateIsAllThereIs(optimizer);
  }

  private static void configurationIsReadAsItWasWritten(Optimizer optimizer) {
    for (ConfigForm form : ConfigForm.values()) {
      Map<String, Object> written = Optimizers.registry().write(optimizer, form);
      Optimizer read = Optimizers.registry().read(Goldens.throughJson(written), "optimizer");
      assertThat(read).hasSameClassAs(optimizer);
      assertThat(Optimizers.registry().write(read, form)).isEqualTo(written);
    }
  }

  private static void goesDownABowl(Optimizer optimizer) {
    try (GivenGradients run = new GivenGradients(optimizer, DTypePolicy.FLOAT64, null)) {
      run.setWeights(START);
      double before = height(run.weights());
      descend(run, 30);
      assertThat(height(run.weights())).isLessThan(before);
      assertThat(run.graph().state().stream().map(NamedArray::name))
          .containsAll(optimizer.slots().stream()
              .flatMap(List::stream)
              .map(slot -> "optimizer/sum/kernel/" + slot)
              .toList());
    }
  }

  private static void stateIsAllThereIs(Optimizer optimizer) {
    try (GivenGradients first = new GivenGradients(optimizer, DTypePolicy.FLOAT32, null);
        GivenGradients second = new GivenGradients(optimizer, DTypePolicy.FLOAT32, null)) {
      first.setWeights(START);
      descend(first, 5);
      second.graph().restore(first.graph().state());
      assertThat(second.graph().iteration()).isEqualTo(5);
      assertThat(second.graph().learningRate()).isEqualTo(first.graph().learningRate());
      descend(first, 5);
      descend(second, 5);
      assertThat(second.weights()).isEqualTo(first.weights());
      assertThat(second.graph().state()).isEqualTo(first.graph().state());
    }
  }

  private static void descend(GivenGradients run, int steps) {
    for (int step = 0; step < steps; step++) {
      double[] weights = run.weights();
      float[] gradients = new float[weights.length];
      for (int i = 0; i < gradients.length; i++) {
        gradients[i] = (float) weights[i];
      }
      run.step(gradients);
    }
  }

  private static double height(double[] weights) {
    double sum = 0;
    for (double weight : weights) {
      sum += weight * weight / 2;
    }
    return sum;
  }
}

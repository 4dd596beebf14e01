package org.keraunos.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.keraunos.testing.Goldens.assertClose;

import java.util.Arrays;
import java.util.Map;
import org.keraunos.activations.Activation;
import org.keraunos.base.ConfigForm;
import org.keraunos.base.Shape;
import org.keraunos.losses.Loss;
import org.keraunos.losses.Losses;
import org.keraunos.runtime.DTypePolicy;

/**
 * What holds of every loss, also of one of your own that is registered: its gradient is that of its values, rows do not know of each
 * other, unknown labels count nothing, what is no target is refused, and its configuration is read as it was written.
 */
public final class LossHarness {
  private static final float STEP = 0x1p-11f;

  private LossHarness() {}

  /**
   * Checks a loss.
   *
   * @param loss the loss
   * @param head what stands before it
   * @param targets some rows that it takes, all known
   */
  public static void check(Loss loss, Activation head, float[][] targets) {
    configurationIsReadAsItWasWritten(loss);
    int width = targets[0].length;
    loss.checkOutput(Shape.of(width));
    float[] flat = new float[targets.length * width];
    for (int row = 0; row < targets.length; row++) {
      loss.checkTarget(targets[row], 0, width, row);
      System.arraycopy(targets[row], 0, flat, row * width, width);
    }
    float[] impossible = new float[width];
    Arrays.fill(impossible, Float.POSITIVE_INFINITY);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.checkTarget(impossible, 0, width, 7))
        .withMessageStartingWith("labels[7]");
    float[] predicted = predictions(flat.length);
    try (LossRun run = new LossRun(loss, head, DTypePolicy.FLOAT64, width)) {
      gradientIsThatOfTheValues(run, predicted, flat);
      rowsDoNotKnowOfEachOther(run, predicted, flat, width);
      if (takesUnknown(loss, width)) {
        unknownLabelsCountNothing(run, predicted, flat, width);
      }
    }
  }

  private static void configurationIsReadAsItWasWritten(Loss loss) {
    for (ConfigForm form : ConfigForm.values()) {
      Map<String, Object> written = Losses.registry().write(loss, form);
      Loss read = Losses.registry().read(Goldens.throughJson(written), "loss");
      assertThat(read).hasSameClassAs(loss);
      assertThat(Losses.registry().write(read, form)).isEqualTo(written);
    }
  }

  /** Multiples of the step between 0.125 and 0.875, so that they are probabilities, too, and a step is exact in float32. */
  private static float[] predictions(int count) {
    float[] predicted = new SplitMix(9).uniform(count, 0.5, 0.75);
    for (int i = 0; i < count; i++) {
      predicted[i] = Math.round(predicted[i] / STEP) * STEP;
    }
    return predicted;
  }

  private static void gradientIsThatOfTheValues(LossRun run, float[] predicted, float[] targets) {
    double[] differences = new double[predicted.length];
    for (int i = 0; i < predicted.length; i++) {
      float[] moved = predicted.clone();
      moved[i] = predicted[i] + STEP;
      double above = Arrays.stream(run.rows(moved, targets)).sum();
      moved[i] = predicted[i] - STEP;
      double below = Arrays.stream(run.rows(moved, targets)).sum();
      differences[i] = (above - below) / (2 * STEP);
    }
    assertThat(differences)
        .as("a loss that depends on the output")
        .isNotEqualTo(new double[differences.length]);
    assertClose("gradient", run.gradient(predicted, targets), differences, 1e-5);
  }

  private static void rowsDoNotKnowOfEachOther(
      LossRun run, float[] predicted, float[] targets, int width) {
    double[] together = run.rows(predicted, targets);
    for (int row = 0; row < together.length; row++) {
      double[] alone = run.rows(
          Arrays.copyOfRange(predicted, row * width, (row + 1) * width),
          Arrays.copyOfRange(targets, row * width, (row + 1) * width));
      assertClose("row " + row, alone, new double[] {together[row]}, 1e-14);
    }
  }

  private static boolean takesUnknown(Loss loss, int width) {
    float[] unknown = new float[width];
    Arrays.fill(unknown, Float.NaN);
    try {
      loss.checkTarget(unknown, 0, width, 0);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static void unknownLabelsCountNothing(
      LossRun run, float[] predicted, float[] targets, int width) {
    float[] some = targets.clone();
    some[0] = Float.NaN;
    Arrays.fill(some, width, 2 * width, Float.NaN);
    double[] gradient = run.gradient(predicted, some);
    double[] rows = run.rows(predicted, some);
    assertThat(gradient[0]).as("the gradient of an unknown label").isZero();
    assertThat(rows[1]).as("the loss of a row without known labels").isZero();
    assertThat(Arrays.copyOfRange(gradient, width, 2 * width))
        .as("the gradient of a row without known labels")
        .containsOnly(0);
    float[] moved = predicted.clone();
    moved[0] = predicted[0] + 4 * STEP;
    assertThat(run.rows(moved, some)[0]).as("a loss without the unknown label").isEqualTo(rows[0]);
    double[] known = run.gradient(predicted, targets);
    for (int i = 2 * width; i < known.length; i++) {
      assertThat(gradient[i]).as("gradients of other rows").isEqualTo(known[i]);
    }
  }
}

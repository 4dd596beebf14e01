package org.keraunos.testing;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.keraunos.activations.Activation;
import org.keraunos.base.ConfigForm;
import org.keraunos.base.Shape;
import org.keraunos.losses.Loss;
import org.keraunos.losses.Losses;
import org.keraunos.runtime.DTypePolicy;

/**
 * What every loss must do, in one call: its gradient is that of its values, rows do not know of
 * each other, unknown labels count nothing, what is no target is refused, and its configuration is
 * read as it was written.
 *
 * <pre>{@code
 * LossHarness.check(new Absolute(Absolute.KIND.settings()), Activations.LINEAR, new float[][] {{1, 0}, {0, 2}, {3, 1}});
 * }</pre>
 */
public final class LossHarness {
  /**
   * Half of the distance of two predictions of which a slope is made; float32 holds it without
   * rounding.
   */
  private static final float STEP = 0x1p-11f;

  private final String what;
  private final Loss loss;
  private final int width;
  private final int targetWidth;
  private final float[] targets;
  private final float[] predicted;

  private LossHarness(Loss loss, int width, float[][] rows) {
    this.what = loss.toString();
    this.loss = loss;
    this.width = width;
    this.targetWidth = loss.targetShape(Shape.of(width)).size();
    this.targets = new float[rows.length * targetWidth];
    for (int row = 0; row < rows.length; row++) {
      loss.checkTarget(rows[row], 0, targetWidth, row, Shape.of(width));
      System.arraycopy(rows[row], 0, targets, row * targetWidth, targetWidth);
    }
    this.predicted = predictions(rows.length * width);
  }

  /**
   * Checks a loss.
   *
   * @param loss of a kind that is registered
   * @param head what stands before it
   * @param targets three rows or more that it takes, all known
   * @throws AssertionError if the loss does not do what it must
   */
  public static void check(Loss loss, Activation head, float[][] targets) {
    check(loss, head, targets[0].length, targets);
  }

  /**
   * Checks a loss whose targets are of another width than the output.
   *
   * @param loss of a kind that is registered
   * @param head what stands before it
   * @param width the numbers of an output's row
   * @param targets three rows or more that it takes, all known
   * @throws AssertionError if the loss does not do what it must
   */
  public static void check(Loss loss, Activation head, int width, float[][] targets) {
    loss.check();
    LossHarness harness = new LossHarness(loss, width, targets);
    harness.configuration();
    loss.checkOutput(Shape.of(harness.width));
    harness.impossibleTarget();
    try (LossRun run = new LossRun(loss, head, DTypePolicy.FLOAT64, harness.width)) {
      harness.gradient(run);
      if (loss.isRowwise()) {
        harness.rows(run);
      }
      if (harness.takes(Float.NaN)) {
        harness.unknownRow(run);
        if (harness.takesSomeUnknown()) {
          harness.unknownLabel(run);
        }
      }
    }
  }

  /** Multiples of the step between 0.125 and 0.875, so that they are probabilities, too. */
  private static float[] predictions(int count) {
    SplittableRandom random = new SplittableRandom(9);
    float[] predictions = new float[count];
    for (int i = 0; i < count; i++) {
      predictions[i] = Math.round((0.125 + 0.75 * random.nextDouble()) / STEP) * STEP;
    }
    return predictions;
  }

  private void configuration() {
    for (ConfigForm form : ConfigForm.values()) {
      Map<String, Object> written = Losses.registry().write(loss, form);
      Loss read = Losses.registry().read(written, what);
      same("the configuration that was read", Losses.registry().write(read, form), written);
    }
  }

  private void impossibleTarget() {
    if (takes(Float.POSITIVE_INFINITY)) {
      throw new AssertionError(what + ", checkTarget: expected infinity to be refused");
    }
  }

  private boolean takes(float everywhere) {
    float[] row = new float[targetWidth];
    Arrays.fill(row, everywhere);
    return takes(row);
  }

  private boolean takesSomeUnknown() {
    float[] row = Arrays.copyOf(targets, targetWidth);
    row[0] = Float.NaN;
    return targetWidth > 1 && takes(row);
  }

  private boolean takes(float[] row) {
    try {
      loss.checkTarget(row, 0, targetWidth, 0, Shape.of(width));
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void gradient(LossRun run) {
    double[] slopes = new double[predicted.length];
    for (int i = 0; i < slopes.length; i++) {
      float[] moved = predicted.clone();
      moved[i] = predicted[i] + STEP;
      double above = Arrays.stream(run.rows(moved, targets)).sum();
      moved[i] = predicted[i] - STEP;
      double below = Arrays.stream(run.rows(moved, targets)).sum();
      slopes[i] = (above - below) / (2 * STEP);
    }
    if (Arrays.stream(slopes).allMatch(slope -> slope == 0)) {
      throw new AssertionError(what + ": expected a loss that depends on the output");
    }
    near("gradient", run.gradient(predicted, targets), slopes, 1e-5);
  }

  private void rows(LossRun run) {
    double[] together = run.rows(predicted, targets);
    same("number of rows", together.length, targets.length / targetWidth);
    for (int row = 0; row < together.length; row++) {
      double[] alone = run.rows(
          Arrays.copyOfRange(predicted, row * width, (row + 1) * width),
          Arrays.copyOfRange(targets, row * targetWidth, (row + 1) * targetWidth));
      near("row " + row + " alone", alone, new double[] {together[row]}, 1e-14);
    }
  }

  private void unknownRow(LossRun run) {
    float[] some = targets.clone();
    Arrays.fill(some, targetWidth, 2 * targetWidth, Float.NaN);
    double[] gradient = run.gradient(predicted, some);
    near(
        "row without a known label", new double[] {run.rows(predicted, some)[1]}, new double[1], 0);
    near(
        "gradient of a row without a known label",
        Arrays.copyOfRange(gradient, width, 2 * width),
        new double[width],
        0);
    if (loss.isRowwise()) {
      double[] expected = run.gradient(predicted, targets);
      near(
          "gradient of other rows",
          Arrays.copyOfRange(gradient, 2 * width, gradient.length),
          Arrays.copyOfRange(expected, 2 * width, gradient.length),
          0);
    }
  }

  private void unknownLabel(LossRun run) {
    float[] some = targets.clone();
    some[0] = Float.NaN;
    double[] gradient = run.gradient(predicted, some);
    double[] rows = run.rows(predicted, some);
    near("gradient of an unknown label", new double[] {gradient[0]}, new double[1], 0);
    float[] moved = predicted.clone();
    moved[0] = predicted[0] + 4 * STEP;
    near("an unknown label", new double[] {run.rows(moved, some)[0]}, new double[] {rows[0]}, 0);
  }

  private void same(String which, Object actual, Object expected) {
    if (!actual.equals(expected)) {
      throw new AssertionError(
          what + ", " + which + ": expected " + expected + ", received " + actual);
    }
  }

  private void near(String which, double[] actual, double[] expected, double tolerance) {
    double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    for (int i = 0; i < expected.length; i++) {
      double apart = Math.abs(actual[i] - expected[i]);
      if (!(apart <= tolerance * (Math.abs(expected[i]) + largest))) {
        throw new AssertionError("%s, %s[%d]: expected %s, received %s"
            .formatted(what, which, i, expected[i], actual[i]));
      }
    }
  }
}

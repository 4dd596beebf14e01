package org.keraunos.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.keraunos.base.NamedArray;

/**
 * Holds a call's gradients against what its outputs do when inputs and weights are moved a little,
 * in float64: along a random direction, and for single entries. Where two distances disagree there
 * is a kink, which says nothing.
 */
final class FiniteDifferences {
  private static final int ENTRIES = 20;
  private static final double STEP = 1e-3;
  private static final double SMOOTH = 1e-4;
  private static final double TOLERANCE = 1e-6;

  private final String what;
  private final LayerRun run;
  private final int rows;
  private final List<double[]> inputs;
  private final List<NamedArray> weights;
  private final List<double[]> cotangents;
  private int smooth;

  private FiniteDifferences(
      String what,
      LayerRun run,
      int rows,
      List<double[]> inputs,
      List<NamedArray> weights,
      List<double[]> cotangents) {
    this.what = what;
    this.run = run;
    this.rows = rows;
    this.inputs = inputs;
    this.weights = weights;
    this.cotangents = cotangents;
  }

  /** Fails where a gradient is not what moving says. */
  static void check(
      String what,
      LayerRun run,
      int rows,
      List<double[]> inputs,
      List<NamedArray> weights,
      List<double[]> cotangents) {
    new FiniteDifferences(what, run, rows, inputs, weights, cotangents).check();
  }

  private void check() {
    run.set(weights);
    LayerRun.Outcome outcome = run.run(rows, inputs, cotangents, 0);
    // What can be moved: inputs of floats, and weights that train.
    List<double[]> gradients = new ArrayList<>(outcome.inputGradients());
    Map<String, double[]> byWeight = outcome.weightGradients();
    weights.forEach(weight -> gradients.add(byWeight.getOrDefault(weight.name(), new double[0])));
    int movable = gradients.stream().mapToInt(each -> each.length).sum();
    if (movable == 0) {
      return;
    }
    SplittableRandom random = new SplittableRandom(11);
    List<double[]> direction = new ArrayList<>();
    for (double[] gradient : gradients) {
      direction.add(random.doubles(gradient.length, -1, 1).toArray());
    }
    compare("a direction", direction, gradients);
    for (int i = 0; i < ENTRIES; i++) {
      int entry = random.nextInt(movable);
      List<double[]> single = new ArrayList<>();
      for (double[] gradient : gradients) {
        double[] one = new double[gradient.length];
        if (entry >= 0 && entry < one.length) {
          one[entry] = 1;
        }
        entry -= one.length;
        single.add(one);
      }
      compare("entry " + i, single, gradients);
    }
    if (smooth < ENTRIES / 2) {
      throw new AssertionError(
          what + ": only " + smooth + " of " + (ENTRIES + 1) + " derivatives are away from kinks");
    }
  }

  private void compare(String where, List<double[]> direction, List<double[]> gradients) {
    double expected = 0;
    double size = 0;
    for (int i = 0; i < gradients.size(); i++) {
      for (int j = 0; j < gradients.get(i).length; j++) {
        expected += gradients.get(i)[j] * direction.get(i)[j];
        size = Math.max(size, Math.abs(gradients.get(i)[j]));
      }
    }
    double far = slope(direction, STEP);
    double near = slope(direction, STEP / 2);
    double scale = Math.abs(near) + size;
    if (Math.abs(far - near) > SMOOTH * scale) {
      return;
    }
    smooth++;
    double extrapolated = (4 * near - far) / 3;
    if (!(Math.abs(extrapolated - expected) <= TOLERANCE * (scale + 1e-3))) {
      throw new AssertionError("%s, %s: expected a derivative of %s, received the gradient %s"
          .formatted(what, where, extrapolated, expected));
    }
  }

  private double slope(List<double[]> direction, double step) {
    return (total(direction, step) - total(direction, -step)) / (2 * step);
  }

  private double total(List<double[]> direction, double step) {
    List<double[]> movedInputs = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      movedInputs.add(moved(inputs.get(i), direction.get(i), step));
    }
    List<NamedArray> movedWeights = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      NamedArray weight = weights.get(i);
      double[] values = moved(weight.toDoubles(), direction.get(inputs.size() + i), step);
      movedWeights.add(new NamedArray(weight.name(), weight.shape(), values));
    }
    run.set(movedWeights);
    List<double[]> outputs = run.run(rows, movedInputs, cotangents, 0).outputs();
    double total = 0;
    for (int i = 0; i < outputs.size(); i++) {
      for (int j = 0; j < outputs.get(i).length; j++) {
        total += outputs.get(i)[j] * cotangents.get(i)[j];
      }
    }
    return total;
  }

  private static double[] moved(double[] values, double[] direction, double step) {
    double[] moved = values.clone();
    for (int i = 0; i < direction.length; i++) {
      moved[i] += step * direction[i];
    }
    return moved;
  }
}

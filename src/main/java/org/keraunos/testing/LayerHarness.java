package org.keraunos.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.keraunos.base.ConfigForm;
import org.keraunos.base.ElementType;
import org.keraunos.base.NamedArray;
import org.keraunos.base.Shape;
import org.keraunos.layers.Affine;
import org.keraunos.layers.CallOptions;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Layers;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.EmitOptions;

/**
 * What every layer must do, in one call: Keras's {@code run_layer_test}. It holds a kind's shapes
 * against what it emits, its configuration against what is read of it, float32 and bfloat16 against
 * float64, gradients against finite differences, for a layer that calls itself rowwise a batch in
 * one part against the same in three, and for a linear kernel a batch normalization behind it
 * against the same folded into it.
 *
 * <pre>{@code
 * LayerHarness.check(new Gate(Gate.KIND.settings()), Input.of(6, 5, 2));
 * }</pre>
 */
public final class LayerHarness {
  private static final int ROWS = 6;
  private static final double FLOAT32 = 1e-5;
  private static final double BFLOAT16 = 0.05;
  private static final double FLOAT64 = 1e-11;

  private final String what;
  private final Layer layer;
  private final List<SymbolicTensor> inputs;
  private final CallOptions options;

  /** Whether the last run drew random numbers. */
  private boolean drew;

  private LayerHarness(Layer layer, List<SymbolicTensor> inputs, CallOptions options) {
    this.what = String.valueOf(layer);
    this.layer = layer;
    this.inputs = inputs;
    this.options = options;
  }

  /**
   * Checks a layer.
   *
   * @param layer of a kind that is registered
   * @param inputs what {@code Input} gave; whole numbers are taken from 0 and 1
   * @throws AssertionError if the layer does not do what it must
   */
  public static void check(Layer layer, SymbolicTensor... inputs) {
    check(layer, layer.callOptions(), inputs);
  }

  /**
   * Checks a layer called with options.
   *
   * @param layer of a kind that is registered
   * @param options the call's
   * @param inputs what {@code Input} gave; whole numbers are taken from 0 and 1
   * @throws AssertionError if the layer does not do what it must
   */
  public static void check(Layer layer, CallOptions options, SymbolicTensor... inputs) {
    new LayerHarness(layer, List.of(inputs), options).check();
  }

  private void check() {
    layer.check();
    Layer read = configuration();
    for (boolean training : new boolean[] {true, false}) {
      List<double[]> exact = run(layer, DTypePolicy.FLOAT64, training, true);
      near(
          "what was read, computing the same",
          run(read, DTypePolicy.FLOAT64, training, false),
          exact,
          0);
      if (!drew) {
        // Other types draw other numbers.
        near("float32", run(layer, DTypePolicy.FLOAT32, training, false), exact, FLOAT32);
        near("bfloat16", run(layer, DTypePolicy.MIXED_BFLOAT16, training, false), exact, BFLOAT16);
      }
    }
    if (layer instanceof Affine.Foldable kernel && kernel.isLinear()) {
      near("a batch normalization folded into it", behind(true), behind(false), FLOAT64);
    }
  }

  private List<double[]> behind(boolean folded) {
    try (LayerRun run = open(Folded.of(layer, folded), DTypePolicy.FLOAT64, false)) {
      // The same numbers for the same weight, whichever is asked for first.
      List<NamedArray> weights = new ArrayList<>();
      run.weights()
          .forEach((name, spec) -> weights.add(new NamedArray(
              name,
              spec.shape().toArray(),
              floats(new SplittableRandom(name.hashCode()), spec.shape().size(), 0.5, 1.5))));
      run.set(weights);
      return run.run(ROWS, draw(inputs, ROWS), cotangents(run.outputShapes()), 0)
          .outputs();
    }
  }

  private Layer configuration() {
    Map<String, Object> written = Layers.registry().write(layer, ConfigForm.FULL);
    Layer read = Layers.registry().read(written, what);
    same(
        "the configuration that was read", Layers.registry().write(read, ConfigForm.FULL), written);
    return read;
  }

  private LayerRun open(Layer opened, DTypePolicy policy, boolean training) {
    return new LayerRun(
        opened, inputs, options, new LayerRun.Mode(policy, EmitOptions.TRAINING, training));
  }

  private List<double[]> run(
      Layer opened, DTypePolicy policy, boolean training, boolean differences) {
    try (LayerRun run = open(opened, policy, training)) {
      List<Shape> said =
          layer.outputShapes(inputs.stream().map(SymbolicTensor::shape).toList(), options);
      same("output shapes as emitted", run.outputShapes(), said);
      List<NamedArray> weights = weights(run);
      run.set(weights);
      List<double[]> given = draw(inputs, ROWS);
      List<double[]> cotangents = cotangents(said);
      LayerRun.Outcome outcome = run.run(ROWS, given, cotangents, 0);
      drew = run.draws();
      for (int i = 0; i < said.size(); i++) {
        same(
            "size of output " + i,
            outcome.outputs().get(i).length,
            ROWS * said.get(i).size());
      }
      finite("outputs", outcome.outputs());
      finite("gradients by inputs", outcome.inputGradients());
      finite("gradients by weights", List.copyOf(outcome.weightGradients().values()));
      if (differences && training && layer.isRowwise()) {
        rowwise(run, given, cotangents, outcome.outputs());
      }
      if (differences) {
        FiniteDifferences.check(
            what + (training ? " in training" : " in inference"),
            run,
            ROWS,
            given,
            weights,
            cotangents);
      }
      return outcome.outputs();
    }
  }

  private void rowwise(
      LayerRun run, List<double[]> whole, List<double[]> cotangents, List<double[]> expected) {
    int part = ROWS / 3;
    for (int from = 0; from < ROWS; from += part) {
      List<double[]> made = run.run(part, rows(whole, from, part), rows(cotangents, from, part), 0)
          .outputs();
      near("rowwise: a third of the batch", made, rows(expected, from, part), FLOAT64);
    }
  }

  private static List<double[]> rows(List<double[]> whole, int from, int count) {
    List<double[]> some = new ArrayList<>();
    for (double[] values : whole) {
      int size = values.length / ROWS;
      some.add(Arrays.copyOfRange(values, from * size, (from + count) * size));
    }
    return some;
  }

  private static List<NamedArray> weights(LayerRun run) {
    SplittableRandom random = new SplittableRandom(5);
    List<NamedArray> values = new ArrayList<>();
    // Positive, since some of them are variances.
    run.weights()
        .forEach((name, spec) -> values.add(new NamedArray(
            name, spec.shape().toArray(), floats(random, spec.shape().size(), 0.5, 1.5))));
    return values;
  }

  private static List<double[]> draw(List<SymbolicTensor> inputs, int rows) {
    SplittableRandom random = new SplittableRandom(6);
    List<double[]> drawn = new ArrayList<>();
    for (SymbolicTensor input : inputs) {
      int count = rows * input.shape().size();
      drawn.add(
          input.type() == ElementType.FLOAT
              ? floats(random, count, -1, 1)
              : random.ints(count, 0, 2).asDoubleStream().toArray());
    }
    return drawn;
  }

  private static List<double[]> cotangents(List<Shape> shapes) {
    SplittableRandom random = new SplittableRandom(8);
    return shapes.stream()
        .map(shape -> floats(random, ROWS * shape.size(), -1, 1))
        .toList();
  }

  /** Numbers that 32 bits hold. */
  private static double[] floats(SplittableRandom random, int count, double from, double to) {
    return random.doubles(count, from, to).map(value -> (float) value).toArray();
  }

  private void finite(String which, List<double[]> arrays) {
    for (double[] array : arrays) {
      if (!Arrays.stream(array).allMatch(Double::isFinite)) {
        throw new AssertionError(
            what + ", " + which + ": expected finite numbers, received " + Arrays.toString(array));
      }
    }
  }

  private void same(String which, Object actual, Object expected) {
    if (!actual.equals(expected)) {
      throw new AssertionError(
          what + ", " + which + ": expected " + expected + ", received " + actual);
    }
  }

  private void near(
      String which, List<double[]> actual, List<double[]> expected, double tolerance) {
    for (int output = 0; output < expected.size(); output++) {
      double[] wanted = expected.get(output);
      double[] made = actual.get(output);
      double largest = Arrays.stream(wanted).map(Math::abs).max().orElse(0);
      for (int i = 0; i < wanted.length; i++) {
        double apart = Math.abs(made[i] - wanted[i]);
        if (!(apart <= tolerance * (Math.abs(wanted[i]) + largest))) {
          throw new AssertionError("%s, %s, output %d[%d]: expected %s, received %s"
              .formatted(what, which, output, i, wanted[i], made[i]));
        }
      }
    }
  }
}

package org.keraunos.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.flatten;
import static org.keraunos.losses.Losses.meanSquaredError;
import static org.keraunos.optimizers.Optimizers.adagrad;
import static org.keraunos.optimizers.Optimizers.adam;
import static org.keraunos.optimizers.Optimizers.adamW;
import static org.keraunos.optimizers.Optimizers.adamax;
import static org.keraunos.optimizers.Optimizers.lion;
import static org.keraunos.optimizers.Optimizers.nadam;
import static org.keraunos.optimizers.Optimizers.rmsprop;
import static org.keraunos.optimizers.Optimizers.sgd;
import static org.keraunos.schedules.Schedules.cosineDecay;
import static org.keraunos.schedules.Schedules.exponentialDecay;
import static org.keraunos.schedules.Schedules.oneCycle;
import static org.keraunos.schedules.Schedules.piecewiseConstantDecay;
import static org.keraunos.testing.Goldens.assertClose;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keraunos.Model;
import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
import org.keraunos.data.Dataset;
import org.keraunos.data.npy.Npz;
import org.keraunos.layers.Input;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Layers;
import org.keraunos.layers.Network;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.optimizers.FluentOptimizer;
import org.keraunos.optimizers.Gradient;
import org.keraunos.optimizers.Optimizer;
import org.keraunos.optimizers.OptimizerScope;
import org.keraunos.optimizers.Optimizers;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.Projection;
import org.keraunos.schedules.Schedule;
import org.keraunos.schedules.Schedules;
import org.keraunos.testing.GivenGradients;
import org.keraunos.testing.Goldens;
import org.keraunos.testing.KindGoldens;
import org.keraunos.testing.OptimizerHarness;
import org.tensorflow.op.Op;

/**
 * Twenty whole steps of each optimizer on given gradients, and the rates of schedules, against
 * Keras's: keras_optimizers.py.
 */
class OptimizerParityTest {
  private static final int STEPS = 20;
  private static final List<Map<String, Object>> OPTIMIZERS =
      KindGoldens.cases("optimizers", Optimizers.registry()).toList();
  private static final List<Map<String, Object>> SCHEDULES =
      KindGoldens.cases("schedules", Schedules.registry()).toList();

  static Stream<Arguments> optimizers() {
    return OPTIMIZERS.stream()
        .flatMap(entry -> ((List<?>) entry.get("types"))
            .stream().map(type -> Arguments.of(entry.get("name"), type, entry)));
  }

  static Stream<Arguments> schedules() {
    return SCHEDULES.stream().map(entry -> Arguments.of(entry.get("name"), entry));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("optimizers")
  void followsKeras(String name, String type, Map<String, Object> entry) {
    DTypePolicy policy = type.equals("float64") ? DTypePolicy.FLOAT64 : DTypePolicy.FLOAT32;
    double tolerance = tolerance(type, entry);
    Projection constraint =
        entry.get("constraint").equals("NonNeg") ? (tf, weight) -> tf.nn.relu(weight) : null;
    double factor = ((Number) entry.get("rate_factor")).doubleValue();
    try (Npz golden = Goldens.open(String.valueOf(entry.get("file")));
        GivenGradients run = new GivenGradients(optimizer(entry), policy, constraint, factor)) {
      run.setWeights(joined(golden, "kernel", "bias", 0, 1));
      double[] path = golden.read(name + "/" + type).toDoubles();
      for (int step = 0; step < STEPS; step++) {
        run.step(joined(golden, "kernel_gradients", "bias_gradients", step, STEPS));
        assertClose(
            name + " step " + step,
            run.weights(),
            Arrays.copyOfRange(path, step * GivenGradients.SIZE, (step + 1) * GivenGradients.SIZE),
            tolerance);
      }
      assertThat(run.graph().iteration()).isEqualTo(STEPS);
      if (golden.contains(name + "/" + type + "/average")) {
        double[] average = golden.read(name + "/" + type + "/average").toDoubles();
        assertClose(
            "average", GivenGradients.flat(run.graph().averagedWeights()), average, tolerance);
      } else {
        assertThat(run.graph().keepsAverages()).isFalse();
      }
    }
  }

  private static double tolerance(String type, Map<String, Object> entry) {
    if (type.equals("float32")) {
      return Goldens.FLOAT32;
    }
    // Schedules are of float32 in Keras, whatever the weights are, and TensorFlow regroups
    // constants in a graph.
    return config(entry).get("learning_rate") instanceof Map ? 2e-7 : 1e-12;
  }

  private static Optimizer optimizer(Map<String, Object> entry) {
    Map<String, Object> config = new HashMap<>(config(entry));
    if (!((List<?>) entry.get("excluded")).isEmpty()) {
      config.put("exclude_from_weight_decay", entry.get("excluded"));
    }
    return Optimizers.registry().kind(String.valueOf(entry.get("kind"))).read(config);
  }

  private static float[] joined(Npz golden, String kernel, String bias, int step, int steps) {
    float[] kernels = golden.read(kernel).toFloats();
    float[] biases = golden.read(bias).toFloats();
    int wide = kernels.length / steps;
    int narrow = biases.length / steps;
    float[] both = Arrays.copyOfRange(kernels, step * wide, step * wide + wide + narrow);
    System.arraycopy(biases, step * narrow, both, wide, narrow);
    return both;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("schedules")
  void ratesAreKerass(String name, Map<String, Object> entry) {
    Schedule schedule =
        Schedules.registry().kind(String.valueOf(entry.get("kind"))).read(config(entry));
    try (Npz golden = Goldens.open(String.valueOf(entry.get("file")));
        GivenGradients run =
            new GivenGradients(sgd().learningRate(schedule), DTypePolicy.FLOAT64, null)) {
      double[] expected = golden.read(name).toDoubles();
      double[] rates = new double[expected.length];
      for (int step = 0; step < rates.length; step++) {
        rates[step] = run.graph().learningRate();
        run.step(new float[GivenGradients.SIZE]);
      }
      // A restart takes the whole falls off, which leaves the rounding of the larger number.
      assertClose(name, rates, expected, name.startsWith("restarts") ? 1e-6 : 2e-7);
    }
  }

  @SuppressWarnings("unchecked") // JSON's keys are strings
  private static Map<String, Object> config(Map<String, Object> entry) {
    return (Map<String, Object>) entry.get("config");
  }

  @Test
  void weightsThatDoNotDecayHaveACase() {
    assertThat(OPTIMIZERS).anyMatch(entry -> !((List<?>) entry.get("excluded")).isEmpty());
  }

  static Stream<Optimizer> harnessed() {
    return Stream.of(
        sgd(0.1),
        sgd(0.1).momentum(0.5).nesterov(true),
        adam(0.1).useEma(true).gradientAccumulationSteps(2),
        adam(0.1).amsgrad(true).clipvalue(0.5),
        adamW(0.1).excludeFromWeightDecay("bias"),
        rmsprop(0.1).centered(true).momentum(0.5),
        nadam(0.1),
        adamax(0.1).weightDecay(0.01),
        adagrad(0.5),
        lion(0.05),
        sgd().learningRate(oneCycle(0.1, 30).linear(true)),
        rmsprop().learningRate(cosineDecay(0.1, 100).warmup(0.2, 5)),
        sgd().learningRate(exponentialDecay(0.1, 10, 0.9)),
        sgd().learningRate(piecewiseConstantDecay(List.of(3), List.of(0.1, 0.05))));
  }

  @ParameterizedTest
  @MethodSource("harnessed")
  void holdsWhatHoldsOfEveryOptimizer(Optimizer optimizer) {
    OptimizerHarness.check(optimizer);
  }

  @Test
  void aRateIsKeptAsItWasGiven() {
    try (GivenGradients run = new GivenGradients(adam(5e-4), DTypePolicy.FLOAT32, null)) {
      assertThat(run.graph().learningRate()).isEqualTo(5e-4);
      run.graph().setLearningRate(3e-4);
      assertThat(run.graph().learningRate()).isEqualTo(3e-4);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> run.graph().setLearningRate(0))
          .withMessage("learningRate: expected a finite number > 0, received 0.0");
    }
    Optimizer scheduled = sgd().learningRate(cosineDecay(0.1, 10));
    try (GivenGradients run = new GivenGradients(scheduled, DTypePolicy.FLOAT32, null)) {
      assertThatIllegalStateException()
          .isThrownBy(() -> run.graph().setLearningRate(0.1))
          .withMessageContaining("schedule, CosineDecay{")
          .withMessageContaining("cannot be set");
    }
  }

  @Test
  void aLayerMayTrainAtAnotherRate() {
    double[][] moved = new double[2][];
    for (int run = 0; run < 2; run++) {
      double factor = run == 0 ? 1 : 0.25;
      SymbolicTensor input = Input.of(2);
      Layer slow = dense(3).name("slow");
      try (Model model = Model.of(input, dense(1).name("fast").apply(slow.apply(input)))) {
        double[] before = GivenGradients.flat(model.getWeights());
        model.compile(c -> c.optimizer(sgd(0.1).weightDecay(0.5))
            .loss(meanSquaredError())
            .learningRateFactor(slow, factor));
        Dataset rows = Dataset.of(new float[] {1, 2, 3, 4}, 2).withLabels(new float[][] {{1}, {0}});
        assertThat(model.fit(rows, fit -> fit.verbose(false)).epochs()).hasSize(1);
        double[] after = GivenGradients.flat(model.getWeights());
        moved[run] = IntStream.range(0, after.length)
            .mapToDouble(i -> after[i] - before[i])
            .toArray();
      }
    }
    // The slow layer has 2 x 3 weights and 3 biases.
    for (int i = 0; i < moved[0].length; i++) {
      assertThat(moved[1][i]).isCloseTo(moved[0][i] * (i < 9 ? 0.25 : 1), within(1e-6));
    }
  }

  @Test
  void aWholeBodyMayTrainAtAnotherRate() {
    double[][] moved = new double[2][];
    for (int run = 0; run < 2; run++) {
      double factor = run == 0 ? 1 : 0.25;
      SymbolicTensor inside = Input.of(2);
      SymbolicTensor made = dense(2).name("inner").apply(inside);
      Layer body = Layers.model(Network.of(List.of(inside), List.of(made))).name("body");
      SymbolicTensor input = Input.of(2);
      SymbolicTensor cut = dense(3).name("slow").apply(flatten().apply(body.apply(input)));
      try (Model model = Model.of(input, dense(1).name("fast").apply(cut))) {
        double[] before = GivenGradients.flat(model.getWeights());
        model.compile(c -> c.optimizer(sgd(0.1))
            .loss(meanSquaredError())
            .learningRateFactor(model.network().below(cut), factor));
        Dataset rows = Dataset.of(new float[] {1, 2, 3, 4}, 2).withLabels(new float[][] {{1}, {0}});
        assertThat(model.trainOnBatch(rows)).containsKey("loss");
        double[] after = GivenGradients.flat(model.getWeights());
        moved[run] = IntStream.range(0, after.length)
            .mapToDouble(i -> after[i] - before[i])
            .toArray();
      }
    }
    // The body has 2 x 2 weights and 2 biases inside, and 2 x 3 and 3 behind it.
    for (int i = 0; i < moved[0].length; i++) {
      assertThat(moved[1][i]).isCloseTo(moved[0][i] * (i < 15 ? 0.25 : 1), within(1e-6));
    }
  }

  @Test
  void factorsThatCannotBeAreRefused() {
    SymbolicTensor input = Input.of(2);
    Layer flat = flatten().name("flat");
    try (Model model = Model.of(input, dense(1).apply(flat.apply(input)))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() ->
              model.compile(c -> c.loss(meanSquaredError()).learningRateFactor(dense(1), 0.1)))
          .withMessageStartingWith("layer: expected a layer of this model");
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> model.compile(c -> c.loss(meanSquaredError()).learningRateFactor(flat, 0)))
          .withMessage("learningRateFactor: expected a finite number > 0, received 0.0");
    }
  }

  /** Takes one rate for all weights together. */
  private static final class Together extends FluentOptimizer<Together> {
    static final Kind<Together> KIND =
        Kind.custom("test>Together", Together::new).group(common("together", 0.1));

    Together(Settings settings) {
      super(settings);
    }

    @Override
    public List<Op> apply(OptimizerScope s, List<Gradient> gradients) {
      return gradients.stream().map(gradient -> update(s, gradient)).toList();
    }

    @Override
    protected Op update(OptimizerScope s, Gradient gradient) {
      return s.subtract(gradient.weight(), s.ops().math.mul(s.learningRate(), gradient.value()));
    }
  }

  @Test
  void aRuleThatTakesOneRateForAllCannotHaveFactors() {
    Optimizer together = Together.KIND.make(Together.KIND.settings());
    new GivenGradients(together, DTypePolicy.FLOAT32, null).close();
    assertThatIllegalStateException()
        .isThrownBy(() -> new GivenGradients(together, DTypePolicy.FLOAT32, null, 0.5))
        .withMessageContaining("does not call OptimizerScope.forWeight");
  }

  @Test
  void whatKerasAloneHasIsRefusedByName() {
    for (String name : List.of("Ftrl", "adadelta")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Optimizers.registry().read(name, "optimizer"))
          .withMessageEndingWith("received " + name + ", which Keras has and Keraunos has not");
    }
  }

  @Test
  void weightsAreKeptFromDecayByExpressions() {
    Optimizer optimizer = adamW().excludeFromWeightDecay("bias$", "^dense/", "gam.a");
    assertThat(optimizer.decays("bias_net/kernel")).isTrue();
    assertThat(optimizer.decays("head/bias")).isFalse();
    assertThat(optimizer.decays("dense/kernel")).isFalse();
    assertThat(optimizer.decays("a_dense/kernel")).isTrue();
    assertThat(optimizer.decays("norm/gamma")).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> adamW().excludeFromWeightDecay("("))
        .withMessage("AdamW.exclude_from_weight_decay: expected regular expressions, received [(]");
  }

  @Test
  void settingsThatContradictEachOtherAreRefused() {
    Optimizer both = adam().clipnorm(1).clipvalue(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GivenGradients(both, DTypePolicy.FLOAT32, null))
        .withMessageStartingWith(
            "Adam: expected one of clipnorm, global_clipnorm and clipvalue at most");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> adam().gradientAccumulationSteps(1))
        .withMessageStartingWith("Adam.gradient_accumulation_steps: expected >= 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> piecewiseConstantDecay(List.of(1), List.of(0.1)))
        .withMessageContaining("2 numbers, one more than boundaries");
  }
}

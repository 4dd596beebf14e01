package org.keraunos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.keraunos.layers.Layers.dense;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.keraunos.activations.Activations;
import org.keraunos.base.Kind;
import org.keraunos.base.NamedArray;
import org.keraunos.base.NamedArrays;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.data.Dataset;
import org.keraunos.layers.Input;
import org.keraunos.losses.CellLoss;
import org.keraunos.losses.CellScope;
import org.keraunos.losses.Losses;
import org.keraunos.optimizers.FluentOptimizer;
import org.keraunos.optimizers.Gradient;
import org.keraunos.optimizers.OptimizerScope;
import org.keraunos.optimizers.Optimizers;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.Variable;
import org.keraunos.testing.CallbackHarness;
import org.keraunos.testing.GivenGradients;
import org.keraunos.testing.LossHarness;
import org.keraunos.testing.OptimizerHarness;
import org.keraunos.training.Callback;
import org.keraunos.training.History;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * A loss, an optimizer and a callback of somebody's own, outside the packages of ours, and
 * harnesses that see what is wrong with them.
 */
class OwnKindsTest {
  private static final float[][] TARGETS = {{1, 0}, {0.25f, 1}, {0, 0.5f}};

  /** The fourth power of the error. */
  static final class Fourth extends CellLoss<Fourth> {
    static final Kind<Fourth> KIND = Kind.custom("own>Fourth", Fourth::new).group(common("fourth"));

    Fourth(Settings settings) {
      super(settings);
    }

    @Override
    protected Operand<TFloating> cell(CellScope s) {
      Ops tf = s.ops();
      return tf.math.square(tf.math.square(tf.math.sub(s.output(), s.target())));
    }
  }

  /** Tells TensorFlow nothing of half of its gradient. */
  static final class Stopped extends CellLoss<Stopped> {
    static final Kind<Stopped> KIND =
        Kind.custom("own>Stopped", Stopped::new).group(common("stopped"));

    Stopped(Settings settings) {
      super(settings);
    }

    @Override
    protected Operand<TFloating> cell(CellScope s) {
      Ops tf = s.ops();
      Operand<TFloating> error = tf.math.sub(s.output(), s.target());
      return tf.math.mul(error, tf.stopGradient(error));
    }
  }

  /** Steps of one size by the sign of a mean of gradients. */
  static final class Signs extends FluentOptimizer<Signs> {
    static final Kind<Signs> KIND =
        Kind.custom("own>Signs", Signs::new).group(common("signs", 0.01));

    Signs(Settings settings) {
      super(settings);
    }

    @Override
    public List<List<String>> slots() {
      return List.of(List.of("momentum"));
    }

    @Override
    protected Op update(OptimizerScope s, Gradient gradient) {
      Ops tf = s.ops();
      Variable momentum = s.slot(gradient.weight(), "momentum");
      Operand<TFloating> old = s.value(momentum);
      Operand<TFloating> sum = tf.math.add(old, gradient.value());
      s.set(
          momentum, before -> tf.math.mul(s.constant(0.5), tf.math.add(before, gradient.value())));
      return s.subtract(gradient.weight(), tf.math.mul(s.learningRate(), tf.math.sign(sum)));
    }
  }

  /** Goes up. */
  static final class Climber extends FluentOptimizer<Climber> {
    static final Kind<Climber> KIND =
        Kind.custom("own>Climber", Climber::new).group(common("climber", 0.01));

    Climber(Settings settings) {
      super(settings);
    }

    @Override
    protected Op update(OptimizerScope s, Gradient gradient) {
      Ops tf = s.ops();
      return s.subtract(
          gradient.weight(), tf.math.neg(tf.math.mul(s.learningRate(), gradient.value())));
    }
  }

  /** Keeps what starts elsewhere than at 0, what is no weight's shape, and what all share. */
  static final class Keeper extends FluentOptimizer<Keeper> {
    static final Kind<Keeper> KIND =
        Kind.custom("own>Keeper", Keeper::new).group(common("keeper", 0.5));

    Keeper(Settings settings) {
      super(settings);
    }

    @Override
    public List<List<String>> slots() {
      return List.of(List.of("accumulator", "norm"));
    }

    @Override
    public List<String> sharedSlots() {
      return List.of("product");
    }

    @Override
    public double slotStart(String slot) {
      return switch (slot) {
        case "accumulator" -> 0.1;
        case "product" -> 1;
        default -> 0;
      };
    }

    @Override
    public Shape slotShape(String slot, Shape weight) {
      return slot.equals("norm") ? Shape.of() : weight;
    }

    @Override
    protected Op update(OptimizerScope s, Gradient gradient) {
      Ops tf = s.ops();
      Operand<TFloating> squares = tf.math.square(gradient.value());
      Operand<TFloating> sum =
          s.set(s.slot(gradient.weight(), "accumulator"), old -> tf.math.add(old, squares));
      s.set(s.slot(gradient.weight(), "norm"), old -> tf.math.add(old, s.constant(2)));
      Operand<TFloating> product =
          s.set(s.shared("product"), old -> tf.math.mul(old, s.constant(0.5)));
      Operand<TFloating> rate = tf.math.mul(s.learningRate(), tf.math.add(product, s.constant(1)));
      return s.subtract(
          gradient.weight(), tf.math.div(tf.math.mul(rate, gradient.value()), tf.math.sqrt(sum)));
    }
  }

  @BeforeAll
  static void register() {
    Losses.register("own>Fourth", () -> Fourth.KIND);
    Losses.register("own>Stopped", () -> Stopped.KIND);
    Optimizers.register("own>Signs", () -> Signs.KIND);
    Optimizers.register("own>Climber", () -> Climber.KIND);
    Optimizers.register("own>Keeper", () -> Keeper.KIND);
  }

  @Test
  void harnessesPassWhatIsRight() {
    LossHarness.check(new Fourth(Fourth.KIND.settings()), Activations.SIGMOID, TARGETS);
    LossHarness.check(
        new Fourth(Fourth.KIND.settings()).labelWeight(1, 3), Activations.LINEAR, TARGETS);
    OptimizerHarness.check(new Signs(Signs.KIND.settings()).weightDecay(0.1).clipvalue(1));
  }

  @Test
  void harnessesFindWhatIsWrong() {
    assertThatThrownBy(() ->
            LossHarness.check(new Stopped(Stopped.KIND.settings()), Activations.LINEAR, TARGETS))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Stopped{")
        .hasMessageContaining("gradient[0]: expected");
    assertThatThrownBy(() -> OptimizerHarness.check(new Climber(Climber.KIND.settings())))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("expected a loss below");
  }

  @Test
  void slotsHaveStartShapeAndOwner() {
    Keeper keeper = new Keeper(Keeper.KIND.settings());
    OptimizerHarness.check(keeper);
    try (GivenGradients run = new GivenGradients(keeper, DTypePolicy.FLOAT64, null)) {
      run.setWeights(new float[GivenGradients.SIZE]);
      float[] ones = new float[GivenGradients.SIZE];
      Arrays.fill(ones, 1);
      run.step(ones);
      run.step(ones);
      List<NamedArray> state = run.graph().state();
      assertThat(NamedArrays.get(state, "optimizer/sum/bias/accumulator").toDoubles())
          .containsExactly(2.1, 2.1, 2.1);
      assertThat(NamedArrays.get(state, "optimizer/sum/bias/norm").toDoubles()).containsExactly(4);
      assertThat(NamedArrays.get(state, "optimizer/product").toDoubles()).containsExactly(0.25);
      double moved = 0.5 * 1.5 / Math.sqrt(1.1) + 0.5 * 1.25 / Math.sqrt(2.1);
      assertThat(run.weights()).usingComparatorWithPrecision(1e-12).containsOnly(-moved);
    }
  }

  /** Halves the rate behind each third epoch without a better loss; forgets to say what it kept. */
  private static final class Forgetful implements Callback {
    private double best = Double.POSITIVE_INFINITY;
    private final boolean resets;
    private int worse;

    Forgetful(boolean resets) {
      this.resets = resets;
    }

    @Override
    public void onTrainBegin(TrainBegin event) {
      if (resets) {
        best = Double.POSITIVE_INFINITY;
        worse = 0;
      }
    }

    @Override
    public void onEpochEnd(EpochEnd event) {
      double loss = event.logs().get("loss");
      worse = loss < best ? 0 : worse + 1;
      best = Math.min(best, loss);
      if (worse == 3) {
        event.control().setLearningRate(event.control().learningRate() / 2);
      }
    }
  }

  @Test
  void theHarnessOfCallbacksFindsWhatIsNotKept() {
    Map<String, double[]> losses = Map.of("loss", new double[] {1, 2, 2, 2, 2});
    assertThat(CallbackHarness.run(new Forgetful(false), losses).learningRates())
        .containsExactly(1.0, 1.0, 1.0, 0.5, 0.5);
    assertThatThrownBy(() -> CallbackHarness.check(() -> new Forgetful(false), losses))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("Forgetful, a second training with the same object: expected");
    assertThatThrownBy(() -> CallbackHarness.check(() -> new Forgetful(true), losses))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("Forgetful, gone on behind 1 epochs: expected");
  }

  @Test
  void theyTrainAModel() {
    try (Model model = Sequential.of(Input.of(2), dense(2))) {
      model.compile(new Signs(Signs.KIND.settings()), new Fourth(Fourth.KIND.settings()));
      Dataset data = Dataset.of(new float[] {1, 0, 0, 1, 1, 1}, 2).withLabels(TARGETS);
      History history = model.fit(data, fit -> fit.epochs(20).verbose(false));
      assertThat(history.get("loss")[19]).isLessThan(history.get("loss")[0]);
    }
  }
}

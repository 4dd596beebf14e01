package userland;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.optimizers.Optimizers.adam;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keraunos.Model;
import org.keraunos.Predictor;
import org.keraunos.activations.Activation;
import org.keraunos.activations.Activations;
import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.data.Dataset;
import org.keraunos.initializers.Initializers;
import org.keraunos.layers.Input;
import org.keraunos.layers.Kernel;
import org.keraunos.layers.KernelLayer;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Layers;
import org.keraunos.layers.Network;
import org.keraunos.layers.NetworkConfig;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.layers.UnaryLayer;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.keraunos.saving.SavedModelFolder;
import org.keraunos.testing.LayerHarness;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What a kind of somebody else's must be able to do: docs/guide/own-layer.md shows these two. */
class OwnLayerTest {
  /** {@code x^2 / 8}: an activation of one's own. */
  private record Eighth(Settings settings) implements Activation {
    static final Kind<Eighth> KIND = Kind.custom("userland>Eighth", Eighth::new);

    @Override
    public Value apply(LayerScope s, Value x) {
      var square = s.ops().math.square(x.operand());
      return s.value(s.ops().math.mul(square, s.constant(0.125)), x.shape());
    }
  }

  @BeforeAll
  static void register() {
    Layers.register("userland>Gate", () -> Gate.KIND);
    Layers.register("userland>PReLU", () -> PReLU.KIND);
    Activations.register("userland>Eighth", () -> Eighth.KIND);
  }

  @Test
  void theHarnessChecksThem() {
    LayerHarness.check(Gate.gate(), Input.of(5));
    LayerHarness.check(
        Gate.gate().useBias(false).activation(new Eighth(Eighth.KIND.settings())), Input.of(3));
    LayerHarness.check(PReLU.prelu(), Input.of(3, 4));
  }

  @Test
  void theyTrainAreExportedReadBackAndShown(@TempDir Path temp) {
    SymbolicTensor input = Input.of(4);
    SymbolicTensor x = PReLU.prelu().name("slope").apply(Gate.gate().apply(input));
    Network network =
        Network.of(List.of(input), List.of(dense(2).activation(SIGMOID).apply(x)));
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[60 * 4];
    int[][] labels = new int[60][2];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
      labels[i / 4][i % 2] |= values[i] > 0.5 ? 1 : 0;
    }
    Dataset data = Dataset.of(values, 4).withLabels(labels);
    try (Model model = Model.of(network, o -> {})) {
      assertThat(model.summary()).contains("gate (Gate)", "slope (PReLU)");
      model.compile(adam(0.05), binaryCrossentropy());
      var history = model.fit(data, fit -> fit.epochs(8).verbose(false));
      double[] losses = history.get("loss");
      assertThat(losses[7]).isLessThan(losses[0]);
      model.export(temp.resolve("model"));
      float[] expected = model.predict(data).flat();
      try (Predictor loaded = Predictor.load(temp.resolve("model"))) {
        assertThat(loaded.predict(data).flat()).isEqualTo(expected);
      }
      Map<String, Object> config = throughJson(NetworkConfig.of(network));
      assertThat(String.valueOf(config))
          .contains("module=userland, class_name=Gate", "registered_name=userland>Gate");
      Network read = NetworkConfig.read(config);
      try (Model again = Model.of(read, o -> {})) {
        again.setWeights(model.getWeights());
        assertThat(again.predict(data).flat()).isEqualTo(expected);
        // But for the last line: a training takes more memory.
        String table = model.summary().substring(0, model.summary().indexOf("Memory"));
        assertThat(again.summary()).startsWith(table);
      }
    }
    assertThat(SavedModelFolder.card(temp.resolve("model")).architecture()).isNotEmpty();
  }

  private static Map<String, Object> throughJson(Map<String, Object> config) {
    JsonMapper json = JsonMapper.shared();
    return json.readValue(
        json.writeValueAsString(config), new TypeReference<Map<String, Object>>() {});
  }

  /** Forgets to say that the harness is to be told: no registration. */
  private static final class Stranger extends UnaryLayer<Stranger> {
    static final Kind<Stranger> KIND = Layer.custom("userland>Stranger", Stranger::new);

    Stranger(Settings settings) {
      super(settings);
    }

    @Override
    protected Value build(LayerScope s, Value in) {
      return in;
    }
  }

  /** Its gradient does not reach what it should. */
  private static final class Blocked extends UnaryLayer<Blocked> {
    static final Kind<Blocked> KIND = Layer.custom("userland>Blocked", Blocked::new);

    Blocked(Settings settings) {
      super(settings);
    }

    @Override
    protected Value build(LayerScope s, Value in) {
      var x = in.operand();
      var stopped = s.ops().stopGradient(s.ops().math.square(x));
      return s.value(s.ops().math.add(x, stopped), in.shape());
    }
  }

  @Test
  void theHarnessSaysWhatIsWrong() {
    Layer stranger = Stranger.KIND.make(Stranger.KIND.settings());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LayerHarness.check(stranger, Input.of(2)))
        .withMessageContaining("(Layers.register adds one), received userland>Stranger");
    Layers.register("userland>Blocked", () -> Blocked.KIND);
    Layer blocked = Blocked.KIND.make(Blocked.KIND.settings());
    assertThatThrownBy(() -> LayerHarness.check(blocked, Input.of(2)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("a direction: expected a derivative of");
  }

  /** Says of a kernel whose square counts that it can be scaled. */
  private static final class Squared extends KernelLayer<Squared> implements Kernel<Squared> {
    static final Kind<Squared> KIND = Layer.custom("userland>Squared", Squared::new)
        .option(ACTIVATION, Activations.LINEAR)
        .group(BIAS_OPTIONS)
        .group(KERNEL.startingAs(Initializers.glorotUniform()));

    Squared(Settings settings) {
      super(settings, KERNEL);
    }

    @Override
    protected boolean isScaledByKernel() {
      return true;
    }

    @Override
    protected Shape kernelShape(Shape input) {
      return Shape.of(input.get(-1), input.get(-1));
    }

    @Override
    protected Operand<TFloating> multiply(LayerScope s, Value in, Operand<TFloating> kernel) {
      return s.ops().linalg.matMul(in.operand(), s.ops().math.square(kernel));
    }
  }

  @Test
  void theHarnessSeesAKernelThatCannotBeFolded() {
    Layers.register("userland>Squared", () -> Squared.KIND);
    Layer squared = Squared.KIND.make(Squared.KIND.settings());
    assertThatThrownBy(() -> LayerHarness.check(squared, Input.of(3)))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("Squared, a batch normalization folded into it, output 0[0]:");
    LayerHarness.check(dense(2), Input.of(3));
  }
}

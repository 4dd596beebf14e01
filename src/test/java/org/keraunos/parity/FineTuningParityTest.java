package org.keraunos.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.globalAveragePooling2d;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.optimizers.Optimizers.adam;
import static org.keraunos.testing.Goldens.assertClose;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.keraunos.Model;
import org.keraunos.applications.Applications;
import org.keraunos.base.NamedArray;
import org.keraunos.data.Dataset;
import org.keraunos.data.npy.Npz;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Network;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.testing.Goldens;
import org.keraunos.testing.SplitMix;

/** A network cut, given a new head and trained further as in Keras: keras_finetuning.py. */
class FineTuningParityTest {
  private static final int ROWS = 8;

  private static Network body() {
    return Applications.mobileNet()
        .inputShape(32, 32, 3)
        .alpha(0.25)
        .includeTop(false)
        .network();
  }

  @Test
  void headThenBodyTrainAsInKeras() {
    Network body = body();
    SymbolicTensor cut = body.output("conv_pw_5_relu");
    Layer head = dense(3).activation(SIGMOID).name("labels");
    SymbolicTensor output = head.apply(globalAveragePooling2d().apply(cut));
    try (Npz golden = Goldens.open("finetuning.npz");
        Model model =
            Model.of(body.inputs().get(0), output, m -> m.dtypePolicy(DTypePolicy.FLOAT64))) {
      model.setWeights(weights(model));
      Dataset data = data();
      List<Layer> below = model.network().below(cut);
      below.forEach(model::freeze);
      model.compile(adam(1.0 / 128), binaryCrossentropy());
      assertClose("head", train(model, data), golden.read("head").toDoubles(), 1e-8);
      below.forEach(model::unfreeze);
      model.compile(c ->
          c.optimizer(adam(1.0 / 1024)).loss(binaryCrossentropy()).learningRateFactor(head, 8));
      assertClose("body", train(model, data), golden.read("body").toDoubles(), 1e-8);
      after(golden, "mean", model, "conv_pw_5_bn/moving_mean");
      after(golden, "variance", model, "conv_pw_5_bn/moving_variance");
      after(golden, "kernel", model, "conv_dw_5/kernel");
    }
  }

  private static void after(Npz golden, String key, Model model, String weight) {
    NamedArray found = model.getWeights().stream()
        .filter(each -> each.name().equals(weight))
        .findFirst()
        .orElseThrow();
    assertClose(weight, found.toDoubles(), golden.read(key).toDoubles(), 1e-8);
  }

  private static double[] train(Model model, Dataset data) {
    return IntStream.range(0, 5)
        .mapToDouble(step -> model.trainOnBatch(data).get("loss"))
        .toArray();
  }

  private static List<NamedArray> weights(Model model) {
    SplitMix random = new SplitMix(1);
    List<NamedArray> weights = new ArrayList<>();
    model.weightSpecs().forEach((name, spec) -> {
      boolean positive = name.endsWith("gamma") || name.endsWith("moving_variance");
      float[] drawn = random.uniform(spec.shape().size(), positive ? 1 : 0, 0.5);
      weights.add(new NamedArray(name, spec.shape().toArray(), drawn));
    });
    return weights;
  }

  private static Dataset data() {
    SplitMix random = new SplitMix(2);
    float[] x = random.uniform(ROWS * 32 * 32 * 3, 0, 2);
    return Dataset.of(x, 32, 32, 3).withLabels(random.bits(ROWS, 3));
  }

  @Test
  void whatIsBelowACutIsWhatItNeeds() {
    Network body = body();
    List<String> below =
        body.below(body.output("conv_dw_2")).stream().map(body::nameOf).toList();
    assertThat(below)
        .containsExactly(
            "input_layer",
            "conv1",
            "conv1_bn",
            "conv1_relu",
            "conv_dw_1",
            "conv_dw_1_bn",
            "conv_dw_1_relu",
            "conv_pw_1",
            "conv_pw_1_bn",
            "conv_pw_1_relu",
            "conv_pad_2",
            "conv_dw_2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> body.below(body().output("conv1")))
        .withMessageStartingWith("output: expected what a layer of this model gives");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> body.output("nothing"))
        .withMessageStartingWith(
            "layer name: expected one of the 86 that are known, received nothing");
  }
}

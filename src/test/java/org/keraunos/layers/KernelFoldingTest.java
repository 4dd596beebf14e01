package org.keraunos.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.keraunos.layers.Layers.batchNormalization;
import static org.keraunos.layers.Layers.conv2d;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.depthwiseConv2d;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.keraunos.Model;
import org.keraunos.activations.Activations;
import org.keraunos.base.Kind;
import org.keraunos.base.NamedArray;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.data.Dataset;
import org.keraunos.initializers.Initializers;
import org.keraunos.runtime.EmitOptions;
import org.keraunos.runtime.GraphPass;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.keraunos.testing.SplitMix;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/** Folding a batch normalization changes no prediction, whatever the kernel before it is. */
class KernelFoldingTest {
  /**
   * Two kernels one behind the other: what is scaled in the first is not a channel of the output.
   */
  static final class TwoKernels extends KernelLayer<TwoKernels> implements Kernel<TwoKernels> {
    private static final Weight SECOND = Weight.of("second");
    static final Kind<TwoKernels> KIND = Layer.custom("test>TwoKernels", TwoKernels::new)
        .option(ACTIVATION, Activations.LINEAR)
        .group(BIAS_OPTIONS)
        .group(KERNEL.startingAs(Initializers.glorotUniform()))
        .group(SECOND.startingAs(Initializers.glorotUniform()));

    private TwoKernels(Settings settings) {
      super(settings, KERNEL);
    }

    @Override
    protected Shape kernelShape(Shape input) {
      return Shape.of(input.get(-1), input.get(-1));
    }

    @Override
    protected Operand<TFloating> multiply(LayerScope s, Value in, Operand<TFloating> kernel) {
      int size = in.shape().get(-1);
      return s.ops()
          .linalg
          .matMul(
              s.ops().linalg.matMul(in.operand(), kernel), weight(s, SECOND, Shape.of(size, size)));
    }
  }

  @Test
  void predictionsAreTheSameWithAndWithoutThePass() {
    check(TwoKernels.KIND.make(TwoKernels.KIND.settings()), 4);
    check(dense(3), 4);
    check(conv2d(3, 2), 4, 4, 2);
    check(depthwiseConv2d(2).depthMultiplier(2), 4, 4, 3);
  }

  private static void check(Layer layer, int... shape) {
    SymbolicTensor input = Input.of(shape);
    SymbolicTensor output = batchNormalization().apply(layer.apply(input));
    EmitOptions plain = EmitOptions.INFERENCE.without(GraphPass.FOLD_BATCH_NORMALIZATION);
    try (Model folded = Model.of(input, output);
        Model whole = Model.of(input, output, options -> options.emitInference(plain))) {
      SplitMix random = new SplitMix(7);
      List<NamedArray> weights = new ArrayList<>();
      for (NamedArray each : folded.getWeights()) {
        weights.add(new NamedArray(
            each.name(), each.shape(), random.uniform(NamedArray.size(each.shape()), 1, 1)));
      }
      folded.setWeights(weights);
      whole.setWeights(weights);
      int size = Shape.of(shape).size();
      Dataset data = Dataset.of(random.uniform(5 * size, 0, 2), shape);
      float[] expected = whole.predict(data).flat();
      assertThat(folded.predict(data).flat())
          .as(layer.toString())
          .containsExactly(expected, within(1e-4f));
    }
  }
}

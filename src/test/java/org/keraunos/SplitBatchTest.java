package org.keraunos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.keraunos.activations.Activations.RELU;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.conv2d;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.flatten;
import static org.keraunos.layers.Layers.maxPooling2d;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.metrics.StreamingMetrics.accuracy;
import static org.keraunos.optimizers.Optimizers.sgd;
import static org.keraunos.testing.Goldens.assertClose;

import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.data.Dataset;
import org.keraunos.layers.Input;
import org.keraunos.layers.Layer;
import org.keraunos.layers.UnaryLayer;
import org.keraunos.runtime.Device;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.RuntimeOptions;
import org.keraunos.runtime.Value;
import org.keraunos.testing.SplitMix;
import org.keraunos.training.History;
import org.tensorflow.op.Ops;
import org.tensorflow.op.math.Mean;

/** A model whose batches are divided does what one of whole batches does. */
class SplitBatchTest {
  private static final int ROWS = 301;

  @Test
  void fitEvaluateAndPredictAreTheSame() {
    SplitMix random = new SplitMix(5);
    Dataset data = Dataset.of(random.uniform(ROWS * 8 * 8 * 2, 0, 1), 8, 8, 2)
        .withLabels(random.bits(ROWS, 3));
    try (Model divided = model(new RuntimeOptions(1, 3, Device.CPU));
        Model whole = model(RuntimeOptions.DEFAULT)) {
      divided.setWeights(whole.getWeights());
      History history = divided.fit(data, fit -> fit.batchSize(64).epochs(2).verbose(false));
      History expected = whole.fit(data, fit -> fit.batchSize(64).epochs(2).verbose(false));
      assertClose("loss", history.get("loss"), expected.get("loss"), 1e-5);
      assertThat(divided.evaluate(data).keySet()).isEqualTo(whole.evaluate(data).keySet());
      assertClose(
          "evaluate",
          new double[] {divided.evaluate(data).get("loss")},
          new double[] {whole.evaluate(data).get("loss")},
          1e-5);
      // More rows than one run takes, so that several threads ask at a time.
      assertClose("predict", doubles(divided.predict(data)), doubles(whole.predict(data)), 1e-4);
    }
  }

  /** A layer as users write them: x minus the mean of the batch. */
  private static final class Centered extends UnaryLayer<Centered> {
    static final Kind<Centered> KIND = Layer.custom("test>Centered", Centered::new);

    private Centered(Settings settings) {
      super(settings);
    }

    @Override
    public Shape outputShape(Shape input) {
      return input;
    }

    @Override
    protected Value build(LayerScope s, Value in) {
      Ops tf = s.ops();
      var mean = tf.math.mean(in.operand(), tf.constant(new int[] {0}), Mean.keepDims(true));
      return s.value(tf.math.sub(in.operand(), mean), in.shape());
    }
  }

  @Test
  void aLayerThatLooksAtTheBatchIsNeverDivided() {
    SplitMix random = new SplitMix(6);
    Dataset data = Dataset.of(random.uniform(64 * 5, 0, 1), 5).withLabels(random.bits(64, 3));
    try (Model divided = centered(new RuntimeOptions(1, 3, Device.CPU));
        Model whole = centered(RuntimeOptions.DEFAULT)) {
      divided.setWeights(whole.getWeights());
      for (int step = 0; step < 5; step++) {
        // Means of parts of the batch would be others.
        double expected = whole.trainOnBatch(data).get("loss");
        assertThat(divided.trainOnBatch(data).get("loss"))
            .as("step " + step)
            .isCloseTo(expected, Offset.offset(1e-6 * expected));
      }
      assertClose(
          "evaluate",
          new double[] {divided.evaluate(data, 64).get("loss")},
          new double[] {whole.evaluate(data, 64).get("loss")},
          1e-6);
    }
  }

  private static Model centered(RuntimeOptions runtime) {
    var input = Input.of(5);
    var hidden = dense(4).activation(RELU).apply(input);
    var output = dense(3)
        .activation(SIGMOID)
        .apply(Centered.KIND.make(Centered.KIND.settings()).apply(hidden));
    Model model = Model.of(input, output, options -> options.runtime(runtime));
    model.compile(sgd(0.5), binaryCrossentropy());
    return model;
  }

  private static Model model(RuntimeOptions runtime) {
    var input = Input.of(8, 8, 2);
    var x = maxPooling2d(2).apply(conv2d(4, 3).activation(RELU).apply(input));
    var output = dense(3).activation(SIGMOID).apply(flatten().apply(x));
    Model model = Model.of(input, output, options -> options.runtime(runtime));
    model.compile(sgd(0.1), binaryCrossentropy(), accuracy());
    return model;
  }

  private static double[] doubles(Predictions predictions) {
    float[] flat = predictions.flat();
    return IntStream.range(0, flat.length).mapToDouble(i -> flat[i]).toArray();
  }
}

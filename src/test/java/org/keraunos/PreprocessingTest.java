package org.keraunos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.conv2d;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.globalAveragePooling2d;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.optimizers.Optimizers.sgd;
import static org.keraunos.testing.Goldens.assertClose;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keraunos.contract.Preprocessing;
import org.keraunos.data.Dataset;
import org.keraunos.layers.Input;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.testing.SplitMix;

/** What pixels go through before a loaded network sees them: asked for, and kept. */
class PreprocessingTest {
  private static final int ROWS = 5;

  private static Model model() {
    SymbolicTensor input = Input.of(6, 5, 3);
    SymbolicTensor x = globalAveragePooling2d().apply(conv2d(4, 3).apply(input));
    return Model.of(input, dense(2).activation(SIGMOID).apply(x));
  }

  private static double[] wide(float[] values) {
    double[] wide = new double[values.length];
    Arrays.setAll(wide, i -> values[i]);
    return wide;
  }

  private static byte[] pixels() {
    return new SplitMix(3).bytes(ROWS * 6 * 5 * 3);
  }

  @Test
  void whatIsAskedForIsKept(@TempDir Path folder) {
    Path file = folder.resolve("network.keras");
    try (Model model = model()) {
      model.save(file);
    }
    Dataset bytes = Dataset.of(pixels(), 6, 5, 3);
    Dataset floats = Dataset.of(Preprocessing.CAFFE.apply(pixels(), 3), 6, 5, 3);
    try (Model model = Model.load(file, load -> load.preprocessing(Preprocessing.CAFFE))) {
      float[] expected = model.predict(floats).flat();
      assertThat(model.predict(bytes).flat()).isEqualTo(expected);
      model.compile(sgd(1e-30), binaryCrossentropy());
      model.fit(bytes.withLabels(new int[][] {{1, 0}, {0, 1}, {1, 1}, {0, 0}, {1, 0}}));
      assertThat(model.contract().input().preprocessing()).contains(Preprocessing.CAFFE);
      model.export(folder.resolve("exported"));
      try (Predictor predictor = Predictor.load(folder.resolve("exported"))) {
        assertThat(predictor.contract().input().preprocessing()).contains(Preprocessing.CAFFE);
        assertClose("exported", wide(predictor.predict(bytes).flat()), wide(expected), 1e-5);
      }
      model.save(folder.resolve("again.keras"));
    }
    try (Model model = Model.load(folder.resolve("again.keras"))) {
      assertThat(model.contract().input().preprocessing()).contains(Preprocessing.CAFFE);
    }
  }
}

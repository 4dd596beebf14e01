package org.keraunos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.keraunos.activations.Activations.RELU;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.batchNormalization;
import static org.keraunos.layers.Layers.conv2d;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.flatten;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.optimizers.Optimizers.sgd;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keraunos.base.NamedArray;
import org.keraunos.data.Dataset;
import org.keraunos.data.Scaling;
import org.keraunos.layers.Input;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.testing.SplitMix;

/** A model that was loaded has its weights in no variable before something changes them. */
class LoadedModelTest {
  private static final int[] SHAPE = {4, 4, 3};

  @TempDir
  private Path temp;

  private Path file;
  private float[] expected;

  private static Dataset data() {
    return Dataset.of(new SplitMix(1).uniform(5 * 48, 0, 2), SHAPE);
  }

  @BeforeEach
  void save() {
    file = temp.resolve("model.keras");
    SymbolicTensor in = Input.of(SHAPE);
    SymbolicTensor x = batchNormalization().apply(conv2d(2, 3).activation(RELU).apply(in));
    SymbolicTensor out = dense(3).activation(SIGMOID).apply(flatten().apply(x));
    try (Model model = Model.of(in, out)) {
      expected = model.predict(data()).flat();
      model.save(file);
    }
  }

  @Test
  void weightsThatAreHandedOutAreCopies() {
    try (Model model = Model.load(file)) {
      model.getWeights().forEach(each -> Arrays.fill((float[]) each.values(), 7));
      assertThat(model.predict(data()).flat()).isEqualTo(expected);
    }
  }

  @Test
  void oneWeightChangesAndTheOthersStay() {
    try (Model model = Model.load(file)) {
      assertThat(model.predict(data()).flat()).isEqualTo(expected);
      List<NamedArray> before = model.getWeights();
      NamedArray last = before.get(before.size() - 1);
      model.setWeights(List.of(new NamedArray(last.name(), last.shape(), new float[] {1, 1, 1})));
      List<NamedArray> after = model.getWeights();
      assertThat(after.subList(0, after.size() - 1))
          .isEqualTo(before.subList(0, before.size() - 1));
      assertThat(model.predict(data()).flat()).isNotEqualTo(expected);
      model.setWeights(before);
      assertThat(model.predict(data()).flat()).isEqualTo(expected);
    }
  }

  @Test
  void itIsSavedCompiledAndCutWithItsWeights() {
    try (Model model = Model.load(file)) {
      Path copy = temp.resolve("copy.keras");
      model.save(copy);
      try (Model again = Model.load(copy)) {
        assertThat(again.predict(data()).flat()).isEqualTo(expected);
      }
      SymbolicTensor cut = model.network().output("conv2d");
      try (Model part = Model.of(model.network().inputs().get(0), flatten().apply(cut))) {
        assertThat(part.getWeights()).isEqualTo(model.getWeights().subList(0, 2));
      }
      model.compile(sgd(0.1), binaryCrossentropy());
      assertThat(model.predict(data()).flat()).isEqualTo(expected);
    }
  }

  @Test
  void bytesArePredictedBehindFloatsAsBefore() {
    byte[] pixels = new SplitMix(2).bytes(5 * 48);
    float[] scaled = new float[pixels.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (pixels[i] & 0xFF) / 255f;
    }
    try (Model model = Model.load(file)) {
      float[] ofFloats = model.predict(Dataset.of(scaled, SHAPE)).flat();
      float[] ofBytes =
          model.predict(Dataset.of(pixels, SHAPE).withScaling(Scaling.PIXELS)).flat();
      assertThat(ofBytes).containsExactly(ofFloats, within(1e-6f));
      assertThat(model.predict(data()).flat()).isEqualTo(expected);
      model.export(temp.resolve("exported"));
      try (Predictor predictor = Predictor.load(temp.resolve("exported"))) {
        Dataset bytes = Dataset.of(pixels, SHAPE).withScaling(Scaling.PIXELS);
        assertThat(predictor.predict(bytes).flat()).containsExactly(ofFloats, within(1e-6f));
      }
    }
  }
}

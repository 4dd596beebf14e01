package org.keraunos.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.keraunos.layers.Layers.flatten;
import static org.keraunos.testing.Goldens.assertClose;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keraunos.Model;
import org.keraunos.Predictor;
import org.keraunos.base.DenseArray;
import org.keraunos.contract.ChannelOrder;
import org.keraunos.contract.Preprocessing;
import org.keraunos.data.Scaling;
import org.keraunos.data.npy.Npz;
import org.keraunos.layers.Input;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.testing.Goldens;

/** Pixels as networks of keras.applications see them: keras_applications.py. */
class PreprocessingParityTest {
  @Test
  void modesAreKerasOwn() {
    try (Npz golden = Goldens.open("preprocessing.npz")) {
      float[] pixels = golden.read("pixels").toFloats();
      byte[] bytes = new byte[pixels.length];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) pixels[i];
      }
      for (String mode : List.of("tf", "torch", "caffe")) {
        float[] seen = Preprocessing.named(mode).apply(bytes, 3);
        double[] wide = new double[seen.length];
        Arrays.setAll(wide, i -> seen[i]);
        assertClose(mode, wide, golden.read(mode).toDoubles(), 1e-6);
      }
      assertThat(Preprocessing.named("none").apply(bytes, 3)).isEqualTo(pixels);
    }
  }

  @Test
  void exportedGraphsSeeTheSamePixels(@TempDir Path folder) {
    try (Npz golden = Goldens.open("preprocessing.npz")) {
      float[] pixels = golden.read("pixels").toFloats();
      byte[] bytes = new byte[pixels.length];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) pixels[i];
      }
      for (String mode : List.of("tf", "torch", "caffe")) {
        SymbolicTensor input = Input.of(1, 256, 3);
        try (Model model = Model.of(
            input, flatten().apply(input), o -> o.preprocessing(Preprocessing.named(mode)))) {
          model.export(folder.resolve(mode));
        }
        try (Predictor served = Predictor.load(folder.resolve(mode))) {
          float[] seen = served
              .predict("serving_bytes", Map.of("images", DenseArray.of(bytes, 1, 1, 256, 3)))
              .get("probabilities")
              .floats();
          double[] wide = new double[seen.length];
          Arrays.setAll(wide, i -> seen[i]);
          assertClose(mode, wide, golden.read(mode).toDoubles(), 1e-6);
        }
      }
    }
  }

  @Test
  void namesAndChannelsAreChecked() {
    assertThat(Preprocessing.named("255").uniform()).contains(Scaling.PIXELS);
    assertThat(Preprocessing.named("tf").apply(new byte[] {0, (byte) 255}, 1))
        .containsExactly(-1, 1);
    assertThat(Preprocessing.CAFFE.uniform()).isEmpty();
    assertThat(Preprocessing.CAFFE.low()).isEqualTo(-123.68f);
    assertThat(Preprocessing.CAFFE.high()).isEqualTo(255 - 103.939f);
    assertThat(Preprocessing.TF.low()).isEqualTo(-1);
    assertThat(Preprocessing.CAFFE.order()).isEqualTo(ChannelOrder.BGR);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Preprocessing.named("keras"))
        .withMessage("preprocessing: expected none, 255, tf, torch or caffe, received keras");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Preprocessing.CAFFE.apply(new byte[4], 2))
        .withMessageStartingWith("channels: expected 3 for BGR");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Preprocessing.CAFFE.apply(new byte[4], 3))
        .withMessage("pixels: expected whole pixels of 3 channels, received 4 bytes");
  }
}

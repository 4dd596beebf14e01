package org.keraunos.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keraunos.base.ConfigForm;
import org.keraunos.initializers.Initializers;
import org.keraunos.layers.Layers;
import org.keraunos.losses.Losses;

/** Names under which files of Keras have kinds beside the ones that Keras 3.15 writes. */
class NamesTest {
  /** As {@code compile(loss="MSE")} stands in a file. */
  @ParameterizedTest
  @CsvSource({
    "BCE, BinaryCrossentropy",
    "KLD, KLDivergence",
    "MAE, MeanAbsoluteError",
    "MAPE, MeanAbsolutePercentageError",
    "MSE, MeanSquaredError",
    "MSLE, MeanSquaredLogarithmicError",
    "mse, MeanSquaredError",
  })
  void abbreviationsOfLossesAreReadInCapitals(String name, String kind) {
    assertThat(Losses.registry().read(name, "loss").settings().kind().className())
        .isEqualTo(kind);
  }

  /** Keras 3.0 wrote so into each LSTM and GRU. */
  @ParameterizedTest
  @CsvSource({"OrthogonalInitializer, Orthogonal", "IdentityInitializer, Identity"})
  void initializersOfEarlierFilesAreRead(String name, String kind) {
    for (Object written : new Object[] {
      name,
      Map.of("module", "keras.initializers", "class_name", name, "config", Map.of("gain", 0.5)),
    }) {
      assertThat(Initializers.registry()
              .read(written, "recurrent_initializer")
              .settings()
              .kind())
          .isSameAs(Initializers.registry().kind(kind));
    }
  }

  @Test
  void aRecurrentLayerOfAnEarlierFileIsReadAndWrittenAsTodays() {
    Map<String, Object> config = Map.of(
        "units",
        3,
        "recurrent_initializer",
        Map.of(
            "module", "keras.initializers",
            "class_name", "OrthogonalInitializer",
            "config", Map.of("gain", 1.0)));
    assertThat(Layers.registry()
            .kind("LSTM")
            .read(config)
            .settings()
            .config(ConfigForm.FULL)
            .get("recurrent_initializer")
            .toString())
        .contains("class_name=Orthogonal,");
  }
}

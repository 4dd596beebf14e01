package org.keraunos.saving.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keraunos.Model;
import org.keraunos.base.DataException;
import org.keraunos.data.npy.Npz;
import org.keraunos.testing.Goldens;

/** Files that Keras wrote, with what it predicted and how it trained on: keras_files.py. */
class FrozenFilesTest {
  private static Path folder() {
    try {
      return Path.of(
          Objects.requireNonNull(FrozenFilesTest.class.getResource("files")).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static Stream<String> files() throws IOException {
    try (var list = Files.list(folder())) {
      return list
          .map(each -> each.getFileName().toString())
          .filter(each -> each.endsWith(".npz"))
          .map(each -> each.replace(".npz", ""))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void predictsAndTrainsOnAsInKeras(String name) {
    List<String> notes = new ArrayList<>();
    try (Model model =
            Model.load(folder().resolve(name + ".keras"), options -> options.notes(notes::add));
        Npz arrays = Npz.open(folder().resolve(name + ".npz"))) {
      KerasExchange.compare(model, arrays);
      if (arrays.contains("losses")) {
        double[] losses = arrays.read("losses").toDoubles();
        double[] found = KerasExchange.train(model, arrays, "batches/", 0, losses.length).stream()
            .mapToDouble(Double::doubleValue)
            .toArray();
        Goldens.assertClose("losses", found, losses, 1e-9);
      }
    }
    assertThat(notes)
        .allMatch(note ->
            note.contains("batches of any size") || note.contains("what pixels went through"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lambda", "foreign", "half"})
  void whatCannotBeReadIsRefusedByName(String name) {
    Path file = folder().resolve(name + ".keras");
    assertThatThrownBy(() -> Model.load(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("the_layer")
        .hasMessageContaining(
            switch (name) {
              case "lambda" -> "its function is Python code";
              case "foreign" -> "Layers.register";
              default -> "mixedFloat16(";
            });
  }
}

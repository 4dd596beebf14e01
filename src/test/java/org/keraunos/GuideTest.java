package org.keraunos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keraunos.layers.Layers;
import org.keraunos.optimizers.Optimizers;
import org.keraunos.schedules.Schedules;
import org.keraunos.testing.DocSnippets;
import org.keraunos.testing.Kinds;

/**
 * The Java of every page of docs/guide compiles, and that of docs/from-keras.md, which has a row
 * for each kind of layer; {@link DocSnippets} says how a page states what it imports.
 */
class GuideTest {
  private static final String FROM_KERAS = "docs/from-keras.md";

  static List<String> pages() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("docs/guide"))) {
      return Stream.concat(Stream.of(FROM_KERAS), files.map(Path::toString))
          .filter(name -> name.endsWith(".md"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void javaOfThePageCompiles(String page) {
    DocSnippets.of(page).assertCompiles();
  }

  @Test
  void everyKindOfLayerHasARow() throws IOException {
    String page = Files.readString(Path.of(FROM_KERAS));
    List<String> missing = Kinds.ofKeras(Layers.registry()).stream()
        .filter(name -> {
          String last = name.substring(name.lastIndexOf('.') + 1);
          String shown = last.equals("InputLayer") ? "Input" : last;
          return name.startsWith("keras.src.ops.")
              ? !page.contains("`" + shown + "`")
              : !page.contains("`" + shown + "(") && !page.contains("." + shown + "(");
        })
        .toList();
    assertThat(missing).as("layers without a row in %s", FROM_KERAS).isEmpty();
  }

  @Test
  void everyOptimizerAndScheduleHasARow() throws IOException {
    String page = Files.readString(Path.of(FROM_KERAS));
    assertThat(Stream.of(Optimizers.registry(), Schedules.registry())
            .flatMap(registry -> Kinds.ofKeras(registry).stream())
            .filter(name -> !page.contains("`" + name + "(")))
        .as("without a row in %s", FROM_KERAS)
        .isEmpty();
  }
}

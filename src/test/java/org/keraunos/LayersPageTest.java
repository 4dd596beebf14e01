package org.keraunos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.keraunos.activations.Activations;
import org.keraunos.base.Configurable;
import org.keraunos.base.Kind;
import org.keraunos.base.Registry;
import org.keraunos.constraints.Constraints;
import org.keraunos.initializers.Initializers;
import org.keraunos.layers.Layers;
import org.keraunos.regularizers.Regularizers;
import org.keraunos.testing.Kinds;

/** docs/layers.md is made of the registries: -Dpages.write=true writes it. */
class LayersPageTest {
  private static final Path PAGE = Path.of("docs/layers.md");

  @Test
  void thePageIsWhatTheRegistriesSay() throws IOException {
    String made = page();
    if (Boolean.getBoolean("pages.write")) {
      Files.writeString(PAGE, made);
    }
    assertThat(Files.readString(PAGE))
        .as("write it again: mvn test -Dtest=LayersPageTest -Dpages.write=true -Djacoco.skip")
        .isEqualTo(made);
  }

  private static String page() {
    StringBuilder text = new StringBuilder("""
        # Layers and what they are made of

        Made of the registries by `LayersPageTest`: every kind, its settings by their keys in configurations, and what they stand at if nothing is said. In Java
        a setting is a method of that name, `kernel_size` is `kernelSize`; factories are in `Layers`, `Activations`, `Initializers`, `Regularizers`,
        `Constraints`. *Only* means that the key is Keras's and that other values are refused.
        """);
    family(text, "Layers", Layers.registry());
    text.append("\n# Activations\n\nWithout settings: `")
        .append(String.join("`, `", Activations.registry().shortNames()))
        .append("`.\n");
    kinds(text, Activations.registry());
    family(text, "Initializers", Initializers.registry());
    family(text, "Regularizers", Regularizers.registry());
    family(text, "Constraints", Constraints.registry());
    return text.toString();
  }

  private static void family(StringBuilder text, String title, Registry<?> registry) {
    text.append("\n# ").append(title).append('\n');
    kinds(text, registry);
  }

  private static <T extends Configurable> void kinds(StringBuilder text, Registry<T> registry) {
    for (String name : Kinds.ofKeras(registry)) {
      Kind<? extends T> kind = registry.kind(name);
      text.append("\n## ").append(name).append('\n');
      if (kind.documentation().isEmpty()) {
        text.append("No settings.\n");
        continue;
      }
      text.append("| key | values | if not given |\n|---|---|---|\n");
      for (Kind.Row row : kind.documentation()) {
        text.append("| `%s` | %s | %s |\n".formatted(row.key(), row.form(), row.standard()));
      }
    }
  }
}

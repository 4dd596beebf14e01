package org.keraunos.cli;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.data.Scaling;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Network;
import picocli.CommandLine.Option;

/**
 * The option {@code --preprocess}: what pixels went through before a model of Keras saw them, which
 * its file does not say.
 */
final class PreprocessOption {
  private static final Map<String, Scaling> MODES = new TreeMap<>(
      Map.of("none", Scaling.NONE, "255", Scaling.PIXELS, "tf", new Scaling(127.5f, 127.5f)));

  /** Layers that take pixels as they are stored. */
  private static final Set<String> SCALES_ITSELF = Set.of("Rescaling", "Normalization");

  @Option(
      names = "--preprocess",
      paramLabel = "HOW",
      description =
          "What pixels went through before a .keras or .h5 model saw them, which no such file says: none "
              + "(0 to 255), 255 (0 to 1) or tf (-1 to 1). None where the model begins with a Rescaling or "
              + "Normalization.")
  private @Nullable String how;

  PreprocessOption() {}

  void check() {
    Check.argument(
        how == null || MODES.containsKey(how),
        "--preprocess",
        "none, 255 or tf",
        String.valueOf(how));
  }

  boolean isGiven() {
    return how != null;
  }

  /**
   * What bytes are scaled by.
   *
   * @param network of a model whose file says nothing of its data
   * @param say is told what was taken from the layers
   * @return empty where neither the option nor the network says it
   */
  Optional<Scaling> of(Network network, Consumer<String> say) {
    if (how != null) {
      return Optional.of(Check.present(MODES.get(how), "a mode"));
    }
    for (Layer layer : network.layers()) {
      String kind = layer.getClass().getSimpleName();
      if (SCALES_ITSELF.contains(kind)) {
        say.accept("Pixels go in as they are stored: the model begins with a " + kind);
        return Optional.of(Scaling.NONE);
      }
      if (!kind.equals("InputLayer") && !kind.equals("Input")) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** The same, for who must know. */
  Scaling required(Network network, Consumer<String> say) {
    return of(network, say)
        .orElseThrow(() -> Check.bad(
            "--preprocess",
            "none, 255 or tf: what pixels went through before the model saw them, which its file"
                + " does not say",
            "none"));
  }
}

package org.keraunos.cli;

import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.contract.Preprocessing;
import org.keraunos.layers.FirstScaling;
import org.keraunos.layers.Network;
import picocli.CommandLine.Option;

/**
 * The option {@code --preprocess}: what pixels went through before a model of Keras saw them, which
 * its file does not say.
 */
final class PreprocessOption {
  private static final String MODES = "none, 255, tf, torch or caffe";

  @Option(
      names = "--preprocess",
      paramLabel = "HOW",
      description =
          "What pixels went through before a .keras or .h5 model saw them, which no such file says: none "
              + "(0 to 255), 255 (0 to 1), tf (-1 to 1), or torch or caffe of keras.applications. None where the model "
              + "begins with a Rescaling or Normalization.")
  private @Nullable String how;

  PreprocessOption() {}

  void check() {
    if (how != null) {
      try {
        Preprocessing known = Preprocessing.named(how);
        Check.state(known != null, "a name stands for something");
      } catch (IllegalArgumentException e) {
        throw Check.bad("--preprocess", MODES, how);
      }
    }
  }

  boolean isGiven() {
    return how != null;
  }

  /**
   * What bytes go through.
   *
   * @param network of a model whose file says nothing of its data
   * @param say is told what was taken from the layers
   * @return empty where neither the option nor the network says it
   */
  Optional<Preprocessing> of(Network network, Consumer<String> say) {
    if (how != null) {
      return Optional.of(Preprocessing.named(how));
    }
    return FirstScaling.of(network, 0).map(kind -> {
      say.accept("Pixels go in as they are stored: the model begins with a " + kind);
      return Preprocessing.NONE;
    });
  }

  /** The same, for who must know. */
  Preprocessing required(Network network, Consumer<String> say) {
    return of(network, say)
        .orElseThrow(() -> Check.bad(
            "--preprocess",
            MODES + ": what pixels went through before the model saw them, which its file"
                + " does not say",
            "none"));
  }
}

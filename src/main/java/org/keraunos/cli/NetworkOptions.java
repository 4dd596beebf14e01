package org.keraunos.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.Shape;
import org.keraunos.data.Dataset;
import org.keraunos.layers.Network;
import org.keraunos.recipes.Networks;
import org.keraunos.recipes.Recipe;
import picocli.CommandLine.Option;

/** The options that choose a network in place of the recipe's. */
final class NetworkOptions {
  @Option(
      names = "--network",
      paramLabel = "NAME",
      description =
          "tutorial (its convolutions), cnn (convolutions with batch normalization, for images of any "
              + "size) or mlp (standardised with the training rows' mean and deviation, then fully "
              + "connected); the recipe's: tutorial for images, mlp for features. Or what needs no epochs: logistic (a "
              + "regression a label), chain, chains (ten, averaged), stacking, knn (scored alone, not saved).")
  private @Nullable String network;

  @Option(
      names = "--hidden",
      paramLabel = "N,N",
      split = ",",
      description =
          "Units of the hidden layers of an mlp, which it chooses for images, too; 128,64.")
  private int @Nullable [] hidden;

  private static final List<String> NETWORKS = List.of("tutorial", "cnn", "mlp");

  NetworkOptions() {}

  /** What is fitted in place of a network; null for a network. */
  @Nullable
  StrategyName strategy() {
    return StrategyName.of(network);
  }

  /** Fails over values that no data could make right. */
  void check() {
    Check.argument(
        network == null || NETWORKS.contains(network) || strategy() != null,
        "--network",
        String.join(", ", NETWORKS) + " or " + String.join(", ", StrategyName.names()),
        String.valueOf(network));
    Check.argument(
        hidden == null || network == null || network.equals("mlp"),
        "--hidden",
        "--network mlp",
        String.valueOf(network));
    for (int units : units()) {
      Check.argument(units >= 1, "--hidden", "numbers >= 1", Arrays.toString(hidden));
    }
  }

  /** The network for data: the one that was asked for, or the recipe's. */
  Network of(Dataset train, Recipe recipe) {
    return switch (kind()) {
      case "mlp" -> Networks.mlp(train, units());
      case "cnn" -> Networks.cnn(train);
      case "tutorial" -> Networks.tutorial(train);
      default -> recipe.network(train);
    };
  }

  /** Whether rows of the network do not know of each other. */
  boolean isRowwise(Recipe recipe) {
    return kind().isEmpty() ? recipe == Recipe.TUTORIAL : !kind().equals("cnn");
  }

  /** What was chosen, for a report. */
  Map<String, Object> toMap(Shape input, Recipe recipe) {
    Map<String, Object> map = new LinkedHashMap<>();
    boolean features = recipe == Recipe.TUTORIAL && kind().isEmpty() && input.rank() == 1;
    String kind = features ? "mlp" : kind().isEmpty() ? recipe.toString() : kind();
    map.put("network", kind);
    if (kind.equals("mlp")) {
      map.put("hidden", units());
    }
    return map;
  }

  /** What was asked for; empty where it is the recipe's. */
  private String kind() {
    return network != null ? network : hidden != null ? "mlp" : "";
  }

  private int[] units() {
    return hidden == null ? new int[] {128, 64} : hidden;
  }
}

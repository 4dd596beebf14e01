package org.keraunos.cli;

import static org.keraunos.activations.Activations.RELU;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.flatten;
import static org.keraunos.layers.Layers.normalization;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.Shape;
import org.keraunos.data.Dataset;
import org.keraunos.layers.Input;
import org.keraunos.layers.Network;
import picocli.CommandLine.Option;

/**
 * The options that choose a network: the tutorial's for images, a standardised MLP for features.
 */
final class NetworkOptions {
  @Option(
      names = "--network",
      paramLabel = "NAME",
      description =
          "tutorial (its convolutions), cnn (convolutions with batch normalization, for images of any "
              + "size) or mlp (standardised with the training rows' mean and deviation, then fully "
              + "connected); tutorial for images, mlp for features. Or what needs no epochs: logistic (a "
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

  /** The network for data, adapted to them. */
  Network of(Dataset train) {
    Shape shape = train.inputs().get(0).shape();
    int labels = train.labelNames().size();
    if (kind(shape).equals("mlp")) {
      return mlp(train, labels);
    }
    String kind = kind(shape);
    Check.argument(shape.rank() == 3, "--network " + kind, "images", "features " + shape);
    return kind.equals("cnn")
        ? ConvolutionNetwork.of(shape, labels)
        : TutorialNetwork.of(shape, labels);
  }

  private Network mlp(Dataset train, int labels) {
    Shape shape = train.inputs().get(0).shape();
    var input = Input.of(shape.toArray());
    var x = normalization().adapt(train.moments()).apply(input);
    if (shape.rank() > 1) {
      x = flatten().apply(x);
    }
    for (int units : units()) {
      x = dense(units).activation(RELU).apply(x);
    }
    var output = dense(labels).activation(SIGMOID).apply(x);
    return Network.of(List.of(input), List.of(output));
  }

  /** What was chosen, for a report. */
  Map<String, Object> toMap(Shape input) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("network", kind(input));
    if (kind(input).equals("mlp")) {
      map.put("hidden", units());
    }
    return map;
  }

  /** Whether a batch may be divided; asked before the data are read, with threads for both. */
  boolean isRowwise() {
    return !"cnn".equals(network);
  }

  private String kind(Shape input) {
    if (network != null) {
      return network;
    }
    return input.rank() == 1 || hidden != null ? "mlp" : "tutorial";
  }

  private int[] units() {
    return hidden == null ? new int[] {128, 64} : hidden;
  }
}

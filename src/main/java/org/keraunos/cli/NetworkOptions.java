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
          "tutorial (convolutions) or mlp (standardised with the training rows' mean and deviation, "
              + "then fully connected); tutorial for images, mlp for features.")
  private @Nullable String network;

  @Option(
      names = "--hidden",
      paramLabel = "N,N",
      split = ",",
      description =
          "Units of the hidden layers of an mlp, which it chooses for images, too; 128,64.")
  private int @Nullable [] hidden;

  NetworkOptions() {}

  /** Fails over values that no data could make right. */
  void check() {
    Check.argument(
        network == null || List.of("tutorial", "mlp").contains(network),
        "--network",
        "tutorial or mlp",
        String.valueOf(network));
    Check.argument(
        hidden == null || !"tutorial".equals(network), "--hidden", "--network mlp", "tutorial");
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
    Check.argument(shape.rank() == 3, "--network tutorial", "images", "features " + shape);
    return TutorialNetwork.of(shape, labels);
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

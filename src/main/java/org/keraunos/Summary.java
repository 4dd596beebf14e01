package org.keraunos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.keraunos.base.Check;
import org.keraunos.layers.Call;
import org.keraunos.layers.Functional;
import org.keraunos.layers.Input;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Network;
import org.keraunos.runtime.WeightSpec;

/** The table that {@code keras.Model.summary} prints, in plain characters. */
final class Summary {
  private static final String[] HEADER = {"Layer (type)", "Output shape", "Param #", "Connected to"
  };

  private Summary() {}

  static String of(String name, Network network, Map<String, WeightSpec> weights) {
    List<String[]> rows = new ArrayList<>();
    rows.add(HEADER);
    add(rows, "", network, weights);
    StringBuilder text = new StringBuilder("Model: \"" + name + "\"\n");
    int[] widths = new int[HEADER.length];
    for (String[] row : rows) {
      for (int column = 0; column < row.length; column++) {
        widths[column] = Math.max(widths[column], row[column].length());
      }
    }
    for (int i = 0; i < rows.size(); i++) {
      text.append(line(rows.get(i), widths));
      if (i == 0) {
        text.append("-".repeat(line(HEADER, widths).length() - 1)).append('\n');
      }
    }
    long trainable = count(weights, true);
    long others = count(weights, false);
    text.append("Total params: ").append(grouped(trainable + others)).append('\n');
    text.append("Trainable params: ").append(grouped(trainable)).append('\n');
    text.append("Non-trainable params: ").append(grouped(others)).append('\n');
    return text.toString();
  }

  /** What a batch takes. */
  static String memory(boolean training, int rows, long bytes) {
    double megabytes = bytes / 1e6;
    return String.format(
        Locale.ROOT,
        "Memory of %s %d %s: %s MB\n",
        training ? "a training step on" : "predicting",
        rows,
        rows == 1 ? "row" : "rows",
        megabytes < 0.1 ? "less than 0.1" : String.format(Locale.ROOT, "about %,.1f", megabytes));
  }

  /** The layers of a network, those of networks inside under their addresses. */
  private static void add(
      List<String[]> rows, String before, Network network, Map<String, WeightSpec> weights) {
    Map<Layer, List<String>> parents = new HashMap<>();
    for (Call call : network.calls()) {
      List<String> names = parents.computeIfAbsent(call.layer(), layer -> new ArrayList<>());
      call.inputs().forEach(input -> names.add(network.nameOf(input.layer())));
    }
    Set<Layer> seen = new HashSet<>();
    for (Call call : network.calls()) {
      boolean outer = before.isEmpty() || !(call.layer() instanceof Input);
      if (outer && seen.add(call.layer())) {
        String from = String.join(", ", Check.present(parents.get(call.layer()), "calls"));
        rows.add(row(before, network, call, weights, from));
        if (call.layer() instanceof Functional model) {
          add(rows, before + network.nameOf(call.layer()) + "/", model.network(), weights);
        }
      }
    }
  }

  private static String[] row(
      String before, Network network, Call call, Map<String, WeightSpec> weights, String parents) {
    String name = before + network.nameOf(call.layer());
    long parameters = weights.values().stream()
        .filter(weight -> weight.name().startsWith(name + "/"))
        .mapToLong(weight -> weight.shape().size())
        .sum();
    return new String[] {
      name + " (" + call.layer().className() + ")",
      call.outputs().stream()
          .map(output -> output.shape().toString())
          .collect(Collectors.joining(", ")),
      grouped(parameters),
      parents
    };
  }

  private static String line(String[] row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.length; column++) {
      boolean number = column == 2;
      String format = "%" + (number ? "" : "-") + widths[column] + "s";
      line.append(column == 0 ? "" : "  ").append(String.format(Locale.ROOT, format, row[column]));
    }
    return line.toString().stripTrailing() + "\n";
  }

  private static long count(Map<String, WeightSpec> weights, boolean trainable) {
    return weights.values().stream()
        .filter(weight -> weight.trainable() == trainable)
        .mapToLong(weight -> weight.shape().size())
        .sum();
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}

package org.keraunos.notebook;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.keraunos.Model;
import org.keraunos.layers.Call;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Network;
import org.keraunos.report.Html;
import org.keraunos.report.HtmlTable;
import org.keraunos.report.Text;
import org.keraunos.runtime.WeightSpec;

/** A model's layers as a table and as a drawing of what flows where. */
final class ModelView {
  private ModelView() {}

  static View of(Model model) {
    Network network = model.network();
    Collection<WeightSpec> weights = model.weightSpecs().values();
    String name = model.name();
    String text = description(name, network, weights);
    return new Shown(
        text,
        () -> table(name, network, weights)
            + Html.picture(NetworkPicture.of(network), "Graph of the model. " + text),
        () -> NetworkPicture.of(network));
  }

  private static String table(String name, Network network, Collection<WeightSpec> weights) {
    HtmlTable table = new HtmlTable(
        "Model \"" + name + "\"",
        List.of("layer", "type", "output shape", "weights", "connected to"));
    Set<Layer> seen = new HashSet<>();
    for (Call call : network.calls()) {
      if (seen.add(call.layer())) {
        table.row(
            network.nameOf(call.layer()),
            List.of(
                Html.escape(call.layer().className()),
                Text.sizes(call.output().shape()),
                Html.count(size(weights, network.nameOf(call.layer()) + "/")),
                Html.escape(parents(network, call))));
      }
    }
    table.section();
    long trainable = weights.stream()
        .filter(WeightSpec::trainable)
        .mapToLong(weight -> weight.shape().size())
        .sum();
    table.row("trainable", List.of("", "", Html.count(trainable), ""));
    long fixed = size(weights, "") - trainable;
    table.row("not trainable", List.of("", "", Html.count(fixed), ""));
    return table.toString();
  }

  private static String parents(Network network, Call call) {
    return String.join(
        ", ", call.inputs().stream().map(input -> network.nameOf(input.layer())).toList());
  }

  private static long size(Collection<WeightSpec> weights, String prefix) {
    return weights.stream()
        .filter(weight -> weight.name().startsWith(prefix))
        .mapToLong(weight -> weight.shape().size())
        .sum();
  }

  private static String description(String name, Network network, Collection<WeightSpec> weights) {
    StringBuilder text = new StringBuilder("Model ").append(name).append(" with ");
    text.append(Html.count(size(weights, ""))).append(" weights: ");
    String separator = "";
    for (Call call : network.calls()) {
      text.append(separator).append(network.nameOf(call.layer()));
      text.append(' ').append(Text.sizes(call.output().shape()));
      separator = ", ";
    }
    return text.append('.').toString();
  }
}

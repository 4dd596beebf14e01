package org.keraunos.cli;

import static java.util.stream.Collectors.joining;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import org.keraunos.Model;
import org.keraunos.Predictor;
import org.keraunos.layers.NetworkConfig;
import org.keraunos.report.Text;
import org.keraunos.saving.ModelCard;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code keraunos summary}: what a saved model is. */
@Command(
    name = "summary",
    mixinStandardHelpOptions = true,
    description = "Prints a saved model's layers, labels and scale.",
    footerHeading = "%nExamples:%n",
    footer = {"  keraunos summary", "  keraunos summary --model models/flowers"})
final class SummaryCommand extends BaseCommand {
  @Mixin
  private ModelFolder model = new ModelFolder();

  SummaryCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = out();
    model.check();
    try (Predictor predictor = model.load()) {
      ModelCard card = predictor.card().orElse(null);
      if (card == null) {
        out.println("SavedModel of another program: no list of layers");
      } else {
        try (Model network = Model.of(
            NetworkConfig.read(card.architecture()), settings -> settings.name(card.name()))) {
          out.print(network.summary());
        }
      }
      out.println("Input: " + predictor.inputShape() + scale(card));
      out.println("Labels: "
          + predictor.labelNames().names().stream().map(Text::line).collect(joining(", ")));
      out.println("Threshold: " + model.threshold(predictor));
    }
    return 0;
  }

  private static String scale(@Nullable ModelCard card) {
    if (card == null || (card.scale() == 1 && card.offset() == 0)) {
      return "";
    }
    String offset = card.offset() == 0 ? "" : " behind - " + number(card.offset());
    return ", stored numbers / " + number(card.scale()) + offset;
  }

  private static String number(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }
}

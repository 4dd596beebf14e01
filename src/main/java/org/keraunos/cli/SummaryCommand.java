package org.keraunos.cli;

import static java.util.stream.Collectors.joining;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keraunos.Model;
import org.keraunos.Predictor;
import org.keraunos.base.Check;
import org.keraunos.base.DataException;
import org.keraunos.contract.DataContract;
import org.keraunos.contract.InputContract;
import org.keraunos.contract.OutputContract;
import org.keraunos.contract.Preprocessing;
import org.keraunos.data.Scaling;
import org.keraunos.layers.Network;
import org.keraunos.report.NetworkSvg;
import org.keraunos.report.Text;
import org.keraunos.saving.ModelCard;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keraunos summary}: what a saved model is. */
@Command(
    name = "summary",
    mixinStandardHelpOptions = true,
    description = "Prints a model's layers or signatures, labels, scale and where it comes from.",
    footerHeading = "%nExamples:%n",
    footer = {"  keraunos summary", "  keraunos summary --model models/flowers --svg flowers.svg"})
final class SummaryCommand extends BaseCommand {
  @Mixin
  private AnyModel model = new AnyModel();

  @Option(
      names = "--svg",
      paramLabel = "FILE",
      description = "Draws the layers, and what flows between them, into a file for browsers.")
  private @Nullable Path svg;

  @Mixin
  private ImageSizeOption imageSize = new ImageSizeOption();

  @Option(
      names = "--json",
      description =
          "The model card alone, as one JSON object: what is known of the data, trainings with digests"
              + " of their data, seeds and figures, versions, dates.")
  private boolean json;

  SummaryCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = out();
    Check.argument(!json || svg == null, "--json", "no --svg beside it", String.valueOf(svg));
    model.check();
    try (Predictor predictor = model.load(imageSize.size())) {
      if (json) {
        out.println(CardText.json(predictor
            .card()
            .orElseThrow(() -> new DataException(
                model.folder(), "expected a model with a model card, received one without"))));
        return 0;
      }
      Network layers = predictor.network().orElse(null);
      if (layers == null) {
        Check.argument(
            svg == null, "--svg", "a model of Keraunos, which knows its layers", model.folder());
        out.println("SavedModel of another program: no list of layers");
        predictor.signatures().forEach(out::println);
      } else {
        String name = predictor.card().map(ModelCard::name).orElse("model");
        try (Model network = Model.of(layers, settings -> settings.name(name))) {
          out.print(network.summary());
          if (svg != null) {
            NetworkSvg.write(network.network(), svg);
            out.println("The graph is in " + svg);
          }
        }
      }
      if (!predictor.takesRows()) {
        return 0;
      }
      DataContract contract = predictor.contract();
      boolean known = predictor.card().isPresent() || predictor.knowsItsData();
      for (InputContract input : contract.inputs()) {
        String name = contract.inputs().size() == 1 ? "" : " \"" + input.name() + "\"";
        out.println("Input" + name + ": " + input.shape() + (known ? scale(input) : ""));
      }
      for (OutputContract output : contract.outputs()) {
        String name = contract.outputs().size() == 1 ? "" : " of output \"" + output.name() + "\"";
        print(output, name, out);
      }
      predictor.card().ifPresent(card -> {
        CardText.printRecipe(card, out);
        CardText.print(card.provenance(), out);
      });
    }
    return 0;
  }

  private static void print(OutputContract output, String name, PrintWriter out) {
    if (!output.values().isProbable()) {
      out.println("Numbers" + name + ": " + output.labels().size()
          + ", which are no probabilities of labels");
      return;
    }
    out.println("Labels" + name + ": "
        + output.labels().names().stream().map(Text::line).collect(joining(", ")));
    List<Double> cuts = output.thresholds().stream().distinct().count() == 1
        ? output.thresholds().subList(0, 1)
        : output.thresholds();
    out.println(
        "Threshold" + name + ": " + cuts.stream().map(String::valueOf).collect(joining(", ")));
    output
        .calibration()
        .ifPresent(
            each -> out.println("Calibration" + name + ": " + each.method().spelled()));
  }

  private static String scale(InputContract input) {
    if (input.preprocessing().filter(each -> each.uniform().isEmpty()).isPresent()) {
      return ", stored numbers " + input.preprocessing().get();
    }
    Scaling scaling = input.preprocessing().flatMap(Preprocessing::uniform).orElse(Scaling.NONE);
    if (scaling.equals(Scaling.NONE)) {
      return "";
    }
    String offset = scaling.offset() == 0 ? "" : " behind - " + number(scaling.offset());
    return ", stored numbers / " + number(scaling.scale()) + offset;
  }

  private static String number(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }
}

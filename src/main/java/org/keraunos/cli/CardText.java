package org.keraunos.cli;

import static java.util.stream.Collectors.joining;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.keraunos.report.Text;
import org.keraunos.saving.ModelCard;
import org.keraunos.saving.Provenance;

/** Where a model comes from, as its card says it: lines for people, JSON for programs. */
final class CardText {
  private static final int DIGEST_SHOWN = 19;

  private CardText() {}

  static void print(Provenance origin, PrintWriter out) {
    for (Provenance.Trained each : origin.trained()) {
      String on = each.versions().equals(origin.versions()) ? "" : " on " + names(each.versions());
      out.println(String.format(
          Locale.ROOT,
          "Trained: %,d rows (%s), %,d %s, seed %d, until %s%s%s",
          each.rows(),
          Text.line(each.data().substring(0, Math.min(DIGEST_SHOWN, each.data().length()))),
          each.epochs(),
          each.epochs() == 1 ? "epoch" : "epochs",
          each.seed(),
          Text.line(each.date()),
          on,
          figures(each.metrics())));
    }
    if (!origin.evaluated().isEmpty()) {
      out.println("Evaluated" + figures(origin.evaluated()));
    }
    if (!origin.date().isEmpty()) {
      out.println("Written: " + Text.line(origin.date()) + " by " + names(origin.versions()));
    }
  }

  /** The recipe that the model was trained by, unless it is the tutorial's or nobody said. */
  static void printRecipe(ModelCard card, PrintWriter out) {
    if (card.training().get("options") instanceof Map<?, ?> options
        && options.get("recipe") instanceof String recipe
        && !recipe.equals("tutorial")) {
      String found = options.get("found") instanceof String name ? ", which found " + name : "";
      out.println("Recipe: " + Text.line(recipe + found));
    }
  }

  /** The card but for the network and the files of an export. */
  static String json(ModelCard card) {
    return new String(
        new ModelCard(
                card.name(),
                Map.of(),
                card.contract(),
                Map.of(),
                card.training(),
                card.provenance())
            .toJson(),
        StandardCharsets.UTF_8);
  }

  private static String names(Map<String, String> versions) {
    return versions.entrySet().stream()
        .map(each -> Text.line(each.getKey() + " " + each.getValue()))
        .collect(joining(", "));
  }

  private static String figures(Map<String, Double> metrics) {
    return metrics.isEmpty()
        ? ""
        : metrics.entrySet().stream()
            .map(each ->
                String.format(Locale.ROOT, "%s %.4f", Text.line(each.getKey()), each.getValue()))
            .collect(joining(", ", ": ", ""));
  }
}

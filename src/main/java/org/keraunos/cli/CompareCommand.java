package org.keraunos.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.keraunos.Predictions;
import org.keraunos.Predictor;
import org.keraunos.base.Check;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.LabelNames;
import org.keraunos.base.ScoreMatrix;
import org.keraunos.data.Data;
import org.keraunos.data.Dataset;
import org.keraunos.data.DigitSceneData;
import org.keraunos.metrics.McNemar;
import org.keraunos.report.StrictJson;
import org.keraunos.report.Text;
import org.keraunos.report.results.Comparison;
import org.keraunos.report.results.Comparison.Difference;
import org.keraunos.report.results.Scored;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keraunos compare}: whether one model is better than another. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = {
      "Compares two models on the same rows.",
      "F1 of both with the 95 %% interval of the difference (paired bootstrap), and McNemar's test.",
      "Without --data: on the test part of the digit scenes. With --y-true: probabilities that predict",
      "stored, without their models."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  keraunos compare models/small models/strong",
      "  keraunos compare models/a b.keras --data flowers.npz --json",
      "  keraunos compare a.npy b.npy --y-true y.npy"
    })
final class CompareCommand extends BaseCommand {
  private static final double CLEAR = 0.05;
  private static final double HALF = 0.5;

  @Parameters(index = "0", paramLabel = "A", description = "A model, as of --model of evaluate.")
  private @Nullable Path first;

  @Parameters(index = "1", paramLabel = "B", description = "Another model of the same labels.")
  private @Nullable Path second;

  @Option(
      names = "--data",
      paramLabel = "PATH",
      description = "Data in any format of keraunos train, read for each of the models.")
  private @Nullable Path data;

  @Option(
      names = "--part",
      paramLabel = "PART",
      defaultValue = "test",
      description = "The rows to score: test, train, validation or all; ${DEFAULT-VALUE}.")
  private String part = "test";

  @Option(
      names = "--y-true",
      paramLabel = "FILE.npy",
      description =
          "Truth, rows x labels of 0 and 1; NaN is unknown. A and B are then .npy files of probabilities"
              + " of the same rows, as predict --output writes them.")
  private @Nullable Path truth;

  @Option(
      names = "--threshold",
      paramLabel = "P",
      description = "With --y-true: a label is predicted where its probability is above P; 0.5.")
  private @Nullable Double threshold;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Of the bootstrap; ${DEFAULT-VALUE}.")
  private long seed;

  @Mixin
  private DataOptions dataOptions = new DataOptions();

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  CompareCommand() {}

  @Override
  public Integer call() {
    RowsOfPart.check(part);
    dataOptions.check();
    if (data == null) {
      DataEffects.checkScenes(this);
      Check.argument(part.equals("test"), "--part", "--data beside it", part);
    } else {
      DataEffects.check(this, dataOptions, data);
    }
    Path one = Check.present(first, "A");
    Path two = Check.present(second, "B");
    Check.argument(
        truth == null || data == null, "--y-true", "no --data beside it", String.valueOf(truth));
    Check.argument(
        truth != null || threshold == null,
        "--threshold",
        "--y-true beside it; a model has its own",
        String.valueOf(threshold));
    Scored ofOne;
    Scored ofTwo;
    if (truth != null) {
      ofOne = stored("A", one, truth);
      ofTwo = stored("B", two, truth);
    } else {
      checkModel("A", one);
      checkModel("B", two);
      ofOne = scored(one, true);
      ofTwo = inOrder(scored(two, false), ofOne, two);
    }
    Check.argument(
        ofOne.truth().equals(ofTwo.truth()),
        "B",
        "the rows and labels that A sees (" + ofOne.rows() + " x " + ofOne.labels() + ")",
        ofTwo.rows() + " x " + ofTwo.labels() + ", or others");
    Comparison compared = Comparison.of(ofOne, ofTwo, seed);
    if (json) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("first", one.toString());
      map.put("second", two.toString());
      Path rows = truth != null ? truth : data;
      map.put("data", rows == null ? "digit scenes" : rows.toString());
      map.put("rows_compared", ofOne.rows());
      map.putAll(compared.toMap());
      out().println(StrictJson.write(map));
    } else {
      print(compared, one, two, ofOne.rows());
    }
    return 0;
  }

  /** A report holds figures and no rows, and two figures tell nothing of their difference. */
  private static void checkModel(String argument, Path model) {
    String name = String.valueOf(model.getFileName()).toLowerCase(Locale.ROOT);
    Check.argument(
        !name.endsWith(".json") && !name.endsWith(".html"),
        argument,
        "a model, or with --y-true a .npy file of probabilities; a report has figures and not the rows"
            + " that must be compared one by one",
        model);
    Check.argument(
        !name.endsWith(".npy"), argument, "--y-true beside a file of probabilities", model);
    AnyModel.of(model).check();
  }

  /** Stored probabilities of rows whose truth is stored as well. */
  private Scored stored(String argument, Path scores, Path of) {
    MetricsRequest request = new MetricsRequest();
    request.truth = of;
    request.scores = scores;
    double cut = threshold == null ? HALF : AnyModel.checkThreshold(threshold);
    request.threshold(cut);
    MetricsInput input;
    try {
      input = MetricsInput.read(request);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          String.valueOf(e.getMessage())
              .replaceFirst("^y_score", argument)
              .replaceFirst("^y_true", "--y-true"),
          e);
    }
    double[] cuts = new double[input.truth().labels()];
    Arrays.fill(cuts, cut);
    return new Scored(
        input.truth(),
        input.predicted(),
        input.scores(),
        new LabelNames(IntStream.range(0, cuts.length).mapToObj(String::valueOf).toList()),
        cuts);
  }

  /** What a model says of the rows, cut where it cuts. */
  private Scored scored(Path path, boolean tell) {
    AnyModel model = AnyModel.of(path);
    try (Predictor predictor = model.load(dataOptions.imageSize())) {
      Dataset rows =
          AnyModel.matched(rows(predictor, tell), predictor, new PreprocessOption(), this::remark);
      Predictions predictions = model.probabilities(predictor.predict(rows));
      double[] cuts = AnyModel.numbers(AnyModel.thresholds(predictor, Double.NaN));
      return new Scored(
          rows.labels(),
          predictions.scores().above(cuts),
          predictions.scores(),
          predictor.labelNames(),
          cuts);
    }
  }

  private Dataset rows(Predictor predictor, boolean tell) {
    if (data == null) {
      return DigitSceneData.test();
    }
    Path from = data;
    List<String> silent = new ArrayList<>();
    Data loaded =
        AnyModel.rows(predictor, dataOptions, from, false, tell ? this::remark : silent::add);
    DataEffects.checkImages(this, loaded.dataset());
    int[] chosen =
        DataOptions.of(from, () -> RowsOfPart.of(loaded, part, tell ? this::remark : silent::add));
    return loaded.dataset().rows(chosen);
  }

  /** The same with its labels in the order of the other. */
  private static Scored inOrder(Scored scored, Scored like, Path model) {
    List<String> names = scored.names().names();
    List<String> wanted = like.names().names();
    if (names.equals(wanted)) {
      return scored;
    }
    Check.argument(
        names.size() == wanted.size() && names.containsAll(wanted),
        "labels of " + model,
        wanted.toString(),
        names.toString());
    int[] places = wanted.stream().mapToInt(names::indexOf).toArray();
    int labels = places.length;
    byte[] truth = new byte[scored.rows() * labels];
    byte[] predicted = new byte[truth.length];
    double[] scores = new double[truth.length];
    double[] cuts = new double[labels];
    Arrays.setAll(cuts, j -> scored.thresholds()[places[j]]);
    for (int i = 0; i < truth.length; i++) {
      int row = i / labels;
      int from = places[i % labels];
      truth[i] = scored.truth().get(row, from);
      predicted[i] = scored.predicted().get(row, from);
      scores[i] = scored.scores().get(row, from);
    }
    return new Scored(
        LabelMatrix.of(truth, scored.rows(), labels),
        LabelMatrix.of(predicted, scored.rows(), labels),
        ScoreMatrix.of(scores, scored.rows(), labels),
        new LabelNames(wanted),
        cuts);
  }

  private void print(Comparison compared, Path one, Path two, int rows) {
    PrintWriter out = out();
    out.println("A: " + one);
    out.println("B: " + two);
    out.println(String.format(
        Locale.ROOT, "%,d rows, %d labels", rows, compared.labels().size()));
    out.println();
    int width = Math.max(
        8,
        compared.labels().stream()
            .mapToInt(label -> Text.line(label.name()).length())
            .max()
            .orElse(0));
    out.println(
        String.format("%-" + width + "s       A       B    A - B  95 %% interval       p", "F1"));
    line(out, width, "micro", compared.micro(), compared.micro().pValue());
    line(out, width, "macro", compared.macro(), compared.macro().pValue());
    for (Comparison.OfLabel label : compared.labels()) {
      line(out, width, Text.line(label.name()), label.f1(), label.adjusted());
    }
    out.println();
    out.println("p: micro and macro by paired bootstrap of " + compared.draws()
        + " draws; labels by McNemar's test, with Holm's correction for their number");
    McNemar test = compared.rows();
    out.println(String.format(
        Locale.ROOT,
        "All labels of a row right: by A alone %d, by B alone %d; McNemar's p = %.4f",
        test.onlyFirst(),
        test.onlySecond(),
        test.pValue()));
    out.println(verdict(compared.macro()));
  }

  private static void line(
      PrintWriter out, int width, String name, Difference difference, double p) {
    out.println(String.format(
        Locale.ROOT,
        "%-" + width + "s  %6.3f  %6.3f  %+7.3f  %+.3f to %+.3f  %6.4f",
        name,
        difference.first(),
        difference.second(),
        difference.difference(),
        difference.bounds().low(),
        difference.bounds().high(),
        p));
  }

  private static String verdict(Difference macro) {
    boolean clear = macro.isClear() && macro.pValue() < CLEAR;
    return !clear
        ? "Macro F1: these rows do not tell which is better"
        : "Macro F1: " + (macro.difference() > 0 ? "A" : "B") + " is better";
  }
}

package org.keraunos.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keraunos.CalibrationChoice;
import org.keraunos.Predictor;
import org.keraunos.base.Check;
import org.keraunos.base.ScoreMatrix;
import org.keraunos.data.Data;
import org.keraunos.data.Dataset;
import org.keraunos.data.DigitSceneData;
import org.keraunos.data.digits.DigitScenes;
import org.keraunos.decisions.CalibrationMethod;
import org.keraunos.decisions.Criterion;
import org.keraunos.decisions.ThresholdChoice;
import org.keraunos.decisions.Thresholds;
import org.keraunos.report.Story;
import org.keraunos.report.StrictJson;
import org.keraunos.report.results.Scored;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keraunos evaluate}: scores a saved model. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = {
      "Scores a saved model on the test part of data, as scikit-learn would.",
      "Without --data: on the test part of the digit scenes."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  keraunos evaluate",
      "  keraunos evaluate --model models/flowers --data flowers.npz",
      "  keraunos evaluate --model models/scene --data scene.arff --part all",
      "  keraunos evaluate --threshold 0.3 --json",
      "  keraunos evaluate --data scene.arff --model models/scene --thresholds f1",
      "  keraunos evaluate --data scene.arff --model models/scene --calibrate platt"
    })
final class EvaluateCommand extends BaseCommand {
  @Mixin
  private AnyModel model = new AnyModel();

  @Option(
      names = "--data",
      paramLabel = "PATH",
      description =
          "Data in any format of keraunos train. Without a test part: the rows that train held out. "
              + "Labels are the model's, by name, but for arrays, which have none.")
  private @Nullable Path data;

  @Option(
      names = "--part",
      paramLabel = "PART",
      defaultValue = "test",
      description = "The rows to score: test, train, validation or all; ${DEFAULT-VALUE}.")
  private String part = "test";

  @Mixin
  private PreprocessOption preprocess = new PreprocessOption();

  @Mixin
  private DataOptions dataOptions = new DataOptions();

  @Option(
      names = "--test-size",
      paramLabel = "N",
      description = "Only the first N test rows; 2000 digit scenes, all of --data.")
  private @Nullable Integer testSize;

  @Option(
      names = "--threshold",
      paramLabel = "P",
      description =
          "A label is predicted where its probability is above P; the model's own, 0.5 or one a label.")
  private @Nullable Double threshold;

  @Option(
      names = "--thresholds",
      paramLabel = "CRITERION",
      description =
          "Chooses a threshold a label for f1, f2, jaccard, hamming, mcc, pcut, precision=P, recall=R or "
              + "cost=FALSE_POSITIVE:FALSE_NEGATIVE; each fifth of the rows is cut by thresholds of the others.")
  private @Nullable String criterion;

  @Mixin
  private CalibrationOption calibrationOption = new CalibrationOption();

  @Mixin
  private ReportOptions reportOptions = new ReportOptions();

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  private static final double HALF = 0.5;

  /** What was read, for the report. */
  private final List<String> reading = new ArrayList<>();

  EvaluateCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = out();
    double cut = AnyModel.checkThreshold(threshold);
    Check.argument(
        testSize == null || testSize >= 1, "--test-size", ">= 1", String.valueOf(testSize));
    RowsOfPart.check(part);
    dataOptions.check();
    if (data == null) {
      DataEffects.checkScenes(this);
    } else {
      DataEffects.check(this, dataOptions, data);
    }
    preprocess.check();
    reportOptions.check();
    String asked = criterion;
    Criterion choosing = asked == null
        ? null
        : OfOption.named("--thresholds", "thresholds", () -> Criterion.of(asked));
    Check.argument(
        choosing == null || threshold == null,
        "--thresholds",
        "no --threshold beside it",
        String.valueOf(threshold));
    calibrationOption.check();
    model.check();
    try (Predictor predictor = model.load(dataOptions.imageSize())) {
      Dataset test = AnyModel.matched(test(predictor), predictor, preprocess, this::remark);
      int labels = predictor.labelNames().size();
      Check.argument(
          test.labelNames().size() == labels,
          "--data labels",
          labels + " labels as the model in " + model.folder(),
          test.labelNames().size());
      ScoreMatrix raw = raw(predictor, test);
      CalibrationMethod method = calibrationOption.method();
      CalibrationChoice calibrated = method == null
          ? null
          : CalibrationChoice.of(test.labels(), Check.present(raw, "raw"), method);
      ScoreMatrix probabilities = calibrated == null
          ? model.probabilities(predictor.predict(test)).scores()
          : calibrated.outOfFold();
      ThresholdChoice choice =
          choosing == null ? null : Thresholds.choose(test.labels(), probabilities, choosing);
      List<Double> used = choice == null
          ? AnyModel.thresholds(predictor, calibrated != null && Double.isNaN(cut) ? HALF : cut)
          : Arrays.stream(choice.thresholds()).boxed().toList();
      Scores scores = new Scores(
          test.labels(),
          probabilities,
          choice == null ? probabilities.above(AnyModel.numbers(used)) : choice.outOfFold(),
          predictor.labelNames());
      List<String> names = predictor.labelNames().names();
      Path page = reportOptions.isWanted()
          ? report(
              test,
              new Scored(
                  test.labels(),
                  scores.predicted(),
                  probabilities,
                  predictor.labelNames(),
                  AnyModel.numbers(used),
                  Optional.ofNullable(raw)),
              calibrated,
              choice)
          : null;
      if (json) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("model", model.folder().toString());
        report.put("data", data == null ? "digit scenes" : data.toString());
        report.put("rows", test.size());
        if (calibrated != null) {
          report.put("calibration", CalibrationOption.toMap(calibrated));
        } else {
          predictor
              .contract()
              .output()
              .calibration()
              .ifPresent(
                  own -> report.put("calibration", Map.of("method", own.method().spelled())));
        }
        ThresholdNames.put(report, names, used);
        if (choice != null) {
          report.put("threshold_criterion", choice.criterion().name());
        }
        report.put("scores", scores.toMap());
        if (page != null) {
          report.put("report", page.toString());
        }
        out.println(StrictJson.write(report));
      } else {
        scores.print(out);
        if (calibrated != null) {
          out.println();
          out.println(CalibrationOption.line(calibrated));
        }
        if (choice != null) {
          out.println();
          out.println(ThresholdNames.line(choice, names));
        }
        if (page != null) {
          out.flush();
          remark("The report is in " + page);
        }
      }
    }
    return 0;
  }

  /** What the network gives, where it is calibrated here or was, and somebody wants to see both. */
  private @Nullable ScoreMatrix raw(Predictor predictor, Dataset test) {
    boolean both =
        reportOptions.isWanted() && predictor.contract().output().calibration().isPresent();
    return calibrationOption.method() == null && !both
        ? null
        : model.probabilities(predictor.predict(test, o -> o.raw(true))).scores();
  }

  private @Nullable Path report(
      Dataset test,
      Scored scored,
      @Nullable CalibrationChoice calibrated,
      @Nullable ThresholdChoice choice) {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("model", model.folder());
    options.put("part", part);
    if (calibrated != null) {
      options.put("calibration", calibrated.calibration().method().spelled() + ", cross-fitted");
    }
    if (choice != null) {
      options.put("thresholds", choice.criterion().name() + ", cross-fitted");
    }
    Story story = ReportOptions.made(
        Story.of(model.name())
            .data(data == null ? "digit scenes" : data.toString())
            .reading(reading),
        arguments(),
        options);
    try (SeenWhere seen = SeenWhere.of(model.folder(), dataOptions.imageSize(), test)) {
      return reportOptions.write(
          model.folder(), "evaluation", test, scored, story, seen.explainer(), this::remark);
    }
  }

  private Dataset test(Predictor predictor) {
    if (data == null) {
      Check.argument(part.equals("test"), "--part", "--data beside it", part);
      Check.argument(
          testSize == null || testSize <= DigitScenes.MOST,
          "--test-size",
          "at most " + DigitScenes.MOST + " scenes",
          String.valueOf(testSize));
      return testSize == null ? DigitSceneData.test() : DigitSceneData.test(testSize, 42);
    }
    PrintWriter err = err();
    Path from = data;
    Data loaded = AnyModel.rows(predictor, dataOptions, from, false, err::println);
    DataEffects.checkImages(this, loaded.dataset());
    DataOptions.account(loaded, reading::add);
    int[] chosen = DataOptions.of(from, () -> RowsOfPart.of(loaded, part, err::println));
    Dataset all = loaded.dataset().rows(chosen);
    Check.argument(
        testSize == null || testSize <= all.size(),
        "--test-size",
        "at most " + all.size() + ", the " + part + " rows in " + data,
        String.valueOf(testSize));
    return testSize == null ? all : all.take(testSize);
  }
}

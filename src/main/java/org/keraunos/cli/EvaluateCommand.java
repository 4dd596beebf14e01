package org.keraunos.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keraunos.Predictor;
import org.keraunos.base.Check;
import org.keraunos.data.Data;
import org.keraunos.data.Dataset;
import org.keraunos.data.DigitSceneData;
import org.keraunos.data.digits.DigitScenes;
import org.keraunos.report.StrictJson;
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
      "  keraunos evaluate --threshold 0.3 --json"
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
      description = "A label is predicted where its probability is above P; the model's own, 0.5.")
  private @Nullable Double threshold;

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

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
    model.check();
    try (Predictor predictor = model.load(dataOptions.imageSize())) {
      Dataset test = AnyModel.matched(test(predictor), predictor, preprocess, this::remark);
      int labels = predictor.labelNames().size();
      Check.argument(
          test.labelNames().size() == labels,
          "--data labels",
          labels + " labels as the model in " + model.folder(),
          test.labelNames().size());
      double used = Double.isNaN(cut) ? model.threshold(predictor) : cut;
      Scores scores = new Scores(test.labels(), model.probabilities(predictor.predict(test)), used);
      if (json) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("model", model.folder().toString());
        report.put("data", data == null ? "digit scenes" : data.toString());
        report.put("rows", test.size());
        report.put("threshold", used);
        report.put("scores", scores.toMap());
        out.println(StrictJson.write(report));
      } else {
        scores.print(out);
      }
    }
    return 0;
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

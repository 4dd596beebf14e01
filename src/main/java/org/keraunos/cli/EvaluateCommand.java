package org.keraunos.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.keraunos.Predictor;
import org.keraunos.base.Check;
import org.keraunos.data.Dataset;
import org.keraunos.data.DigitSceneData;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code keraunos evaluate}: scores a saved model. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = {
      "Scores a saved model on x_test and y_test of a file, as scikit-learn would.",
      "Without --data: on the test part of the digit scenes."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  keraunos evaluate",
      "  keraunos evaluate --model models/flowers --data flowers.npz",
      "  keraunos evaluate --threshold 0.3 --json"
    })
final class EvaluateCommand implements Callable<Integer> {
  @Spec
  private @Nullable CommandSpec spec;

  @Mixin
  private ModelFolder model = new ModelFolder();

  @Option(
      names = "--data",
      paramLabel = "FILE.npz",
      description = "Arrays x_test and y_test; see keraunos train --help.")
  private @Nullable Path data;

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
    PrintWriter out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
    double cut = ModelFolder.checkThreshold(threshold);
    Check.argument(
        testSize == null || testSize >= 1, "--test-size", ">= 1", String.valueOf(testSize));
    model.check();
    Dataset test = test();
    try (Predictor predictor = model.load()) {
      int labels = predictor.labelNames().size();
      Check.argument(
          test.labelNames().size() == labels,
          "y_test",
          labels + " labels as the model in " + model.folder(),
          test.labelNames().size());
      double used = Double.isNaN(cut) ? model.threshold(predictor) : cut;
      Scores scores = new Scores(test.labels(), predictor.predict(test), used);
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

  private Dataset test() {
    if (data == null) {
      return testSize == null ? DigitSceneData.test() : DigitSceneData.test(testSize, 42);
    }
    Dataset all = ArrayData.test(data);
    Check.argument(
        testSize == null || testSize <= all.size(),
        "--test-size",
        "at most " + all.size() + ", the rows in " + data,
        String.valueOf(testSize));
    return testSize == null ? all : all.take(testSize);
  }
}

package org.keraunos.cli;

import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.optimizers.Optimizers.adam;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.keraunos.Model;
import org.keraunos.base.Check;
import org.keraunos.base.Seeds;
import org.keraunos.data.Dataset;
import org.keraunos.data.readers.Part;
import org.keraunos.data.split.Splitter;
import org.keraunos.report.FoldTable;
import org.keraunos.report.StrictJson;
import org.keraunos.runtime.Device;
import org.keraunos.runtime.RuntimeOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code keraunos crossvalidate}: what a network comes to on data, and how much that depends on the rows. */
@Command(
    name = "crossvalidate",
    mixinStandardHelpOptions = true,
    description = {
      "Trains once for each fold on the rows of the others and scores it on the fold: scores with",
      "mean and standard deviation (n - 1). Rows of a test part are left alone unless --all-rows."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  keraunos crossvalidate --data scene.arff --folds 5 --epochs 30",
      "  keraunos crossvalidate --data flowers.npz --splitter second-order --json"
    })
final class CrossValidateCommand implements Callable<Integer> {
  private static final Map<String, String> COLUMNS = columns();

  @Spec
  private @Nullable CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "PATH",
      required = true,
      description = "Data in any format of keraunos train.")
  private Path data = Path.of("");

  @Mixin
  private DataOptions dataOptions = new DataOptions();

  @Mixin
  private NetworkOptions networkOptions = new NetworkOptions();

  @Mixin
  private AugmentOptions augmentOptions = new AugmentOptions();

  @Option(
      names = "--folds",
      paramLabel = "K",
      defaultValue = "5",
      description = "The number of folds; ${DEFAULT-VALUE}.")
  private int folds;

  @Option(
      names = "--splitter",
      paramLabel = "NAME",
      defaultValue = "iterative",
      description =
          "iterative (stratified by label), second-order (by pairs of labels), label-sets or random; "
              + "${DEFAULT-VALUE}.")
  private String splitter = "iterative";

  @Option(names = "--all-rows", description = "Put the rows of a test part into folds, too.")
  private boolean allRows;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "10",
      description = "Times over the training rows; ${DEFAULT-VALUE}.")
  private int epochs;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "64",
      description = "Rows of a step; ${DEFAULT-VALUE}.")
  private int batchSize;

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      defaultValue = "0.001",
      description = "Adam's learning rate; ${DEFAULT-VALUE}.")
  private double learningRate;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Of folds, start weights, order and --augment; ${DEFAULT-VALUE}.")
  private long seed;

  @Mixin
  private ThreadOptions threadOptions = new ThreadOptions();

  @Option(names = "--quiet", description = "No progress on standard error.")
  private boolean quiet;

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  CrossValidateCommand() {}

  private static Map<String, String> columns() {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("loss", "Loss");
    columns.put("precision", "Precision");
    columns.put("recall", "Recall");
    columns.put("f1", "F1 micro");
    columns.put("f1_macro", "F1 macro");
    columns.put("accuracy", "Accuracy");
    columns.put("hamming_loss", "Hamming loss");
    columns.put("label_ranking_average_precision", "LRAP");
    return columns;
  }

  @Override
  public Integer call() {
    CommandSpec command = java.util.Objects.requireNonNull(spec);
    PrintWriter err = command.commandLine().getErr();
    checkOptions();
    Splitter how = splitter();
    LoadedData loaded = dataOptions.load(data, runtime(), line -> say(err, line));
    Dataset rows = loaded
        .dataset()
        .rows(allRows ? loaded.rowsOf() : loaded.rowsOf(Part.TRAIN, Part.VALIDATION, Part.NONE));
    Check.argument(folds <= rows.size(), "--folds", "at most " + rows.size() + ", the rows", folds);
    int left = loaded.dataset().size() - rows.size();
    if (left > 0) {
      say(err, String.format(Locale.ROOT, "%,d rows of the test part are left alone", left));
    }
    int[][] tests = how.folds(rows.labels(), folds, seed);
    List<Map<String, Double>> scores = new ArrayList<>();
    Interrupts ctrlC = Interrupts.interrupting(Thread.currentThread(), err);
    try {
      for (int fold = 0; fold < folds; fold++) {
        scores.add(score(rows, tests[fold], fold));
        say(err, "Fold " + (fold + 1) + "/" + folds + ": " + line(scores.get(fold)));
        if (Thread.currentThread().isInterrupted()) {
          say(err, "Interrupted");
          return Interrupts.EXIT_CODE;
        }
      }
    } finally {
      ctrlC.end();
    }
    print(rows, tests, scores, command.commandLine().getOut());
    return 0;
  }

  private RuntimeOptions runtime() {
    return threadOptions.runtime(Device.AUTO, augmentOptions);
  }

  private Map<String, Double> score(Dataset rows, int[] testRows, int fold) {
    boolean[] tested = new boolean[rows.size()];
    IntStream.of(testRows).forEach(row -> tested[row] = true);
    Dataset train =
        rows.rows(IntStream.range(0, rows.size()).filter(row -> !tested[row]).toArray());
    Dataset test = rows.rows(testRows);
    try (Model model = Model.of(networkOptions.of(train), settings -> {
      settings
          .seed(Seeds.derive(seed, fold))
          .runtime(runtime())
          .augment(augmentOptions.steps(train));
    })) {
      model.compile(adam(learningRate), binaryCrossentropy());
      model.fit(
          train,
          fit -> fit.batchSize(batchSize)
              .epochs(epochs)
              .seed(Seeds.derive(seed, fold))
              .verbose(false));
      Map<String, Double> figures = new LinkedHashMap<>();
      figures.put("loss", model.evaluate(test).getOrDefault("loss", Double.NaN));
      new Scores(test.labels(), model.predict(test), 0.5).toMap().forEach((name, figure) -> {
        if (figure instanceof Double number) {
          figures.put(name, number);
        }
      });
      return figures;
    }
  }

  private static String line(Map<String, Double> scores) {
    return String.format(
        Locale.ROOT,
        "F1 micro %.3f, Hamming loss %.3f",
        scores.get("f1"),
        scores.get("hamming_loss"));
  }

  private void print(
      Dataset rows, int[][] tests, List<Map<String, Double>> scores, PrintWriter out) {
    Map<String, double[]> values = new LinkedHashMap<>();
    for (String name : scores.get(0).keySet()) {
      values.put(
          name,
          scores.stream()
              .mapToDouble(fold -> fold.getOrDefault(name, Double.NaN))
              .toArray());
    }
    if (json) {
      out.println(StrictJson.write(report(rows, tests, scores, values)));
      return;
    }
    out.print(FoldTable.of(COLUMNS, tests, values));
  }

  private Map<String, Object> report(
      Dataset rows, int[][] tests, List<Map<String, Double>> scores, Map<String, double[]> values) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("data", data.toString());
    report.put("rows", rows.size());
    report.put("labels", rows.labelNames().names());
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("folds", folds);
    options.put("splitter", splitter);
    options.put("epochs", epochs);
    options.put("batch_size", batchSize);
    options.put("learning_rate", learningRate);
    options.put("seed", seed);
    options.putAll(networkOptions.toMap(rows.inputs().get(0).shape()));
    options.put("augment", augmentOptions.name());
    report.put("options", options);
    Map<String, Object> mean = new LinkedHashMap<>();
    Map<String, Object> deviation = new LinkedHashMap<>();
    values.forEach((name, numbers) -> {
      mean.put(name, FoldTable.mean(numbers));
      deviation.put(name, FoldTable.deviation(numbers));
    });
    report.put("mean", mean);
    report.put("std", deviation);
    List<Map<String, Object>> each = new ArrayList<>();
    for (int fold = 0; fold < scores.size(); fold++) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("test_rows", tests[fold].length);
      entry.putAll(scores.get(fold));
      each.add(entry);
    }
    report.put("folds", each);
    return report;
  }

  private Splitter splitter() {
    return switch (splitter) {
      case "iterative" -> Splitter.iterative();
      case "second-order" -> Splitter.iterativeSecondOrder();
      case "label-sets" -> Splitter.labelSets();
      case "random" -> Splitter.random();
      default ->
        throw Check.bad("--splitter", "iterative, second-order, label-sets or random", splitter);
    };
  }

  private void checkOptions() {
    Check.argument(folds >= 2, "--folds", ">= 2", folds);
    Check.argument(epochs >= 1, "--epochs", ">= 1", epochs);
    Check.argument(batchSize >= 1, "--batch-size", ">= 1", batchSize);
    Check.argument(
        learningRate > 0 && Double.isFinite(learningRate),
        "--learning-rate",
        "a number > 0",
        learningRate);
    threadOptions.check();
    dataOptions.check();
    networkOptions.check();
    augmentOptions.check();
  }

  private void say(PrintWriter err, String line) {
    if (!quiet) {
      err.println(line);
      err.flush();
    }
  }
}

package org.keraunos.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.keraunos.Model;
import org.keraunos.base.Check;
import org.keraunos.base.Seeds;
import org.keraunos.data.Data;
import org.keraunos.data.Dataset;
import org.keraunos.data.readers.Part;
import org.keraunos.data.split.Splitter;
import org.keraunos.recipes.Augment;
import org.keraunos.recipes.Recipe;
import org.keraunos.recipes.Training;
import org.keraunos.report.FoldTable;
import org.keraunos.report.StrictJson;
import org.keraunos.runtime.RuntimeOptions;
import org.keraunos.training.History;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code keraunos crossvalidate}: what a network comes to on data, and how much that depends on the
 * rows.
 */
@Command(
    name = "crossvalidate",
    mixinStandardHelpOptions = true,
    description = {
      "Trains once for each fold on the rows of the others and scores it on the fold.",
      "Scores with mean and standard deviation (n - 1). Rows of a test part are left alone unless",
      "--all-rows."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  keraunos crossvalidate --data scene.arff --folds 5 --epochs 30",
      "  keraunos crossvalidate --data flowers.npz --splitter second-order --json",
      "  keraunos crossvalidate --data flowers.npz --epochs 100 --validation-split 0.1 --early-stopping 5"
    })
final class CrossValidateCommand extends BaseCommand {
  private static final Map<String, String> COLUMNS = columns();

  @Option(
      names = "--data",
      paramLabel = "PATH",
      required = true,
      description = "Data in any format of keraunos train.")
  private Path data = Path.of("");

  @Mixin
  private DataOptions dataOptions = new DataOptions();

  @Mixin
  private RecipeOption recipeOption = new RecipeOption();

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

  @Mixin
  private FittingOptions fittingOptions = new FittingOptions();

  @Mixin
  private MachineOptions machineOptions = new MachineOptions();

  @Mixin
  private TalkOptions talkOptions = new TalkOptions();

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
    checkOptions();
    Splitter divides = splitter();
    Data loaded = dataOptions.load(data, runtime(), null);
    DataEffects.checkImages(this, loaded.dataset());
    Check.argument(
        !allRows || loaded.parts().contains(Part.TEST),
        "--all-rows",
        "data with a test part",
        "none");
    Dataset rows = loaded
        .dataset()
        .rows(allRows ? loaded.rowsOf() : loaded.rowsOf(Part.TRAIN, Part.VALIDATION, Part.NONE));
    Check.argument(
        rows.size() > 1, "--data", "at least two rows to divide into folds", rows.size());
    Check.argument(folds <= rows.size(), "--folds", "at most " + rows.size() + ", the rows", folds);
    Training how = how(rows, rows.size() - (rows.size() + folds - 1) / folds);
    how.augment().steps(rows);
    DataOptions.account(loaded, this::say);
    int left = loaded.dataset().size() - rows.size();
    if (left > 0) {
      say(String.format(Locale.ROOT, "%,d rows of the test part are left alone", left));
    }
    int[][] tests = divides.folds(rows.labels(), folds, fittingOptions.seed());
    List<Map<String, Double>> scores = new ArrayList<>();
    Interrupts signals = Interrupts.interrupting(
        Thread.currentThread(),
        "the cross-validation ends after this step, without a result",
        err());
    try {
      for (int fold = 0; fold < folds; fold++) {
        Map<String, Double> figures = score(rows, tests[fold], fold, signals);
        if (signals.code() != 0) {
          say("Interrupted in fold " + (fold + 1) + " of " + folds);
          return signals.code();
        }
        scores.add(figures);
        say("Fold " + (fold + 1) + "/" + folds + ": " + line(figures));
      }
    } finally {
      signals.end();
    }
    print(rows, how, tests, scores);
    return 0;
  }

  private RuntimeOptions runtime() {
    return machineOptions.runtime(
        augmentOptions.of(Augment.NONE) != Augment.NONE,
        networkOptions.isRowwise(recipeOption.recipe()));
  }

  /** How so many of the rows are trained on. */
  private Training how(Dataset rows, int some) {
    Training given =
        fittingOptions.of(recipeOption.recipe().training(rows.take(some)), some, false);
    return given.augment(augmentOptions.of(given.augment()));
  }

  /** The scores of a fold; none if a signal came. */
  private Map<String, Double> score(Dataset rows, int[] testRows, int fold, Interrupts signals) {
    boolean[] tested = new boolean[rows.size()];
    IntStream.of(testRows).forEach(row -> tested[row] = true);
    Dataset train =
        rows.rows(IntStream.range(0, rows.size()).filter(row -> !tested[row]).toArray());
    Dataset test = rows.rows(testRows);
    long seed = Seeds.derive(fittingOptions.seed(), fold);
    Training how = how(train, train.size());
    try (Model model = Model.of(networkOptions.of(train, recipeOption.recipe()), settings -> {
      settings
          .seed(seed)
          .dtypePolicy(machineOptions.policy(how))
          .runtime(runtime())
          .augment(how.augment().steps(train));
    })) {
      model.compile(how.optimizer(train.size()), fittingOptions.loss(train, how));
      History history = model.fit(train, fit -> {
        how.configure(fit, train.size());
        fit.seed(seed).verbose(false);
      });
      Map<String, Double> figures = new LinkedHashMap<>();
      if (signals.code() != 0) {
        return figures;
      }
      String stopped = FittingOptions.stopped(how, history.get("loss").length);
      if (!stopped.isEmpty()) {
        say(stopped);
      }
      how.thresholds()
          .ifPresent(criterion -> model.thresholds(how.validation(train, seed), criterion));
      figures.put("loss", model.evaluate(test).getOrDefault("loss", Double.NaN));
      new Scores(test.labels(), model.predict(test)).toMap().forEach((name, figure) -> {
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

  private void print(Dataset rows, Training how, int[][] tests, List<Map<String, Double>> scores) {
    Map<String, double[]> values = new LinkedHashMap<>();
    for (String name : scores.get(0).keySet()) {
      values.put(
          name,
          scores.stream()
              .mapToDouble(fold -> fold.getOrDefault(name, Double.NaN))
              .toArray());
    }
    if (talkOptions.json()) {
      out().println(StrictJson.write(report(rows, how, tests, scores, values)));
      return;
    }
    out().print(FoldTable.of(COLUMNS, tests, values));
  }

  private Map<String, Object> report(
      Dataset rows,
      Training how,
      int[][] tests,
      List<Map<String, Double>> scores,
      Map<String, double[]> values) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("data", data.toString());
    report.put("rows", rows.size());
    report.put("labels", rows.labelNames().names());
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("folds", folds);
    options.put("splitter", splitter);
    options.put("recipe", recipeOption.recipe().toString());
    options.putAll(fittingOptions.toMap(how));
    options.putAll(machineOptions.toMap(how));
    options.putAll(networkOptions.toMap(rows.inputs().get(0).shape(), recipeOption.recipe()));
    options.put("augment", how.augment().toString());
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
    fittingOptions.check();
    Check.argument(
        !fittingOptions.splitsForNothing() || recipeOption.recipe() == Recipe.STRONG,
        "--validation-split",
        "--early-stopping or --thresholds beside it: nothing else looks at validation rows here",
        "none");
    machineOptions.check();
    dataOptions.check();
    recipeOption.check();
    Check.argument(!recipeOption.isAuto(), "--recipe", "tutorial, small or strong here", "auto");
    networkOptions.check();
    StrategyName strategy = networkOptions.strategy();
    if (strategy != null) {
      throw Check.bad("--network", "a network that is trained in epochs", strategy.spelled());
    }
    augmentOptions.check();
    DataEffects.check(this, dataOptions, data);
  }

  private void say(String line) {
    talkOptions.say(err(), line);
  }
}

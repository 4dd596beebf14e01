package org.keraunos.cli;

import static org.keraunos.metrics.StreamingMetrics.accuracy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keraunos.Model;
import org.keraunos.base.Check;
import org.keraunos.base.ScoreMatrix;
import org.keraunos.contract.Preprocessing;
import org.keraunos.data.Data;
import org.keraunos.data.Dataset;
import org.keraunos.decisions.ThresholdChoice;
import org.keraunos.layers.Network;
import org.keraunos.recipes.Augment;
import org.keraunos.recipes.Found;
import org.keraunos.recipes.Recipe;
import org.keraunos.recipes.Search;
import org.keraunos.recipes.SearchOptions;
import org.keraunos.recipes.Training;
import org.keraunos.runtime.RuntimeOptions;
import org.keraunos.saving.SavedModelFolder;
import org.keraunos.training.EpochLines;
import org.keraunos.training.FitOptions;
import org.keraunos.training.History;
import org.keraunos.training.TerminalSize;
import org.keraunos.training.TrainingState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keraunos train}: a network on digit scenes or on the user's data. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = {
      "Trains a network, scores it on the test part, and saves it as a SavedModel.",
      "Without --data: on digit scenes, 32 x 32 colour pictures of 0 to 4 handwritten digits."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  keraunos train",
      "  keraunos train --epochs 1 --train-size 500 --test-size 200",
      "  keraunos train --data flowers.npz --labels rose,tulip,daisy --validation-split 0.1",
      "  keraunos train --data scene.arff --hidden 256,64 --epochs 30",
      "  keraunos train --data scene.arff --network chains",
      "  keraunos train --data photos --image-size 64 --augment strong",
      "  keraunos train --from mobilenet.keras --freeze --data photos",
      "  keraunos train --data photos --validation-split 0.2 --thresholds f1",
      "  keraunos train --data photos --validation-split 0.2 --calibrate isotonic",
      "  keraunos train --quiet --json > run.json",
      "  keraunos train --checkpoint-dir run --checkpoint-every 10m --resume",
      "",
      "Ctrl-C and SIGTERM end the training after its step; the model is then scored and saved as it",
      "is, or with --checkpoint-dir a checkpoint is written, and the exit code is 130 or 143."
    })
final class TrainCommand extends BaseCommand {
  @Mixin
  private TrainData data = new TrainData();

  @Mixin
  private DataOptions dataOptions = new DataOptions();

  @Mixin
  private RecipeOption recipeOption = new RecipeOption();

  @Mixin
  private TimeBudget timeBudget = new TimeBudget();

  @Mixin
  private NetworkOptions networkOptions = new NetworkOptions();

  @Mixin
  private FromOptions fromOptions = new FromOptions();

  @Mixin
  private PreprocessOption preprocess = new PreprocessOption();

  @Mixin
  private AugmentOptions augmentOptions = new AugmentOptions();

  @Mixin
  private FittingOptions fittingOptions = new FittingOptions();

  @Mixin
  private CalibrationOption calibrationOption = new CalibrationOption();

  @Mixin
  private CheckpointOptions checkpointOptions = new CheckpointOptions();

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "Where the model goes; models/digit-scenes, or models/<name of the data file>.")
  private @Nullable Path model;

  @Mixin
  private MachineOptions machineOptions = new MachineOptions();

  @Mixin
  private ReportOptions reportOptions = new ReportOptions();

  @Mixin
  private TalkOptions talkOptions = new TalkOptions();

  TrainCommand() {}

  @Override
  public Integer call() {
    checkOptions();
    Path folder = model != null ? model : data.defaultFolder();
    SavedModelFolder.checkTarget(folder);
    checkpointOptions.checkFolder(folder);

    if (!fromOptions.isGiven()) {
      return train(folder, null);
    }
    try (Model base = fromOptions.load(dataOptions.imageSize(), preprocess, this::remark)) {
      fromOptions.checkLayers(base);
      return train(folder, base);
    }
  }

  /** Trains a network of its own or, where there is one, what another model begins with. */
  private int train(Path folder, @Nullable Model base) {
    Stopwatch watch = new Stopwatch();
    Data rows = data.read(
        this, dataOptions, runtime(base), base == null ? null : base.network().inputShape(0));
    Dataset train = rows.train();
    if (recipeOption.isAuto()) {
      watch.lap("data");
      return searched(folder, rows, watch);
    }
    Recipe recipe = recipeOption.recipe();
    Training given = fittingOptions.of(
        recipe.training(train), train.size(), rows.validation().isPresent());
    Training how = given.augment(augmentOptions.of(given.augment()));
    calibrationOption.checkValidation(
        how.validationSplit() > 0 || rows.validation().isPresent());
    Dataset test = rows.test();
    watch.lap("data");
    TrainEnd end = new TrainEnd(this, data, reportOptions, talkOptions);
    StrategyName strategy = networkOptions.strategy();
    if (strategy != null) {
      return fitted(strategy, how, folder, rows, watch, end);
    }

    try (Model network = Model.of(network(train, recipe, base), settings -> {
      settings
          .name(TrainEnd.nameOf(folder))
          .seed(fittingOptions.seed())
          .dtypePolicy(machineOptions.policy(how))
          .runtime(runtime(base));
      settings.augment(
          base == null
              ? how.augment().steps(train)
              : how.augment()
                  .steps(
                      train, base.contract().input().preprocessing().orElse(Preprocessing.PIXELS)));
    })) {
      if (base != null) {
        fromOptions.freeze(base, network);
      }
      network.compile(compiled -> {
        compiled
            .optimizer(how.optimizer(train.size()))
            .loss(fittingOptions.loss(train, how))
            .metrics(accuracy());
        if (base != null) {
          fromOptions.configure(base, compiled);
        }
      });
      sayData(rows, how.validationSplit());
      say(data.describe(train, test, network));
      machineOptions.warnings().forEach(this::remark);
      hints(how).forEach(this::say);
      boolean resumable = checkpointOptions.areWanted();
      Interrupts signals = Interrupts.asking(
          "the training ends after this step and "
              + (resumable ? "a checkpoint is written" : "the model is saved as it is"),
          err());
      try {
        History history = network.fit(train, fit -> {
          configure(fit, rows, how);
          checkpointOptions.configure(fit, folder, this::remark);
          fit.stopWhen(signals::isAsked);
        });
        signals.finish();
        if (resumable && history.interrupted()) {
          TrainingState unwritten = history.unwritten().orElse(null);
          remark(checkpointOptions.goOn(arguments(), folder, unwritten));
          return signals.code();
        }
        watch.lap("fit");
        sayStopped(history, how);
        TrainReport report = new TrainReport(folder)
            .data(data.source(), rows)
            .options(options(train, how, recipe))
            .history(history);
        ThresholdChoice choice = TrainDecisions.decide(
            network,
            how,
            rows,
            fittingOptions.seed(),
            calibrationOption.method(),
            report,
            this::say);
        if (!end.finish(network, rows, test, history, report, choice, watch)) {
          return Keraunos.USER;
        }
        end.sayWhere(
            (history.interrupted() ? "Interrupted; the model as it was is in " : "The model is in ")
                + folder);
        return signals.code();
      } finally {
        signals.end();
      }
    }
  }

  /** Fits what has no epochs; scored and saved as a network is. */
  private int fitted(
      StrategyName strategy, Training how, Path folder, Data rows, Stopwatch watch, TrainEnd end) {
    Dataset train = rows.train();
    Dataset learned = fittingOptions.rest(train, how);
    sayData(rows, how.validationSplit());
    Map<String, Object> options = fittingOptions.ofStrategy(strategy, how);
    calibrationOption.addTo(options);
    TrainReport report = new TrainReport(folder).data(data.source(), rows).options(options);
    if (strategy == StrategyName.KNN) {
      say(strategy.describe(learned.size(), rows.test().size()));
      ScoreMatrix probabilities = strategy.neighbours(learned, rows.test());
      watch.lap("fit");
      Scores scores = new Scores(
          rows.test().labels(),
          probabilities,
          probabilities.above(0.5),
          rows.train().labelNames());
      end.print(report.scores(Map.of(), scores).unsaved().times(watch).toMap(), scores);
      return 0;
    }
    try (Model model = strategy.fit(learned, TrainEnd.nameOf(folder), fittingOptions.seed())) {
      watch.lap("fit");
      say(data.describe(train, rows.test(), model));
      ThresholdChoice choice = TrainDecisions.decide(
          model, how, rows, fittingOptions.seed(), calibrationOption.method(), report, this::say);
      if (!end.finish(model, rows, rows.test(), null, report, choice, watch)) {
        return Keraunos.USER;
      }
      end.sayWhere("The model is in " + folder);
      return 0;
    }
  }

  /** Tries what there is in the time there is, and ends with the best. */
  private int searched(Path folder, Data rows, Stopwatch watch) {
    boolean ofData = rows.validation().isPresent() && !given("--validation-split");
    sayData(rows, ofData ? 0 : fittingOptions.share().orElse(SearchOptions.SHARE));
    Interrupts signals =
        Interrupts.asking("the search ends after this step and the best so far is saved", err());
    TrainEnd end = new TrainEnd(this, data, reportOptions, talkOptions);
    try (Found found = OfOption.renamed(
        "--validation-split",
        "validationSplit",
        () -> Search.run(rows.train(), search -> {
          search
              .budget(timeBudget.time())
              .name(TrainEnd.nameOf(folder))
              .model(settings -> settings.runtime(runtime(null)))
              .told(attempt -> say("Tried " + attempt.name() + ": " + AttemptTable.line(attempt)))
              .stopWhen(signals::isAsked);
          fittingOptions.configure(search, ofData ? rows.validation().orElseThrow() : null);
          machineOptions.askedFor().ifPresent(search::dtypePolicy);
        }))) {
      signals.finish();
      watch.lap("search");
      Map<String, Object> options = timeBudget.toMap(found);
      options.putAll(fittingOptions.ofSearch(ofData));
      TrainReport report = new TrainReport(folder).data(data.source(), rows).options(options);
      return end.ofSearch(found, rows, report, watch) ? signals.code() : Keraunos.USER;
    } finally {
      signals.end();
    }
  }

  private Network network(Dataset train, Recipe recipe, @Nullable Model base) {
    return base == null
        ? networkOptions.of(train, recipe)
        : fromOptions.of(base, train.labelNames(), this::say);
  }

  private void configure(FitOptions fit, Data rows, Training how) {
    how.configure(fit, rows.train().size());
    fit.verbose(!talkOptions.quiet() && TerminalSize.isTerminal());
    if (how.validationSplit() == 0) {
      rows.validation().ifPresent(fit::validationData);
    }
    if (!talkOptions.quiet() && !TerminalSize.isTerminal()) {
      fit.callbacks(new EpochLines(this::remark));
    }
  }

  private void sayStopped(History history, Training how) {
    String stopped = FittingOptions.stopped(how, history.get("loss").length);
    if (!stopped.isEmpty() && !history.interrupted()) {
      say(stopped);
    }
  }

  private void checkOptions() {
    fittingOptions.check();
    calibrationOption.check();
    checkpointOptions.check();
    reportOptions.check();
    Check.argument(
        networkOptions.strategy() != StrategyName.KNN || !given("--report"),
        "--report",
        "a --network that is saved",
        "knn");
    Check.argument(
        networkOptions.strategy() != StrategyName.KNN || !given("--curves"),
        "--curves",
        "a --network that is saved",
        "knn");
    machineOptions.check();
    data.check();
    dataOptions.check();
    checkRecipe();
    networkOptions.check();
    checkStrategy();
    preprocess.check();
    fromOptions.check(this, optionsOf("networkOptions"));
    augmentOptions.check();
    data.checkEffects(this, dataOptions);
  }

  private void checkRecipe() {
    recipeOption.check();
    if (!recipeOption.isAuto()) {
      refuse(List.of(TimeBudget.OPTION), "--recipe auto beside it", "none");
      return;
    }
    timeBudget.time();
    List<String> unused = new ArrayList<>(optionsOf("fittingOptions"));
    unused.removeAll(List.of("--seed", "--validation-split", "--thresholds"));
    for (String mixin : List.of("networkOptions", "augmentOptions", "checkpointOptions")) {
      unused.addAll(optionsOf(mixin));
    }
    unused.add("--from");
    refuse(unused, "a recipe other than auto, which tries its own", "--recipe auto");
    refuse(
        List.of("--calibrate"), "a recipe other than auto, which calibrates none", "--recipe auto");
  }

  private void checkStrategy() {
    StrategyName strategy = networkOptions.strategy();
    if (strategy == null) {
      return;
    }
    refuse(
        List.of("--recipe"), "a network, which recipes train", "--network " + strategy.spelled());
    List<String> unused = new ArrayList<>(optionsOf("fittingOptions"));
    unused.removeAll(List.of("--seed", "--validation-split", "--thresholds"));
    for (String mixin : List.of("augmentOptions", "checkpointOptions", "machineOptions")) {
      unused.addAll(optionsOf(mixin));
    }
    refuse(unused, "a network that is trained in epochs", "--network " + strategy.spelled());
    if (strategy == StrategyName.KNN) {
      refuse(
          List.of("--model", "--thresholds", "--calibrate"),
          "a method that is saved",
          "--network knn");
    }
  }

  private void sayData(Data rows, double split) {
    if (data.areScenes()) {
      return;
    }
    DataOptions.account(rows, this::say);
    if (split > 0) {
      rows.validation()
          .ifPresent(part -> say("The validation part, " + part.size()
              + " rows, is left alone (--validation-split takes training rows)"));
    }
  }

  private RuntimeOptions runtime(@Nullable Model base) {
    boolean rowwise = base == null
        ? !recipeOption.isAuto() && networkOptions.isRowwise(recipeOption.recipe())
        : base.network().isRowwise(fromOptions.frozen(base.network())::contains);
    return machineOptions.runtime(augmentOptions.of(Augment.NONE) != Augment.NONE, rowwise);
  }

  private List<String> hints(Training how) {
    List<String> hints = new ArrayList<>(machineOptions.hints(how));
    if (data.areScenes() && how.augment() == Augment.STRONG) {
      hints.add(
          "Hint: --augment strong mirrors images, and mirrored digits are others; light does not");
    }
    return hints;
  }

  private void say(String line) {
    talkOptions.say(err(), line);
  }

  private Map<String, Object> options(Dataset train, Training how, Recipe recipe) {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("recipe", recipe.toString());
    options.putAll(fittingOptions.toMap(how));
    calibrationOption.addTo(options);
    options.putAll(machineOptions.toMap(how));
    options.putAll(
        fromOptions.isGiven()
            ? fromOptions.toMap()
            : networkOptions.toMap(train.inputs().get(0).shape(), recipe));
    options.put("augment", how.augment().toString());
    return options;
  }
}

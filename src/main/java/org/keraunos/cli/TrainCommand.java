package org.keraunos.cli;

import static org.keraunos.metrics.StreamingMetrics.accuracy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keraunos.GradCam;
import org.keraunos.Model;
import org.keraunos.Predictions;
import org.keraunos.base.Check;
import org.keraunos.base.DataException;
import org.keraunos.base.NamedArray;
import org.keraunos.base.ScoreMatrix;
import org.keraunos.contract.Preprocessing;
import org.keraunos.data.Data;
import org.keraunos.data.Dataset;
import org.keraunos.data.digits.DigitScenes;
import org.keraunos.data.readers.Part;
import org.keraunos.decisions.Criterion;
import org.keraunos.decisions.ThresholdChoice;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Network;
import org.keraunos.report.HeatOverlay;
import org.keraunos.report.RowPictures;
import org.keraunos.report.Story;
import org.keraunos.report.StrictJson;
import org.keraunos.report.results.Scored;
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
      "  keraunos train --quiet --json > run.json",
      "  keraunos train --checkpoint-dir run --checkpoint-every 10m --resume",
      "",
      "Ctrl-C and SIGTERM end the training after its step; the model is then scored and saved as it",
      "is, or with --checkpoint-dir a checkpoint is written, and the exit code is 130 or 143."
    })
final class TrainCommand extends BaseCommand {
  private static final Path DIGITS = Path.of("models", "digit-scenes");

  @Option(
      names = "--data",
      paramLabel = "PATH",
      description =
          "A table (.csv, .tsv, .arff), a TFRecord or JSON Lines file, a folder in one of the formats "
              + "of --format, or arrays x_train, y_train, x_test, y_test (.npz, or .npy in a folder): uint8 "
              + "(divided by 255) or floats (as they are); labels of 0 and 1, -1 or ? (NaN) is unknown. "
              + "Without a test part 20 %% are held out, stratified.")
  private @Nullable Path data;

  @Mixin
  private DataOptions dataOptions = new DataOptions();

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
  private CheckpointOptions checkpointOptions = new CheckpointOptions();

  @Option(
      names = "--train-size",
      paramLabel = "N",
      description = "Only the first N training rows; 10000 digit scenes, all of --data.")
  private @Nullable Integer trainSize;

  @Option(
      names = "--test-size",
      paramLabel = "N",
      description = "Only the first N test rows; 2000 digit scenes, all of --data.")
  private @Nullable Integer testSize;

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

  /** Where the report is, once there is one. */
  private @Nullable Path page;

  TrainCommand() {}

  @Override
  public Integer call() {
    checkOptions();
    Path folder = model != null ? model : defaultFolder();
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
    Data rows = rows(base);
    Dataset train = rows.train();
    fittingOptions.checkValidation(train.size(), rows.validation().isPresent());
    Dataset test = rows.test();
    watch.lap("data");
    StrategyName strategy = networkOptions.strategy();
    if (strategy != null) {
      return fitted(strategy, folder, rows, watch);
    }

    try (Model network = Model.of(network(train, base), settings -> {
      settings
          .name(nameOf(folder))
          .seed(fittingOptions.seed())
          .dtypePolicy(machineOptions.policy())
          .runtime(runtime(base));
      settings.augment(
          base == null
              ? augmentOptions.steps(train)
              : augmentOptions.steps(
                  train, base.contract().input().preprocessing().orElse(Preprocessing.PIXELS)));
    })) {
      if (base != null) {
        fromOptions.freeze(base, network);
      }
      network.compile(how -> {
        how.optimizer(fittingOptions.optimizer())
            .loss(fittingOptions.loss(train))
            .metrics(accuracy());
        if (base != null) {
          fromOptions.configure(base, how);
        }
      });
      sayData(rows);
      say(describe(train, test, network));
      machineOptions.warnings().forEach(this::remark);
      hints().forEach(this::say);
      boolean resumable = checkpointOptions.areWanted();
      Interrupts signals = Interrupts.asking(
          "the training ends after this step and "
              + (resumable ? "a checkpoint is written" : "the model is saved as it is"),
          err());
      try {
        History history = network.fit(train, fit -> {
          configure(fit, rows);
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
        sayStopped(history);
        TrainReport report =
            new TrainReport(folder).data(source(), rows).options(options(train)).history(history);
        ThresholdChoice choice = chooseThresholds(network, train, rows);
        if (!finish(network, rows, test, history, report, choice, watch)) {
          return Keraunos.USER;
        }
        say((history.interrupted() ? "Interrupted; the model as it was is in " : "The model is in ")
            + folder);
        sayReport();
        return signals.code();
      } finally {
        signals.end();
      }
    }
  }

  /** Fits what has no epochs; scored and saved as a network is. */
  private int fitted(StrategyName strategy, Path folder, Data rows, Stopwatch watch) {
    Dataset train = rows.train();
    Dataset learned = fittingOptions.rest(train);
    sayData(rows);
    TrainReport report =
        new TrainReport(folder).data(source(), rows).options(fittingOptions.ofStrategy(strategy));
    if (strategy == StrategyName.KNN) {
      say(strategy.describe(learned.size(), rows.test().size()));
      ScoreMatrix probabilities = strategy.neighbours(learned, rows.test());
      watch.lap("fit");
      Scores scores = new Scores(
          rows.test().labels(),
          probabilities,
          probabilities.above(0.5),
          rows.train().labelNames());
      print(report.scores(Map.of(), scores).unsaved().times(watch).toMap(), scores);
      return 0;
    }
    try (Model model = strategy.fit(learned, nameOf(folder), fittingOptions.seed())) {
      watch.lap("fit");
      say(describe(train, rows.test(), model));
      ThresholdChoice choice = chooseThresholds(model, train, rows);
      if (!finish(model, rows, rows.test(), null, report, choice, watch)) {
        return Keraunos.USER;
      }
      say("The model is in " + folder);
      sayReport();
      return 0;
    }
  }

  /**
   * Scores, saves and prints.
   *
   * @return whether the model is where it was to go
   */
  private boolean finish(
      Model network,
      Data rows,
      Dataset test,
      @Nullable History history,
      TrainReport said,
      @Nullable ThresholdChoice choice,
      Stopwatch watch) {
    Map<String, Double> figures = network.evaluate(test);
    Predictions predictions = network.predict(test);
    Scores scores = new Scores(test.labels(), predictions);
    watch.lap("evaluate");
    Path folder = said.folder();
    Map<String, Object> report = said.scores(figures, scores)
        .thresholds(choice, network.contract().output().labels().names())
        .toMap();
    Path written = save(network, folder, report, scores);
    watch.lap("save");
    report.put("model", written.toString());
    if (reportOptions.isWanted()) {
      page = report(written, rows, test, predictions, network, history, report);
      watch.lap("report");
      if (page != null) {
        report.put("report", page.toString());
      }
    }
    print(said.times(watch).toMap(), scores);
    return written.equals(folder);
  }

  /**
   * Saves the model; where the disk is full or the folder was taken away meanwhile, among the
   * temporary files, for what took hours must not be lost.
   *
   * @return where it is
   */
  private Path save(Model network, Path folder, Map<String, Object> report, Scores scores) {
    try {
      network.export(folder, report);
      return folder;
    } catch (DataException e) {
      Path other = Path.of(System.getProperty("java.io.tmpdir"))
          .resolve("keraunos-" + ProcessHandle.current().pid())
          .resolve(nameOf(folder));
      try {
        network.export(other, report);
      } catch (DataException again) {
        e.addSuppressed(again);
        print(report, scores);
        throw e;
      }
      remark("keraunos train: " + e.getMessage() + "; the model is in " + other);
      return other;
    }
  }

  private @Nullable Path report(
      Path folder,
      Data rows,
      Dataset test,
      Predictions predictions,
      Model network,
      @Nullable History history,
      Map<String, Object> said) {
    Predictions probable = predictions.probabilities();
    Scored scored = new Scored(
        test.labels(),
        predictions.labels(),
        probable.scores(),
        probable.labelNames(),
        AnyModel.numbers(network.contract().output().thresholdOfEach()));
    List<String> reading = new ArrayList<>();
    DataOptions.account(rows, reading::add);
    reading.add(describe(rows.train(), test, network));
    Story story =
        Story.of(nameOf(folder)).data(source()).reading(reading).summary(network.summary());
    if (history != null) {
      story = story.history(history);
    }
    Story made = ReportOptions.made(story, arguments(), said.get("options"));
    try (GradCam cam = cam(network)) {
      return reportOptions.write(
          folder,
          "report",
          test,
          scored,
          made,
          cam == null
              ? null
              : (row, label) ->
                  HeatOverlay.of(RowPictures.picture(test, row), cam.map(test, row, label)),
          this::remark);
    }
  }

  /** What shows where labels were seen; null for a network without layers of pictures. */
  private static @Nullable GradCam cam(Model network) {
    try {
      return GradCam.fits(network) ? GradCam.of(network) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private void sayReport() {
    if (page != null) {
      say("The report is in " + page);
    }
  }

  private void print(Map<String, Object> report, Scores scores) {
    if (talkOptions.json()) {
      out().println(StrictJson.write(report));
    } else {
      scores.print(out());
    }
    out().flush();
  }

  private Network network(Dataset train, @Nullable Model base) {
    return base == null
        ? networkOptions.of(train)
        : fromOptions.of(base, train.labelNames(), this::say);
  }

  private void configure(FitOptions fit, Data rows) {
    fittingOptions.configure(fit);
    fit.verbose(!talkOptions.quiet() && TerminalSize.isTerminal());
    if (!fittingOptions.splits()) {
      rows.validation().ifPresent(fit::validationData);
    }
    if (!talkOptions.quiet() && !TerminalSize.isTerminal()) {
      fit.callbacks(new EpochLines(this::remark));
    }
  }

  /** Thresholds chosen on the rows to validate on, and set in the model; null if none is asked. */
  private @Nullable ThresholdChoice chooseThresholds(Model network, Dataset train, Data rows) {
    Criterion criterion = fittingOptions.criterion();
    if (criterion == null) {
      return null;
    }
    Dataset validation = fittingOptions.splits()
        ? fittingOptions.validation(train, fittingOptions.seed())
        : rows.validation().orElseThrow();
    ThresholdChoice choice = network.thresholds(validation, criterion);
    say(ThresholdNames.line(choice, train.labelNames().names()));
    return choice;
  }

  private void sayStopped(History history) {
    String stopped = fittingOptions.stopped(history.get("loss").length);
    if (!stopped.isEmpty() && !history.interrupted()) {
      say(stopped);
    }
  }

  private void checkOptions() {
    fittingOptions.check();
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
    Check.argument(
        trainSize == null || trainSize >= 1, "--train-size", ">= 1", String.valueOf(trainSize));
    Check.argument(
        testSize == null || testSize >= 1, "--test-size", ">= 1", String.valueOf(testSize));
    dataOptions.check();
    networkOptions.check();
    checkStrategy();
    preprocess.check();
    fromOptions.check(this, optionsOf("networkOptions"));
    augmentOptions.check();
    if (data == null) {
      DataEffects.checkScenes(this);
    } else {
      DataEffects.check(this, dataOptions, data);
    }
  }

  private void checkStrategy() {
    StrategyName strategy = networkOptions.strategy();
    if (strategy == null) {
      return;
    }
    List<String> unused = new ArrayList<>(optionsOf("fittingOptions"));
    unused.removeAll(List.of("--seed", "--validation-split", "--thresholds"));
    for (String mixin : List.of("augmentOptions", "checkpointOptions", "machineOptions")) {
      unused.addAll(optionsOf(mixin));
    }
    refuse(unused, "a network that is trained in epochs", "--network " + strategy.spelled());
    if (strategy == StrategyName.KNN) {
      refuse(List.of("--model", "--thresholds"), "a method that is saved", "--network knn");
    }
  }

  private String source() {
    return data == null ? "digit scenes" : data.toString();
  }

  private Path defaultFolder() {
    return data == null ? DIGITS : Path.of("models", stem(data));
  }

  private static String stem(Path file) {
    String name = nameOf(file);
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private static String nameOf(Path path) {
    Path name = path.toAbsolutePath().normalize().getFileName();
    return name == null ? "model" : name.toString();
  }

  private RuntimeOptions runtime(@Nullable Model base) {
    boolean rowwise = base == null || base.network().layers().stream().allMatch(Layer::isRowwise);
    return machineOptions.runtime(augmentOptions, rowwise);
  }

  private Data rows(@Nullable Model base) {
    if (data == null) {
      checkScenes("--train-size", trainSize);
      checkScenes("--test-size", testSize);
      return Data.digitScenes(
          trainSize == null ? DigitScenes.TRAIN_SIZE : trainSize,
          testSize == null ? DigitScenes.TEST_SIZE : testSize);
    }
    Data read = dataOptions.load(
        data, runtime(base), base == null ? null : base.network().inputShape(0));
    DataEffects.checkImages(this, read.dataset());
    return first(DataOptions.of(data, read::forTraining));
  }

  private static void checkScenes(String option, @Nullable Integer size) {
    Check.argument(
        size == null || size <= DigitScenes.MOST,
        option,
        "at most " + DigitScenes.MOST + " scenes",
        String.valueOf(size));
  }

  private void sayData(Data rows) {
    if (data == null) {
      return;
    }
    DataOptions.account(rows, this::say);
    if (fittingOptions.splits()) {
      rows.validation()
          .ifPresent(part -> say("The validation part, " + part.size()
              + " rows, is left alone (--validation-split takes training rows)"));
    }
  }

  /** The first rows of the training and the test part. */
  private Data first(Data rows) {
    if (trainSize == null && testSize == null) {
      return rows;
    }
    int[] train = first(rows.rowsOf(Part.TRAIN), trainSize, "--train-size");
    int[] test = first(rows.rowsOf(Part.TEST), testSize, "--test-size");
    return rows.rows(Stream.of(train, rows.rowsOf(Part.VALIDATION), test)
        .flatMapToInt(IntStream::of)
        .sorted()
        .toArray());
  }

  private int[] first(int[] rows, @Nullable Integer size, String option) {
    if (size == null) {
      return rows;
    }
    Check.argument(
        size <= rows.length, option, "at most " + rows.length + ", the rows in " + data, size);
    return Arrays.copyOf(rows, size);
  }

  private String describe(Dataset train, Dataset test, Model network) {
    long parameters = network.getWeights().stream()
        .mapToLong(weight -> NamedArray.size(weight.shape()))
        .sum();
    return String.format(
        Locale.ROOT,
        "%s: %,d %s to train on, %,d to test, %s -> %d %s; %,d parameters",
        data == null ? "Digit scenes" : data,
        train.size(),
        train.inputs().get(0).shape().rank() == 3 ? "images" : "rows",
        test.size(),
        train.inputs().get(0).shape(),
        train.labelNames().size(),
        train.labelNames().size() == 1 ? "label" : "labels",
        parameters);
  }

  private List<String> hints() {
    List<String> hints = new ArrayList<>(machineOptions.hints());
    if (data == null && augmentOptions.name().equals("strong")) {
      hints.add(
          "Hint: --augment strong mirrors images, and mirrored digits are others; light does not");
    }
    return hints;
  }

  private void say(String line) {
    talkOptions.say(err(), line);
  }

  private Map<String, Object> options(Dataset train) {
    Map<String, Object> options = fittingOptions.toMap();
    options.putAll(machineOptions.toMap());
    options.putAll(
        fromOptions.isGiven()
            ? fromOptions.toMap()
            : networkOptions.toMap(train.inputs().get(0).shape()));
    options.put("augment", augmentOptions.name());
    return options;
  }
}

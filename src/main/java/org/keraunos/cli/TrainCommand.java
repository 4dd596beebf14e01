package org.keraunos.cli;

import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.metrics.StreamingMetrics.accuracy;
import static org.keraunos.optimizers.Optimizers.adam;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.keraunos.Model;
import org.keraunos.base.Check;
import org.keraunos.data.Dataset;
import org.keraunos.report.StrictJson;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.Device;
import org.keraunos.runtime.RuntimeOptions;
import org.keraunos.saving.SavedModelFolder;
import org.keraunos.training.FitOptions;
import org.keraunos.training.History;
import org.keraunos.training.ProgressLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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
      "  keraunos train --data photos --image-size 64 --augment strong",
      "  keraunos train --quiet --json > run.json",
      "",
      "Ctrl-C ends the training after its step; the model is then scored and saved as it is, and",
      "the exit code is 130."
    })
final class TrainCommand implements Callable<Integer> {
  private static final Path DIGITS = Path.of("models", "digit-scenes");

  @Spec
  private @Nullable CommandSpec spec;

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
  private AugmentOptions augmentOptions = new AugmentOptions();

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "10",
      description = "Times over the data; ${DEFAULT-VALUE}.")
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
      description =
          "Of start weights, order and --augment; ${DEFAULT-VALUE}. The scenes stay those of seed 42.")
  private long seed;

  @Option(
      names = "--validation-split",
      paramLabel = "SHARE",
      defaultValue = "0",
      description = "Share of the training rows to validate on after each epoch; ${DEFAULT-VALUE}.")
  private double validationSplit;

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

  @Option(
      names = "--precision",
      paramLabel = "TYPE",
      description =
          "float32, float64, bfloat16 (with float32 weights; fast only on processors that have it),"
              + " or auto: bfloat16 where the processor has it; float32.")
  private @Nullable String precision;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "auto",
      description =
          "cpu, gpu:0, or auto: a GPU where there is one and its build; ${DEFAULT-VALUE}.")
  private String device = "auto";

  @Mixin
  private ThreadOptions threadOptions = new ThreadOptions();

  @Option(names = "--quiet", description = "No progress on standard error.")
  private boolean quiet;

  @Option(
      names = "--json",
      description = "One JSON object on standard output: history, scores, times, model, options.")
  private boolean json;

  TrainCommand() {}

  @Override
  public Integer call() {
    CommandSpec command = java.util.Objects.requireNonNull(spec);
    PrintWriter out = command.commandLine().getOut();
    PrintWriter err = command.commandLine().getErr();
    checkOptions();
    Path folder = model != null ? model : defaultFolder();
    SavedModelFolder.checkTarget(folder);

    Stopwatch watch = new Stopwatch();
    TrainingData rows = rows(err);
    Dataset train = rows.train();
    Dataset test = rows.test();
    watch.lap("data");

    try (Model network = Model.of(networkOptions.of(train), settings -> {
      settings.name(nameOf(folder)).seed(seed).dtypePolicy(policy()).runtime(runtime());
      settings.augment(augmentOptions.steps(train));
    })) {
      network.compile(adam(learningRate), binaryCrossentropy(), accuracy());
      say(err, describe(train, test, network));
      hints().forEach(hint -> say(err, hint));
      History history = fit(network, rows, err);
      watch.lap("fit");
      Map<String, Double> figures = network.evaluate(test);
      Scores scores = new Scores(test.labels(), network.predict(test), 0.5);
      watch.lap("evaluate");
      Map<String, Object> report = report(folder, rows, history, figures, scores);
      network.export(folder, report);
      watch.lap("save");
      report.put("times", watch.times());
      print(report, scores, out);
      boolean interrupted = history.interrupted();
      say(
          err,
          (interrupted ? "Interrupted; the model as it was is in " : "The model is in ") + folder);
      return interrupted ? Interrupts.EXIT_CODE : 0;
    }
  }

  private History fit(Model network, TrainingData rows, PrintWriter err) {
    Interrupts ctrlC = Interrupts.interrupting(Thread.currentThread(), err);
    try {
      return network.fit(rows.train(), fit -> configure(fit, rows, err));
    } finally {
      ctrlC.end();
    }
  }

  private void print(Map<String, Object> report, Scores scores, PrintWriter out) {
    if (json) {
      out.println(StrictJson.write(report));
    } else {
      scores.print(out);
    }
    out.flush();
  }

  private void configure(FitOptions fit, TrainingData rows, PrintWriter err) {
    fit.batchSize(batchSize).epochs(epochs).validationSplit(validationSplit).verbose(!quiet);
    if (validationSplit == 0) {
      rows.validation().ifPresent(fit::validationData);
    }
    if (!quiet && !ProgressLine.isTerminal()) {
      fit.callbacks(new EpochLines(err));
    }
  }

  private void checkOptions() {
    Check.argument(epochs >= 1, "--epochs", ">= 1", epochs);
    Check.argument(batchSize >= 1, "--batch-size", ">= 1", batchSize);
    Check.argument(
        learningRate > 0 && Double.isFinite(learningRate),
        "--learning-rate",
        "a number > 0",
        learningRate);
    Check.argument(
        validationSplit >= 0 && validationSplit < 1,
        "--validation-split",
        "0 <= share < 1",
        validationSplit);
    policy();
    threadOptions.check();
    Check.argument(
        trainSize == null || trainSize >= 1, "--train-size", ">= 1", String.valueOf(trainSize));
    Check.argument(
        testSize == null || testSize >= 1, "--test-size", ">= 1", String.valueOf(testSize));
    Check.argument(
        !dataOptions.namesLabels() || data != null,
        "--labels",
        "--data beside it (digit scenes have their names)",
        "none");
    dataOptions.check();
    networkOptions.check();
    augmentOptions.check();
  }

  private String precision() {
    return precision == null ? "float32" : precision;
  }

  private DTypePolicy policy() {
    return switch (precision()) {
      case "float32" -> DTypePolicy.FLOAT32;
      case "bfloat16" -> DTypePolicy.MIXED_BFLOAT16;
      case "float64" -> DTypePolicy.FLOAT64;
      case "auto" -> DTypePolicy.auto();
      default -> throw Check.bad("--precision", "float32, bfloat16, float64 or auto", precision());
    };
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

  private RuntimeOptions runtime() {
    return threadOptions.runtime(Device.named(device), augmentOptions);
  }

  private TrainingData rows(PrintWriter err) {
    TrainingData rows = data == null
        ? TrainingData.scenes(trainSize, testSize)
        : TrainingData.of(dataOptions.load(data, runtime(), line -> say(err, line)));
    rows.remarks().forEach(line -> say(err, line));
    return data == null ? rows : rows.first(trainSize, testSize, data);
  }

  private String describe(Dataset train, Dataset test, Model network) {
    long parameters = network.getWeights().stream()
        .mapToLong(weight -> org.keraunos.base.NamedArray.size(weight.shape()))
        .sum();
    return String.format(
        Locale.ROOT,
        "%s: %,d %s to train on, %,d to test, %s -> %d labels; %,d parameters",
        data == null ? "Digit scenes" : data,
        train.size(),
        train.inputs().get(0).shape().rank() == 3 ? "images" : "rows",
        test.size(),
        train.inputs().get(0).shape(),
        train.labelNames().size(),
        parameters);
  }

  /** What the user may want to know before the first epoch; who chose a precision needs no hint. */
  private List<String> hints() {
    List<String> hints = new ArrayList<>();
    String noGpu = Device.named(device).whyNotHere();
    if (!noGpu.isEmpty()) {
      hints.add(noGpu);
    }
    if (precision == null && DTypePolicy.auto() == DTypePolicy.MIXED_BFLOAT16) {
      hints.add(
          "Hint: this processor has bfloat16 instructions; --precision bfloat16 trains about twice as fast");
    }
    if (data == null && augmentOptions.name().equals("strong")) {
      hints.add(
          "Hint: --augment strong mirrors images, and mirrored digits are others; light does not");
    }
    return hints;
  }

  private void say(PrintWriter err, String line) {
    if (!quiet) {
      err.println(line);
      err.flush();
    }
  }

  private Map<String, Object> report(
      Path folder, TrainingData rows, History history, Map<String, Double> figures, Scores scores) {
    Dataset train = rows.train();
    Dataset test = rows.test();
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("model", folder.toString());
    Map<String, Object> source = new LinkedHashMap<>();
    source.put("source", data == null ? "digit scenes" : data.toString());
    source.put("train", train.size());
    rows.validation().ifPresent(some -> source.put("validation", some.size()));
    source.put("test", test.size());
    source.put(
        "shape", Arrays.stream(train.inputs().get(0).shape().toArray()).boxed().toList());
    source.put("labels", train.labelNames().names());
    if (!rows.features().isEmpty()) {
      source.put("features", rows.features());
    }
    source.put("left_out", rows.leftOut());
    source.put("test_held_out", rows.heldOut());
    report.put("data", source);
    Map<String, Object> options = options();
    options.putAll(networkOptions.toMap(train.inputs().get(0).shape()));
    options.put("augment", augmentOptions.name());
    report.put("options", options);
    report.put("interrupted", history.interrupted());
    Map<String, Object> epochsOf = new LinkedHashMap<>();
    for (String name : history.names()) {
      epochsOf.put(name, Arrays.stream(history.get(name)).boxed().toList());
    }
    report.put("history", epochsOf);
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("loss", figures.getOrDefault("loss", Double.NaN));
    all.putAll(scores.toMap());
    report.put("scores", all);
    return report;
  }

  private Map<String, Object> options() {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("epochs", epochs);
    options.put("batch_size", batchSize);
    options.put("learning_rate", learningRate);
    options.put("seed", seed);
    options.put("validation_split", validationSplit);
    options.put("precision", precision());
    options.put("device", device);
    options.putAll(threadOptions.toMap());
    return options;
  }

  /** Seconds between laps. */
  private static final class Stopwatch {
    private final long start = System.nanoTime();
    private long lap = start;
    private final Map<String, Object> laps = new LinkedHashMap<>();

    void lap(String name) {
      long now = System.nanoTime();
      laps.put(name, (now - lap) / 1e9);
      lap = now;
    }

    Map<String, Object> times() {
      laps.put("total", (System.nanoTime() - start) / 1e9);
      return laps;
    }
  }
}

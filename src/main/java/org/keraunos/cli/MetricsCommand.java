package org.keraunos.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.DataException;
import org.keraunos.report.StrictJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code keraunos metrics}: scores multi-label predictions as scikit-learn would. */
@Command(
    name = "metrics",
    mixinStandardHelpOptions = true,
    description =
        "Scores multi-label predictions from .npy files, with the figures of scikit-learn.")
final class MetricsCommand extends BaseCommand {
  private static final int BAD_INPUT = 2;
  private static final int OTHER = 1;

  @Option(
      names = "--y-true",
      paramLabel = "FILE",
      description = "Truth, rows x labels of 0 and 1; NaN is unknown.")
  private @Nullable String truth;

  @Option(
      names = "--y-pred",
      paramLabel = "FILE",
      description = "Predictions, rows x labels of 0 and 1.")
  private @Nullable String predicted;

  @Option(names = "--y-score", paramLabel = "FILE", description = "Scores, rows x labels.")
  private @Nullable String scores;

  @Option(
      names = "--threshold",
      paramLabel = "NUMBER",
      description = "A label is predicted where score > threshold; 0.5.")
  private @Nullable String threshold;

  @Option(
      names = "--average",
      paramLabel = "NAME",
      description = "micro, macro, weighted, samples, none, or binary for one column; macro.")
  private @Nullable String average;

  @Option(names = "--zero-division", paramLabel = "VALUE", description = "warn, 0, 1 or nan; warn.")
  private @Nullable String zeroDivision;

  @Option(
      names = "--beta",
      paramLabel = "NUMBER",
      description = "Weight of recall in fbeta_score; 1.")
  private @Nullable String beta;

  @Option(
      names = "--labels",
      paramLabel = "INDICES",
      description = "Columns of the label figures, e.g. 0,2,5; all.")
  private @Nullable String labels;

  @Option(names = "--sample-weight", paramLabel = "FILE", description = "One number a row.")
  private @Nullable String sampleWeight;

  @Option(
      names = "--k",
      paramLabel = "INTEGER",
      description = "Positions that count in DCG and NDCG; all.")
  private @Nullable String k;

  @Option(
      names = "--ignore-ties",
      description = "Takes equal scores in some order in DCG and NDCG.")
  private boolean ignoreTies;

  @Option(
      names = "--log-base",
      paramLabel = "NUMBER",
      description = "Base of the logarithm of positions in DCG; 2.")
  private @Nullable String logBase;

  @Option(
      names = "--max-fpr",
      paramLabel = "RATE",
      description = "ROC AUC up to this false positive rate; 1.")
  private @Nullable String maxFpr;

  @Option(names = "--n-bins", paramLabel = "INTEGER", description = "Bins of calibration_curve; 5.")
  private @Nullable String bins;

  @Option(
      names = "--strategy",
      paramLabel = "NAME",
      description = "Bins of calibration_curve: uniform or quantile; uniform.")
  private @Nullable String strategy;

  @Option(
      names = "--target-names",
      paramLabel = "NAMES",
      description = "Names for the reports, joined by commas; of one column its label's name.")
  private @Nullable String targetNames;

  @Option(
      names = "--digits",
      paramLabel = "INTEGER",
      description = "Decimals of the text report; 2.")
  private @Nullable String digits;

  @Option(
      names = "--curve-labels",
      paramLabel = "INDICES",
      description = "Columns of the curves; all.")
  private @Nullable String curveLabels;

  @Option(
      names = "--drop-intermediate",
      paramLabel = "BOOLEAN",
      description = "Leaves out points of curves; true for ROC.")
  private @Nullable String dropIntermediate;

  @Option(
      names = "--metrics",
      paramLabel = "NAMES",
      description =
          "Figures joined by commas, default or all; default. By name alone: matthews_corrcoef, "
              + "balanced_accuracy_score, specificity_score, confusion_matrix_at_thresholds, "
              + "calibration_curve.")
  private @Nullable String metrics;

  @Option(
      names = "--batch",
      paramLabel = "FILE",
      description = "One JSON request a line; - is standard input.")
  private @Nullable String batch;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  MetricsCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = out();
    PrintWriter err = err();
    int code;
    try {
      code = batch == null ? single(out) : batch(batch, out, err);
    } catch (IllegalArgumentException | DataException e) {
      err.println("keraunos metrics: " + MetricsBatch.oneLine(String.valueOf(e.getMessage())));
      code = BAD_INPUT;
    } catch (IOException e) {
      err.println("keraunos metrics: " + MetricsBatch.oneLine(e.toString()));
      code = OTHER;
    }
    err.flush();
    return out.checkError() ? OTHER : code;
  }

  private int single(PrintWriter out) {
    MetricsRequest request = request();
    request.checkEffects(
        given().stream().map(option -> option.substring(2).replace('-', '_')).toList());
    Map<String, @Nullable Object> answer = MetricsAnswer.of(request);
    out.print(json ? StrictJson.write(answer) + "\n" : MetricsTable.text(answer));
    return 0;
  }

  private int batch(String file, PrintWriter out, PrintWriter err) throws IOException {
    boolean alone = List.of("--batch", "--json").containsAll(given());
    Check.argument(alone, "--batch", "no other options but --json", "more");
    MetricsBatch requests;
    if (file.equals("-")) {
      requests = new MetricsBatch(Path.of(""));
      requests.run(
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)), out);
    } else {
      Path path = Path.of(file);
      if (!Files.isRegularFile(path)) {
        throw new DataException(path, "no such file");
      }
      Path folder = path.toAbsolutePath().getParent();
      requests = new MetricsBatch(folder == null ? Path.of("") : folder);
      try (BufferedReader in = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
        requests.run(in, out);
      }
    }
    if (requests.refused() > 0) {
      err.println("keraunos metrics: " + requests.refused() + " of " + requests.requests()
          + " requests were refused");
      return BAD_INPUT;
    }
    return 0;
  }

  private MetricsRequest request() {
    MetricsRequest request = new MetricsRequest();
    request.truth = file(truth);
    request.predicted = file(predicted);
    request.scores = file(scores);
    request.sampleWeight = file(sampleWeight);
    request.ignoreTies = ignoreTies;
    given(threshold, text -> request.threshold(number("threshold", text)));
    given(average, request::average);
    given(zeroDivision, request::zeroDivision);
    given(beta, text -> request.beta(number("beta", text)));
    given(labels, text -> request.labels = indices("labels", text));
    given(k, text -> request.k(integer("k", text)));
    given(logBase, text -> request.logBase(number("log_base", text)));
    given(maxFpr, text -> request.maxFpr(number("max_fpr", text)));
    given(bins, text -> request.bins(integer("n_bins", text)));
    given(strategy, request::strategy);
    given(digits, text -> request.digits(integer("digits", text)));
    given(curveLabels, text -> request.curveLabels = indices("curve_labels", text));
    given(dropIntermediate, request::dropIntermediate);
    given(targetNames, text -> request.targetNames = List.of(text.split(",", -1)));
    given(metrics, text -> request.metrics = List.of(text.split(",", -1)));
    return request;
  }

  private static @Nullable Path file(@Nullable String name) {
    return name == null ? null : Path.of(name);
  }

  private static void given(@Nullable String value, Consumer<String> use) {
    if (value != null) {
      use.accept(value);
    }
  }

  private static double number(String argument, String text) {
    try {
      return text.equals("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw Check.bad(argument, "a number", text);
    }
  }

  private static long integer(String argument, String text) {
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      throw Check.bad(argument, "an integer", text);
    }
  }

  private static int[] indices(String argument, String text) {
    List<Integer> indices = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      long index = integer(argument, part);
      Check.argument(index >= 0 && index <= Integer.MAX_VALUE, argument, "column indices", text);
      indices.add((int) index);
    }
    return MetricsRequest.distinct(argument, indices);
  }
}

package org.keraunos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keraunos.data.npy.Npy;
import org.keraunos.data.npy.NpyArray;
import org.keraunos.data.npy.NpyType;
import org.keraunos.report.StrictJson;
import tools.jackson.databind.JsonNode;

class MetricsCommandTest {
  @TempDir
  Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void files() {
    save("t", NpyType.UINT8, new byte[] {1, 0, 0, 1, 1, 0, 0, 0}, 4, 2);
    save("p", NpyType.BOOL, new byte[] {1, 0, 1, 1, 1, 0, 0, 0}, 4, 2);
    save("s", NpyType.FLOAT32, new float[] {.9f, .1f, .6f, .8f, .7f, .2f, .1f, .3f}, 4, 2);
    save("w", NpyType.INT32, new int[] {1, 2, 0, 1}, 4);
    save("column", NpyType.INT64, new long[] {1, 0, 1, 0}, 4);
    save("unknown", NpyType.FLOAT64, new double[] {1, Double.NaN, 0, 1, 1, 0, 0, 0}, 4, 2);
    save("nan", NpyType.FLOAT64, nan(8), 4, 2);
    save("minus", NpyType.INT8, new byte[] {1, -1, 0, 1, 1, 0, 0, 0}, 4, 2);
    save("half", NpyType.FLOAT16, new short[8], 4, 2);
    save("three", NpyType.INT8, new byte[8], 2, 2, 2);
    save("none", NpyType.INT8, new byte[0], 0, 2);
    save("zeros", NpyType.FLOAT64, new double[4], 4);
    save("short", NpyType.FLOAT64, new double[] {1, 1, 1}, 3);
  }

  private static double[] nan(int n) {
    double[] values = new double[n];
    Arrays.fill(values, Double.NaN);
    return values;
  }

  private void save(String name, NpyType type, Object values, int... shape) {
    Npy.write(folder.resolve(name + ".npy"), NpyArray.of(type, values, shape));
  }

  /** Runs the command; words that end in .npy are files of the test. */
  private int run(String line) {
    List<String> arguments = new ArrayList<>(List.of("metrics"));
    for (String word : line.split(" ")) {
      arguments.add(word.endsWith(".npy") ? folder.resolve(word).toString() : word);
    }
    return Keraunos.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments.toArray(String[]::new));
  }

  private JsonNode answer(String line) {
    assertThat(run(line + " --json")).as(err.toString()).isZero();
    assertThat(out.toString()).endsWith("\n").hasLineCount(1);
    String answer = out.toString();
    out.getBuffer().setLength(0);
    return StrictJson.read(answer);
  }

  @Test
  void answersWithTheContractsKeysInOrder() {
    JsonNode answer = answer("--y-true t.npy --y-pred p.npy --metrics f1_score,accuracy_score");
    assertThat(answer.propertyNames())
        .containsExactly("n_samples", "n_labels", "labels", "metrics", "warnings", "errors");
    assertThat(answer.get("n_samples").intValue()).isEqualTo(4);
    assertThat(answer.get("labels").toString()).isEqualTo("[0,1]");
    assertThat(answer.get("metrics").propertyNames()).containsExactly("accuracy_score", "f1_score");
    assertThat(answer.get("metrics").get("accuracy_score").doubleValue()).isEqualTo(0.75);
    assertThat(answer.get("metrics").get("f1_score").doubleValue()).isEqualTo((0.8 + 1) / 2);
  }

  @Test
  void defaultLeavesOutWhatIsMarked() {
    JsonNode with = answer("--y-true t.npy --y-score s.npy --sample-weight w.npy");
    assertThat(with.get("metrics").propertyNames())
        .hasSize(20)
        .contains("ndcg_score", "classification_report")
        .doesNotContain("roc_curve", "classification_report_text");
  }

  @Test
  void figuresOfColumnsAreThereByName() {
    JsonNode figures = answer("--y-true t.npy --y-score s.npy --average none --metrics "
            + "specificity_score,matthews_corrcoef,balanced_accuracy_score,"
            + "confusion_matrix_at_thresholds,calibration_curve --n-bins 2 --curve-labels 1")
        .get("metrics");
    // y_pred is the scores above 0.5: one false alarm for the first label, none for the second.
    assertThat(figures.toString())
        .isEqualTo("{\"matthews_corrcoef\":[0.5773502691896258,1.0],"
            + "\"balanced_accuracy_score\":[0.75,1.0],\"specificity_score\":[0.5,1.0],"
            + "\"confusion_matrix_at_thresholds\":[{\"label\":1,\"tns\":[3.0,2.0,1.0,0.0],"
            + "\"fps\":[0.0,1.0,2.0,3.0],\"fns\":[0.0,0.0,0.0,0.0],\"tps\":[1.0,1.0,1.0,1.0],"
            + "\"thresholds\":[0.800000011920929,0.30000001192092896,0.20000000298023224,"
            + "0.10000000149011612]}],\"calibration_curve\":[{\"label\":1,\"prob_true\":[0.0,1.0],"
            + "\"prob_pred\":[0.2000000054637591,0.800000011920929],\"count\":[3.0,1.0]}]}");
    assertThat(answer("--y-true t.npy --y-score s.npy --metrics all")
            .get("metrics")
            .has("f1_score"))
        .isTrue();
    assertThat(answer("--y-true t.npy --y-score s.npy --metrics all")
            .get("metrics")
            .propertyNames())
        .doesNotContain("specificity_score", "calibration_curve");
  }

  @Test
  void cutsScoresInTheirOwnType() {
    // 0.6f is above 0.6 as doubles, but not above 0.6 rounded to float.
    JsonNode at = answer("--y-true t.npy --y-score s.npy --threshold 0.6 --metrics hamming_loss");
    assertThat(at.get("metrics").get("hamming_loss").doubleValue()).isZero();
  }

  @Test
  void oneColumnIsBinary() {
    JsonNode answer = answer(
        "--y-true column.npy --y-pred column.npy --average samples --metrics f1_score,support");
    assertThat(answer.get("labels").toString()).isEqualTo("[0,1]");
    assertThat(answer.get("metrics").get("f1_score").isNull()).isTrue();
    assertThat(answer.get("errors").get("f1_score").get("code").stringValue())
        .isEqualTo("needs_multilabel");
    assertThat(answer.get("metrics").get("support").get(0).doubleValue()).isEqualTo(2);
  }

  @Test
  void oneColumnsLabelHasAName() {
    JsonNode answer = answer("--y-true column.npy --y-pred column.npy --average binary "
        + "--target-names cat --metrics f1_score,classification_report,roc_auc_score "
        + "--y-score column.npy");
    assertThat(answer.get("metrics").get("f1_score").doubleValue()).isEqualTo(1);
    assertThat(answer.get("metrics").get("classification_report").propertyNames())
        .containsExactly("not cat", "cat", "accuracy", "macro avg", "weighted avg");
  }

  @Test
  void nonFiniteNumbersAreStrings() {
    JsonNode answer =
        answer("--y-true zeros.npy --y-score short4.npy --metrics roc_auc_score,roc_curve"
            .replace("short4", "column"));
    assertThat(answer.get("metrics").get("roc_auc_score").stringValue()).isEqualTo("NaN");
    assertThat(answer
            .get("metrics")
            .get("roc_curve")
            .get(0)
            .get("thresholds")
            .get(0)
            .stringValue())
        .isEqualTo("Infinity");
    assertThat(answer.get("warnings").get(0).get("code").stringValue()).isEqualTo("one_class");
    assertThat(answer.get("warnings").get(1).get("code").stringValue())
        .isEqualTo("no_positive_samples");
  }

  @Test
  void unknownLabelsAreLeftOut() {
    JsonNode answer = answer("--y-true unknown.npy --y-pred p.npy --metrics hamming_loss,support");
    assertThat(answer.get("metrics").get("hamming_loss").doubleValue()).isEqualTo(1.0 / 7);
    assertThat(answer.get("n_samples").intValue()).isEqualTo(4);
  }

  @Test
  void printsATableForPeople() {
    assertThat(run("--y-true t.npy --y-score s.npy --metrics all")).isZero();
    assertThat(out.toString())
        .contains("4 rows, 2 labels", "hamming_loss", "weighted avg", "roc_curve");
    out.getBuffer().setLength(0);
    assertThat(run("--y-true zeros.npy --y-score column.npy --average samples")).isZero();
    assertThat(out.toString()).contains("warning: ", "none: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--y-pred p.npy                                        | y_true",
        "--y-true t.npy                                        | y_pred or y_score",
        "--y-true missing.npy --y-pred p.npy                   | missing.npy: no such file",
        "--y-true t.npy --y-pred column.npy                    | y_pred: expected 4 x 2",
        "--y-true minus.npy --y-pred p.npy                     | y_true: expected 0 and 1 only, received -1",
        "--y-true half.npy --y-pred p.npy                      | float16",
        "--y-true three.npy --y-pred p.npy                     | y_true: expected shape",
        "--y-true none.npy --y-pred none.npy                   | y_true: expected at least 1 x 1",
        "--y-true nan.npy --y-pred p.npy                       | y_true: expected at least one known",
        "--y-true t.npy --y-pred unknown.npy                   | y_pred[0][1]: expected 0 or 1",
        "--y-true t.npy --y-pred s.npy                         | y_pred[0][0]",
        "--y-true t.npy --y-score p.npy                        | y_score: expected numbers",
        "--y-true t.npy --y-score nan.npy                      | y_score[0][0]: expected a finite",
        "--y-true t.npy --y-pred p.npy --metrics roc_auc_score | metrics: expected y_score",
        "--y-true t.npy --y-pred p.npy --metrics all           | metrics: expected y_score",
        "--y-true t.npy --y-pred p.npy --metrics f2            | metrics",
        "--y-true t.npy --y-pred p.npy --threshold 0.4         | threshold",
        "--y-true t.npy --y-score s.npy --threshold nan        | threshold",
        "--y-true t.npy --y-pred p.npy --average binary        | average: expected micro, macro",
        "--y-true column.npy --y-pred column.npy --average binary --labels 1 | labels: expected none",
        "--y-true t.npy --y-pred p.npy --zero-division 2       | zero_division",
        "--y-true t.npy --y-pred p.npy --beta -1               | beta",
        "--y-true t.npy --y-pred p.npy --labels 0,0            | labels: expected distinct",
        "--y-true t.npy --y-pred p.npy --labels 2              | labels: expected indices below 2",
        "--y-true t.npy --y-pred p.npy --curve-labels 2        | curve_labels",
        "--y-true t.npy --y-pred p.npy --target-names a        | target_names: expected 2 names",
        "--y-true t.npy --y-pred p.npy --k 0                   | k: expected an integer >= 1",
        "--y-true t.npy --y-pred p.npy --digits x              | digits: expected an integer",
        "--y-true t.npy --y-pred p.npy --sample-weight zeros.npy | sample_weight: expected at least",
        "--y-true t.npy --y-pred p.npy --sample-weight short.npy | sample_weight: expected shape [4]",
        "--y-true t.npy --y-pred p.npy --drop-intermediate yes | drop_intermediate",
        "--batch x.jsonl --y-true t.npy                        | --batch",
        "--batch x.jsonl                                       | x.jsonl: no such file",
        "--unknown                                             | --unknown",
      })
  void badInputIsOneLineAndExitCodeTwo(String line, String message) {
    assertThat(run(line.strip() + " --json")).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains(message).hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--y-pred p.npy  | --average micro          | hamming_loss,support     | f1_score",
        "--y-pred p.npy  | --zero-division 1        | accuracy_score           | classification_report",
        "--y-pred p.npy  | --beta 2                 | f1_score                 | fbeta_score",
        "--y-pred p.npy  | --labels 1               | accuracy_score           | support",
        "--y-score s.npy | --labels 1               | roc_auc_score            | support",
        "--y-score s.npy | --k 1                    | roc_auc_score            | ndcg_score",
        "--y-score s.npy | --ignore-ties            | coverage_error           | dcg_score",
        "--y-pred p.npy  | --target-names a,b       | f1_score                 | classification_report",
        "--y-pred p.npy  | --digits 3               | default                  | classification_report_text",
        "--y-score s.npy | --curve-labels 1         | default                  | roc_curve",
        "--y-score s.npy | --drop-intermediate true | default                  | precision_recall_curve",
        "--y-score s.npy | --threshold 0.3          | roc_auc_score,ndcg_score | f1_score",
      })
  void anOptionThatNoFigureHeedsIsRefused(
      String files, String option, String without, String with) {
    String line = "--y-true t.npy " + files + " " + option + " --metrics ";
    assertThat(run(line + without)).isEqualTo(2);
    String name = option.substring(2).split(" ")[0].replace('-', '_');
    assertThat(err.toString())
        .contains(name + ": expected figures that it acts on beside it", with)
        .hasLineCount(1);
    assertThat(out.toString()).isEmpty();
    assertThat(run(line + without + "," + with)).isZero();
  }

  @Test
  void everyOptionOfFiguresIsAccountedFor() {
    Set<String> onAll = Set.of("y_true", "y_pred", "y_score", "sample_weight", "metrics", "batch");
    Set<String> others = Set.of("json", "help", "version", "debug");
    Keraunos.commandLine()
        .getSubcommands()
        .get("metrics")
        .getCommandSpec()
        .options()
        .forEach(option -> {
          String key = option.longestName().substring(2).replace('-', '_');
          assertThat(MetricsFigure.heeding(key).isEmpty())
              .as(key)
              .isEqualTo(onAll.contains(key) || others.contains(key));
        });
  }

  @Test
  void aBatchGoesOnAfterABadRequest() throws IOException {
    String requests = """
        {"id": "a", "y_true": "t.npy", "y_pred": "p.npy", "metrics": ["accuracy_score"], "beta": null}

        {"id": "b", "y_true": "t.npy", "y_pred": "p.npy", "metric": 1}
        {"id": "c", "y_true": "t.npy"
        {"id": "d", "y_true": "t.npy", "y_score": "s.npy", "metrics": ["fbeta_score"], "beta": "Infinity", "zero_division": 1}
        """;
    Path file = Files.writeString(folder.resolve("requests.jsonl"), requests);
    assertThat(run("--batch " + file + " --json")).isEqualTo(2);
    List<String> answers = out.toString().lines().toList();
    assertThat(answers).hasSize(4);
    assertThat(answers.get(0)).startsWith("{\"id\":\"a\",\"n_samples\":4");
    assertThat(answers.get(1)).startsWith("{\"id\":\"b\",\"error\":").contains("metric");
    assertThat(answers.get(2)).startsWith("{\"error\":");
    assertThat(answers.get(3)).contains("\"fbeta_score\":1.0");
    assertThat(err.toString()).contains("2 of 4 requests").hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"labels\": [0.5]",
        "\"labels\": 1",
        "\"labels\": []",
        "\"k\": 0",
        "\"k\": 1.5",
        "\"beta\": \"inf\"",
        "\"zero_division\": \"0\"",
        "\"zero_division\": 2",
        "\"ignore_ties\": \"true\"",
        "\"drop_intermediate\": 1",
        "\"average\": 1",
        "\"target_names\": [1, 2]",
        "\"metrics\": \"all\"",
        "\"id\": 5",
        "\"y_true\": \"t.npy\"",
        "\"threshold\": 1e400",
        "\"nothing\": null",
      })
  void badRequestsSayWhichArgument(String property) throws IOException {
    String request = "{\"y_true\": \"t.npy\", \"y_score\": \"s.npy\", " + property + "}";
    Path file = Files.writeString(folder.resolve("one.jsonl"), request);
    assertThat(run("--batch " + file + " --json")).isEqualTo(2);
    JsonNode answer = StrictJson.read(out.toString());
    assertThat(answer.get("error").stringValue())
        .contains(property.substring(1, property.indexOf('"', 1)));
  }

  @Test
  void readsABatchFromStandardInput() {
    InputStream before = System.in;
    String request = StrictJson.write(Map.of(
        "y_true", folder.resolve("t.npy").toString(),
        "y_pred", folder.resolve("p.npy").toString()));
    try {
      System.setIn(new ByteArrayInputStream(request.getBytes(StandardCharsets.UTF_8)));
      assertThat(run("--batch - --json")).isZero();
    } finally {
      System.setIn(before);
    }
    assertThat(StrictJson.read(out.toString()).get("n_samples").intValue()).isEqualTo(4);
  }
}

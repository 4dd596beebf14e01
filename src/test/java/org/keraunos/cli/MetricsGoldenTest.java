package org.keraunos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keraunos.data.npy.Npy;
import org.keraunos.data.npy.NpyArray;
import org.keraunos.data.npy.NpyType;
import org.keraunos.report.StrictJson;
import tools.jackson.databind.JsonNode;

/**
 * Every golden request of scikit-learn, through {@code keraunos metrics --batch}: figures,
 * warnings, errors.
 */
class MetricsGoldenTest {
  private static JsonNode goldens;

  @TempDir
  Path folder;

  @BeforeAll
  static void read() throws IOException {
    try (InputStream in = new GZIPInputStream(
        MetricsGoldenTest.class.getResourceAsStream("/org/keraunos/metrics/goldens.json.gz"))) {
      goldens = StrictJson.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void everyFigureIsScikitLearns() throws IOException {
    StringBuilder requests = new StringBuilder();
    List<JsonNode> problems = new ArrayList<>();
    List<JsonNode> cases = new ArrayList<>();
    int number = 0;
    for (JsonNode problem : goldens.get("problems")) {
      write(problem, number);
      for (JsonNode each : problem.get("cases")) {
        requests.append(line(each.get("request"), problem, number)).append('\n');
        problems.add(problem);
        cases.add(each);
      }
      number++;
    }
    Path file = folder.resolve("requests.jsonl");
    Files.writeString(file, requests);
    StringWriter out = new StringWriter();
    Keraunos.commandLine()
        .setOut(new PrintWriter(out))
        .execute("metrics", "--batch", file.toString(), "--json");

    List<String> answers = out.toString().lines().toList();
    assertThat(answers).hasSameSizeAs(cases).hasSizeGreaterThan(900);
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      String where = "request " + i + " " + cases.get(i).get("request");
      compare(where, StrictJson.read(answers.get(i)), cases.get(i), scale(problems.get(i)), wrong);
    }
    assertThat(wrong).isEmpty();
  }

  private void write(JsonNode problem, int number) {
    int rows = problem.get("t").size();
    int labels = problem.get("t").get(0).size();
    Npy.write(
        folder.resolve("t" + number + ".npy"),
        NpyArray.of(NpyType.INT8, bytes(problem.get("t")), rows, labels));
    Npy.write(
        folder.resolve("p" + number + ".npy"),
        NpyArray.of(NpyType.FLOAT64, doubles(problem.get("p")), rows, labels));
    NpyArray scores = NpyArray.of(NpyType.FLOAT64, doubles(problem.get("s")), rows, labels);
    Npy.write(
        folder.resolve("s" + number + ".npy"),
        problem.get("float32").booleanValue()
            ? NpyArray.of(NpyType.FLOAT32, scores.toFloats(), rows, labels)
            : scores);
    if (!problem.get("w").isNull()) {
      double[] weights = new double[rows];
      for (int i = 0; i < rows; i++) {
        weights[i] = problem.get("w").get(i).doubleValue();
      }
      Npy.write(folder.resolve("w" + number + ".npy"), NpyArray.of(NpyType.FLOAT64, weights, rows));
    }
  }

  private static String line(JsonNode request, JsonNode problem, int number) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("y_true", "t" + number + ".npy");
    all.put("y_pred", "p" + number + ".npy");
    all.put("y_score", "s" + number + ".npy");
    String line = StrictJson.write(all);
    String weight = problem.get("w").isNull() ? "" : ",\"sample_weight\":\"w" + number + ".npy\"";
    String options = request.toString();
    return line.substring(0, line.length() - 1)
        + weight
        + (options.equals("{}") ? "" : ",")
        + options.substring(1);
  }

  private static double[] doubles(JsonNode rows) {
    List<Double> values = new ArrayList<>();
    for (JsonNode row : rows) {
      for (JsonNode cell : row) {
        values.add(cell.doubleValue());
      }
    }
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static byte[] bytes(JsonNode rows) {
    double[] doubles = doubles(rows);
    byte[] bytes = new byte[doubles.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) doubles[i];
    }
    return bytes;
  }

  private static double scale(JsonNode problem) {
    double sum = 0;
    for (JsonNode weight : problem.get("w")) {
      sum += weight.doubleValue();
    }
    return Math.max(1, sum);
  }

  private static void compare(
      String where, JsonNode answer, JsonNode golden, double scale, List<String> wrong) {
    if (answer.has("error")) {
      wrong.add(where + ": " + answer);
      return;
    }
    JsonNode expected = golden.get("metrics");
    if (!List.copyOf(answer.get("metrics").propertyNames())
        .equals(List.copyOf(expected.propertyNames()))) {
      wrong.add(where + ": keys " + answer.get("metrics").propertyNames());
    }
    for (String key : expected.propertyNames()) {
      // Cells of a matrix and complements are differences of sums of weights.
      boolean difference = key.contains("matrix") || key.contains("loss");
      differ(
          where + ": " + key,
          answer.get("metrics").get(key),
          expected.get(key),
          difference ? scale : 0,
          wrong);
    }
    List<String> said = new ArrayList<>();
    for (JsonNode warning : answer.get("warnings")) {
      said.add(warning.get("metric").stringValue() + " " + warning.get("code").stringValue());
    }
    List<String> should = new ArrayList<>();
    for (JsonNode warning : golden.get("warnings")) {
      should.add(warning.get(0).stringValue() + " " + warning.get(1).stringValue());
    }
    if (!said.stream().sorted().toList().equals(should.stream().sorted().toList())) {
      wrong.add(where + ": warnings " + said + ", expected " + should);
    }
    Map<String, String> errors = new LinkedHashMap<>();
    answer
        .get("errors")
        .properties()
        .forEach(e -> errors.put(e.getKey(), e.getValue().get("code").stringValue()));
    Map<String, String> reasons = new LinkedHashMap<>();
    golden
        .get("errors")
        .properties()
        .forEach(e -> reasons.put(e.getKey(), e.getValue().stringValue()));
    if (!errors.equals(reasons)) {
      wrong.add(where + ": errors " + errors + ", expected " + reasons);
    }
  }

  /** Numbers to 1e-12 of the expected one, or of the scale; everything else as it is. */
  private static void differ(
      String where, JsonNode value, JsonNode expected, double scale, List<String> wrong) {
    boolean same;
    if (value == null) {
      same = false;
    } else if (expected.isNumber() && value.isNumber()) {
      double tolerance = 1e-12 * Math.max(scale, Math.abs(expected.doubleValue()));
      same = Math.abs(value.doubleValue() - expected.doubleValue()) <= tolerance;
    } else if (expected.isArray() && value.isArray() && expected.size() == value.size()) {
      for (int i = 0; i < expected.size(); i++) {
        differ(where + "[" + i + "]", value.get(i), expected.get(i), scale, wrong);
      }
      return;
    } else if (expected.isObject() && value.isObject() && expected.size() == value.size()) {
      Iterator<String> names = value.propertyNames().iterator();
      for (String name : expected.propertyNames()) {
        if (!names.next().equals(name)) {
          wrong.add(where + ": keys " + value.propertyNames());
          return;
        }
        differ(where + "." + name, value.get(name), expected.get(name), scale, wrong);
      }
      return;
    } else {
      same = expected.equals(value);
    }
    if (!same) {
      wrong.add(where + ": " + value + ", expected " + expected);
    }
  }
}

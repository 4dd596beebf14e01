package org.keraunos.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.DataException;
import org.keraunos.base.JsonMessage;
import org.keraunos.report.StrictJson;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Answers requests line by line; a bad one gets an answer that says so. */
final class MetricsBatch {
  private final Path folder;
  private int requests;
  private int refused;

  /** Paths in requests are relative to the folder. */
  MetricsBatch(Path folder) {
    this.folder = folder;
  }

  void run(BufferedReader in, PrintWriter out) throws IOException {
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (!line.isBlank()) {
        out.print(StrictJson.write(answer(line)));
        out.print('\n');
        out.flush();
      }
    }
  }

  int requests() {
    return requests;
  }

  int refused() {
    return refused;
  }

  private Map<String, @Nullable Object> answer(String line) {
    requests++;
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    try {
      JsonNode request = StrictJson.read(line);
      Check.argument(request.isObject(), "request", "a JSON object", request.getNodeType());
      JsonNode id = request.get("id");
      if (id != null && id.isString()) {
        answer.put("id", id.stringValue());
      }
      answer.putAll(MetricsAnswer.of(parse(request)));
    } catch (JacksonException e) {
      refused++;
      answer.put(
          "error",
          oneLine("request: expected JSON, received " + JsonMessage.of(e.getOriginalMessage())));
    } catch (IllegalArgumentException | DataException e) {
      refused++;
      answer.put("error", oneLine(String.valueOf(e.getMessage())));
    }
    return answer;
  }

  static String oneLine(String text) {
    return text.replaceAll("\\R", " ");
  }

  private MetricsRequest parse(JsonNode json) {
    MetricsRequest request = new MetricsRequest();
    for (Map.Entry<String, JsonNode> property : json.properties()) {
      String key = property.getKey();
      JsonNode value = property.getValue();
      boolean known = value.isNull() ? isKey(key) : set(request, key, value);
      Check.argument(known, "request", "a known key", key);
    }
    return request;
  }

  private static boolean isKey(String key) {
    return List.of(
            "id",
            "y_true",
            "y_pred",
            "y_score",
            "threshold",
            "average",
            "zero_division",
            "beta",
            "labels",
            "sample_weight",
            "k",
            "log_base",
            "max_fpr",
            "n_bins",
            "strategy",
            "ignore_ties",
            "target_names",
            "digits",
            "curve_labels",
            "drop_intermediate",
            "metrics")
        .contains(key);
  }

  private boolean set(MetricsRequest request, String key, JsonNode value) {
    switch (key) {
      case "id" -> text(key, value);
      case "y_true" -> request.truth = file(key, value);
      case "y_pred" -> request.predicted = file(key, value);
      case "y_score" -> request.scores = file(key, value);
      case "sample_weight" -> request.sampleWeight = file(key, value);
      case "threshold" -> request.threshold(number(key, value));
      case "average" -> request.average(text(key, value));
      case "zero_division" -> request.zeroDivision(zeroDivision(value));
      case "beta" ->
        request.beta(
            value.isString() && value.stringValue().equals("Infinity")
                ? Double.POSITIVE_INFINITY
                : number(key, value));
      case "labels" -> request.labels = MetricsRequest.distinct(key, integers(key, value));
      case "curve_labels" ->
        request.curveLabels = MetricsRequest.distinct(key, integers(key, value));
      case "k" -> request.k(integer(key, value));
      case "log_base" -> request.logBase(number(key, value));
      case "max_fpr" -> request.maxFpr(number(key, value));
      case "n_bins" -> request.bins(integer(key, value));
      case "strategy" -> request.strategy(text(key, value));
      case "digits" -> request.digits(integer(key, value));
      case "ignore_ties" -> request.ignoreTies = flag(key, value);
      case "drop_intermediate" -> request.dropIntermediate = flag(key, value);
      case "target_names" -> request.targetNames = texts(key, value);
      case "metrics" -> request.metrics = texts(key, value);
      default -> {
        return false;
      }
    }
    return true;
  }

  private Path file(String key, JsonNode value) {
    return folder.resolve(text(key, value));
  }

  private static String zeroDivision(JsonNode value) {
    if (value.isString()
        && !value.stringValue().equals("0")
        && !value.stringValue().equals("1")) {
      return value.stringValue();
    }
    if (value.isNumber() && (value.doubleValue() == 0 || value.doubleValue() == 1)) {
      return value.doubleValue() == 0 ? "0" : "1";
    }
    throw Check.bad("zero_division", "\"warn\", 0, 1 or \"nan\"", value);
  }

  private static String text(String key, JsonNode value) {
    Check.argument(value.isString(), key, "a string", value);
    return value.stringValue();
  }

  private static double number(String key, JsonNode value) {
    Check.argument(value.isNumber(), key, "a number", value);
    return value.doubleValue();
  }

  private static boolean flag(String key, JsonNode value) {
    Check.argument(value.isBoolean(), key, "true or false", value);
    return value.booleanValue();
  }

  private static long integer(String key, JsonNode value) {
    Check.argument(value.isIntegralNumber(), key, "an integer", value);
    return value.canConvertToLong()
        ? value.longValue()
        : value.bigIntegerValue().signum() * Long.MAX_VALUE;
  }

  private static List<Integer> integers(String key, JsonNode value) {
    Check.argument(value.isArray(), key, "a list of integers", value);
    List<Integer> result = new ArrayList<>();
    for (JsonNode item : value) {
      Check.argument(
          item.isIntegralNumber() && item.canConvertToInt(), key, "a list of integers", value);
      result.add(item.intValue());
    }
    return result;
  }

  private static List<String> texts(String key, JsonNode value) {
    Check.argument(value.isArray(), key, "a list of strings", value);
    List<String> result = new ArrayList<>();
    for (JsonNode item : value) {
      result.add(text(key, item));
    }
    return result;
  }
}

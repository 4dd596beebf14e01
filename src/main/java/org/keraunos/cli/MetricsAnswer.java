package org.keraunos.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keraunos.metrics.Warnings;

/**
 * The answer to one request, as the map that becomes its JSON: figures, warnings, reasons of
 * figures that do not exist.
 */
final class MetricsAnswer {
  /** The codes in the order of the contract. */
  private static final List<String> CODES = List.of(
      "no_predicted_samples",
      "no_true_samples",
      "no_true_nor_predicted_samples",
      "no_predicted_labels",
      "no_true_labels",
      "no_true_nor_predicted_labels",
      "one_class",
      "no_positive_samples",
      "no_negative_samples");

  private MetricsAnswer() {}

  static Map<String, @Nullable Object> of(MetricsRequest request) {
    Set<MetricsFigure> figures = request.figures();
    MetricsInput input = MetricsInput.read(request);
    Map<String, @Nullable Object> metrics = new LinkedHashMap<>();
    List<Map<String, String>> warnings = new ArrayList<>();
    Map<String, Map<String, String>> errors = new LinkedHashMap<>();
    for (MetricsFigure figure : figures) {
      MetricsFigure.Problem problem = figure.problem(input);
      if (problem != null) {
        metrics.put(figure.key(), null);
        errors.put(figure.key(), entry("code", problem.code(), "message", problem.message()));
        continue;
      }
      Warnings.Collector collector = Warnings.collect();
      input.warnTo(collector);
      metrics.put(figure.key(), figure.compute(input));
      collector.list().stream()
          .sorted(Comparator.comparingInt(warning -> CODES.indexOf(warning.code())))
          .map(w -> entry("metric", figure.key(), "code", w.code(), "message", w.message()))
          .forEach(warnings::add);
    }
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("n_samples", input.truth().rows());
    answer.put("n_labels", input.columns());
    answer.put("labels", input.reported());
    answer.put("metrics", metrics);
    answer.put("warnings", warnings);
    answer.put("errors", errors);
    return answer;
  }

  private static Map<String, String> entry(String... keysAndValues) {
    Map<String, String> entry = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      entry.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return entry;
  }
}

package org.keraunos.cli;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keraunos.report.StrictJson;

/** An answer for people: a line a figure, then what was said about them. */
final class MetricsTable {
  private MetricsTable() {}

  static String text(Map<String, @Nullable Object> answer) {
    StringBuilder text = new StringBuilder();
    text.append(answer.get("n_samples")).append(" rows, ");
    text.append(answer.get("n_labels")).append(" labels\n\n");
    if (answer.get("metrics") instanceof Map<?, ?> metrics) {
      for (Map.Entry<?, ?> figure : metrics.entrySet()) {
        append(text, String.valueOf(figure.getKey()), figure.getValue());
      }
    }
    if (answer.get("warnings") instanceof Iterable<?> warnings) {
      for (Object warning : warnings) {
        if (warning instanceof Map<?, ?> entry) {
          text.append("\nwarning: ").append(entry.get("metric"));
          text.append(": ").append(entry.get("message"));
        }
      }
    }
    if (answer.get("errors") instanceof Map<?, ?> errors) {
      for (Object problem : errors.values()) {
        if (problem instanceof Map<?, ?> entry) {
          text.append("\nnone: ").append(entry.get("message"));
        }
      }
    }
    return text.append('\n').toString();
  }

  private static void append(StringBuilder text, String key, @Nullable Object value) {
    if (value instanceof Map<?, ?> report) {
      text.append(key).append('\n');
      report.forEach(
          (name, line) -> text.append("  %-30s %s\n".formatted(name, StrictJson.write(line))));
    } else if (value instanceof String lines) {
      text.append(key).append('\n').append(lines);
    } else {
      text.append("%-40s %s\n"
          .formatted(
              key,
              value instanceof Double d
                  ? String.format(Locale.ROOT, "%.6f", d)
                  : StrictJson.write(value)));
    }
  }
}

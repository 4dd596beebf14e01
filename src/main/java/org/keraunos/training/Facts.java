package org.keraunos.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.ConfigForm;
import org.keraunos.base.Configurable;
import org.keraunos.data.Dataset;
import org.keraunos.metrics.Metric;
import org.keraunos.metrics.MetricForm;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a training is of: digests of its data, network and options, and the environment that its
 * bits depend on. Trees of what JSON can hold, as JSON gives them back.
 */
final class Facts {
  /** What {@code resumeAnyway} lets pass. */
  static final String ENVIRONMENT = "environment";

  private static final TypeReference<Map<String, Object>> TREE = new TypeReference<>() {};

  private Facts() {}

  /** Holds the JSON library, which no training without states loads. */
  private static final class Json {
    static final JsonMapper MAPPER = JsonMapper.builder().build();
  }

  static Map<String, Object> of(
      Trainer trainer,
      Dataset train,
      @Nullable Dataset validation,
      FitOptions options,
      CallbackList callbacks) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("rows", train.size());
    data.put("training rows", train.digest());
    data.put("validation rows", validation == null ? "none" : validation.digest());
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("data", data);
    Map<String, Map<String, Object>> step = trainer.graph().facts();
    all.put("network", step.get("network"));
    Map<String, Object> fit = new LinkedHashMap<>(options.facts(trainer.modelSeed()));
    fit.putAll(step.getOrDefault("options", Map.of()));
    fit.put("metrics", trainer.reported().stream().map(Facts::metrics).toList());
    fit.put("callbacks", callbacks(options.callbacks(), callbacks));
    all.put("options", fit);
    all.put(ENVIRONMENT, step.get(ENVIRONMENT));
    return normal(all);
  }

  private static List<String> metrics(Reported reported) {
    List<String> names = new ArrayList<>();
    for (Metric metric : reported.metrics()) {
      names.add(metric(metric));
    }
    for (Metric metric : reported.weightedMetrics()) {
      names.add("weighted " + metric(metric));
    }
    return names;
  }

  private static String metric(Metric metric) {
    String settings = metric
        .form()
        .map(MetricForm::config)
        .filter(config -> !config.isEmpty())
        .map(config -> " " + config)
        .orElse("");
    return metric.name() + " of " + metric.getClass().getSimpleName() + settings;
  }

  /** Those that have settings or keep something; others look on. */
  private static List<Object> callbacks(List<Callback> given, CallbackList running) {
    List<Object> written = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      Callback each = given.get(i);
      boolean configured = each instanceof Configurable;
      if (configured || running.isStateful(i)) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("place", i);
        tree.put("class", each.getClass().getSimpleName());
        if (each instanceof Configurable configurable) {
          tree.put("config", configurable.settings().config(ConfigForm.PORTABLE));
        }
        written.add(tree);
      }
    }
    return written;
  }

  /** As JSON gives it back, so that what was kept can be compared with what is. */
  static Map<String, Object> normal(Map<String, Object> tree) {
    return read(write(tree));
  }

  static byte[] write(Map<String, Object> tree) {
    return Json.MAPPER.writeValueAsBytes(tree);
  }

  /** @throws tools.jackson.core.JacksonException if it is no JSON object */
  static Map<String, Object> read(byte[] json) {
    return Json.MAPPER.readValue(json, TREE);
  }

  /**
   * Refuses to go on with another training.
   *
   * @param then what the state was of
   * @param now what is to go on
   * @param anyway takes a difference of the environment; null to refuse it, too
   */
  static void check(Map<String, Object> then, Map<String, Object> now, @Nullable Told anyway) {
    for (String part : now.keySet()) {
      Optional<String> difference = difference(part, then.get(part), now.get(part));
      if (difference.isEmpty()) {
        continue;
      }
      if (part.equals(ENVIRONMENT) && anyway != null) {
        anyway.take("resume: " + difference.get()
            + ": the end will not have the same bits as that of a training that was not stopped");
      } else {
        throw new IllegalArgumentException("resume: " + difference.get());
      }
    }
  }

  /** Takes remarks. */
  @FunctionalInterface
  interface Told {
    void take(String remark);
  }

  private static Optional<String> difference(
      String where, @Nullable Object then, @Nullable Object now) {
    if (then instanceof Map<?, ?> before && now instanceof Map<?, ?> after) {
      Set<Object> keys = new LinkedHashSet<>(before.keySet());
      keys.addAll(after.keySet());
      return keys.stream()
          .map(key -> difference(where + ": " + key, before.get(key), after.get(key)))
          .flatMap(Optional::stream)
          .findFirst();
    }
    if (then instanceof List<?> before && now instanceof List<?> after) {
      for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
        Optional<String> found = difference(where + ": " + i, before.get(i), after.get(i));
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Objects.equals(then, now)
        ? Optional.empty()
        : Optional.of(String.valueOf(
            Check.bad(where, shown(then) + " as in the checkpoint", shown(now)).getMessage()));
  }

  private static String shown(@Nullable Object value) {
    String text = value == null ? "nothing" : value.toString();
    int most = 80;
    return text.length() <= most ? text : text.substring(0, most) + "...";
  }
}

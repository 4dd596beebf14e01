package org.keraunos.saving.keras;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.losses.Loss;
import org.keraunos.losses.Losses;
import org.keraunos.metrics.Metric;
import org.keraunos.optimizers.Optimizer;
import org.keraunos.optimizers.Optimizers;

/**
 * Reads what a model was compiled with. What Keraunos has not is told: without its optimizer or one
 * of its losses a model is loaded as one that was not compiled, without a metric as one that does
 * not report it.
 */
public final class CompileReader {
  private static final String CONFIG = "compile_config";

  private final Map<?, ?> config;
  private final List<String> outputs;
  private final Notes notes;

  private CompileReader(Map<?, ?> config, List<String> outputs, Notes notes) {
    this.config = config;
    this.outputs = outputs;
    this.notes = notes;
  }

  /**
   * Reads what Keras writes.
   *
   * @param config {@code optimizer}, {@code loss}, {@code metrics} and so on; null where the model
   *     was not compiled
   * @param outputs the names of the network's outputs, in order
   * @param notes is told what is not kept
   * @return what the model is to be compiled with; empty where it is not to be
   */
  public static Optional<Compiled> read(
      @Nullable Object config, List<String> outputs, Notes notes) {
    if (!(config instanceof Map<?, ?> given) || given.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new CompileReader(given, outputs, notes).read());
    } catch (IllegalArgumentException e) {
      notes.add("the model is not compiled: " + e.getMessage());
      return Optional.empty();
    }
  }

  private Compiled read() {
    Optimizer optimizer = optimizer(config.get("optimizer"));
    Map<String, Object> losses = byOutput("loss", config.get("loss"), false);
    Map<String, Object> weights = byOutput("loss_weights", config.get("loss_weights"), false);
    Map<String, Object> metrics = byOutput("metrics", config.get("metrics"), true);
    Map<String, Object> weighted =
        byOutput("weighted_metrics", config.get("weighted_metrics"), true);
    List<Compiled.Output> read = new ArrayList<>();
    for (String output : outputs) {
      Object loss = losses.get(output);
      if (loss != null) {
        Object weight = weights.get(output);
        Check.argument(
            weight == null || weight instanceof Number,
            CONFIG + ".loss_weights",
            "numbers",
            String.valueOf(weight));
        read.add(new Compiled.Output(
            output,
            loss(loss),
            weight instanceof Number number ? number.doubleValue() : 1,
            metrics(metrics.get(output)),
            metrics(weighted.get(output))));
      }
    }
    Check.argument(!read.isEmpty(), CONFIG + ".loss", "one for an output", "none");
    return new Compiled(optimizer, read, Map.of());
  }

  /** Keras wraps the optimizer of a model in float16. */
  static Optimizer optimizer(@Nullable Object value) {
    if (value instanceof Map<?, ?> object
        && "LossScaleOptimizer".equals(object.get("class_name"))
        && object.get("config") instanceof Map<?, ?> config) {
      return optimizer(config.get("inner_optimizer"));
    }
    return Optimizers.registry().read(value, CONFIG + ".optimizer");
  }

  static Loss loss(@Nullable Object value) {
    // A function of keras.losses stands by its name.
    Object named = value instanceof Map<?, ?> object && "function".equals(object.get("class_name"))
        ? object.get("config")
        : value;
    return Losses.registry().read(named, CONFIG + ".loss");
  }

  private List<Metric> metrics(@Nullable Object value) {
    List<?> given =
        value == null ? List.of() : value instanceof List<?> list ? list : List.of(value);
    List<Metric> metrics = new ArrayList<>();
    for (Object each : given) {
      if (each == null) {
        continue;
      }
      try {
        metrics.add(KerasMetrics.read(each, CONFIG + ".metrics"));
      } catch (IllegalArgumentException e) {
        notes.add("a metric is not reported: " + e.getMessage());
      }
    }
    return metrics;
  }

  /** Keras takes one for all, a list in the order of the outputs, or a dictionary. */
  private Map<String, Object> byOutput(String key, @Nullable Object value, boolean several) {
    Map<String, Object> all = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map && !map.containsKey("class_name")) {
      map.forEach((name, each) -> {
        Check.argument(outputs.contains(name), CONFIG + "." + key, "outputs of " + outputs, name);
        if (each != null) {
          all.put(String.valueOf(name), each);
        }
      });
    } else if (several && outputs.size() == 1 && value instanceof List<?> list) {
      boolean nested = list.size() == 1 && list.get(0) instanceof List<?>;
      all.put(outputs.get(0), nested ? list.get(0) : list);
    } else if (value instanceof List<?> list) {
      Check.argument(
          list.isEmpty() || list.size() == outputs.size(),
          CONFIG + "." + key,
          "one for each of the outputs " + outputs,
          list);
      for (int i = 0; i < list.size(); i++) {
        if (list.get(i) != null) {
          all.put(outputs.get(i), list.get(i));
        }
      }
    } else if (value != null) {
      outputs.forEach(output -> all.put(output, value));
    }
    return all;
  }

  /**
   * Reads what {@link CompileWriter#own} writes.
   *
   * @param config an object
   * @return what the model is to be compiled with
   * @throws IllegalArgumentException if something in it is missing or unknown
   */
  static Compiled readOwn(Map<String, Object> config) {
    List<Compiled.Output> outputs = new ArrayList<>();
    if (!(config.get("outputs") instanceof List<?> stated)) {
      throw Check.bad("outputs", "a list", String.valueOf(config.get("outputs")));
    }
    for (Object each : stated) {
      Map<?, ?> output = Architecture.map(each, "outputs");
      outputs.add(new Compiled.Output(
          String.valueOf(output.get("output")),
          loss(output.get("loss")),
          output.get("weight") instanceof Number weight ? weight.doubleValue() : 1,
          ownMetrics(output.get("metrics")),
          ownMetrics(output.get("weighted_metrics"))));
    }
    Map<String, Double> factors = new LinkedHashMap<>();
    if (config.get("rate_factors") instanceof Map<?, ?> map) {
      map.forEach((layer, factor) ->
          factors.put(String.valueOf(layer), factor instanceof Number n ? n.doubleValue() : 1.0));
    }
    return new Compiled(optimizer(config.get("optimizer")), outputs, factors);
  }

  private static List<Metric> ownMetrics(@Nullable Object value) {
    List<Metric> metrics = new ArrayList<>();
    if (value instanceof List<?> list) {
      list.forEach(each -> metrics.add(KerasMetrics.read(each, "metrics")));
    }
    return metrics;
  }
}

package org.keraunos.saving.keras;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.ConfigForm;
import org.keraunos.layers.Network;
import org.keraunos.losses.Loss;
import org.keraunos.losses.Losses;
import org.keraunos.metrics.Metric;
import org.keraunos.optimizers.LearningRate;
import org.keraunos.optimizers.Optimizer;
import org.keraunos.optimizers.Optimizers;

/**
 * Writes what a model was compiled with, as Keras does, and as Keraunos does where Keras cannot.
 */
final class CompileWriter {
  private final Compiled compiled;
  private final Network network;

  CompileWriter(Compiled compiled, Network network) {
    this.compiled = compiled;
    this.network = network;
  }

  /**
   * What Keras has not and trains otherwise without, each as a part of a sentence; none where Keras
   * trains on the same way.
   */
  List<String> notOfKeras() {
    List<String> lacking = new ArrayList<>();
    Optimizer optimizer = compiled.optimizer();
    if (optimizer.settings().kind().registeredName().isPresent()) {
      lacking.add("the optimizer " + optimizer.settings().kind());
    }
    if (optimizer.settings().config(ConfigForm.PORTABLE).containsKey("exclude_from_weight_decay")) {
      lacking.add("weights that are kept from decay");
    }
    if (optimizer.learningRate() instanceof LearningRate.Scheduled scheduled
        && scheduled.schedule().settings().kind().registeredName().isPresent()) {
      lacking.add("the schedule " + scheduled.schedule().settings().kind());
    }
    if (!compiled.rateFactors().isEmpty()) {
      lacking.add("rates of layers");
    }
    for (Compiled.Output output : compiled.outputs()) {
      if (output.loss().settings().kind().registeredName().isPresent()) {
        lacking.add("the loss " + output.loss().settings().kind());
      }
    }
    return lacking;
  }

  /** The metrics that Keras has not: it trains on the same way, and reports less. */
  List<String> metricsNotOfKeras() {
    List<String> lacking = new ArrayList<>();
    for (Compiled.Output output : compiled.outputs()) {
      for (List<Metric> metrics : List.of(output.metrics(), output.weightedMetrics())) {
        metrics.stream()
            .filter(metric -> !KerasMetrics.isOfKeras(metric))
            .forEach(metric -> lacking.add("the metric " + metric.name()));
      }
    }
    return lacking;
  }

  /** What {@code model.compile_from_config} of Keras takes, with those metrics that it has. */
  Map<String, Object> keras() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("optimizer", Optimizers.registry().write(compiled.optimizer(), ConfigForm.PORTABLE));
    config.put("loss", each(CompileWriter::lossOf));
    boolean weighted = compiled.outputs().stream().anyMatch(output -> output.weight() != 1);
    config.put("loss_weights", weighted ? each(output -> (Object) output.weight()) : null);
    config.put("metrics", metrics(false));
    config.put("weighted_metrics", metrics(true));
    config.put("run_eagerly", false);
    config.put("steps_per_execution", 1);
    config.put("jit_compile", false);
    return config;
  }

  private @Nullable Object metrics(boolean weighted) {
    boolean some = compiled.outputs().stream()
        .anyMatch(output -> !metricsOfKeras(output, weighted).isEmpty());
    return some ? each(output -> written(metricsOfKeras(output, weighted)).orElseThrow()) : null;
  }

  private static List<Metric> metricsOfKeras(Compiled.Output output, boolean weighted) {
    return (weighted ? output.weightedMetrics() : output.metrics())
        .stream().filter(KerasMetrics::isOfKeras).toList();
  }

  private static Object lossOf(Compiled.Output output) {
    return written(output.loss());
  }

  private static Object written(Loss loss) {
    return Losses.registry().write(loss, ConfigForm.PORTABLE);
  }

  private static Optional<List<Object>> written(List<Metric> metrics) {
    List<Object> written = new ArrayList<>();
    for (Metric metric : metrics) {
      Optional<Map<String, Object>> form = KerasMetrics.write(metric);
      if (form.isEmpty()) {
        return Optional.empty();
      }
      written.add(form.get());
    }
    return Optional.of(written);
  }

  /** What an output has. */
  private interface Part {
    Object of(Compiled.Output output);
  }

  /** For one output by itself, for named ones by name, else in the order of the outputs. */
  private @Nullable Object each(Part part) {
    List<String> names = network.outputNames();
    if (names.size() == 1 && !network.hasNamedOutputs()) {
      return part.of(compiled.outputs().get(0));
    }
    Map<String, Object> byName = new LinkedHashMap<>();
    compiled.outputs().forEach(output -> byName.put(output.name(), part.of(output)));
    if (network.hasNamedOutputs()) {
      return byName;
    }
    List<@Nullable Object> list = new ArrayList<>();
    names.forEach(name -> list.add(byName.get(name)));
    return list;
  }

  /**
   * Everything, in the form of {@link CompileReader#readOwn}; empty where a metric is in no form.
   */
  Optional<Map<String, Object>> own() {
    List<Object> outputs = new ArrayList<>();
    for (Compiled.Output output : compiled.outputs()) {
      Optional<List<Object>> metrics = written(output.metrics());
      Optional<List<Object>> weighted = written(output.weightedMetrics());
      if (metrics.isEmpty() || weighted.isEmpty()) {
        return Optional.empty();
      }
      Map<String, Object> written = new LinkedHashMap<>();
      written.put("output", output.name());
      written.put("loss", written(output.loss()));
      written.put("weight", output.weight());
      written.put("metrics", metrics.get());
      written.put("weighted_metrics", weighted.get());
      outputs.add(written);
    }
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("optimizer", Optimizers.registry().write(compiled.optimizer(), ConfigForm.PORTABLE));
    config.put("outputs", outputs);
    config.put("rate_factors", compiled.rateFactors());
    return Optional.of(config);
  }
}

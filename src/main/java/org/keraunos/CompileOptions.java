package org.keraunos;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.graph.Objective;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Network;
import org.keraunos.losses.Loss;
import org.keraunos.metrics.Metric;
import org.keraunos.optimizers.Optimizer;
import org.keraunos.optimizers.Optimizers;

/**
 * How to train: Keras's parameters of {@code compile}. A network of several outputs has a loss, a
 * weight and metrics for each, by the output's name.
 *
 * <pre>{@code
 * model.compile(c -> c.optimizer(adam())
 *     .loss("genre", binaryCrossentropy()).metrics("genre", f1Score(MICRO))
 *     .loss("year", meanSquaredError()).lossWeight("year", 0.3));
 * }</pre>
 */
public final class CompileOptions {
  private Optimizer optimizer = Optimizers.adam();
  private @Nullable Loss only;
  private List<Metric> onlyMetrics = List.of();
  private List<Metric> onlyWeightedMetrics = List.of();
  private final Map<String, Loss> losses = new LinkedHashMap<>();
  private final Map<String, Double> weights = new LinkedHashMap<>();
  private final Map<String, List<Metric>> metrics = new LinkedHashMap<>();
  private final Map<Layer, Double> rateFactors = new LinkedHashMap<>();
  private final Map<String, List<Metric>> weightedMetrics = new LinkedHashMap<>();

  CompileOptions() {}

  /**
   * How weights change.
   *
   * @param rule Adam with Keras's defaults if not given (Keras: RMSprop)
   * @return this
   */
  public CompileOptions optimizer(Optimizer rule) {
    this.optimizer = rule;
    return this;
  }

  /**
   * What is made small, for a network of one output.
   *
   * @param loss the loss
   * @return this
   */
  public CompileOptions loss(Loss loss) {
    this.only = loss;
    return this;
  }

  /**
   * What is made small of an output. An output without a loss is not trained.
   *
   * @param output the name of the output's layer
   * @param loss the loss
   * @return this
   */
  public CompileOptions loss(String output, Loss loss) {
    losses.put(output, loss);
    return this;
  }

  /**
   * How much an output's loss counts in the sum that is made small. Keras wants one for each output
   * or none.
   *
   * @param output the name of the output's layer
   * @param weight a finite number; 1 if not given
   * @return this
   */
  public CompileOptions lossWeight(String output, double weight) {
    weights.put(output, weight);
    return this;
  }

  /**
   * What else to report, for a network of one output; each row counts alike, whatever the weights
   * of rows are.
   *
   * @param more metrics
   * @return this
   */
  public CompileOptions metrics(Metric... more) {
    this.onlyMetrics = List.of(more);
    return this;
  }

  /**
   * What else to report of an output; each row counts alike.
   *
   * @param output the name of the output's layer
   * @param more metrics
   * @return this
   */
  public CompileOptions metrics(String output, Metric... more) {
    metrics.put(output, List.of(more));
    return this;
  }

  /**
   * Trains a layer at another rate than the others: the optimizer's, or its schedule's, times a
   * factor; the layer's weights decay by it, too. In Keras that takes a {@code MultiOptimizer}.
   *
   * @param layer a layer of the model, at whatever depth, or a network inside it, for all layers of
   *     that; one without weights that train changes nothing
   * @param factor above 0; 1 if not given. {@link Model#freeze} keeps weights as they are
   * @return this
   */
  public CompileOptions learningRateFactor(Layer layer, double factor) {
    Check.given(layer, "layer");
    Check.argument(
        factor > 0 && Double.isFinite(factor), "learningRateFactor", "a finite number > 0", factor);
    rateFactors.put(layer, factor);
    return this;
  }

  /**
   * Trains several layers at another rate than the others, for example all below a cut:
   *
   * <pre>{@code
   * how.learningRateFactor(model.network().below(cut), 0.1)
   * }</pre>
   *
   * @param layers layers of the model; those without weights that train change nothing
   * @param factor above 0
   * @return this
   */
  public CompileOptions learningRateFactor(List<Layer> layers, double factor) {
    Check.given(layers, "layers").forEach(layer -> learningRateFactor(layer, factor));
    return this;
  }

  Map<Layer, Double> rateFactors(Network network) {
    for (Layer layer : rateFactors.keySet()) {
      Check.state(!network.addressesOf(layer).isEmpty(), "a layer of the model has a place");
    }
    return rateFactors;
  }

  /**
   * What else to report, for a network of one output, with rows counted by their weights. One that
   * {@link #metrics(Metric...)} has, too, is called {@code weighted_...}, as in Keras.
   *
   * @param more metrics
   * @return this
   */
  public CompileOptions weightedMetrics(Metric... more) {
    this.onlyWeightedMetrics = List.of(more);
    return this;
  }

  /**
   * What else to report of an output, with rows counted by their weights.
   *
   * @param output the name of the output's layer
   * @param more metrics
   * @return this
   */
  public CompileOptions weightedMetrics(String output, Metric... more) {
    weightedMetrics.put(output, List.of(more));
    return this;
  }

  Optimizer optimizer() {
    return optimizer;
  }

  /** In the order of the network's outputs. */
  List<Objective> objectives(Network network) {
    List<String> names = network.outputNames();
    if (only != null) {
      Check.argument(
          losses.isEmpty(), "loss", "one for all or one an output", "both, for " + losses.keySet());
      losses.putAll(Map.of(Objective.only(network, only).get(0).output(), only));
    }
    name("metrics", onlyMetrics, metrics, names);
    name("weightedMetrics", onlyWeightedMetrics, weightedMetrics, names);
    check("loss", losses, names);
    check("lossWeight", weights, List.copyOf(losses.keySet()));
    check("metrics", metrics, List.copyOf(losses.keySet()));
    check("weightedMetrics", weightedMetrics, List.copyOf(losses.keySet()));
    Check.argument(
        !losses.isEmpty(), "loss", "one for at least one of the outputs " + names, "none");
    List<Objective> objectives = new ArrayList<>();
    for (String name : names) {
      Loss loss = losses.get(name);
      if (loss != null) {
        objectives.add(new Objective(name, loss, weights.getOrDefault(name, 1.0)));
      }
    }
    return objectives;
  }

  private static void name(
      String what, List<Metric> only, Map<String, List<Metric>> byOutput, List<String> names) {
    if (!only.isEmpty()) {
      Check.argument(names.size() == 1, what, "the output's name beside them, of " + names, "none");
      Check.argument(byOutput.isEmpty(), what, "those of all or of an output", "both");
      byOutput.put(names.get(0), only);
    }
  }

  List<Metric> metricsOf(Objective objective) {
    return metrics.getOrDefault(objective.output(), List.of());
  }

  List<Metric> weightedMetricsOf(Objective objective) {
    return weightedMetrics.getOrDefault(objective.output(), List.of());
  }

  private static void check(String what, Map<String, ?> given, List<String> known) {
    for (String name : given.keySet()) {
      Check.argument(
          known.contains(name),
          what,
          what.equals("loss") ? "an output, of " + known : "an output that has a loss, of " + known,
          name);
    }
  }
}

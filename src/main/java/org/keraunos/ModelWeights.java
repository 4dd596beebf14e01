package org.keraunos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keraunos.augmentation.Augmenter;
import org.keraunos.base.Check;
import org.keraunos.base.NamedArray;
import org.keraunos.graph.InferenceGraph;
import org.keraunos.graph.InnerGradient;
import org.keraunos.graph.ModelGraph;
import org.keraunos.graph.NetworkFacts;
import org.keraunos.graph.Objective;
import org.keraunos.graph.StepGraph;
import org.keraunos.layers.Functional;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Network;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.metrics.Metric;
import org.keraunos.metrics.OutputKind;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.OutputActivation;
import org.keraunos.runtime.WeightSpec;
import org.keraunos.saving.keras.Compiled;
import org.keraunos.training.Reported;
import org.keraunos.training.Trainer;

/**
 * A model's weights and whatever holds them: the graph that predicts, the one that trains, the
 * frozen one. Calls from several threads wait for each other.
 */
final class ModelWeights {
  private final Model owner;
  private final Network network;
  private final ModelOptions options;
  private final Augmenter augmenter;
  private final Set<Layer> frozen = new HashSet<>();
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable ModelGraph graph;
  private @Nullable Given given;
  private @Nullable StepGraph step;
  private @Nullable Trainer trainer;
  private @Nullable InferenceGraph inference;
  private List<Reported> reported = List.of();
  private @Nullable CompileOptions compiled;
  private Map<String, List<Double>> classWeights = Map.of();
  private Consumer<Map<String, WeightSpec>> admission = specs -> {};
  private boolean training;
  private boolean closed;

  ModelWeights(Model owner, Network network, ModelOptions options) {
    this.owner = owner;
    this.network = network;
    this.options = options;
    this.augmenter = Augmenter.of(options.augmentation(), Inputs.shapes(network));
    this.frozen.addAll(network.untrainable());
  }

  /**
   * Weights that no variable holds yet: many a model is loaded to predict alone, which takes none.
   */
  private record Given(NetworkFacts facts, Map<String, NamedArray> values) {
    List<NamedArray> list() {
      return List.copyOf(values.values());
    }
  }

  /** The layers whose weights do not train. */
  Set<Layer> frozen() {
    return locked(() -> Set.copyOf(frozen));
  }

  /** Who is asked before anything is allocated for weights, and throws if they are not wanted. */
  void admit(Consumer<Map<String, WeightSpec>> check) {
    admission = check;
  }

  /** A graph that trains, with the weights as they are; the optimizer starts anew. */
  void compile(CompileOptions how) {
    checkNotTraining("compile");
    List<Objective> objectives = how.objectives(network);
    List<NamedArray> weights =
        graph == null && given == null ? WeightHomes.inherited(owner) : existing();
    StepGraph built = new StepGraph(
        plan(options.policy()), objectives, how.optimizer(), augmenter, how.rateFactors(network));
    try {
      List<Reported> metrics = new ArrayList<>();
      for (int i = 0; i < objectives.size(); i++) {
        OutputKind kind = OutputKinds.of(built, i);
        metrics.add(new Reported(
            resolved(how.metricsOf(objectives.get(i)), kind),
            resolved(how.weightedMetricsOf(objectives.get(i)), kind)));
      }
      admission.accept(built.model().weights());
      built.start();
      built.model().setWeights(weights);
      closeGraphs();
      trainer = new Trainer(built, metrics);
      reported = metrics;
      classWeights = Map.of();
    } catch (RuntimeException e) {
      built.close();
      throw e;
    }
    graph = built.model();
    step = built;
    compiled = how;
    WeightHomes.claim(owner, graph.weights().keySet());
  }

  /** What trains; null where the model is not compiled. */
  @Nullable
  StepGraph step() {
    return step;
  }

  /** What the model was compiled with, with the rate as it is now; null where it was not. */
  @Nullable
  Compiled compiled() {
    StepGraph now = step;
    CompileOptions how = compiled;
    if (now == null || how == null) {
      return null;
    }
    List<Compiled.Output> outputs = new ArrayList<>();
    for (int i = 0; i < now.objectives().size(); i++) {
      Objective each = now.objectives().get(i);
      outputs.add(new Compiled.Output(
          each.output(),
          each.loss(),
          each.weight(),
          reported.get(i).metrics(),
          reported.get(i).weightedMetrics()));
    }
    Map<String, Double> factors = new LinkedHashMap<>();
    Predicate<String> trains = address -> now.model().weights().values().stream()
        .anyMatch(weight -> weight.trainable() && weight.name().startsWith(address + "/"));
    how.rateFactors(network)
        .forEach((layer, factor) -> network.addressesOf(layer).stream()
            .filter(trains)
            .forEach(address -> factors.put(address, factor)));
    return new Compiled(how.optimizer().at(now.learningRate()), outputs, factors);
  }

  private static List<Metric> resolved(List<Metric> metrics, OutputKind kind) {
    List<Metric> resolved = new ArrayList<>();
    for (Metric metric : metrics) {
      Metric meant = metric.resolve(kind);
      Check.argument(
          meant.takesClassNumbers() == (kind == OutputKind.CLASS_NUMBERS),
          "metrics",
          kind == OutputKind.CLASS_NUMBERS
              ? "metrics of numbers of classes, as sparseCategoricalAccuracy()"
              : "metrics of a number a label",
          meant.name());
      resolved.add(meant);
    }
    return resolved;
  }

  /**
   * The trainer of a call that trains. Weights of classes are part of the graph, so that other ones
   * than those of the last call take a new one, in which everything goes on.
   */
  Trainer trainer(String call, Function<List<String>, Map<String, List<Double>>> byOutput) {
    Trainer known = trainer(call);
    StepGraph old = Check.present(step, "there is a step where there is a trainer");
    List<String> outputs = old.objectives().stream().map(Objective::output).toList();
    Map<String, List<Double>> wanted = byOutput.apply(outputs);
    if (wanted.equals(classWeights)) {
      return known;
    }
    List<Objective> objectives = new ArrayList<>();
    for (Objective each : old.objectives()) {
      List<Double> factors = wanted.get(each.output());
      Objective plain = new Objective(each.output(), each.loss(), each.weight());
      objectives.add(
          factors == null
              ? plain
              : plain.weighingLabels(
                  factors.stream().mapToDouble(Double::doubleValue).toArray()));
    }
    StepGraph built = old.goingOn(objectives);
    closeGraphs();
    trainer = new Trainer(built, reported);
    graph = built.model();
    step = built;
    classWeights = wanted;
    return trainer;
  }

  Trainer trainer(String call) {
    return Check.present(trainer, "compile the model before " + call);
  }

  /** What the model was compiled for; none before. */
  List<Objective> objectives() {
    return step == null ? List.of() : step.objectives();
  }

  /** Runs a training, during which callbacks may look at the model and not change what holds it. */
  <T> T training(Supplier<T> run) {
    training = true;
    try {
      return run.get();
    } finally {
      training = false;
      dropInference();
    }
  }

  /**
   * Takes all weights at once, in place of start values.
   *
   * @param read is asked for them, by what the layers say
   */
  void give(Function<Map<String, WeightSpec>, List<NamedArray>> read) {
    NetworkFacts facts = NetworkFacts.of(plan(options.policy()));
    Map<String, NamedArray> byName = new HashMap<>();
    read.apply(facts.weights()).forEach(value -> byName.put(value.name(), value));
    Map<String, NamedArray> values = new LinkedHashMap<>();
    for (String name : facts.weights().keySet()) {
      values.put(name, floating(Check.present(byName.get(name), name)));
    }
    given = new Given(facts, values);
    WeightHomes.claim(owner, values.keySet());
  }

  /** Weights are floats; a file may keep one, a count of rows, as a whole number. */
  private NamedArray floating(NamedArray value) {
    if (!(value.values() instanceof long[])) {
      return value;
    }
    boolean wide = options.policy() == DTypePolicy.FLOAT64;
    return new NamedArray(value.name(), value.shape(), wide ? value.toDoubles() : value.toFloats());
  }

  ModelGraph graph() {
    if (graph == null) {
      Given all = given;
      List<NamedArray> inherited = all == null ? WeightHomes.inherited(owner) : all.list();
      ModelGraph built = new ModelGraph(plan(options.policy()));
      try {
        admission.accept(built.weights());
        if (all == null) {
          built.start();
        }
        built.setWeights(inherited);
      } catch (RuntimeException e) {
        built.close();
        throw e;
      }
      graph = built;
      given = null;
      WeightHomes.claim(owner, graph.weights().keySet());
    }
    return graph;
  }

  /** The weights that exist now, not to be changed; none if none has been made. */
  List<NamedArray> existing() {
    if (graph != null) {
      return graph.getWeights();
    }
    return given == null ? List.of() : given.list();
  }

  /** All weights, not to be changed. */
  private List<NamedArray> all() {
    return given == null ? graph().getWeights() : given.list();
  }

  /** All weights, the caller's own. */
  List<NamedArray> copies() {
    return given == null
        ? graph().getWeights()
        : given.list().stream().map(NamedArray::copy).toList();
  }

  Map<String, WeightSpec> specs() {
    return given == null ? graph().weights() : given.facts().weights();
  }

  /** What the last activation of an output is. */
  OutputActivation activation(int output) {
    return given == null
        ? graph().outputActivation(output)
        : given.facts().activations().get(output);
  }

  boolean isCompiled() {
    return step != null;
  }

  /** What a training step takes or, before {@code compile}, a prediction; bytes. */
  long memory(int rows) {
    return step == null ? graph().memory(rows) : step.memory(rows);
  }

  /** A weight, or a variable of the optimizer, by name. */
  NamedArray value(String name) {
    StepGraph now = step;
    if (given != null) {
      return Check.present(given.values().get(name), name);
    }
    return now == null ? graph().weight(name) : now.stateOf(name);
  }

  /** The names that {@link #value} knows. */
  Set<String> names() {
    StepGraph now = step;
    return now == null ? specs().keySet() : new HashSet<>(now.stateNames());
  }

  void set(List<NamedArray> weights) {
    graph().setWeights(weights);
    dropInference();
  }

  void freeze(Layer layer, boolean freeze) {
    network.checkContains(layer);
    set(layer, freeze);
    if (!freeze) {
      thawAround(network, layer);
    }
  }

  /**
   * In Keras a layer trains as it says itself; the networks around one that trains are no longer
   * frozen as a whole, while each other layer in them is.
   */
  private boolean thawAround(Network within, Layer layer) {
    boolean found = within.layers().contains(layer);
    for (Layer each : within.layers()) {
      if (each instanceof Functional model && thawAround(model.network(), layer)) {
        frozen.remove(each);
        found = true;
      }
    }
    return found;
  }

  /** As Keras sets {@code trainable}: of a network, that of all layers inside. */
  private void set(Layer layer, boolean freeze) {
    if (freeze) {
      frozen.add(layer);
    } else {
      frozen.remove(layer);
    }
    if (layer instanceof Functional model) {
      model.network().layers().forEach(inside -> set(inside, freeze));
    }
  }

  /** @throws IllegalStateException if a weight is NaN or infinite */
  void checkFinite() {
    for (NamedArray weight : all()) {
      weight.firstNotFinite().ifPresent(value -> {
        throw new IllegalStateException(weight.name() + " holds " + value
            + ": the training diverged, and what the model predicts means nothing;"
            + " export(folder, options -> options.allowNotFinite()) writes it nevertheless");
      });
    }
  }

  /** The weights as constants; made anew once they have changed. */
  InferenceGraph inference(Inference how) {
    if (training) {
      // A callback asks, and the weights have changed since the last one did.
      dropInference();
    }
    if (inference == null) {
      inference = how.freeze(plan(options.inferencePolicy()), all());
    }
    return inference;
  }

  /** Freezes weights. */
  @FunctionalInterface
  interface Inference {
    InferenceGraph freeze(ModelGraph.Plan plan, List<NamedArray> weights);
  }

  /** A graph of its own over the weights as they are now. */
  InnerGradient innerGradient(SymbolicTensor target) {
    return InnerGradient.of(plan(options.inferencePolicy()), graph().getWeights(), target);
  }

  void dropInference() {
    if (inference != null) {
      inference.close();
      inference = null;
    }
  }

  private ModelGraph.Plan plan(DTypePolicy policy) {
    return new ModelGraph.Plan(
        network,
        policy,
        options.seed(),
        Set.copyOf(frozen),
        options.training(),
        options.inference(),
        options.runtime());
  }

  /** Only a callback can come here while the lock's owner trains. */
  void checkNotTraining(String call) {
    Check.state(!training, call + " was called by a callback of fit");
  }

  void close() {
    lock.lock();
    try {
      checkNotTraining("close");
      if (!closed) {
        WeightHomes.leave(owner);
        closed = true;
        closeGraphs();
      }
    } finally {
      lock.unlock();
    }
  }

  private void closeGraphs() {
    dropInference();
    if (step != null) {
      step.close();
    } else if (graph != null) {
      graph.close();
    }
    graph = null;
    given = null;
    step = null;
    trainer = null;
  }

  <T extends @Nullable Object> T locked(Supplier<T> call) {
    lock.lock();
    try {
      Check.state(!closed, "the model is closed");
      return call.get();
    } finally {
      lock.unlock();
    }
  }

  void locked(Runnable call) {
    locked(() -> {
      call.run();
      return null;
    });
  }
}

package org.keraunos.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keraunos.augmentation.Augmenter;
import org.keraunos.base.Check;
import org.keraunos.base.NamedArray;
import org.keraunos.base.Shape;
import org.keraunos.data.Batch;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Network;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.losses.Loss;
import org.keraunos.optimizers.LearningRate;
import org.keraunos.optimizers.Optimizer;
import org.keraunos.runtime.Feeds;
import org.keraunos.runtime.Fetched;
import org.keraunos.runtime.GraphSession;
import org.keraunos.runtime.OpTime;
import org.keraunos.runtime.OutputActivation;
import org.keraunos.runtime.Variables;
import org.keraunos.runtime.WeightSpec;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.types.family.TFloating;

/**
 * A model's graph with everything that trains: one run is one step, feeds in, losses and outputs
 * out. No op is added after it is built.
 */
public final class StepGraph implements AutoCloseable {
  private final ModelGraph model;
  private final List<Objective> objectives;
  private final Function<List<Objective>, StepGraph> likeThis;
  private final StepFeeds feeds;
  private final StepResult trained;
  private final StepResult evaluated;
  private final Supplier<Map<String, Map<String, Object>>> facts;
  private final List<Operand<?>> trainFetches;
  private final List<Operand<?>> evaluateFetches;
  private final TrainingStep step;
  private final List<String> trainable = new ArrayList<>();
  private final List<Operand<TFloating>> gradients;
  private LearningRate rate;
  private long iteration;

  /**
   * Builds the graph of a network with one output; call {@link #start} before anything else.
   *
   * @param plan network, types, seed
   * @param loss what is made small
   * @param optimizer how
   * @throws IllegalArgumentException if the loss cannot take the network's output
   */
  public StepGraph(ModelGraph.Plan plan, Loss loss, Optimizer optimizer) {
    this(plan, Objective.only(plan.network(), loss), optimizer, Augmenter.NONE);
  }

  /**
   * Builds the graph; call {@link #start} before anything else.
   *
   * @param plan network, types, seed
   * @param objectives what is made small: at most one for each output, at least one
   * @param optimizer how
   * @param augmenter what happens to training images, for the network's one input
   * @throws IllegalArgumentException if a loss cannot take its output, there is no such output or
   *     it has two
   */
  public StepGraph(
      ModelGraph.Plan plan, List<Objective> objectives, Optimizer optimizer, Augmenter augmenter) {
    this(plan, objectives, optimizer, augmenter, Map.of());
  }

  /**
   * Builds the graph; call {@link #start} before anything else.
   *
   * @param plan network, types, seed
   * @param objectives what is made small: at most one for each output, at least one
   * @param optimizer how
   * @param augmenter what happens to training images, for the network's one input
   * @param rateFactors factors on the rate, of layers that have one
   * @throws IllegalArgumentException if a loss cannot take its output, there is no such output or
   *     it has two, or a layer with a factor is not in the network
   */
  public StepGraph(
      ModelGraph.Plan plan,
      List<Objective> objectives,
      Optimizer optimizer,
      Augmenter augmenter,
      Map<Layer, Double> rateFactors) {
    Check.argument(!objectives.isEmpty(), "loss", "one for at least one output", "none");
    long different = objectives.stream().map(Objective::output).distinct().count();
    Check.argument(different == objectives.size(), "loss", "one an output", objectives);
    objectives.forEach(objective -> objective.loss().check());
    optimizer.check();
    likeThis = changed -> new StepGraph(plan, changed, optimizer, augmenter, rateFactors);
    this.objectives = List.copyOf(objectives);
    this.rate = optimizer.learningRate();
    model = new ModelGraph(
        plan,
        plan.network().isUnrolled() ? GraphSession.Rewriting.NONE : GraphSession.Rewriting.ALL);
    try {
      step = new TrainingStep(model, optimizer);
      feeds = new StepFeeds(model, this.objectives, augmenter);
      trained = newResult();
      evaluated = newResult();
      evaluateFetches = fetches(Towers.inference(model, feeds));
      Towers towers = Towers.training(model, feeds, step::iteration);
      trainFetches = fetches(towers);
      facts = () -> {
        Map<String, Map<String, Object>> trees = new LinkedHashMap<>();
        trees.put("network", StepFacts.network(model));
        trees.put(
            "options",
            StepFacts.options(model, this.objectives, optimizer, augmenter, rateFactors));
        trees.put("environment", StepFacts.environment(model, towers.count()));
        return trees;
      };
      findTrainable();
      gradients = towers.gradients(trainable);
      step.emit(trainFetches, trainable, gradients, towers.updates(), weightFactors(rateFactors));
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  private void findTrainable() {
    Set<String> behind = layersBehind(model.plan().network());
    for (WeightSpec spec : model.weights().values()) {
      if (spec.trainable() && behind.contains(layerOf(spec.name()))) {
        trainable.add(spec.name());
      }
    }
  }

  private static String layerOf(String weight) {
    return weight.substring(0, weight.indexOf('/'));
  }

  private Map<String, Double> weightFactors(Map<Layer, Double> rateFactors) {
    Map<String, Double> factors = new HashMap<>();
    rateFactors.forEach((layer, factor) -> {
      List<String> places = model.plan().network().addressesOf(layer);
      for (String weight : trainable) {
        if (places.stream().anyMatch(place -> weight.startsWith(place + "/"))) {
          factors.put(weight, factor);
        }
      }
    });
    return factors;
  }

  /** The layers that some objective depends on: an output without a loss trains nothing. */
  private Set<String> layersBehind(Network network) {
    Set<String> names = new HashSet<>();
    Set<SymbolicTensor> seen = new HashSet<>();
    Deque<SymbolicTensor> left = new ArrayDeque<>();
    objectives.forEach(objective ->
        left.add(network.outputs().get(network.outputNames().indexOf(objective.output()))));
    while (!left.isEmpty()) {
      SymbolicTensor tensor = left.remove();
      if (seen.add(tensor)) {
        names.add(network.nameOf(tensor.layer()));
        left.addAll(tensor.inputs());
      }
    }
    return names;
  }

  private static List<Operand<?>> fetches(Towers towers) {
    List<Operand<?>> fetches = new ArrayList<>(List.of(towers.losses()));
    fetches.addAll(towers.outputs());
    return fetches;
  }

  private StepResult newResult() {
    return new StepResult(
        feeds.ports().stream().mapToInt(port -> port.shape().size()).toArray());
  }

  /** Gives all variables their start values. */
  public void start() {
    model.start();
    iteration = 0;
  }

  /**
   * The network's part: weights, and how it was built.
   *
   * @return the graph without what trains
   */
  public ModelGraph model() {
    return model;
  }

  /** {@return what is made small, in the order of a {@link StepResult}} */
  public List<Objective> objectives() {
    return objectives;
  }

  /**
   * What the last activation of an objective's output is.
   *
   * @param objective its place in {@link #objectives}
   * @return sigmoid, softmax or neither
   */
  public OutputActivation outputActivation(int objective) {
    return model.inferenceOutputs().get(feeds.ports().get(objective).output()).activation();
  }

  /**
   * The shape of an objective's output.
   *
   * @param objective its place in {@link #objectives}
   * @return the shape, without the batch axis
   */
  public Shape outputShape(int objective) {
    return feeds.ports().get(objective).shape();
  }

  /**
   * A graph for other objectives of the same outputs, in which weights, slots and steps go on.
   *
   * @param changed what is made small from now on
   * @return a new graph, started; this one stays as it is
   */
  public StepGraph goingOn(List<Objective> changed) {
    StepGraph built = likeThis.apply(changed);
    try {
      built.start();
      built.restore(state());
      return built;
    } catch (RuntimeException e) {
      built.close();
      throw e;
    }
  }

  /**
   * The shape of the targets of an objective.
   *
   * @param objective its place among the objectives
   * @return the shape of one row
   */
  public Shape targetShape(int objective) {
    return feeds.ports().get(objective).targetShape();
  }

  /**
   * Changes the weights by one batch; one without any known label changes nothing.
   *
   * @param batch the rows, with targets by the outputs' names
   * @param epoch the epoch, from 0, which decides with seed and row how images are changed
   * @return losses, and the outputs before the change; overwritten by the next call
   * @throws IllegalArgumentException if the batch's data set lacks a target or has another one
   */
  public StepResult train(Batch batch, int epoch) {
    StepResult result =
        run(feeds.training(batch, epoch, trained), trained, trainFetches, step.target(iteration));
    if (result.hasRun()) {
      iteration++;
    }
    return result;
  }

  /**
   * The losses of a batch in inference.
   *
   * @param batch the rows, with targets by the outputs' names
   * @return losses and outputs; overwritten by the next call
   * @throws IllegalArgumentException if the batch's data set lacks a target or has another one
   */
  public StepResult evaluate(Batch batch) {
    return run(feeds.inference(batch, evaluated), evaluated, evaluateFetches, null);
  }

  /**
   * The gradients of a batch's loss in training, for comparison with other implementations.
   *
   * @param batch at least one row with a known label
   * @return one array a trainable weight, by its name
   */
  public List<NamedArray> gradients(Batch batch) {
    List<NamedArray> result = new ArrayList<>();
    try (Feeds fed = fed(batch);
        Fetched fetched = model.session().run(fed, gradients)) {
      for (int i = 0; i < trainable.size(); i++) {
        int[] shape = model.variables().get(trainable.get(i)).shape().toArray();
        result.add(fetched.array(i, trainable.get(i), shape));
      }
    }
    return result;
  }

  /**
   * Where numbers stop being finite, for who has just put back the weights before a step.
   *
   * @param batch the step's rows, at least one with a known label
   * @return {@code the output of dense_1 holds Infinity}, or the like of a weight or a gradient;
   *     empty if all are finite, as they may be without dropout
   */
  public Optional<String> firstNotFinite(Batch batch) {
    return FiniteSearch.first(this, batch);
  }

  /**
   * Changes the weights by one batch and says how long each op took.
   *
   * @param batch at least one row with a known label
   * @return the ops of one step
   */
  public List<OpTime> trace(Batch batch) {
    try (Feeds fed = fed(batch)) {
      return model.session().trace(fed, trainFetches, step.target(iteration++));
    }
  }

  private Feeds fed(Batch batch) {
    return Check.present(feeds.training(batch, 0, trained), "the batch has no known label");
  }

  private StepResult run(
      @Nullable Feeds given, StepResult result, List<Operand<?>> fetches, @Nullable Op change) {
    if (given == null) {
      return result;
    }
    Op[] targets = change == null ? new Op[0] : new Op[] {change};
    try (Feeds fed = given;
        Fetched fetched = model.session().run(fed, fetches, targets)) {
      result.losses(fetched.array(0, "losses", fetches.size()).toDoubles());
      for (int i = 0; i < objectives.size(); i++) {
        fetched.read(i + 1, result.output(i), 0);
      }
    }
    return result;
  }

  /**
   * The rate that the next step takes.
   *
   * @return the number as it was given, or what the schedule says
   */
  public double learningRate() {
    if (rate instanceof LearningRate.Fixed fixed) {
      return fixed.rate();
    }
    try (Feeds none = new Feeds();
        Fetched fetched = model.session().run(none, List.of(step.rate()))) {
      return fetched.scalar(0);
    }
  }

  /**
   * Changes the rate.
   *
   * @param number above 0
   * @throws IllegalStateException if the rate is a schedule's
   * @throws IllegalArgumentException if it is not a finite number above 0
   */
  public void setLearningRate(double number) {
    Check.state(
        rate instanceof LearningRate.Fixed,
        "the learning rate is that of a schedule, " + rate + ", and cannot be set");
    LearningRate.Fixed changed = new LearningRate.Fixed(number);
    Check.argument(changed.isUsable(), "learningRate", "a finite number > 0", number);
    variables().set(model.session(), List.of(rateArray(changed)));
    rate = changed;
  }

  private static NamedArray rateArray(LearningRate.Fixed fixed) {
    return new NamedArray(TrainingStep.LEARNING_RATE, new int[0], new double[] {fixed.rate()});
  }

  /** {@return the number of steps taken, those that only gather gradients included} */
  public long iteration() {
    return iteration;
  }

  /**
   * What decides about the numbers beside the data: whoever goes on from a state must have the
   * same.
   *
   * @return trees of what JSON can hold, {@code network}, {@code options} and {@code environment}
   */
  public Map<String, Map<String, Object>> facts() {
    return facts.get();
  }

  /** {@return the whole graph, a serialized {@code GraphDef}; weights are not in it} */
  public byte[] definition() {
    return model.session().definition().toByteArray();
  }

  /**
   * The memory of a training step, as {@link StepMemory} finds it in the graph.
   *
   * @param rows how many a batch has
   * @return bytes
   */
  public long memory(int rows) {
    List<String> roots = new ArrayList<>(List.of(step.target(iteration).op().name()));
    trainFetches.forEach(fetched -> roots.add(fetched.op().name()));
    return StepMemory.of(model.session().definition(), roots, rows);
  }

  /** {@return whether the optimizer keeps moving averages of the weights} */
  public boolean keepsAverages() {
    return step.average() != null;
  }

  /**
   * The moving averages of the weights that train: what {@code fit} ends with.
   *
   * @return one array a weight, by the weight's name; none if no step was taken yet
   * @throws IllegalStateException if the optimizer keeps none
   */
  public List<NamedArray> averagedWeights() {
    MovingAverage average = step.average();
    Check.state(
        average != null, "the optimizer keeps no averages of the weights; useEma(true) makes it");
    if (average == null || iteration == 0) {
      return List.of();
    }
    List<NamedArray> averages = variables().get(model.session(), average.names());
    List<NamedArray> named = new ArrayList<>();
    for (int i = 0; i < averages.size(); i++) {
      NamedArray each = averages.get(i);
      named.add(new NamedArray(trainable.get(i), each.shape(), each.values()));
    }
    return named;
  }

  private Variables variables() {
    return model.variables();
  }

  /**
   * Everything that steps change: weights, slots, statistics, the iteration and the rate.
   *
   * @return names and values, in one order
   */
  public List<NamedArray> state() {
    List<NamedArray> state =
        new ArrayList<>(variables().get(model.session(), variables().names()));
    if (rate instanceof LearningRate.Fixed fixed) {
      // The variable has the weights' type; the number is kept as it was given.
      state.replaceAll(
          each -> each.name().equals(TrainingStep.LEARNING_RATE) ? rateArray(fixed) : each);
    }
    return state;
  }

  /** {@return the names of all that {@link #state} gives} */
  public List<String> stateNames() {
    return variables().names();
  }

  /**
   * A part of what {@link #state} gives.
   *
   * @param name of a variable
   * @return its value
   */
  public NamedArray stateOf(String name) {
    return variables().get(model.session(), List.of(name)).get(0);
  }

  /**
   * Puts back what {@link #state} gave.
   *
   * @param state all variables
   * @throws IllegalArgumentException if one is missing, unknown or of another shape
   */
  public void restore(List<NamedArray> state) {
    List<String> given = state.stream().map(NamedArray::name).toList();
    List<String> known = variables().names();
    Check.argument(given.equals(known), "state", "the variables " + known, given);
    set(state);
  }

  /**
   * Sets a part of what {@link #state} gives.
   *
   * @param some variables of this graph; others stay
   * @throws IllegalArgumentException if one is of another shape
   */
  public void set(List<NamedArray> some) {
    variables().set(model.session(), some);
    for (NamedArray each : some) {
      if (each.name().equals(TrainingStep.LEARNING_RATE)) {
        rate = new LearningRate.Fixed(each.toDoubles()[0]);
      } else if (each.name().equals(TrainingStep.ITERATION)) {
        iteration = (long) each.toDoubles()[0];
      }
    }
  }

  @Override
  public void close() {
    model.close();
  }
}

package org.keraunos.graph;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keraunos.augmentation.Augmenter;
import org.keraunos.base.Check;
import org.keraunos.base.NamedArray;
import org.keraunos.base.Shape;
import org.keraunos.data.Batch;
import org.keraunos.losses.Loss;
import org.keraunos.optimizers.Gradient;
import org.keraunos.optimizers.Optimizer;
import org.keraunos.optimizers.OptimizerScope;
import org.keraunos.runtime.Feeds;
import org.keraunos.runtime.Fetched;
import org.keraunos.runtime.OpTime;
import org.keraunos.runtime.OutputActivation;
import org.keraunos.runtime.Types;
import org.keraunos.runtime.Variable;
import org.keraunos.runtime.Variables;
import org.keraunos.runtime.WeightSpec;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * A model's graph with everything that trains: one run is one step, feeds in, losses and outputs out. No op is added
 * after it is built.
 */
public final class StepGraph implements AutoCloseable {
  private static final String ITERATION = "optimizer/iteration";
  private static final String LEARNING_RATE = "optimizer/learning_rate";

  private final ModelGraph model;
  private final List<Objective> objectives;
  private final StepFeeds feeds;
  private final StepResult trained;
  private final StepResult evaluated;
  private final List<Operand<?>> trainFetches;
  private final List<Operand<?>> evaluateFetches;
  private final Op step;
  private final List<String> trainable = new ArrayList<>();
  private final List<Operand<TFloating>> gradients;

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
   * @throws IllegalArgumentException if a loss cannot take its output, there is no such output or it has two
   */
  public StepGraph(
      ModelGraph.Plan plan, List<Objective> objectives, Optimizer optimizer, Augmenter augmenter) {
    Check.argument(!objectives.isEmpty(), "loss", "one for at least one output", "none");
    long different = objectives.stream().map(Objective::output).distinct().count();
    Check.argument(different == objectives.size(), "loss", "one an output", objectives);
    this.objectives = List.copyOf(objectives);
    model = new ModelGraph(plan);
    try {
      Ops tf = model.session().ops();
      Class<TFloating> type = plan.policy().variableType();
      Variable iteration = model.variables().counter(ITERATION);
      Variable rate =
          model.variables().floating(LEARNING_RATE, Shape.of(), optimizer.learningRate());
      feeds = new StepFeeds(model, this.objectives, augmenter);
      trained = newResult();
      evaluated = newResult();
      evaluateFetches = fetches(Towers.inference(model, feeds));
      Towers towers = Towers.training(model, feeds, () -> iteration.read(tf, TInt64.class));
      trainFetches = fetches(towers);
      for (WeightSpec spec : model.weights().values()) {
        if (spec.trainable()) {
          trainable.add(spec.name());
        }
      }
      gradients = towers.gradients(trainable);
      Operand<TInt64> next = tf.math.add(iteration.read(tf, TInt64.class), tf.constant(1L));
      OptimizerScope scope = new OptimizerScope(
          tf.withSubScope("optimizer"),
          model.variables(),
          type,
          rate.read(tf, type),
          Types.cast(tf, next, type));
      List<Op> changes = new ArrayList<>();
      for (int i = 0; i < trainable.size(); i++) {
        changes.add(optimizer.update(
            scope, new Gradient(model.variables().get(trainable.get(i)), gradients.get(i))));
      }
      Variables variables = model.variables();
      towers
          .updates()
          .forEach((name, value) ->
              changes.add(tf.assignVariableOp(variables.get(name).handle(), value)));
      changes.addAll(trainFetches);
      // Everything that reads the number of the step has run before it is raised.
      step = tf.withControlDependencies(changes)
          .withName("step")
          .assignAddVariableOp(iteration.handle(), tf.constant(1L));
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
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
   * Changes the weights by one batch; one without any known label changes nothing.
   *
   * @param batch the rows, with targets by the outputs' names
   * @param epoch the epoch, from 0, which decides with seed and row how images are changed
   * @return losses, and the outputs before the change; overwritten by the next call
   * @throws IllegalArgumentException if the batch's data set lacks a target or has another one
   */
  public StepResult train(Batch batch, int epoch) {
    return run(feeds.training(batch, epoch, trained), trained, trainFetches, step);
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
   * Changes the weights by one batch and says how long each op took.
   *
   * @param batch at least one row with a known label
   * @return the ops of one step
   */
  public List<OpTime> trace(Batch batch) {
    try (Feeds fed = fed(batch)) {
      return model.session().trace(fed, trainFetches, step);
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
   * @return the learning rate
   */
  public double learningRate() {
    return model.variables().get(model.session(), List.of(LEARNING_RATE)).get(0).toDoubles()[0];
  }

  /**
   * Changes the rate.
   *
   * @param rate above 0
   */
  public void setLearningRate(double rate) {
    model
        .variables()
        .set(model.session(), List.of(new NamedArray(LEARNING_RATE, new int[0], new double[] {rate
        })));
  }

  /**
   * Everything that steps change: weights, slots, statistics, the iteration and the rate.
   *
   * @return names and values, in one order
   */
  public List<NamedArray> state() {
    return model.variables().get(model.session(), model.variables().names());
  }

  /**
   * Puts back what {@link #state} gave.
   *
   * @param state all variables
   * @throws IllegalArgumentException if one is missing, unknown or of another shape
   */
  public void restore(List<NamedArray> state) {
    List<String> given = state.stream().map(NamedArray::name).toList();
    List<String> known = model.variables().names();
    Check.argument(given.equals(known), "state", "the variables " + known, given);
    model.variables().set(model.session(), state);
  }

  @Override
  public void close() {
    model.close();
  }
}

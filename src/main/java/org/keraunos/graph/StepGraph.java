package org.keraunos.graph;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keraunos.augmentation.Augmenter;
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
 * A model's graph with everything that trains: one run is one step, feeds in, loss and probabilities out. No op is added
 * after it is built.
 */
public final class StepGraph implements AutoCloseable {
  private static final String ITERATION = "optimizer/iteration";
  private static final String LEARNING_RATE = "optimizer/learning_rate";

  private final ModelGraph model;
  private final StepFeeds feeds;
  private final List<Operand<?>> trainFetches;
  private final List<Operand<?>> evaluateFetches;
  private final Op step;
  private final List<String> trainable = new ArrayList<>();
  private final List<Operand<TFloating>> gradients;

  /**
   * Builds the graph; call {@link #start} before anything else.
   *
   * @param plan network, types, seed
   * @param loss what is made small
   * @param optimizer how
   * @throws IllegalArgumentException if the loss cannot take the network's output
   */
  public StepGraph(ModelGraph.Plan plan, Loss loss, Optimizer optimizer) {
    this(plan, loss, optimizer, Augmenter.NONE);
  }

  /**
   * Builds the graph with changes of the images it trains on; call {@link #start} before anything else.
   *
   * @param plan network, types, seed
   * @param loss what is made small
   * @param optimizer how
   * @param augmenter what happens to training images, for the network's one input
   * @throws IllegalArgumentException if the loss cannot take the network's output
   */
  public StepGraph(ModelGraph.Plan plan, Loss loss, Optimizer optimizer, Augmenter augmenter) {
    loss.checkOutput(plan.network().outputs().get(0).shape());
    model = new ModelGraph(plan);
    try {
      Ops tf = model.session().ops();
      Class<TFloating> type = plan.policy().variableType();
      Variable iteration = model.variables().counter(ITERATION);
      Variable rate =
          model.variables().floating(LEARNING_RATE, Shape.of(), optimizer.learningRate());
      feeds = new StepFeeds(model, outputShape(), augmenter);
      Towers evaluation = Towers.inference(model, feeds, loss);
      evaluateFetches = List.of(evaluation.loss(), evaluation.probabilities());
      Towers towers = Towers.training(model, feeds, loss, () -> iteration.read(tf, TInt64.class));
      Operand<TFloating> batchLoss = towers.loss();
      trainFetches = List.of(batchLoss, towers.probabilities());
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
      changes.add(batchLoss);
      // Everything that reads the number of the step has run before it is raised.
      step = tf.withControlDependencies(changes)
          .withName("step")
          .assignAddVariableOp(iteration.handle(), tf.constant(1L));
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
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

  /**
   * What the network's last activation is.
   *
   * @return sigmoid, softmax or neither
   */
  public OutputActivation outputActivation() {
    return model.inferenceOutput().activation();
  }

  /**
   * The shape of one output.
   *
   * @return the shape, without the batch axis
   */
  public Shape outputShape() {
    return model.plan().network().outputs().get(0).shape();
  }

  /**
   * Changes the weights by one batch, as in the first epoch.
   *
   * @param batch at least one row with a known label
   * @param probabilities where the outputs go, before the change; row-major
   * @return the batch's loss
   */
  public double train(Batch batch, float[] probabilities) {
    return train(batch, 0, probabilities);
  }

  /**
   * Changes the weights by one batch.
   *
   * @param batch at least one row with a known label
   * @param epoch the epoch, from 0, which decides with seed and row how images are changed
   * @param probabilities where the outputs go, before the change; row-major
   * @return the batch's loss
   */
  public double train(Batch batch, int epoch, float[] probabilities) {
    return run(feeds.training(batch, epoch), probabilities, trainFetches, step);
  }

  /**
   * The loss of a batch in inference.
   *
   * @param batch at least one row with a known label
   * @param probabilities where the outputs go, row-major
   * @return the batch's loss
   */
  public double evaluate(Batch batch, float[] probabilities) {
    return run(feeds.inference(batch), probabilities, evaluateFetches, null);
  }

  /**
   * The gradients of a batch's loss in training, for comparison with other implementations.
   *
   * @param batch at least one row with a known label
   * @return one array a trainable weight, by its name
   */
  public List<NamedArray> gradients(Batch batch) {
    List<NamedArray> result = new ArrayList<>();
    try (Feeds fed = feeds.training(batch, 0);
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
    try (Feeds fed = feeds.training(batch, 0)) {
      return model.session().trace(fed, trainFetches, step);
    }
  }

  /**
   * How many rows of a batch have a known label.
   *
   * @param batch the batch
   * @return 0 to {@code batch.rows()}
   */
  public int knownRows(Batch batch) {
    return feeds.known(batch);
  }

  /**
   * How many rows of a batch have a known label in training, where rows may be mixed.
   *
   * @param batch the batch
   * @param epoch the epoch, from 0
   * @return 0 to {@code batch.rows()}
   */
  public int knownRows(Batch batch, int epoch) {
    return feeds.known(batch, epoch);
  }

  private double run(
      Feeds given, float[] probabilities, List<Operand<?>> fetches, @Nullable Op change) {
    Op[] targets = change == null ? new Op[0] : new Op[] {change};
    try (Feeds fed = given;
        Fetched fetched = model.session().run(fed, fetches, targets)) {
      fetched.read(1, probabilities, 0);
      return fetched.scalar(0);
    }
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

  @Override
  public void close() {
    model.close();
  }
}

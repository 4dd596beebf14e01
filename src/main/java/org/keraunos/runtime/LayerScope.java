package org.keraunos.runtime;

import java.util.List;
import org.keraunos.base.Seeds;
import org.keraunos.base.Shape;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.random.StatelessRandomUniform;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TType;

/**
 * What a layer is handed to put itself into a graph: ops, weights, constants and random numbers, all in the tower's types,
 * so that a layer never names a type.
 */
public final class LayerScope {
  private final Tower tower;
  private final Ops tf;
  private final String layer;
  private final int call;
  private final boolean trainable;

  LayerScope(Tower tower, Ops tf, String layer, int call, boolean trainable) {
    this.tower = tower;
    this.tf = tf;
    this.layer = layer;
    this.call = call;
    this.trainable = trainable;
  }

  /**
   * The ops, named after the layer.
   *
   * @return where to emit
   */
  public Ops ops() {
    return tf;
  }

  /**
   * Whether this tower trains: dropout drops and batch statistics are taken.
   *
   * @return true in the training tower
   */
  public boolean training() {
    return tower.training();
  }

  /**
   * Whether this layer's weights are to be trained; false for a frozen layer, which then behaves as in inference.
   *
   * @return false if the layer is frozen
   */
  public boolean trainable() {
    return trainable;
  }

  /**
   * How values and kernels are to be emitted.
   *
   * @return the tower's options
   */
  public EmitOptions options() {
    return tower.options();
  }

  /**
   * The layer's name, for messages.
   *
   * @return the name, unique in the model
   */
  public String layerName() {
    return layer;
  }

  /**
   * A weight that the optimizer changes.
   *
   * @param name the weight's name in the layer, as in Keras: {@code kernel}, {@code bias}, {@code gamma}
   * @param shape its shape
   * @param initial its start value
   * @return its value, of the compute type
   */
  public Operand<TFloating> weight(String name, Shape shape, InitialValue initial) {
    return tower.toCompute(tower.read(spec(name, shape, initial, trainable), tf));
  }

  /**
   * A weight that the layer itself keeps up, through {@link #update}; behind an update it is the updated value, so that a
   * layer that is called twice updates twice.
   *
   * @param name the weight's name in the layer, for example {@code moving_mean}
   * @param shape its shape
   * @param initial its start value
   * @return its value, of the weights' type
   */
  public Operand<TFloating> state(String name, Shape shape, InitialValue initial) {
    Operand<TFloating> read = tower.read(spec(name, shape, initial, false), tf);
    return tower.updates().getOrDefault(layer + "/" + name, read);
  }

  /**
   * A weight in the weights' own type, for sums that bfloat16 is too coarse for.
   *
   * @param name the weight's name in the layer
   * @param shape its shape
   * @param initial its start value
   * @return its value, of the weights' type
   */
  public Operand<TFloating> masterWeight(String name, Shape shape, InitialValue initial) {
    return tower.read(spec(name, shape, initial, trainable), tf);
  }

  /**
   * Sets a weight at the end of the training step.
   *
   * @param name the weight's name in the layer
   * @param value its new value, of the weights' type
   */
  public void update(String name, Operand<TFloating> value) {
    tower.update(layer + "/" + name, value);
  }

  /**
   * Adds a term to the loss, for example a penalty on weights.
   *
   * @param term a scalar
   */
  public void addLoss(Operand<TFloating> term) {
    tower.addLoss(toVariable(term));
  }

  /** Steps whose gradients are emitted here and not by TensorFlow. */
  Operand<TFloating> cut(Operand<TFloating> before, List<TailStep.Reversible> steps) {
    Cut cut = new Cut(tf, before, steps);
    tower.add(cut);
    return cut.behind();
  }

  /**
   * A constant of the compute type.
   *
   * @param value the number
   * @return a scalar
   */
  public Operand<TFloating> constant(double value) {
    return tower.constant(tf, value, tower.policy().computeType());
  }

  /**
   * A constant of the weights' type.
   *
   * @param value the number
   * @return a scalar
   */
  public Operand<TFloating> masterConstant(double value) {
    return tower.constant(tf, value, tower.policy().variableType());
  }

  /**
   * Uniform random numbers in [0, 1), a function of the model's seed, the step, the layer's call and the place in the
   * batch alone. They have the weights' type: bfloat16 is too coarse to be compared with a rate.
   *
   * @param like what they are to be shaped like
   * @return the numbers, of the weights' type
   */
  public Operand<TFloating> random(Operand<? extends TType> like) {
    Operand<TInt64> address =
        tf.stack(List.of(tf.constant(Seeds.derive(tower.seed(), call)), tower.globalStep()));
    return StatelessRandomUniform.create(
        tf.scope(), tf.shape(like), address, tower.policy().variableType());
  }

  /**
   * Changes to the compute type.
   *
   * @param operand of any floating type
   * @return the same values
   */
  public Operand<TFloating> toCompute(Operand<TFloating> operand) {
    return Types.cast(tf, operand, tower.policy().computeType());
  }

  /**
   * Changes to the weights' type.
   *
   * @param operand of any floating type
   * @return the same values
   */
  public Operand<TFloating> toVariable(Operand<TFloating> operand) {
    return Types.cast(tf, operand, tower.policy().variableType());
  }

  /**
   * Makes a value of an operand.
   *
   * @param operand of the compute type
   * @param shape the shape of one sample
   * @return the value, with nothing pending
   */
  public Value value(Operand<TFloating> operand, Shape shape) {
    return Value.of(this, operand, shape);
  }

  private WeightSpec spec(String name, Shape shape, InitialValue initial, boolean trains) {
    return new WeightSpec(layer + "/" + name, shape, initial, trains);
  }
}

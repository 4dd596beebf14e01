package org.keraunos.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.keraunos.base.Check;
import org.keraunos.base.CheckReturnValue;
import org.keraunos.base.Seeds;
import org.keraunos.base.Shape;
import org.keraunos.base.WeightName;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.random.StatelessRandomNormal;
import org.tensorflow.op.random.StatelessRandomUniform;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;
import org.tensorflow.types.family.TType;

/**
 * What a layer is handed to put itself into a graph: ops, weights, constants and random numbers,
 * all in the tower's types, so that a layer never names a type.
 */
public final class LayerScope {
  private final Tower tower;
  private final Ops tf;
  private final Site site;
  private final DTypePolicy policy;
  private final boolean still;

  /**
   * Which call of which layer it is.
   *
   * @param layer the outermost layer's name, unique in the model
   * @param inner the way to a layer inside it
   * @param call the call's index in the topological order
   * @param trainable false if the layer is frozen
   * @param rowwise whether the layer says that its rows do not know of each other
   * @param draws numbers the random draws of the call, those of layers inside included
   */
  record Site(
      String layer,
      List<WeightName.Step> inner,
      int call,
      boolean trainable,
      boolean rowwise,
      AtomicInteger draws) {
    WeightName weight(String name) {
      return new WeightName(layer, inner, name);
    }

    Site child(WeightName.Step step, boolean trains, boolean rows) {
      List<WeightName.Step> longer = new ArrayList<>(inner);
      longer.add(step);
      return new Site(
          layer, List.copyOf(longer), call, trainable && trains, rowwise || rows, draws);
    }

    @Override
    public String toString() {
      StringBuilder path = new StringBuilder(layer);
      inner.forEach(step -> path.append('/').append(step.name()));
      return path.toString();
    }
  }

  LayerScope(Tower tower, Ops tf, Site site, DTypePolicy policy) {
    this(tower, tf, site, policy, false);
  }

  private LayerScope(Tower tower, Ops tf, Site site, DTypePolicy policy, boolean still) {
    this.tower = tower;
    this.tf = tf;
    this.site = site;
    this.policy = policy;
    this.still = still;
  }

  /**
   * The same for a layer of whose weights, and of those that are folded into them, no step changes
   * any: {@link #kept} keeps.
   *
   * @return another scope of the same call
   */
  @CheckReturnValue
  public LayerScope standingStill() {
    return new LayerScope(tower, tf, site, policy, true);
  }

  /**
   * What is computed of weights alone. In a tower that trains a scope that is
   * {@link #standingStill} has it computed when weights are set, and not in each step.
   *
   * @param name of the value, as no weight of the layer is called
   * @param value the computation, of any floating type
   * @return the same value
   */
  public Operand<TFloating> kept(String name, Operand<TFloating> value) {
    return still ? tower.kept(site.weight(name).toString(), value, tf) : value;
  }

  /** {@return the ops, named after the layer} */
  public Ops ops() {
    return tf;
  }

  /** {@return whether this tower trains: dropout drops and batch statistics are taken} */
  public boolean training() {
    return tower.trains();
  }

  /**
   * {@return whether this layer's weights are to be trained; a frozen layer behaves as in
   * inference}
   */
  public boolean trainable() {
    return site.trainable();
  }

  /** {@return how values and kernels are to be emitted} */
  public EmitOptions options() {
    return tower.options();
  }

  /** {@return the types that the layer computes and keeps weights in} */
  public DTypePolicy policy() {
    return policy;
  }

  /**
   * {@return the layer's name, for messages; a layer inside another has the way to it before its
   * own}
   */
  public String layerName() {
    return site.toString();
  }

  /**
   * The scope of a layer, or of a group of weights, inside this one.
   *
   * @param file its name in weight files: {@code query_dense}
   * @param name its name in Keras's names of weights: {@code query}
   * @return its scope, to be made once a call
   */
  @CheckReturnValue
  public LayerScope child(String file, String name) {
    return child(file, name, true, false, policy);
  }

  /**
   * The scope of a layer inside this one.
   *
   * @param file its name in weight files
   * @param name its name in Keras's names of weights
   * @param trains false if the inner layer is frozen by itself
   * @param rowwise whether the inner layer says that its rows do not know of each other
   * @param types what the inner layer computes in
   * @return its scope, to be made once a call
   * @throws IllegalArgumentException if the layer would keep weights in another type than the tower
   */
  @CheckReturnValue
  public LayerScope child(
      String file, String name, boolean trains, boolean rowwise, DTypePolicy types) {
    Site inner = site.child(new WeightName.Step(name, file), trains, rowwise);
    tower.checkTypes(inner.toString(), types);
    return new LayerScope(tower, tower.opsOf(inner.toString(), tf, name), inner, types);
  }

  /**
   * A weight that the optimizer changes.
   *
   * @param name the weight's name in the layer, as in Keras: {@code kernel}, {@code bias},
   *     {@code gamma}
   * @param shape its shape
   * @param initial its start value
   * @return its value, of the compute type
   */
  public Operand<TFloating> weight(String name, Shape shape, InitialValue initial) {
    return weight(name, shape, WeightOptions.of(initial));
  }

  /**
   * A weight that the optimizer changes, with a penalty or a constraint.
   *
   * @param name the weight's name in the layer, as in Keras
   * @param shape its shape
   * @param options its start value, its term of the loss and its constraint
   * @return its value, of the compute type
   */
  public Operand<TFloating> weight(String name, Shape shape, WeightOptions options) {
    return tower.toCompute(masterWeight(name, shape, options), policy.computeType());
  }

  /**
   * A weight that the layer itself keeps up, through {@link #update}; behind an update it is the
   * updated value, so that a layer that is called twice updates twice.
   *
   * @param name the weight's name in the layer, for example {@code moving_mean}
   * @param shape its shape
   * @param initial its start value
   * @return its value, of the weights' type
   */
  public Operand<TFloating> state(String name, Shape shape, InitialValue initial) {
    WeightSpec spec = new WeightSpec(site.weight(name), shape, WeightOptions.of(initial), false);
    Operand<TFloating> read = tower.read(spec, tf);
    return tower.updates().getOrDefault(spec.name(), read);
  }

  /**
   * A weight in the weights' own type, for sums that bfloat16 is too coarse for.
   *
   * @param name the weight's name in the layer
   * @param shape its shape
   * @param options its start value, its term of the loss and its constraint
   * @return its value, of the weights' type
   */
  public Operand<TFloating> masterWeight(String name, Shape shape, WeightOptions options) {
    return tower.read(new WeightSpec(site.weight(name), shape, options, trainable()), tf);
  }

  /**
   * Sets a weight at the end of the training step.
   *
   * @param name the weight's name in the layer
   * @param value its new value, of the weights' type
   * @throws IllegalStateException if the layer says that it is rowwise
   */
  public void update(String name, Operand<TFloating> value) {
    refuseRowwise("updates " + name);
    tower.update(site.weight(name).toString(), value);
  }

  /**
   * Adds a term to the loss, for example a penalty on activations; it is the batch's, added once.
   *
   * @param term a scalar
   * @throws IllegalStateException if the layer says that it is rowwise
   */
  public void addLoss(Operand<TFloating> term) {
    refuseRowwise("adds a term to the loss");
    tower.addLoss(toVariable(term));
  }

  private void refuseRowwise(String does) {
    Check.state(
        !site.rowwise(), layerName() + " says that it is rowwise, yet " + does + " of the batch");
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
    return Types.constant(tf, value, policy.computeType());
  }

  /**
   * A constant of the weights' type.
   *
   * @param value the number
   * @return a scalar
   */
  public Operand<TFloating> masterConstant(double value) {
    return Types.constant(tf, value, policy.variableType());
  }

  /**
   * Uniform random numbers in [0, 1), a function of the model's seed, the step, the layer's call,
   * the number of the draw in that call and the place in the batch alone. They have the weights'
   * type: bfloat16 is too coarse to be compared with a rate.
   *
   * @param like what they are to be shaped like
   * @return the numbers, of the weights' type
   * @throws IllegalStateException if the layer says that it is rowwise
   */
  public Operand<TFloating> random(Operand<? extends TType> like) {
    return random(tf.shape(like), OptionalLong.empty());
  }

  /**
   * {@link #random(Operand)} with a seed of the layer's own in the address.
   *
   * @param sizes the shape, the batch included: a vector of integers
   * @param seed a seed that the user gave the layer, beside the model's
   * @return the numbers, of the weights' type
   * @throws IllegalStateException if the layer says that it is rowwise
   */
  public Operand<TFloating> random(Operand<TInt32> sizes, OptionalLong seed) {
    return StatelessRandomUniform.create(tf.scope(), sizes, address(seed), policy.variableType());
  }

  /**
   * Normal random numbers of mean 0 and deviation 1, a function of what {@link #random(Operand,
   * OptionalLong)} is one of.
   *
   * @param sizes the shape, the batch included: a vector of integers
   * @param seed a seed that the user gave the layer, beside the model's
   * @return the numbers, of the weights' type
   * @throws IllegalStateException if the layer says that it is rowwise
   */
  public Operand<TFloating> randomNormal(Operand<TInt32> sizes, OptionalLong seed) {
    // TensorFlow knows no gradient of it, not even that there is none.
    return tf.stopGradient(
        StatelessRandomNormal.create(tf.scope(), sizes, address(seed), policy.variableType()));
  }

  /** Where a draw's numbers are. */
  private Operand<TInt64> address(OptionalLong seed) {
    refuseRowwise("draws random numbers");
    int draw = site.draws().getAndIncrement();
    long at = Seeds.derive(tower.seed(), site.call());
    if (draw > 0) {
      at = Seeds.derive(at, draw);
    }
    if (seed.isPresent()) {
      at = Seeds.derive(at, seed.getAsLong());
    }
    return tf.stack(List.of(tf.constant(at), tower.globalStep()));
  }

  /** {@return whether this call, or a layer inside it, has drawn random numbers so far} */
  public boolean hasDrawn() {
    return site.draws().get() > 0;
  }

  /**
   * Changes to the compute type.
   *
   * @param operand of any number type
   * @return the same values
   */
  public Operand<TFloating> toCompute(Operand<? extends TNumber> operand) {
    return Types.cast(tf, operand, policy.computeType());
  }

  /**
   * Changes to the weights' type.
   *
   * @param operand of any number type
   * @return the same values
   */
  public Operand<TFloating> toVariable(Operand<? extends TNumber> operand) {
    return Types.cast(tf, operand, policy.variableType());
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
}

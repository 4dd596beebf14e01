package org.keraunos.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * One copy of a network in a graph, to train or to predict; towers of one graph share their
 * weights.
 */
public final class Tower {
  private final Ops tf;
  private final DTypePolicy policy;
  private final EmitOptions options;
  private final boolean training;
  private final long seed;
  private final WeightSource weights;
  private final @Nullable Supplier<Operand<TInt64>> globalStep;
  private final Map<String, Gradients.By> reads = new LinkedHashMap<>();
  private final Map<String, WeightSpec> specs = new LinkedHashMap<>();
  private final Map<String, Operand<TFloating>> updates = new LinkedHashMap<>();
  private final Map<ComputeCopy, Operand<TFloating>> computeCopies = new HashMap<>();
  private final Map<String, Ops> scopes = new HashMap<>();
  private final List<Operand<TFloating>> losses = new ArrayList<>();
  private final List<Cut> cuts = new ArrayList<>();
  private boolean penalized;

  private record ComputeCopy(Operand<TFloating> weight, Class<TFloating> type) {}

  private Tower(
      Ops tf,
      DTypePolicy policy,
      EmitOptions options,
      boolean training,
      long seed,
      WeightSource weights,
      @Nullable Supplier<Operand<TInt64>> globalStep) {
    this.tf = tf;
    this.policy = policy;
    this.options = options;
    this.training = training;
    this.seed = seed;
    this.weights = weights;
    this.globalStep = globalStep;
  }

  /**
   * A tower that trains.
   *
   * @param tf where to emit
   * @param policy the types
   * @param options how to emit
   * @param weights where weights come from
   * @param seed the seed of the model's random numbers
   * @param globalStep reads the number of steps taken so far
   * @return the tower
   */
  public static Tower training(
      Ops tf,
      DTypePolicy policy,
      EmitOptions options,
      WeightSource weights,
      long seed,
      Supplier<Operand<TInt64>> globalStep) {
    return new Tower(tf, policy, options, true, seed, weights, globalStep);
  }

  /**
   * A tower that predicts.
   *
   * @param tf where to emit
   * @param policy the types
   * @param options how to emit
   * @param weights where weights come from
   * @return the tower
   */
  public static Tower inference(
      Ops tf, DTypePolicy policy, EmitOptions options, WeightSource weights) {
    return new Tower(tf, policy, options, false, 0, weights, null);
  }

  /**
   * The scope for something that is no layer's call: a loss, an output.
   *
   * @param layer a name, unique in the model
   * @param call a number that no call has, for random numbers
   * @param trainable whether its weights train
   * @return the scope
   */
  public LayerScope scope(String layer, int call, boolean trainable) {
    return scope(layer, call, trainable, false, policy);
  }

  /**
   * The scope for one call of a layer.
   *
   * @param layer the layer's name, unique in the model; behind those of networks around it, with a
   *     slash, where these are not scopes of their own
   * @param call the call's index in the topological order
   * @param trainable false if the layer is frozen
   * @param rowwise whether the layer says that its rows do not know of each other; such a layer may
   *     not draw, update or add a term
   * @param types what the layer computes in
   * @return the scope
   * @throws IllegalArgumentException if the layer would keep weights in another type than the tower
   */
  public LayerScope scope(
      String layer, int call, boolean trainable, boolean rowwise, DTypePolicy types) {
    checkTypes(layer, types);
    LayerScope.Site site =
        new LayerScope.Site(layer, List.of(), call, trainable, rowwise, new AtomicInteger());
    Ops ops = tf;
    for (int from = 0; from >= 0; ) {
      int slash = layer.indexOf('/', from);
      int end = slash < 0 ? layer.length() : slash;
      ops = opsOf(layer.substring(0, end), ops, layer.substring(from, end));
      from = slash < 0 ? -1 : slash + 1;
    }
    return new LayerScope(this, ops, site, types);
  }

  void checkTypes(String layer, DTypePolicy types) {
    Check.argument(
        types.variableType().equals(policy.variableType()),
        layer + ".dtype",
        "a type with weights as in the model's " + policy.kerasName(),
        types.kerasName());
  }

  /** A second sub-scope of one name would be called conv2d_1, so each is made once. */
  Ops opsOf(String path, Ops parent, String name) {
    return scopes.computeIfAbsent(path, each -> parent.withSubScope(name));
  }

  /**
   * The weights that this tower has read, in the order of their first use.
   *
   * @return name to what the layer said of it
   */
  public Map<String, WeightSpec> weights() {
    return specs;
  }

  /** Of towers that predict beside one that trains, weights change in each step. */
  Operand<TFloating> kept(String name, Operand<TFloating> value, Ops layer) {
    return training ? weights.kept(name, value, layer) : value;
  }

  /**
   * What this tower reads of a weight: what gradients are taken of.
   *
   * @param name the weight's whole name
   * @return the operand that was handed out
   */
  public Operand<TFloating> readOf(String name) {
    return Check.present(reads.get(name), "no layer has read the weight " + name)
        .read();
  }

  /**
   * What a loss is differentiated by: a weight, or else something that may stand before all cuts.
   */
  Gradients.By by(String name, Operand<TFloating> operand) {
    Gradients.By weight = reads.get(name);
    return weight != null && weight.read() == operand ? weight : new Gradients.By(name, operand, 0);
  }

  /**
   * New values that layers want their weights to have after the step.
   *
   * @return the weight's name to its new value
   */
  public Map<String, Operand<TFloating>> updates() {
    return updates;
  }

  /**
   * Terms of the loss that are the batch's, whatever the number of towers: those that layers added
   * and the penalties of weights that train. Towers that divide a batch have the same, so only one
   * of them counts. Asked for behind the last layer.
   *
   * @return scalars of the weights' type
   */
  public List<Operand<TFloating>> losses() {
    if (!penalized) {
      penalized = true;
      specs
          .values()
          .forEach(spec -> spec.penalty()
              .ifPresent(penalty -> losses.add(
                  penalty.penalty(opsOf("penalties", tf, "penalties"), readOf(spec.name())))));
    }
    return losses;
  }

  /**
   * The types of this tower.
   *
   * @return the policy
   */
  public DTypePolicy policy() {
    return policy;
  }

  /** {@return whether it is for training} */
  public boolean trains() {
    return training;
  }

  /**
   * How values and kernels are emitted.
   *
   * @return the options
   */
  public EmitOptions options() {
    return options;
  }

  long seed() {
    return seed;
  }

  Operand<TInt64> globalStep() {
    return Check.present(globalStep, "random numbers are for training only").get();
  }

  Operand<TFloating> read(WeightSpec spec, Ops layer) {
    specs.putIfAbsent(spec.name(), spec);
    return reads
        .computeIfAbsent(
            spec.name(), name -> new Gradients.By(name, weights.read(spec, layer), cuts.size()))
        .read();
  }

  /**
   * A weight's copy in the compute type is made once a tower, however often the layer is called.
   */
  Operand<TFloating> toCompute(Operand<TFloating> weight, Class<TFloating> type) {
    return computeCopies.computeIfAbsent(
        new ComputeCopy(weight, type), copy -> Types.cast(tf, copy.weight(), copy.type()));
  }

  void update(String weight, Operand<TFloating> value) {
    updates.put(weight, value);
  }

  void addLoss(Operand<TFloating> term) {
    losses.add(term);
  }

  void add(Cut cut) {
    cuts.add(cut);
  }

  List<Cut> cuts() {
    return cuts;
  }
}

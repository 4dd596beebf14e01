package org.keraunos.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.keraunos.layers.Network;
import org.keraunos.runtime.GraphPass;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Tower;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;

/**
 * The part of a step's graph that computes the loss: one tower for the whole batch, or several side
 * by side for a part of the rows each, whose losses and gradients are summed
 * ({@link GraphPass#SPLIT_BATCH}). Chains of ops that do not wait for each other keep processors
 * busier than one chain of ops that are divided among them.
 */
final class Towers {
  private final Ops tf;
  private final ModelGraph model;
  private final StepFeeds feeds;
  private final boolean training;
  private final List<Tower> towers = new ArrayList<>();
  private final List<Operand<TFloating>> losses = new ArrayList<>();
  private final List<List<Operand<TFloating>>> lossesByObjective = new ArrayList<>();
  private final List<List<Operand<TFloating>>> outputs = new ArrayList<>();

  private Towers(ModelGraph model, StepFeeds feeds, boolean training) {
    this.tf = model.session().ops();
    this.model = model;
    this.feeds = feeds;
    this.training = training;
    for (int i = 0; i < feeds.ports().size(); i++) {
      lossesByObjective.add(new ArrayList<>());
      outputs.add(new ArrayList<>());
    }
  }

  /**
   * Emits towers that train.
   *
   * @param model the network and its weights
   * @param feeds what is fed
   * @param globalStep reads the number of steps taken so far
   * @return at least one tower
   */
  static Towers training(ModelGraph model, StepFeeds feeds, Supplier<Operand<TInt64>> globalStep) {
    Towers towers = new Towers(model, feeds, true);
    ModelGraph.Plan plan = model.plan();
    AugmentationPort augmentation = feeds.augmentation();
    List<? extends Operand<? extends TNumber>> inputs = augmentation == null
        ? towers.inputs()
        : List.of(augmentation.images(model.inputs().get(0), plan.policy()));
    List<Operand<TFloat32>> targets = new ArrayList<>();
    for (ObjectivePort port : feeds.ports()) {
      targets.add(
          augmentation == null
              ? port.target()
              : augmentation.target(port.target(), port.targetShape()));
    }
    int parts = towers.parts();
    for (int part = 0; part < parts; part++) {
      Tower tower = Tower.training(
          towers.tf.withSubScope(part == 0 ? "training" : "training_" + part),
          plan.policy(),
          plan.training(),
          model.variables(),
          plan.seed(),
          globalStep);
      towers.emit(tower, towers.rows(part, parts), inputs, targets);
    }
    return towers;
  }

  /**
   * Emits towers that evaluate.
   *
   * @param model the network and its weights
   * @param feeds what is fed
   * @return at least one tower
   */
  static Towers inference(ModelGraph model, StepFeeds feeds) {
    Towers towers = new Towers(model, feeds, false);
    ModelGraph.Plan plan = model.plan();
    List<Operand<TFloat32>> targets = new ArrayList<>();
    feeds.ports().forEach(port -> targets.add(port.target()));
    int parts = towers.parts();
    for (int part = 0; part < parts; part++) {
      RowRange rows = towers.rows(part, parts);
      if (parts == 1) {
        towers.add(model.inferenceTower(), model.inferenceOutputs(), rows, targets);
      } else {
        Tower tower = Tower.inference(
            towers.tf.withSubScope("evaluation_" + part),
            plan.policy(),
            plan.inference(),
            model.variables());
        towers.emit(tower, rows, towers.inputs(), targets);
      }
    }
    return towers;
  }

  private RowRange rows(int part, int parts) {
    return new RowRange(tf, feeds.ports().get(0).target(), part, parts);
  }

  /** Only where rows do not know of each other do parts make a whole. */
  private int parts() {
    ModelGraph.Plan plan = model.plan();
    boolean splits = plan.training().has(GraphPass.SPLIT_BATCH)
        && plan.network().isRowwise(plan.frozen()::contains)
        && feeds.ports().stream().allMatch(port -> port.loss().isRowwise())
        && !plan.runtime().device().mayBeGpu();
    return splits ? plan.runtime().sideBySide() : 1;
  }

  private List<? extends Operand<? extends TNumber>> inputs() {
    return model.inputs().stream().map(InputPort::seen).toList();
  }

  private void emit(
      Tower tower,
      RowRange rows,
      List<? extends Operand<? extends TNumber>> inputs,
      List<Operand<TFloat32>> targets) {
    Network network = model.plan().network();
    List<Operand<? extends TNumber>> some = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      some.add(rows.of(inputs.get(i), network.inputShape(i)));
    }
    add(tower, model.emit(tower, some), rows, targets);
  }

  private void add(
      Tower tower, List<Value> values, RowRange rows, List<Operand<TFloat32>> targets) {
    List<Operand<TFloating>> terms = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      ObjectivePort port = feeds.ports().get(i);
      Value output = values.get(port.output());
      Operand<TFloating> loss = BatchLoss.of(
          tower,
          port,
          training ? port.trainingLoss() : port.loss(),
          output,
          rows.of(targets.get(i), port.targetShape()),
          rows.weights(port.rowWeights()));
      lossesByObjective.get(i).add(loss);
      terms.add(port.weight() == 1 ? loss : weighted(tower, loss, port.weight()));
      Operand<TFloating> part = tower.scope("probabilities", -1, true).toVariable(output.operand());
      outputs.get(i).add(rows.there(part, port.shape()));
    }
    // Terms of layers are the batch's, whatever the number of towers: the first has them.
    if (towers.isEmpty()) {
      terms.addAll(tower.losses());
    }
    towers.add(tower);
    losses.add(sum(terms));
  }

  private static Operand<TFloating> weighted(Tower tower, Operand<TFloating> loss, double weight) {
    LayerScope scope = tower.scope("loss", -1, true);
    return scope.ops().math.mul(loss, scope.masterConstant(weight));
  }

  private Operand<TFloating> sum(List<Operand<TFloating>> terms) {
    return terms.size() == 1 ? terms.get(0) : tf.math.addN(terms);
  }

  /** In how many parts a batch is computed. */
  int count() {
    return towers.size();
  }

  /** The batch's loss: the weighted sum of the objectives' and what layers add. */
  Operand<TFloating> loss() {
    return sum(losses);
  }

  /** The batch's loss, then the loss of each objective by itself. */
  Operand<TFloating> losses() {
    List<Operand<TFloating>> all = new ArrayList<>(List.of(loss()));
    lossesByObjective.forEach(parts -> all.add(sum(parts)));
    return tf.stack(all);
  }

  /** The outputs of all rows by objective, in the batch's order; of the weights' type. */
  List<Operand<TFloating>> outputs() {
    return outputs.stream()
        .map(parts -> parts.size() == 1 ? parts.get(0) : tf.concat(parts, tf.constant(0)))
        .toList();
  }

  /**
   * Emits the gradients of the batch's loss.
   *
   * @param weights names of weights
   * @return one gradient each
   */
  List<Operand<TFloating>> gradients(List<String> weights) {
    if (weights.isEmpty()) {
      return List.of();
    }
    List<List<Operand<TFloating>>> parts = new ArrayList<>();
    for (int i = 0; i < towers.size(); i++) {
      Tower tower = towers.get(i);
      List<Operand<TFloating>> reads = weights.stream().map(tower::readOf).toList();
      parts.add(model.session().gradients(losses.get(i), tower, reads, weights));
    }
    if (parts.size() == 1) {
      return parts.get(0);
    }
    List<Operand<TFloating>> sums = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      int weight = i;
      sums.add(tf.math.addN(parts.stream().map(part -> part.get(weight)).toList()));
    }
    return sums;
  }

  /**
   * New values that layers want their weights to have; layers that want some are in no split batch.
   */
  Map<String, Operand<TFloating>> updates() {
    return towers.get(0).updates();
  }
}

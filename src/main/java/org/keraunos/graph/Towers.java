package org.keraunos.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.keraunos.base.Shape;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Network;
import org.keraunos.losses.Loss;
import org.keraunos.runtime.GraphPass;
import org.keraunos.runtime.Tower;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * The part of a step's graph that computes the loss: one tower for the whole batch, or several side by side for a part of the
 * rows each, whose losses and gradients are summed ({@link GraphPass#SPLIT_BATCH}). Chains of ops that do not wait for each
 * other keep processors busier than one chain of ops that are divided among them.
 */
final class Towers {
  private final Ops tf;
  private final ModelGraph model;
  private final StepFeeds feeds;
  private final Loss loss;
  private final List<Tower> towers = new ArrayList<>();
  private final List<Operand<TFloating>> losses = new ArrayList<>();
  private final List<Operand<TFloating>> outputs = new ArrayList<>();

  private Towers(ModelGraph model, StepFeeds feeds, Loss loss) {
    this.tf = model.session().ops();
    this.model = model;
    this.feeds = feeds;
    this.loss = loss;
  }

  /**
   * Emits towers that train.
   *
   * @param model the network and its weights
   * @param feeds what is fed
   * @param loss what is made small
   * @param globalStep reads the number of steps taken so far
   * @return at least one tower
   */
  static Towers training(
      ModelGraph model, StepFeeds feeds, Loss loss, Supplier<Operand<TInt64>> globalStep) {
    Towers towers = new Towers(model, feeds, loss);
    ModelGraph.Plan plan = model.plan();
    AugmentationPort augmentation = feeds.augmentation();
    List<Operand<TFloating>> inputs = augmentation == null
        ? towers.inputs()
        : List.of(augmentation.images(model.inputs().get(0), plan.policy()));
    Operand<TFloat32> target = augmentation == null
        ? feeds.target()
        : augmentation.target(feeds.target(), towers.outputShape());
    int parts = parts(plan);
    for (int part = 0; part < parts; part++) {
      Tower tower = Tower.training(
          towers.tf.withSubScope(part == 0 ? "training" : "training_" + part),
          plan.policy(),
          plan.training(),
          model.variables(),
          plan.seed(),
          globalStep);
      RowRange rows = new RowRange(towers.tf, feeds.target(), part, parts);
      towers.emit(tower, rows, inputs, target);
    }
    return towers;
  }

  /**
   * Emits towers that evaluate.
   *
   * @param model the network and its weights
   * @param feeds what is fed
   * @param loss what is computed
   * @return at least one tower
   */
  static Towers inference(ModelGraph model, StepFeeds feeds, Loss loss) {
    Towers towers = new Towers(model, feeds, loss);
    ModelGraph.Plan plan = model.plan();
    int parts = parts(plan);
    for (int part = 0; part < parts; part++) {
      RowRange rows = new RowRange(towers.tf, feeds.target(), part, parts);
      if (parts == 1) {
        towers.add(model.inferenceTower(), model.inferenceOutput(), rows, feeds.target());
      } else {
        Tower tower = Tower.inference(
            towers.tf.withSubScope("evaluation_" + part),
            plan.policy(),
            plan.inference(),
            model.variables());
        towers.emit(tower, rows, towers.inputs(), feeds.target());
      }
    }
    return towers;
  }

  /** Only where rows do not know of each other do parts make a whole. */
  private static int parts(ModelGraph.Plan plan) {
    boolean splits = plan.training().has(GraphPass.SPLIT_BATCH)
        && plan.network().layers().stream().allMatch(Layer::isRowwise)
        && !plan.runtime().device().mayBeGpu();
    return splits ? plan.runtime().sideBySide() : 1;
  }

  private List<Operand<TFloating>> inputs() {
    return model.inputs().stream().map(InputPort::scaled).toList();
  }

  private void emit(
      Tower tower, RowRange rows, List<Operand<TFloating>> inputs, Operand<TFloat32> target) {
    Network network = model.plan().network();
    List<Operand<TFloating>> some = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      some.add(rows.of(inputs.get(i), network.inputShape(i)));
    }
    add(tower, model.emit(tower, some), rows, target);
  }

  private void add(Tower tower, Value output, RowRange rows, Operand<TFloat32> target) {
    boolean first = towers.isEmpty();
    towers.add(tower);
    losses.add(BatchLoss.of(
        tower,
        loss,
        output,
        rows.of(target, outputShape()),
        rows.weights(feeds.rowWeights()),
        feeds.knownRows(),
        first));
    Operand<TFloating> part = tower.scope("probabilities", -1, true).toVariable(output.operand());
    outputs.add(rows.there(part, outputShape()));
  }

  private Shape outputShape() {
    return model.plan().network().outputs().get(0).shape();
  }

  /** The batch's loss. */
  Operand<TFloating> loss() {
    return losses.size() == 1 ? losses.get(0) : tf.math.addN(losses);
  }

  /** The outputs of all rows, in the batch's order; of the weights' type. */
  Operand<TFloating> probabilities() {
    return outputs.size() == 1 ? outputs.get(0) : tf.concat(outputs, tf.constant(0));
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

  /** New values that layers want their weights to have; layers that want some are in no split batch. */
  Map<String, Operand<TFloating>> updates() {
    return towers.get(0).updates();
  }
}

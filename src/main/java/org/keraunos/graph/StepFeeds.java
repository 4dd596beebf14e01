package org.keraunos.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keraunos.augmentation.Augmenter;
import org.keraunos.base.Check;
import org.keraunos.data.Batch;
import org.keraunos.data.Dataset;
import org.keraunos.layers.Network;
import org.keraunos.runtime.Feeds;
import org.tensorflow.op.Ops;

/**
 * Where a batch enters a step's graph: inputs, targets and weights by objective, and what images
 * are changed by in training. Here, and nowhere else, rows with a known label are counted.
 */
final class StepFeeds {
  private final ModelGraph model;
  private final List<Objective> objectives;
  private final List<ObjectivePort> ports = new ArrayList<>();
  private final @Nullable AugmentationPort augmentation;
  private final Map<Integer, float[]> ones = new LinkedHashMap<>();
  private @Nullable Dataset lastData;
  private int[] lastColumns = new int[0];

  StepFeeds(ModelGraph model, List<Objective> objectives, Augmenter augmenter) {
    this.model = model;
    this.objectives = objectives;
    Ops tf = model.session().ops();
    Network network = model.plan().network();
    for (Objective objective : objectives) {
      int output = objective.indexIn(network);
      ports.add(
          new ObjectivePort(tf, objective, output, network.outputs().get(output).shape()));
    }
    augmentation = augmenter.isEmpty()
        ? null
        : new AugmentationPort(
            tf.withSubScope("augmentation"), augmenter, model.plan().seed());
    for (ObjectivePort port : ports) {
      Check.argument(
          !augmenter.mixesTargets() || port.targetShape().equals(port.shape()),
          "augment",
          "steps that do not mix targets, which are numbers of classes for "
              + port.loss().kerasName(),
          "MixUp");
    }
  }

  /** One an objective. */
  List<ObjectivePort> ports() {
    return ports;
  }

  /** What changes images in training; null if nothing does. */
  @Nullable
  AugmentationPort augmentation() {
    return augmentation;
  }

  /** What is fed to evaluate a batch; null if no row has a known label. */
  @Nullable
  Feeds inference(Batch batch, StepResult result) {
    return feeds(batch, result, null);
  }

  /** What is fed to train on a batch; null if no row has a known label. */
  @Nullable
  Feeds training(Batch batch, int epoch, StepResult result) {
    return feeds(batch, result, augmentation == null ? null : augmentation.draw(batch, epoch));
  }

  private @Nullable Feeds feeds(Batch batch, StepResult result, float @Nullable [] drawn) {
    int[] columns = columns(batch.data());
    int[] known = result.begin(batch.rows());
    for (int i = 0; i < known.length; i++) {
      ObjectivePort port = ports.get(i);
      known[i] = augmentation == null || drawn == null || !augmentation.mixesTargets()
          ? port.known(batch, columns[i])
          : augmentation.knownRows(batch, columns[i], port.targetShape().size(), drawn);
    }
    return result.hasRun() ? feeds(batch, columns, known, drawn) : null;
  }

  private Feeds feeds(Batch batch, int[] columns, int[] known, float @Nullable [] drawn) {
    Feeds feeds = new Feeds();
    try {
      for (int i = 0; i < model.inputs().size(); i++) {
        model
            .inputs()
            .get(i)
            .feed(batch.input(i), batch.rows(), batch.data().inputs().get(i).scaling(), feeds);
      }
      for (int i = 0; i < columns.length; i++) {
        ports.get(i).feed(batch, columns[i], known[i], ones(batch.rows()), feeds);
      }
      if (augmentation != null && drawn != null) {
        augmentation.feed(batch, drawn, feeds);
      }
      return feeds;
    } catch (RuntimeException e) {
      feeds.close();
      throw e;
    }
  }

  private int[] columns(Dataset data) {
    if (data != lastData) {
      lastColumns = TargetColumns.of(data, objectives);
      lastData = data;
    }
    return lastColumns;
  }

  private float[] ones(int rows) {
    return ones.computeIfAbsent(rows, count -> {
      float[] values = new float[count];
      Arrays.fill(values, 1);
      return values;
    });
  }
}

package org.keraunos.graph;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keraunos.augmentation.Augmenter;
import org.keraunos.base.Shape;
import org.keraunos.data.Batch;
import org.keraunos.runtime.Feeds;
import org.keraunos.runtime.Tensors;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** Where a batch enters a step's graph: inputs, targets, weights, and what images are changed by in training. */
final class StepFeeds {
  private final ModelGraph model;
  private final Shape outputShape;
  private final Placeholder<TFloat32> target;
  private final Placeholder<TFloat32> rowWeights;
  private final Placeholder<TFloat32> knownRows;
  private final @Nullable AugmentationPort augmentation;
  private final Map<Integer, float[]> ones = new LinkedHashMap<>();

  StepFeeds(ModelGraph model, Shape outputShape, Augmenter augmenter) {
    this.model = model;
    this.outputShape = outputShape;
    Ops tf = model.session().ops();
    target = tf.withName("target")
        .placeholder(TFloat32.class, Placeholder.shape(Tensors.batchShape(outputShape)));
    rowWeights = tf.withName("row_weights")
        .placeholder(TFloat32.class, Placeholder.shape(Tensors.batchShape(Shape.of())));
    knownRows = tf.withName("known_rows")
        .placeholder(TFloat32.class, Placeholder.shape(org.tensorflow.ndarray.Shape.scalar()));
    augmentation = augmenter.isEmpty()
        ? null
        : new AugmentationPort(
            tf.withSubScope("augmentation"), augmenter, model.plan().seed());
  }

  Placeholder<TFloat32> target() {
    return target;
  }

  Placeholder<TFloat32> rowWeights() {
    return rowWeights;
  }

  Placeholder<TFloat32> knownRows() {
    return knownRows;
  }

  /** What changes images in training; null if nothing does. */
  @Nullable
  AugmentationPort augmentation() {
    return augmentation;
  }

  /** How many rows have a known label. */
  int known(Batch batch) {
    float[] targets = batch.target(0);
    int width = outputShape.size();
    int known = 0;
    for (int row = 0; row < batch.rows(); row++) {
      for (int i = row * width; i < (row + 1) * width; i++) {
        if (!Float.isNaN(targets[i])) {
          known++;
          break;
        }
      }
    }
    return known;
  }

  /** How many rows have a known label in training. */
  int known(Batch batch, int epoch) {
    return augmentation == null || !augmentation.mixesTargets()
        ? known(batch)
        : augmentation.knownRows(batch, outputShape.size(), augmentation.draw(batch, epoch));
  }

  Feeds inference(Batch batch) {
    return feeds(batch, known(batch), null);
  }

  Feeds training(Batch batch, int epoch) {
    if (augmentation == null) {
      return inference(batch);
    }
    float[] drawn = augmentation.draw(batch, epoch);
    return feeds(batch, augmentation.knownRows(batch, outputShape.size(), drawn), drawn);
  }

  private Feeds feeds(Batch batch, int known, float @Nullable [] drawn) {
    Feeds feeds = new Feeds();
    try {
      for (int i = 0; i < model.inputs().size(); i++) {
        model
            .inputs()
            .get(i)
            .feed(batch.input(i), batch.rows(), batch.data().inputs().get(i).scaling(), feeds);
      }
      float[] weights = batch.weights();
      feeds.floats(target, batch.target(0), batch.rows(), outputShape);
      float[] rows = weights == null ? ones(batch.rows()) : weights;
      feeds.floats(rowWeights, rows, batch.rows(), Shape.of());
      feeds.scalar(knownRows, known);
      if (augmentation != null && drawn != null) {
        augmentation.feed(batch, drawn, feeds);
      }
      return feeds;
    } catch (RuntimeException e) {
      feeds.close();
      throw e;
    }
  }

  private float[] ones(int rows) {
    return ones.computeIfAbsent(rows, count -> {
      float[] values = new float[count];
      Arrays.fill(values, 1);
      return values;
    });
  }
}

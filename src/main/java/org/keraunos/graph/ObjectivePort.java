package org.keraunos.graph;

import org.jspecify.annotations.Nullable;
import org.keraunos.base.Shape;
import org.keraunos.data.Batch;
import org.keraunos.losses.Loss;
import org.keraunos.runtime.Feeds;
import org.keraunos.runtime.Tensors;
import org.keraunos.runtime.Types;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TFloating;

/** Where the targets and row weights of one objective enter a step's graph. */
final class ObjectivePort {
  private final Objective objective;
  private final int output;
  private final Shape shape;
  private final Shape targetShape;
  private final Placeholder<TFloat32> target;
  private final Placeholder<TFloat32> rowWeights;
  private final Placeholder<TFloat32> knownPlaces;

  /**
   * Emits the placeholders.
   *
   * @param tf where to
   * @param objective the objective
   * @param output the place of its output among the network's
   * @param shape the output's shape
   */
  ObjectivePort(Ops tf, Objective objective, int output, Shape shape) {
    objective.loss().checkOutput(shape);
    objective.trainingLoss().checkOutput(shape);
    this.objective = objective;
    this.output = output;
    this.shape = shape;
    this.targetShape = objective.loss().targetShape(shape);
    target = tf.withName("target")
        .placeholder(TFloat32.class, Placeholder.shape(Tensors.batchShape(targetShape)));
    rowWeights = tf.withName("row_weights")
        .placeholder(TFloat32.class, Placeholder.shape(Tensors.batchShape(Shape.of())));
    knownPlaces = tf.withName("known_rows")
        .placeholder(TFloat32.class, Placeholder.shape(org.tensorflow.ndarray.Shape.scalar()));
  }

  Loss loss() {
    return objective.loss();
  }

  Loss trainingLoss() {
    return objective.trainingLoss();
  }

  double weight() {
    return objective.weight();
  }

  int output() {
    return output;
  }

  Shape shape() {
    return shape;
  }

  Shape targetShape() {
    return targetShape;
  }

  Placeholder<TFloat32> target() {
    return target;
  }

  Placeholder<TFloat32> rowWeights() {
    return rowWeights;
  }

  /** How many rows the losses of rows are the sum of, where each is a mean over its places. */
  Operand<TFloating> knownRows(Ops tf, Class<TFloating> type) {
    Operand<TFloating> known = Types.cast(tf, knownPlaces, type);
    return places() == 1 ? known : tf.math.div(known, Types.constant(tf, places(), type));
  }

  /** How many rows have a known label. */
  int known(Batch batch, int column) {
    float[] targets = batch.target(column);
    int width = targetShape.size();
    int known = 0;
    for (int row = 0; row < batch.rows(); row++) {
      for (int i = row * width; i < (row + 1) * width; i++) {
        if (loss().knows(targets[i])) {
          known++;
          break;
        }
      }
    }
    return known;
  }

  void feed(Batch batch, int column, int known, float[] ones, Feeds feeds) {
    float @Nullable [] weights = batch.weights(column);
    feeds.floats(target, batch.target(column), batch.rows(), targetShape);
    feeds.floats(rowWeights, weights == null ? ones : weights, batch.rows(), Shape.of());
    int each = places();
    // A sum over no rows is 0 and stays so.
    feeds.scalar(
        knownPlaces,
        each == 1 || known == 0
            ? Math.max(known, 1) * each
            : knownPlaces(batch.target(column), batch.rows() * each));
  }

  /** The places of a row that count by themselves. */
  private int places() {
    return loss().countsPlaces() ? Loss.places(shape) : 1;
  }

  private int knownPlaces(float[] targets, int places) {
    int width = targetShape.get(-1);
    int known = 0;
    for (int place = 0; place < places; place++) {
      int at = place * width;
      while (at < (place + 1) * width && !loss().knows(targets[at])) {
        at++;
      }
      known += at < (place + 1) * width ? 1 : 0;
    }
    return known;
  }
}

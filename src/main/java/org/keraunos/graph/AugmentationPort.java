package org.keraunos.graph;

import org.keraunos.augmentation.Augmenter;
import org.keraunos.base.Shape;
import org.keraunos.data.Batch;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.Feeds;
import org.keraunos.runtime.Tensors;
import org.keraunos.runtime.Types;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TFloating;

/**
 * Where the random numbers of an augmentation enter a graph, and what they do there. Images are
 * changed in float32, before they are rounded to a coarser type that the network may compute in.
 */
final class AugmentationPort {
  private final Ops tf;
  private final Augmenter augmenter;
  private final long seed;
  private final Placeholder<TFloat32> numbers;

  AugmentationPort(Ops tf, Augmenter augmenter, long seed) {
    this.tf = tf;
    this.augmenter = augmenter;
    this.seed = seed;
    this.numbers = tf.withName("numbers")
        .placeholder(
            TFloat32.class, Placeholder.shape(Tensors.batchShape(Shape.of(augmenter.numbers()))));
  }

  /** Changed images, of the compute type. */
  Operand<TFloating> images(InputPort port, DTypePolicy policy) {
    Operand<TFloat32> images = tf.dtypes.cast(port.exact(), TFloat32.class);
    return Types.cast(tf, augmenter.images(tf, images, numbers), policy.computeType());
  }

  /** Targets of the changed images. */
  Operand<TFloat32> target(Operand<TFloat32> target, Shape shape) {
    return augmenter.targets(tf, target, numbers, shape);
  }

  boolean mixesTargets() {
    return augmenter.mixesTargets();
  }

  float[] draw(Batch batch, int epoch) {
    return augmenter.draw(seed, epoch, batch.rowNumbers(), batch.rows());
  }

  int knownRows(Batch batch, int column, int labels, float[] drawn) {
    return augmenter.knownRows(batch.target(column), labels, batch.rows(), drawn);
  }

  void feed(Batch batch, float[] drawn, Feeds feeds) {
    feeds.floats(numbers, drawn, batch.rows(), Shape.of(augmenter.numbers()));
  }
}

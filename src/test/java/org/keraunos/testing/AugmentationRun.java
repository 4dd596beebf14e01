package org.keraunos.testing;

import java.util.Arrays;
import java.util.List;
import org.keraunos.augmentation.Augmentation;
import org.keraunos.augmentation.Augmenter;
import org.keraunos.base.Shape;
import org.keraunos.runtime.Feeds;
import org.keraunos.runtime.Fetched;
import org.keraunos.runtime.GraphSession;
import org.keraunos.runtime.RuntimeOptions;
import org.keraunos.runtime.Tensors;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** A list of steps in a graph of its own. */
public final class AugmentationRun implements AutoCloseable {
  private final GraphSession session = new GraphSession(RuntimeOptions.DEFAULT);
  private final Augmenter augmenter;
  private final Shape image;
  private final Shape labels;
  private final Placeholder<TFloat32> pixels;
  private final Placeholder<TFloat32> targets;
  private final Placeholder<TFloat32> numbers;
  private final Operand<TFloat32> changed;
  private final Operand<TFloat32> mixed;

  public AugmentationRun(Shape image, int labels, Augmentation... steps) {
    this.image = image;
    this.labels = Shape.of(labels);
    augmenter = Augmenter.of(List.of(steps), List.of(image));
    Ops tf = session.ops();
    pixels = port(tf, image);
    targets = port(tf, this.labels);
    numbers = port(tf, Shape.of(augmenter.numbers()));
    changed = tf.identity(augmenter.images(tf, pixels, numbers));
    mixed = tf.identity(augmenter.targets(tf, targets, numbers, this.labels));
  }

  private static Placeholder<TFloat32> port(Ops tf, Shape sample) {
    return tf.placeholder(TFloat32.class, Placeholder.shape(Tensors.batchShape(sample)));
  }

  public Augmenter augmenter() {
    return augmenter;
  }

  /** The types of the ops. */
  public List<String> ops() {
    return session.definition().getNodeList().stream().map(node -> node.getOp()).toList();
  }

  public float[] images(float[] images, float[] drawn) {
    return run(pixels, image, changed, images, drawn);
  }

  public float[] targets(float[] labelsOfRows, float[] drawn) {
    return run(targets, labels, mixed, labelsOfRows, drawn);
  }

  /** Rows 0, 1, ... of a data set, in one batch. */
  public float[] images(float[] images, long seed, int epoch) {
    int[] order = new int[images.length / image.size()];
    Arrays.setAll(order, row -> row);
    return images(images, augmenter.draw(seed, epoch, order, order.length));
  }

  private float[] run(
      Placeholder<TFloat32> port,
      Shape sample,
      Operand<TFloat32> fetch,
      float[] values,
      float[] drawn) {
    int rows = values.length / sample.size();
    float[] result = new float[values.length];
    try (Feeds feeds = new Feeds()) {
      feeds.floats(port, values, rows, sample);
      feeds.floats(numbers, drawn, rows, Shape.of(augmenter.numbers()));
      try (Fetched fetched = session.run(feeds, List.of(fetch))) {
        fetched.read(0, result, 0);
      }
    }
    return result;
  }

  @Override
  public void close() {
    session.close();
  }
}

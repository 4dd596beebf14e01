package org.keraunos.testing;

import java.util.Arrays;
import java.util.List;
import org.keraunos.activations.Activation;
import org.keraunos.base.Shape;
import org.keraunos.losses.Loss;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.EmitOptions;
import org.keraunos.runtime.Feeds;
import org.keraunos.runtime.Fetched;
import org.keraunos.runtime.GraphSession;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.RuntimeOptions;
import org.keraunos.runtime.Tensors;
import org.keraunos.runtime.Tower;
import org.keraunos.runtime.Types;
import org.keraunos.runtime.Value;
import org.keraunos.runtime.Variables;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TFloating;

/**
 * A loss behind an activation, by itself: the loss of each row, and the gradient of their weighted
 * sum.
 */
public final class LossRun implements AutoCloseable {
  private final GraphSession session = new GraphSession(RuntimeOptions.DEFAULT);
  private final Shape shape;
  private final Shape targetShape;
  private final Placeholder<TFloat32> predictions;
  private final Placeholder<TFloat32> targets;
  private final Placeholder<TFloat32> weights;
  private final Operand<TFloating> rows;
  private final List<Operand<TFloating>> gradient;

  /**
   * Emits a loss.
   *
   * @param loss the loss
   * @param head what stands before it
   * @param policy the types
   * @param width the numbers of a row
   */
  public LossRun(Loss loss, Activation head, DTypePolicy policy, int width) {
    shape = Shape.of(width);
    targetShape = loss.targetShape(shape);
    Ops tf = session.ops();
    Class<TFloating> type = policy.variableType();
    predictions = port(tf, shape);
    targets = port(tf, targetShape);
    weights = port(tf, Shape.of());
    Tower tower = Tower.inference(tf, policy, EmitOptions.PLAIN, new Variables(tf, type, 1));
    LayerScope scope = tower.scope("loss", 0, true);
    Operand<TFloating> of = tf.identity(Types.cast(tf, predictions, type));
    Value output = head.apply(scope, scope.value(of, shape));
    rows = loss.rows(scope, output, Types.cast(tf, targets, type));
    Operand<TFloating> sum =
        tf.reduceSum(tf.math.mul(rows, Types.cast(tf, weights, type)), tf.constant(new int[] {0}));
    gradient = session.gradients(sum, tower, List.of(of), List.of("predictions"));
  }

  private static Placeholder<TFloat32> port(Ops tf, Shape shape) {
    return tf.placeholder(TFloat32.class, Placeholder.shape(Tensors.batchShape(shape)));
  }

  /**
   * The loss of each row.
   *
   * @param predicted what comes before the activation, row-major
   * @param target targets, row-major
   * @return a number a row
   */
  public double[] rows(float[] predicted, float[] target) {
    return run(rows, predicted, target, ones(predicted), predicted.length / shape.size());
  }

  /**
   * The gradient of the sum of all rows by the predictions.
   *
   * @param predicted what comes before the activation, row-major
   * @param target targets, row-major
   * @return a number a prediction
   */
  public double[] gradient(float[] predicted, float[] target) {
    return gradient(predicted, target, ones(predicted));
  }

  /**
   * The gradient of the weighted sum of the rows by the predictions.
   *
   * @param predicted what comes before the activation, row-major
   * @param target targets, row-major
   * @param rowWeights one a row
   * @return a number a prediction
   */
  public double[] gradient(float[] predicted, float[] target, float[] rowWeights) {
    return run(gradient.get(0), predicted, target, rowWeights, predicted.length);
  }

  private float[] ones(float[] predicted) {
    float[] ones = new float[predicted.length / shape.size()];
    Arrays.fill(ones, 1);
    return ones;
  }

  private double[] run(
      Operand<TFloating> fetch, float[] predicted, float[] target, float[] rowWeights, int length) {
    int count = predicted.length / shape.size();
    try (Feeds feeds = new Feeds()) {
      feeds.floats(predictions, predicted, count, shape);
      feeds.floats(targets, target, count, targetShape);
      feeds.floats(weights, rowWeights, count, Shape.of());
      try (Fetched fetched = session.run(feeds, List.of(fetch))) {
        return fetched.array(0, "fetched", length).toDoubles();
      }
    }
  }

  @Override
  public void close() {
    session.close();
  }
}

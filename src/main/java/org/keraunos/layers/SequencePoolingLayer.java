package org.keraunos.layers;

import java.util.List;
import java.util.function.Function;
import org.keraunos.base.Check;
import org.keraunos.base.Codecs;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * A layer that makes one number of each window of a sequence, a channel at a time: a kind says
 * which.
 *
 * @param <L> the kind
 */
public abstract class SequencePoolingLayer<L extends SequencePoolingLayer<L>>
    extends UnaryLayer<L> {
  private static final Setting<List<Integer>> POOL_SIZE = size("pool_size");
  private static final Setting<List<Integer>> STRIDES = size("strides");

  SequencePoolingLayer(Settings settings) {
    super(settings);
  }

  /** A kind of pooling; strides are the window's size if not given. */
  static <L extends SequencePoolingLayer<L>> Kind<L> pooling(
      String className, Function<Settings, L> make, boolean required) {
    Kind<L> kind = Layer.kind(className, make);
    return (required ? kind.required(POOL_SIZE) : kind.option(POOL_SIZE, List.of(2)))
        .derived(STRIDES, settings -> settings.get(POOL_SIZE))
        .option(Strided.PADDING, Padding.VALID)
        .only("data_format", "channels_last");
  }

  static <L extends SequencePoolingLayer<L>> L of(Kind<L> kind, int poolSize) {
    return kind.make(kind.settings().with(POOL_SIZE, List.of(poolSize)));
  }

  private static Setting<List<Integer>> size(String key) {
    return Setting.of(key, Codecs.sizes(1)).must(sizes -> sizes.get(0) >= 1, ">= 1");
  }

  /** Emits the op for a picture of one row. */
  abstract Value pool(LayerScope s, Value in, Window window, Shape pooled);

  /**
   * The step of the window.
   *
   * @param stride at least 1; the window's size if not given
   * @return a changed copy
   */
  public L strides(int stride) {
    return with(STRIDES, List.of(stride));
  }

  /**
   * What happens at the ends.
   *
   * @param padding valid if not given
   * @return a changed copy
   */
  public L padding(Padding padding) {
    return with(Strided.PADDING, padding);
  }

  @Override
  public Shape outputShape(Shape input) {
    Shape sequence = ofRank(input, 2, GlobalPoolingLayer.STEPS);
    int size = get(POOL_SIZE).get(0);
    Padding padding = get(Strided.PADDING);
    Check.argument(
        padding == Padding.SAME || sequence.get(0) >= size,
        describe() + " input",
        "at least " + size + " steps (its window)",
        sequence);
    return Shape.of(padding.windows(sequence.get(0), size, get(STRIDES).get(0)), sequence.get(1));
  }

  @Override
  public boolean isRowwise() {
    return true;
  }

  @Override
  protected final Value build(LayerScope s, Value in) {
    Window window = new Window(
        List.of(1, get(POOL_SIZE).get(0)), List.of(1, get(STRIDES).get(0)), get(Strided.PADDING));
    return pool(s, in, window, outputShape(in.shape()));
  }

  /** The sequence as a picture of one row, or back. */
  static Operand<TFloating> asRow(Ops tf, Operand<TFloating> x) {
    return tf.expandDims(x, tf.constant(1));
  }

  static Operand<TFloating> ofRow(Ops tf, Operand<TFloating> x, Shape sequence) {
    return tf.reshape(x, tf.constant(new int[] {-1, sequence.get(0), sequence.get(1)}));
  }
}

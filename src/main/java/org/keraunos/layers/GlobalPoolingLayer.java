package org.keraunos.layers;

import java.util.function.Function;
import java.util.stream.IntStream;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * A layer that makes one number of each channel: a kind says which, and over how many axes.
 *
 * @param <L> the kind
 */
public abstract class GlobalPoolingLayer<L extends GlobalPoolingLayer<L>> extends UnaryLayer<L> {
  static final String STEPS = "(None, steps, channels)";
  private static final Setting<Boolean> KEEPDIMS = Setting.flag("keepdims");

  private final int axes;

  GlobalPoolingLayer(Settings settings, int axes) {
    super(settings);
    this.axes = axes;
  }

  static <L extends GlobalPoolingLayer<L>> Kind<L> pooling(
      String className, Function<Settings, L> make) {
    return Layer.kind(className, make).only("data_format", "channels_last").option(KEEPDIMS, false);
  }

  /** Emits the op. */
  abstract Operand<TFloating> reduce(
      LayerScope s, Operand<TFloating> x, int[] along, boolean keepdims);

  /**
   * Whether the axes stay, of size 1.
   *
   * @param keep false if not given
   * @return a changed copy
   */
  public L keepdims(boolean keep) {
    return with(KEEPDIMS, keep);
  }

  @Override
  public Shape outputShape(Shape input) {
    int channels = ofRank(input, axes + 1, axes == 1 ? STEPS : Window.PICTURE).get(-1);
    int ones = get(KEEPDIMS) ? axes : 0;
    return Shape.of(
        IntStream.concat(IntStream.generate(() -> 1).limit(ones), IntStream.of(channels))
            .toArray());
  }

  @Override
  public boolean isRowwise() {
    return true;
  }

  @Override
  protected final Value build(LayerScope s, Value in) {
    int[] along = IntStream.rangeClosed(1, axes).toArray();
    return s.value(reduce(s, in.operand(), along, get(KEEPDIMS)), outputShape(in.shape()));
  }
}

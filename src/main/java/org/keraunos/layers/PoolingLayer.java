package org.keraunos.layers;

import java.util.List;
import java.util.function.Function;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;

/**
 * A layer that makes one number of each window, a channel at a time: a kind says which.
 *
 * @param <L> the kind
 */
public abstract class PoolingLayer<L extends PoolingLayer<L>> extends UnaryLayer<L>
    implements Strided<L> {
  /** The window's height and width. */
  public static final Setting<List<Integer>> POOL_SIZE = Strided.sizes("pool_size");

  PoolingLayer(Settings settings) {
    super(settings);
  }

  /** A kind of pooling; strides are the window's size if not given. */
  static <L extends PoolingLayer<L>> Kind<L> pooling(String className, Function<Settings, L> make) {
    return Layer.kind(className, make)
        .option(POOL_SIZE, List.of(2, 2))
        .derived(STRIDES, settings -> settings.get(POOL_SIZE))
        .option(PADDING, Padding.VALID)
        .only("data_format", "channels_last");
  }

  static <L extends PoolingLayer<L>> L of(Kind<L> kind, int height, int width) {
    return kind.make(kind.settings().with(POOL_SIZE, List.of(height, width)));
  }

  /** Emits the op. */
  abstract Value pool(LayerScope s, Value in, Window window, Shape pooled);

  private Window window() {
    return new Window(get(POOL_SIZE), get(STRIDES), get(PADDING));
  }

  @Override
  public Shape outputShape(Shape input) {
    Shape picture = ofRank(input, 3, Window.PICTURE);
    return window().outputShape(describe(), picture, picture.get(-1));
  }

  @Override
  public Shape reads(Shape seen, Shape input) {
    return window().reads(seen, input);
  }

  @Override
  public boolean isRowwise() {
    return true;
  }

  @Override
  protected final Value build(LayerScope s, Value in) {
    return pool(s, in, window(), outputShape(in.shape()));
  }
}

package org.keraunos.layers;

import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Pooling;
import org.keraunos.runtime.Value;

/**
 * The largest value of each window, a channel at a time; {@code keras.layers.MaxPooling2D}.
 *
 * <p>Input (height, width, channels); output (height', width', channels). No weights. Defaults:
 * windows of 2 x 2, strides as large as the window, padding {@link Padding#VALID valid}.
 */
public final class MaxPooling2D extends PoolingLayer<MaxPooling2D> {
  static final Kind<MaxPooling2D> KIND = pooling("MaxPooling2D", MaxPooling2D::new);

  private MaxPooling2D(Settings settings) {
    super(settings);
  }

  @Override
  Value pool(LayerScope s, Value in, Window window, Shape pooled) {
    return in.maxPooled(
        x -> Pooling.max(
            s, x, window.sizeList(), window.strideList(), window.padding().name()),
        pooled);
  }
}

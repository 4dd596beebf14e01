package org.keraunos.layers;

import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;

/**
 * The mean of each window, a channel at a time; padding does not count.
 * {@code keras.layers.AveragePooling2D}.
 *
 * <p>Input (height, width, channels); output (height', width', channels). No weights. Defaults:
 * strides as large as the window, padding {@link Padding#VALID valid}.
 */
public final class AveragePooling2D extends PoolingLayer<AveragePooling2D> {
  static final Kind<AveragePooling2D> KIND =
      pooling("AveragePooling2D", AveragePooling2D::new).required(POOL_SIZE);

  private AveragePooling2D(Settings settings) {
    super(settings);
  }

  @Override
  Value pool(LayerScope s, Value in, Window window, Shape pooled) {
    var means = s.ops()
        .nn
        .avgPool(
            in.operand(),
            window.sizeList(),
            window.strideList(),
            window.padding().name());
    return s.value(means, pooled);
  }
}

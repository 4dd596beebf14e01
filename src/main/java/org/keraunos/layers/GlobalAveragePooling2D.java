package org.keraunos.layers;

import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
import org.keraunos.runtime.LayerScope;
import org.tensorflow.Operand;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.family.TFloating;

/**
 * The mean over height and width, a channel at a time; {@code keras.layers.GlobalAveragePooling2D}.
 *
 * <p>Input (height, width, channels); output (channels), or (1, 1, channels) with {@code keepdims}.
 * No weights.
 */
public final class GlobalAveragePooling2D extends GlobalPoolingLayer<GlobalAveragePooling2D> {
  static final Kind<GlobalAveragePooling2D> KIND =
      pooling("GlobalAveragePooling2D", GlobalAveragePooling2D::new);

  private GlobalAveragePooling2D(Settings settings) {
    super(settings, 2);
  }

  @Override
  Operand<TFloating> reduce(LayerScope s, Operand<TFloating> x, int[] along, boolean keepdims) {
    return s.ops().math.mean(x, s.ops().constant(along), Mean.keepDims(keepdims));
  }
}

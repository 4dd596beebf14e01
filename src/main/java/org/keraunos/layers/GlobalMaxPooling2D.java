package org.keraunos.layers;

import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
import org.keraunos.runtime.LayerScope;
import org.tensorflow.Operand;
import org.tensorflow.op.core.ReduceMax;
import org.tensorflow.types.family.TFloating;

/**
 * The largest value over height and width, a channel at a time;
 * {@code keras.layers.GlobalMaxPooling2D}.
 *
 * <p>Input (height, width, channels); output (channels), or (1, 1, channels) with {@code keepdims}.
 * No weights.
 */
public final class GlobalMaxPooling2D extends GlobalPoolingLayer<GlobalMaxPooling2D> {
  static final Kind<GlobalMaxPooling2D> KIND =
      pooling("GlobalMaxPooling2D", GlobalMaxPooling2D::new);

  private GlobalMaxPooling2D(Settings settings) {
    super(settings, 2);
  }

  @Override
  Operand<TFloating> reduce(LayerScope s, Operand<TFloating> x, int[] along, boolean keepdims) {
    return s.ops().reduceMax(x, s.ops().constant(along), ReduceMax.keepDims(keepdims));
  }
}

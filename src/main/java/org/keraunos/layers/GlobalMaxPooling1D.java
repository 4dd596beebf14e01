package org.keraunos.layers;

import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
import org.keraunos.runtime.LayerScope;
import org.tensorflow.Operand;
import org.tensorflow.op.core.ReduceMax;
import org.tensorflow.types.family.TFloating;

/**
 * The largest value over the steps of a sequence, a channel at a time;
 * {@code keras.layers.GlobalMaxPooling1D}.
 *
 * <p>Input (steps, channels); output (channels), or (1, channels) with {@code keepdims}. No
 * weights.
 */
public final class GlobalMaxPooling1D extends GlobalPoolingLayer<GlobalMaxPooling1D> {
  static final Kind<GlobalMaxPooling1D> KIND =
      pooling("GlobalMaxPooling1D", GlobalMaxPooling1D::new);

  private GlobalMaxPooling1D(Settings settings) {
    super(settings, 1);
  }

  @Override
  Operand<TFloating> reduce(LayerScope s, Operand<TFloating> x, int[] along, boolean keepdims) {
    return s.ops().reduceMax(x, s.ops().constant(along), ReduceMax.keepDims(keepdims));
  }
}

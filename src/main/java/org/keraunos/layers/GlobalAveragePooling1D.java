package org.keraunos.layers;

import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
import org.keraunos.runtime.LayerScope;
import org.tensorflow.Operand;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.family.TFloating;

/**
 * The mean over the steps of a sequence, a channel at a time;
 * {@code keras.layers.GlobalAveragePooling1D}.
 *
 * <p>Input (steps, channels); output (channels), or (1, channels) with {@code keepdims}. No
 * weights.
 */
public final class GlobalAveragePooling1D extends GlobalPoolingLayer<GlobalAveragePooling1D> {
  static final Kind<GlobalAveragePooling1D> KIND =
      pooling("GlobalAveragePooling1D", GlobalAveragePooling1D::new);

  private GlobalAveragePooling1D(Settings settings) {
    super(settings, 1);
  }

  @Override
  Operand<TFloating> reduce(LayerScope s, Operand<TFloating> x, int[] along, boolean keepdims) {
    return s.ops().math.mean(x, s.ops().constant(along), Mean.keepDims(keepdims));
  }
}

package org.keraunos.layers;

import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.op.Ops;

/**
 * The mean of each window of a sequence, a channel at a time; padding does not count.
 * {@code keras.layers.AveragePooling1D}.
 *
 * <p>Input (steps, channels); output (steps', channels). No weights. Defaults: strides as large as
 * the window, padding {@link Padding#VALID valid}.
 */
public final class AveragePooling1D extends SequencePoolingLayer<AveragePooling1D> {
  static final Kind<AveragePooling1D> KIND =
      pooling("AveragePooling1D", AveragePooling1D::new, true);

  private AveragePooling1D(Settings settings) {
    super(settings);
  }

  @Override
  Value pool(LayerScope s, Value in, Window window, Shape pooled) {
    Ops tf = s.ops();
    var means = tf.nn.avgPool(
        asRow(tf, in.operand()),
        window.sizeList(),
        window.strideList(),
        window.padding().name());
    return s.value(ofRow(tf, means, pooled), pooled);
  }
}

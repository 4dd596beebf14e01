package org.keraunos.layers;

import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Pooling;
import org.keraunos.runtime.Value;
import org.tensorflow.op.Ops;

/**
 * The largest value of each window of a sequence, a channel at a time;
 * {@code keras.layers.MaxPooling1D}.
 *
 * <p>Input (steps, channels); output (steps', channels). No weights. Defaults: windows of 2,
 * strides as large as the window, padding {@link Padding#VALID valid}.
 */
public final class MaxPooling1D extends SequencePoolingLayer<MaxPooling1D> {
  static final Kind<MaxPooling1D> KIND = pooling("MaxPooling1D", MaxPooling1D::new, false);

  private MaxPooling1D(Settings settings) {
    super(settings);
  }

  @Override
  Value pool(LayerScope s, Value in, Window window, Shape pooled) {
    Ops tf = s.ops();
    return in.maxPooled(
        x -> ofRow(
            tf,
            Pooling.max(
                s,
                asRow(tf, x),
                window.sizeList(),
                window.strideList(),
                window.padding().name()),
            pooled),
        pooled);
  }
}

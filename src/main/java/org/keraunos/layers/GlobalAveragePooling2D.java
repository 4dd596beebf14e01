package org.keraunos.layers;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.op.math.Mean;

/**
 * The mean over height and width, a channel at a time.
 *
 * <p>Input (height, width, channels); output (channels). No weights. As {@code keras.layers.GlobalAveragePooling2D} without
 * {@code keepdims}.
 */
public final class GlobalAveragePooling2D extends Layer {
  GlobalAveragePooling2D() {}

  /**
   * Names the layer.
   *
   * @param name unique in the model
   * @return a changed copy
   */
  public GlobalAveragePooling2D name(String name) {
    return named(this, name);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Shape.of(ofRank(inputs, 3, Window.PICTURE).get(-1));
  }

  @Override
  public boolean isRowwise() {
    return true;
  }

  @Override
  public List<Value> build(LayerScope s, List<Value> inputs) {
    Value in = only(inputs);
    var mean =
        s.ops().math.mean(in.operand(), s.ops().constant(new int[] {1, 2}), new Mean.Options[0]);
    return List.of(s.value(mean, Shape.of(in.shape().get(-1))));
  }

  @Override
  public Map<String, Object> config() {
    return Map.of("keepdims", false);
  }

  static GlobalAveragePooling2D fromConfig(Config config) {
    config.allow(Map.of("data_format", "channels_last", "keepdims", false), Set.of());
    return new GlobalAveragePooling2D();
  }
}

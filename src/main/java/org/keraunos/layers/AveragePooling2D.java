package org.keraunos.layers;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;

/**
 * The mean of each window, a channel at a time; padding does not count.
 *
 * <p>Input (height, width, channels); output (height', width', channels). No weights. Defaults as in
 * {@code keras.layers.AveragePooling2D}: strides as large as the window, padding {@link Padding#VALID valid}.
 */
public final class AveragePooling2D extends Layer {
  private Window window;

  AveragePooling2D(int height, int width) {
    this.window = new Window("AveragePooling2D", height, width, height, width, Padding.VALID);
  }

  /**
   * Names the layer.
   *
   * @param name unique in the model
   * @return a changed copy
   */
  public AveragePooling2D name(String name) {
    return named(this, name);
  }

  /**
   * The step of the window, the same down and to the right.
   *
   * @param stride at least 1; the window's size if not given
   * @return a changed copy
   */
  public AveragePooling2D strides(int stride) {
    return strides(stride, stride);
  }

  /**
   * The step of the window.
   *
   * @param down at least 1; the window's height if not given
   * @param right at least 1; the window's width if not given
   * @return a changed copy
   */
  public AveragePooling2D strides(int down, int right) {
    return changed(this, layer -> layer.window = window.strides(down, right));
  }

  /**
   * What happens at the edges.
   *
   * @param padding valid if not given
   * @return a changed copy
   */
  public AveragePooling2D padding(Padding padding) {
    return changed(this, layer -> layer.window = window.padding(padding));
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape picture = ofRank(inputs, 3, Window.PICTURE);
    return window.outputShape(describe(), picture, picture.get(-1));
  }

  @Override
  public Shape reads(Shape seen, Shape input) {
    return window.reads(seen, input);
  }

  @Override
  public boolean isRowwise() {
    return true;
  }

  @Override
  public List<Value> build(LayerScope s, List<Value> inputs) {
    Value in = only(inputs);
    Shape out = outputShape(List.of(in.shape()));
    return List.of(s.value(
        s.ops()
            .nn
            .avgPool(
                in.operand(),
                window.sizeList(),
                window.strideList(),
                window.padding().name()),
        out));
  }

  @Override
  public Map<String, Object> config() {
    return Map.of(
        "pool_size", window.sizeConfig(),
        "strides", window.strideConfig(),
        "padding", window.padding().kerasName());
  }

  static AveragePooling2D fromConfig(Config config) {
    config.allow(Map.of("data_format", "channels_last"), Set.of("pool_size", "strides", "padding"));
    int[] size = config.pair("pool_size", 2, 2);
    int[] strides = config.pair("strides", size);
    return new AveragePooling2D(size[0], size[1])
        .strides(strides[0], strides[1])
        .padding(Padding.named("AveragePooling2D", config.string("padding", "valid")));
  }
}

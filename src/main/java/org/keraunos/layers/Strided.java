package org.keraunos.layers;

import java.util.List;
import org.keraunos.base.Codecs;
import org.keraunos.base.Setting;

/**
 * The options of a window that slides over height and width: its step, and what happens at the
 * edges.
 *
 * @param <L> the kind of layer
 */
public interface Strided<L> extends Options<L> {
  /** The step down and to the right. */
  Setting<List<Integer>> STRIDES = sizes("strides");

  /** What happens at the edges. */
  Setting<Padding> PADDING = Setting.of("padding", Codecs.choice(Padding.class, Padding::kerasName))
      .must(padding -> padding != Padding.CAUSAL, "causal for sequences alone");

  /**
   * A setting of two sizes, down and to the right.
   *
   * @param key its key in configurations
   * @return the setting
   */
  static Setting<List<Integer>> sizes(String key) {
    return Setting.of(key, Codecs.sizes(2))
        .must(sizes -> sizes.stream().allMatch(size -> size >= 1), "sizes >= 1");
  }

  /**
   * The step of the window, the same down and to the right.
   *
   * @param stride at least 1; 1 for convolutions and the window's size for pooling if not given
   * @return a changed copy
   */
  default L strides(int stride) {
    return strides(stride, stride);
  }

  /**
   * The step of the window.
   *
   * @param down at least 1; 1 for convolutions and the window's height for pooling if not given
   * @param right at least 1; 1 for convolutions and the window's width for pooling if not given
   * @return a changed copy
   */
  default L strides(int down, int right) {
    return with(STRIDES, List.of(down, right));
  }

  /**
   * What happens at the edges.
   *
   * @param padding valid if not given
   * @return a changed copy
   */
  default L padding(Padding padding) {
    return with(PADDING, padding);
  }
}

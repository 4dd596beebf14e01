package org.keraunos.layers;

import java.util.Arrays;
import java.util.List;
import org.keraunos.base.Check;
import org.keraunos.base.Codecs;
import org.keraunos.base.Setting;
import org.keraunos.base.Shape;

/** Axes as Keras counts them: the batch is 0, negative ones go from the end. */
final class Axes {
  /** One axis or several, none of which is the batch. */
  static final Setting<List<Integer>> SETTING = Setting.of("axis", Codecs.integers())
      .must(axes -> !axes.isEmpty() && !axes.contains(0), "axes of the sample: 0 is the batch");

  private Axes() {}

  /**
   * Refuses what is not an axis of the sample, or is twice there.
   *
   * @throws IllegalArgumentException if there is such an axis
   */
  static void check(String argument, List<Integer> axes, Shape sample) {
    int rank = sample.rank();
    int[] front = of(axes, sample);
    Check.argument(
        Arrays.stream(front).allMatch(axis -> axis >= 1 && axis <= rank),
        argument,
        "axes of " + sample + ", 1 to " + rank + " or -1 to -" + rank,
        axes);
    Check.argument(
        Arrays.stream(front).distinct().count() == front.length, argument, "each axis once", axes);
  }

  /** Counted from the front. */
  static int[] of(List<Integer> axes, Shape sample) {
    return axes.stream()
        .mapToInt(axis -> axis < 0 ? axis + sample.rank() + 1 : axis)
        .toArray();
  }
}

package org.keraunos.layers;

import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.op.Ops;

/**
 * The same vector at each of n steps: {@code keras.layers.RepeatVector}.
 *
 * <p>Input (features); output (n, features). No weights.
 */
public final class RepeatVector extends UnaryLayer<RepeatVector> {
  private static final Setting<Integer> N = Setting.integer("n").must(n -> n >= 1, ">= 1");
  static final Kind<RepeatVector> KIND =
      Layer.kind("RepeatVector", RepeatVector::new).required(N);

  private RepeatVector(Settings settings) {
    super(settings);
  }

  static RepeatVector of(int n) {
    return KIND.make(KIND.settings().with(N, n));
  }

  @Override
  public Shape outputShape(Shape input) {
    return Shape.of(get(N), ofRank(input, 1, "(None, features)").get(0));
  }

  @Override
  public boolean isRowwise() {
    return true;
  }

  @Override
  protected Value build(LayerScope s, Value in) {
    Ops tf = s.ops();
    var one = tf.expandDims(in.operand(), tf.constant(1));
    var all = tf.tile(one, tf.constant(new int[] {1, get(N), 1}));
    return s.value(all, outputShape(in.shape()));
  }
}

package org.keraunos.layers;

import java.util.List;
import java.util.stream.IntStream;
import org.keraunos.base.Check;
import org.keraunos.base.Codecs;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;

/**
 * Other axes of the same values, row-major: {@code keras.layers.Reshape}.
 *
 * <p>Input of any shape; output the target's, of which one size may be -1: what the others leave.
 * No weights.
 */
public final class Reshape extends UnaryLayer<Reshape> {
  private static final Setting<List<Integer>> TARGET_SHAPE = Setting.of(
          "target_shape", Codecs.list(Codecs.integer()))
      .must(
          sizes -> sizes.stream().allMatch(size -> size >= 1 || size == -1)
              && sizes.stream().filter(size -> size == -1).count() <= 1,
          "sizes >= 1, and -1 once at most");
  static final Kind<Reshape> KIND = Layer.kind("Reshape", Reshape::new).required(TARGET_SHAPE);

  private Reshape(Settings settings) {
    super(settings);
  }

  static Reshape of(int... sizes) {
    return KIND.make(
        KIND.settings().with(TARGET_SHAPE, IntStream.of(sizes).boxed().toList()));
  }

  @Override
  public Shape outputShape(Shape input) {
    List<Integer> target = get(TARGET_SHAPE);
    int known = target.stream().filter(size -> size != -1).reduce(1, Math::multiplyExact);
    boolean open = target.contains(-1);
    Check.argument(
        open ? input.size() % known == 0 : input.size() == known,
        describe() + " input",
        (open ? "a multiple of " + known : known) + " values for target_shape " + target,
        input);
    return Shape.of(target.stream()
        .mapToInt(size -> size == -1 ? input.size() / known : size)
        .toArray());
  }

  @Override
  public boolean isRowwise() {
    return true;
  }

  @Override
  protected Value build(LayerScope s, Value in) {
    Shape out = outputShape(in.shape());
    int[] sizes =
        IntStream.concat(IntStream.of(-1), IntStream.of(out.toArray())).toArray();
    return s.value(s.ops().reshape(in.operand(), s.ops().constant(sizes)), out);
  }
}

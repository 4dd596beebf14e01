package org.keraunos.layers;

import java.util.List;
import java.util.stream.IntStream;
import org.keraunos.base.Codecs;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;

/**
 * The axes of a sample in another order: {@code keras.layers.Permute}.
 *
 * <p>Input with as many axes as {@code dims} has; output's axis i is the input's axis
 * {@code dims[i]}, counted from 1. No weights.
 */
public final class Permute extends UnaryLayer<Permute> {
  private static final Setting<List<Integer>> DIMS = Setting.of(
          "dims", Codecs.list(Codecs.integer()))
      .must(
          dims -> dims.stream()
              .sorted()
              .toList()
              .equals(IntStream.rangeClosed(1, dims.size()).boxed().toList()),
          "each number from 1 on once");
  static final Kind<Permute> KIND = Layer.kind("Permute", Permute::new).required(DIMS);

  private Permute(Settings settings) {
    super(settings);
  }

  static Permute of(int... dims) {
    return KIND.make(KIND.settings().with(DIMS, IntStream.of(dims).boxed().toList()));
  }

  @Override
  public Shape outputShape(Shape input) {
    int rank = get(DIMS).size();
    Shape shape =
        ofRank(input, rank, "with " + rank + " axes behind the batch, as dims " + get(DIMS));
    return Shape.of(get(DIMS).stream().mapToInt(axis -> shape.get(axis - 1)).toArray());
  }

  @Override
  public boolean isRowwise() {
    return true;
  }

  @Override
  protected Value build(LayerScope s, Value in) {
    int[] order = IntStream.concat(IntStream.of(0), get(DIMS).stream().mapToInt(Integer::intValue))
        .toArray();
    return s.value(
        s.ops().linalg.transpose(in.operand(), s.ops().constant(order)), outputShape(in.shape()));
  }
}

package org.keraunos.losses;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.keraunos.base.Check;
import org.keraunos.base.Codecs;
import org.keraunos.base.Configurable;
import org.keraunos.base.Kind;
import org.keraunos.base.OutputValues;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * A loss of what outputs and targets, taken as sets, have in common. As in Keras it is one number
 * for the whole batch unless {@code axis} names the axes of a row. Targets are 0 to 1, or NaN where
 * unknown.
 *
 * @param <L> the loss itself
 */
public abstract class OverlapLoss<L extends OverlapLoss<L>> extends RowLoss<L> {
  private static final Setting<Optional<List<Integer>>> AXIS =
      Setting.of("axis", Codecs.optional(Codecs.integers()));

  /** What keeps a quotient of nothing from being none. */
  static final double EPSILON = 1e-7;

  OverlapLoss(Settings settings) {
    super(settings);
  }

  static Kind.Group overlap(String name) {
    return new Kind.Group() {
      @Override
      public <T extends Configurable> Kind<T> addTo(Kind<T> kind) {
        return kind.group(LabelLoss.common(name)).option(AXIS, Optional.empty());
      }
    };
  }

  /**
   * Over what sums are taken.
   *
   * @param axes all axes of a row, for a loss a row: -1 for labels, 1, 2, 3 for masks; the whole
   *     batch if not given
   * @return a changed copy
   */
  public L axis(int... axes) {
    return with(AXIS, Optional.of(IntStream.of(axes).boxed().toList()));
  }

  @Override
  public final boolean isRowwise() {
    return get(AXIS).isPresent();
  }

  @Override
  public final void checkOutput(Shape output) {
    checkLabels(LABEL_WEIGHT, output);
    List<Integer> all = IntStream.rangeClosed(1, output.rank()).boxed().toList();
    List<Integer> axes = get(AXIS).orElse(all).stream()
        .map(axis -> axis < 0 ? axis + output.rank() + 1 : axis)
        .sorted()
        .toList();
    Check.argument(
        axes.equals(all),
        settings().kind().className() + ".axis",
        "null for the whole batch, or all axes of a row, " + all,
        get(AXIS).orElse(all));
  }

  @Override
  public final OutputValues valuesWithoutActivation() {
    return OutputValues.LABEL_PROBABILITIES;
  }

  @Override
  protected final Operand<TFloating> row(RowScope s) {
    Ops tf = s.ops();
    Operand<TFloating> target = tf.math.mul(s.weight(), s.target());
    Operand<TFloating> output = tf.math.mul(s.weight(), s.output());
    Operand<TFloating> both = tf.math.mul(target, s.output());
    return tf.math.sub(
        s.constant(1), similarity(s, total(s, both), total(s, target), total(s, output)));
  }

  private Operand<TFloating> total(RowScope s, Operand<TFloating> cells) {
    Operand<TFloating> rows = s.sum(cells);
    return isRowwise() ? rows : s.ops().reduceSum(rows, s.ops().constant(0));
  }

  /**
   * How alike two sets are.
   *
   * @param s where to emit
   * @param both the size of what they have in common
   * @param target the size of the one
   * @param output the size of the other
   * @return 0 to 1
   */
  abstract Operand<TFloating> similarity(
      RowScope s, Operand<TFloating> both, Operand<TFloating> target, Operand<TFloating> output);
}

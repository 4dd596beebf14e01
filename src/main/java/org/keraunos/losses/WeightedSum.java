package org.keraunos.losses;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.keraunos.base.Check;
import org.keraunos.base.Codecs;
import org.keraunos.base.Kind;
import org.keraunos.base.Numbers;
import org.keraunos.base.OutputValues;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Several losses of one output, each times a factor: {@code dice().plus(0.5,
 * binaryCrossentropy())}. A row's loss is the sum of theirs. Keras has none.
 */
public final class WeightedSum extends Loss {
  private static final Setting<List<Loss>> LOSSES = Setting.of(
          "losses", Codecs.list(Codecs.kindOf(Losses::registry)))
      .must(losses -> !losses.isEmpty(), "one loss or more");
  private static final Setting<Numbers> FACTORS = Setting.of("factors", Codecs.numbers())
      .must(
          factors -> Arrays.stream(factors.toArray()).allMatch(Double::isFinite), "finite numbers");

  /** The kind. */
  public static final Kind<WeightedSum> KIND = Kind.custom("keraunos>WeightedSum", WeightedSum::new)
      .group(common("weighted_sum"))
      .required(LOSSES, FACTORS);

  WeightedSum(Settings settings) {
    super(settings);
  }

  static WeightedSum of(double factor, Loss loss) {
    if (loss instanceof WeightedSum sum) {
      double[] factors = sum.factors();
      for (int i = 0; i < factors.length; i++) {
        factors[i] *= factor;
      }
      return of(sum.get(LOSSES), factors);
    }
    return of(List.of(loss), new double[] {factor});
  }

  private static WeightedSum of(List<Loss> losses, double[] factors) {
    return KIND.make(
        KIND.settings().with(LOSSES, List.copyOf(losses)).with(FACTORS, Numbers.of(factors)));
  }

  static WeightedSum of(WeightedSum first, WeightedSum second) {
    List<Loss> losses = new ArrayList<>(first.get(LOSSES));
    losses.addAll(second.get(LOSSES));
    double[] own = first.factors();
    double[] factors = Arrays.copyOf(own, losses.size());
    System.arraycopy(second.factors(), 0, factors, own.length, losses.size() - own.length);
    return of(losses, factors);
  }

  private double[] factors() {
    Numbers factors = get(FACTORS);
    return factors.single() ? new double[] {factors.get(0)} : factors.toArray();
  }

  @Override
  public void check() {
    List<Loss> losses = get(LOSSES);
    Check.argument(
        factors().length == losses.size(),
        "WeightedSum.factors",
        "one for each of " + losses.size() + " losses",
        factors().length);
    losses.forEach(Loss::check);
  }

  @Override
  public Operand<TFloating> rows(LayerScope s, Value output, Operand<TFloating> target) {
    Ops tf = s.ops();
    List<Operand<TFloating>> terms = new ArrayList<>();
    double[] factors = factors();
    for (int i = 0; i < factors.length; i++) {
      Operand<TFloating> rows = get(LOSSES).get(i).rows(s, output, target);
      terms.add(factors[i] == 1 ? rows : tf.math.mul(rows, s.masterConstant(factors[i])));
    }
    return terms.size() == 1 ? terms.get(0) : tf.math.addN(terms);
  }

  @Override
  public WeightedSum weighingLabels(double... factors) {
    List<Loss> weighed = new ArrayList<>();
    get(LOSSES).forEach(loss -> weighed.add(loss.weighingLabels(factors)));
    return of(weighed, factors());
  }

  @Override
  public boolean isRowwise() {
    return get(LOSSES).stream().allMatch(Loss::isRowwise);
  }

  @Override
  public boolean countsPlaces() {
    return get(LOSSES).stream().allMatch(Loss::countsPlaces);
  }

  @Override
  public boolean knows(float target) {
    return get(LOSSES).get(0).knows(target);
  }

  @Override
  public Shape targetShape(Shape output) {
    return get(LOSSES).get(0).targetShape(output);
  }

  @Override
  public OutputValues valuesWithoutActivation() {
    return get(LOSSES).get(0).valuesWithoutActivation();
  }

  @Override
  public void checkOutput(Shape output) {
    for (Loss loss : get(LOSSES)) {
      loss.checkOutput(output);
      Check.argument(
          loss.targetShape(output).equals(targetShape(output)),
          "WeightedSum.losses",
          "losses of targets of shape " + targetShape(output),
          loss.kerasName() + " of " + loss.targetShape(output));
    }
  }

  @Override
  public void checkTarget(float[] values, int offset, int width, int row) {
    get(LOSSES).forEach(loss -> loss.checkTarget(values, offset, width, row));
  }

  @Override
  public void checkTarget(float[] values, int offset, int width, int row, Shape output) {
    get(LOSSES).forEach(loss -> loss.checkTarget(values, offset, width, row, output));
  }
}

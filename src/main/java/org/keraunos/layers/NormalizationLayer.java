package org.keraunos.layers;

import org.keraunos.base.Codecs;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.initializers.Initializer;
import org.keraunos.initializers.Initializers;
import org.keraunos.runtime.LayerScope;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * A layer that brings numbers to mean {@code beta} and deviation {@code gamma}: a kind says which
 * numbers go together.
 *
 * @param <L> the kind
 */
public abstract class NormalizationLayer<L extends NormalizationLayer<L>> extends UnaryLayer<L> {
  /** The axis that keeps its own statistics or weights, which counts the batch as 0. */
  protected static final Setting<Integer> AXIS = Setting.of("axis", Codecs.integerOrListOfOne())
      .must(axis -> axis != 0, "an axis of the sample: 0 is the batch");

  /** What is added to the variance. */
  protected static final Setting<Double> EPSILON =
      Setting.number("epsilon").must(added -> added > 0, "> 0");

  private static final Setting<Boolean> CENTER = Setting.flag("center");
  private static final Setting<Boolean> SCALE = Setting.flag("scale");
  private static final Weight GAMMA = Weight.of("gamma");
  private static final Weight BETA = Weight.of("beta");

  /** What every kind declares beside its axis. */
  protected static final Kind.Group SCALED_AND_CENTERED = Kind.template()
      .option(EPSILON, 1e-3)
      .option(CENTER, true)
      .option(SCALE, true)
      .group(BETA.startingAs(Initializers.zeros()))
      .group(GAMMA.startingAs(Initializers.ones()))
      .asGroup();

  /**
   * For subclasses.
   *
   * @param settings of a kind that declares {@link #SCALED_AND_CENTERED}
   */
  protected NormalizationLayer(Settings settings) {
    super(settings);
  }

  /**
   * What is added to the variance.
   *
   * @param added above 0; 0.001 if not given
   * @return a changed copy
   */
  public final L epsilon(double added) {
    return with(EPSILON, added);
  }

  /**
   * Whether {@code beta} is added.
   *
   * @param use true if not given
   * @return a changed copy
   */
  public final L center(boolean use) {
    return with(CENTER, use);
  }

  /**
   * Whether {@code gamma} scales.
   *
   * @param use true if not given
   * @return a changed copy
   */
  public final L scale(boolean use) {
    return with(SCALE, use);
  }

  /**
   * The start value of {@code gamma}.
   *
   * @param initializer ones if not given
   * @return a changed copy
   */
  public final L gammaInitializer(Initializer initializer) {
    return with(GAMMA.initializer(), initializer);
  }

  /**
   * The start value of {@code beta}.
   *
   * @param initializer zeros if not given
   * @return a changed copy
   */
  public final L betaInitializer(Initializer initializer) {
    return with(BETA.initializer(), initializer);
  }

  /**
   * The deviation to come to. Keras keeps {@code gamma} before {@code beta}, so it is to be asked
   * for first.
   *
   * @param s the layer's scope
   * @param shape the weight's
   * @return the weight, or ones if it does not scale; of the weights' type
   */
  protected final Operand<TFloating> gamma(LayerScope s, Shape shape) {
    return get(SCALE) ? masterWeight(s, GAMMA, shape) : filled(s, shape, 1);
  }

  /**
   * The mean to come to.
   *
   * @param s the layer's scope
   * @param shape the weight's
   * @return the weight, or zeros if it is not centered; of the weights' type
   */
  protected final Operand<TFloating> beta(LayerScope s, Shape shape) {
    return get(CENTER) ? masterWeight(s, BETA, shape) : filled(s, shape, 0);
  }

  private static Operand<TFloating> filled(LayerScope s, Shape shape, double value) {
    return s.ops().fill(s.ops().constant(shape.toArray()), s.masterConstant(value));
  }
}

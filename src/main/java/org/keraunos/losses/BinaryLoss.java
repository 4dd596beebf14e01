package org.keraunos.losses;

import org.keraunos.base.Check;
import org.keraunos.base.Configurable;
import org.keraunos.base.Kind;
import org.keraunos.base.OutputValues;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.runtime.OutputActivation;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * A loss of probabilities, each of one label by itself. On a sigmoid output it is computed of the
 * logits, {@code log p = -softplus(-z)} and {@code log(1 - p) = -softplus(z)}, which is exact where
 * probabilities round to 0 or 1. On other outputs probabilities are kept 1e-7 away from 0 and 1, as
 * in Keras. Targets are 0 to 1, or NaN where unknown.
 *
 * @param <L> the loss itself
 */
public abstract class BinaryLoss<L extends BinaryLoss<L>> extends CellLoss<L> {
  private static final double EPSILON = 1e-7;

  private static final Setting<Boolean> FROM_LOGITS = Setting.flag("from_logits");

  /**
   * A loss.
   *
   * @param settings of its kind
   */
  protected BinaryLoss(Settings settings) {
    super(settings);
  }

  /**
   * What all losses of probabilities have.
   *
   * @param name the default of the name: {@code binary_crossentropy}
   * @return the settings
   */
  public static Kind.Group common(String name) {
    return new Kind.Group() {
      @Override
      public <T extends Configurable> Kind<T> addTo(Kind<T> kind) {
        return kind.group(CellLoss.common(name))
            .option(FROM_LOGITS, false)
            .option(LABEL_SMOOTHING, 0.0)
            .only("axis", -1);
      }
    };
  }

  /**
   * Whether the network's output is logits, without a sigmoid.
   *
   * @param logits false if not given
   * @return a changed copy
   */
  public L fromLogits(boolean logits) {
    return with(FROM_LOGITS, logits);
  }

  /**
   * How far targets are moved to one half: {@code y (1 - s) + s / 2}.
   *
   * @param smoothing 0 to 1; 0 if not given
   * @return a changed copy
   */
  public L labelSmoothing(double smoothing) {
    return with(LABEL_SMOOTHING, smoothing);
  }

  @Override
  public final OutputValues valuesWithoutActivation() {
    return get(FROM_LOGITS) ? OutputValues.LABEL_LOGITS : OutputValues.LABEL_PROBABILITIES;
  }

  /**
   * The formula.
   *
   * @param cell target and constants
   * @param p the probability, with its logarithms
   * @return the loss of each cell
   */
  protected abstract Operand<TFloating> cell(CellScope cell, Probability p);

  @Override
  protected final Operand<TFloating> cell(CellScope cell) {
    return cell(cell, probability(cell));
  }

  private Probability probability(CellScope s) {
    Ops tf = s.ops();
    boolean sigmoid = s.value().activation() == OutputActivation.SIGMOID;
    boolean fromLogits = get(FROM_LOGITS);
    Check.argument(
        !fromLogits || !sigmoid,
        settings().kind().className() + ".from_logits",
        "false on a sigmoid output (its logits are taken anyway)",
        true);
    if (fromLogits || sigmoid) {
      Operand<TFloating> z =
          s.toVariable(sigmoid ? s.value().logits().orElseThrow() : s.value().operand());
      return new Probability(tf, true, z, z, z);
    }
    Operand<TFloating> p = tf.clipByValue(s.output(), s.constant(EPSILON), s.constant(1 - EPSILON));
    return new Probability(tf, false, s.output(), p, tf.math.sub(s.constant(1), p));
  }

  /** A probability and its logarithms, emitted when asked for. */
  protected static final class Probability {
    private final Ops tf;
    private final boolean ofLogits;
    private final Operand<TFloating> value;
    private final Operand<TFloating> yes;
    private final Operand<TFloating> no;

    private Probability(
        Ops tf,
        boolean ofLogits,
        Operand<TFloating> value,
        Operand<TFloating> yes,
        Operand<TFloating> no) {
      this.tf = tf;
      this.ofLogits = ofLogits;
      this.value = value;
      this.yes = yes;
      this.no = no;
    }

    /** {@return the probability itself} */
    public Operand<TFloating> value() {
      return ofLogits ? tf.math.sigmoid(value) : value;
    }

    /** {@return the probability, kept away from 0 and 1 where it is no sigmoid's} */
    public Operand<TFloating> clipped() {
      return ofLogits ? tf.math.sigmoid(value) : yes;
    }

    /** {@return {@code 1 - p}, kept away from 0 and 1 where it is no sigmoid's} */
    public Operand<TFloating> rest() {
      return ofLogits ? tf.math.sigmoid(tf.math.neg(value)) : no;
    }

    /** {@return {@code log(p / (1 - p))}} */
    public Operand<TFloating> logit() {
      return ofLogits ? value : tf.math.sub(tf.math.log(yes), tf.math.log(no));
    }

    /** {@return {@code -log p}} */
    public Operand<TFloating> minusLog() {
      return ofLogits ? tf.math.softplus(tf.math.neg(yes)) : tf.math.neg(tf.math.log(yes));
    }

    /** {@return {@code -log(1 - p)}} */
    public Operand<TFloating> minusLogOfRest() {
      return ofLogits ? tf.math.softplus(no) : tf.math.neg(tf.math.log(no));
    }
  }
}

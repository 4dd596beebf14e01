package org.keraunos.optimizers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.keraunos.base.Check;
import org.keraunos.base.Codecs;
import org.keraunos.base.Configurable;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.tensorflow.op.Op;

/**
 * Changes weights by their gradients, once a step: a rule, and the slots that it keeps for each
 * weight. What is the same for all optimizers, clipping, accumulation, weight decay, averages, is
 * done by other parts of the step, by the settings that stand here. The known ones are in
 * {@link Optimizers}.
 */
public abstract class Optimizer implements Configurable {
  static final Setting<String> NAME = Setting.of("name", Codecs.text());
  static final Setting<LearningRate> LEARNING_RATE = Setting.of(
          "learning_rate", LearningRate.codec())
      .must(LearningRate::isUsable, "a finite number > 0");
  static final Setting<Optional<Double>> WEIGHT_DECAY = positive("weight_decay", 0);
  static final Setting<Optional<Double>> CLIPNORM = positive("clipnorm", Double.MIN_VALUE);
  static final Setting<Optional<Double>> GLOBAL_CLIPNORM =
      positive("global_clipnorm", Double.MIN_VALUE);
  static final Setting<Optional<Double>> CLIPVALUE = positive("clipvalue", Double.MIN_VALUE);
  static final Setting<Boolean> USE_EMA = Setting.flag("use_ema");
  static final Setting<Double> EMA_MOMENTUM =
      Setting.number("ema_momentum").must(m -> m >= 0 && m <= 1, "0 <= ema_momentum <= 1");
  static final Setting<Optional<Integer>> EMA_OVERWRITE_FREQUENCY = Setting.of(
          "ema_overwrite_frequency", Codecs.optional(Codecs.integer()))
      .must(n -> n.isEmpty() || n.get() >= 1, ">= 1");
  static final Setting<Optional<Integer>> ACCUMULATION = Setting.of(
          "gradient_accumulation_steps", Codecs.optional(Codecs.integer()))
      .must(n -> n.isEmpty() || n.get() >= 2, ">= 2");
  static final Setting<List<String>> UNDECAYED = Setting.of(
          "exclude_from_weight_decay", Codecs.list(Codecs.text()))
      .must(Optimizer::areUsable, "regular expressions");

  private final Settings settings;

  /**
   * An optimizer.
   *
   * @param settings of its kind
   */
  protected Optimizer(Settings settings) {
    this.settings = settings;
  }

  private static Setting<Optional<Double>> positive(String key, double least) {
    return Setting.of(key, Codecs.optional(Codecs.number()))
        .must(
            v -> v.isEmpty() || (v.get() >= least && Double.isFinite(v.get())),
            least == 0 ? "a finite number >= 0" : "a finite number > 0");
  }

  /**
   * What all kinds of optimizers have.
   *
   * @param name the default of Keras's name of the object: {@code rm_sprop}
   * @param learningRate the default of the rate
   * @return the settings
   */
  public static Kind.Group common(String name, double learningRate) {
    return new Kind.Group() {
      @Override
      public <T extends Configurable> Kind<T> addTo(Kind<T> kind) {
        return kind.option(NAME, name)
            .option(LEARNING_RATE, new LearningRate.Fixed(learningRate))
            .option(WEIGHT_DECAY, Optional.empty())
            .option(CLIPNORM, Optional.empty())
            .option(GLOBAL_CLIPNORM, Optional.empty())
            .option(CLIPVALUE, Optional.empty())
            .option(USE_EMA, false)
            .option(EMA_MOMENTUM, 0.99)
            .option(EMA_OVERWRITE_FREQUENCY, Optional.empty())
            .only("loss_scale_factor", null)
            .option(ACCUMULATION, Optional.empty())
            .own(UNDECAYED, List.of());
      }
    };
  }

  @Override
  public final Settings settings() {
    return settings;
  }

  /**
   * The value of a setting.
   *
   * @param setting one of the kind's
   * @param <V> its type
   * @return the value
   */
  protected final <V> V get(Setting<V> setting) {
    return settings.get(setting);
  }

  @Override
  public void check() {
    long clips = List.of(get(CLIPNORM), get(GLOBAL_CLIPNORM), get(CLIPVALUE)).stream()
        .filter(Optional::isPresent)
        .count();
    Check.argument(
        clips <= 1,
        settings.kind().className(),
        "one of clipnorm, global_clipnorm and clipvalue at most",
        settings);
  }

  /** {@return Keras's name of the object: {@code adam}} */
  public final String kerasName() {
    return get(NAME);
  }

  /** {@return the rate at the start, or the schedule that gives it} */
  public final LearningRate learningRate() {
    return get(LEARNING_RATE);
  }

  /**
   * The same with the rate that a training has come to.
   *
   * @param rate above 0; a schedule stays
   * @return a changed copy, or this
   */
  public final Optimizer at(double rate) {
    if (learningRate() instanceof LearningRate.Scheduled || !(rate > 0)) {
      return this;
    }
    Settings changed = settings.with(LEARNING_RATE, new LearningRate.Fixed(rate));
    return (Optimizer) settings.kind().make(changed);
  }

  /** {@return how much of a weight, times the rate, a step takes away} */
  public final Optional<Double> weightDecay() {
    return get(WEIGHT_DECAY);
  }

  /**
   * Whether a weight decays.
   *
   * @param weight its whole name: {@code dense/kernel}
   * @return false if it was excluded
   */
  public final boolean decays(String weight) {
    return get(UNDECAYED).stream()
        .noneMatch(each -> Pattern.compile(each).matcher(weight).find());
  }

  private static boolean areUsable(List<String> excluded) {
    try {
      excluded.forEach(each -> Pattern.compile(each));
      return true;
    } catch (PatternSyntaxException e) {
      return false;
    }
  }

  /** {@return the norm that no weight's gradient exceeds} */
  public final Optional<Double> clipnorm() {
    return get(CLIPNORM);
  }

  /** {@return the norm that all gradients together do not exceed} */
  public final Optional<Double> globalClipnorm() {
    return get(GLOBAL_CLIPNORM);
  }

  /** {@return what no element of a gradient exceeds} */
  public final Optional<Double> clipvalue() {
    return get(CLIPVALUE);
  }

  /**
   * {@return whether a moving average of the weights is kept, which takes their place at the end of
   * the training}
   */
  public final boolean usesEma() {
    return get(USE_EMA);
  }

  /** {@return how much of the average stays in each step} */
  public final double emaMomentum() {
    return get(EMA_MOMENTUM);
  }

  /** {@return after how many changes the weights are set to their average, again and again} */
  public final Optional<Integer> emaOverwriteFrequency() {
    return get(EMA_OVERWRITE_FREQUENCY);
  }

  /**
   * {@return of how many steps the gradients are gathered for one change; empty for each step by
   * itself}
   */
  public final Optional<Integer> gradientAccumulationSteps() {
    return get(ACCUMULATION);
  }

  /**
   * The variables that are kept for each weight: of its shape, 0 at the start, unless
   * {@link #slotShape} and {@link #slotStart} say otherwise.
   *
   * @return their names in groups: in Keras's order a group goes through all weights before the
   *     next one comes; none if not overridden
   */
  public List<List<String>> slots() {
    return List.of();
  }

  /**
   * The scalars that are kept once, for all weights together, such as a running product.
   *
   * @return their names; none if not overridden
   */
  public List<String> sharedSlots() {
    return List.of();
  }

  /**
   * What a slot's elements are at the start.
   *
   * @param slot one of the names in {@link #slots} or {@link #sharedSlots}
   * @return 0 if not overridden
   */
  public double slotStart(String slot) {
    return 0;
  }

  /**
   * What shape a slot has.
   *
   * @param slot one of the names in {@link #slots}
   * @param weight the shape of the weight it is kept for
   * @return the weight's if not overridden
   */
  public Shape slotShape(String slot, Shape weight) {
    return weight;
  }

  /**
   * Emits the change of all weights. A rule that overrides this asks for each weight's rate by
   * {@link OptimizerScope#forWeight}, since layers may have a rate of their own.
   *
   * @param scope rate, step and slots
   * @param gradients the weights, each with its gradient
   * @return the ops that change them
   */
  public List<Op> apply(OptimizerScope scope, List<Gradient> gradients) {
    List<Op> changes = new ArrayList<>();
    gradients.forEach(
        gradient -> changes.add(update(scope.forWeight(gradient.weight()), gradient)));
    return changes;
  }

  /**
   * Emits the change of one weight.
   *
   * @param scope rate, step and slots
   * @param gradient the weight with its gradient
   * @return the op behind which the weight is changed
   */
  protected abstract Op update(OptimizerScope scope, Gradient gradient);

  /** The name and its settings. */
  @Override
  public String toString() {
    return settings.toString();
  }
}

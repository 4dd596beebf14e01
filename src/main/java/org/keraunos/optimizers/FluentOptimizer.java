package org.keraunos.optimizers;

import java.util.List;
import java.util.Optional;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.schedules.Schedule;

/**
 * An optimizer whose options make changed copies.
 *
 * @param <O> the optimizer itself
 */
public abstract class FluentOptimizer<O extends FluentOptimizer<O>> extends Optimizer {
  /**
   * An optimizer.
   *
   * @param settings of its kind
   */
  protected FluentOptimizer(Settings settings) {
    super(settings);
  }

  /**
   * A copy with another value of a setting.
   *
   * @param setting one of the kind's
   * @param value what it is to be
   * @param <V> its type
   * @return a changed copy
   */
  @SuppressWarnings("unchecked") // a kind makes what it is the kind of
  protected final <V> O with(Setting<V> setting, V value) {
    return (O) settings().kind().make(settings().with(setting, value));
  }

  /**
   * The rate.
   *
   * @param rate above 0
   * @return a changed copy
   */
  public final O learningRate(double rate) {
    return with(LEARNING_RATE, new LearningRate.Fixed(rate));
  }

  /**
   * A rate that changes with the number of the step.
   *
   * @param schedule the rate of each step
   * @return a changed copy
   */
  public final O learningRate(Schedule schedule) {
    return with(LEARNING_RATE, new LearningRate.Scheduled(schedule));
  }

  /**
   * Lets weights decay before each change: {@code w -= w decay rate}.
   *
   * @param decay at least 0; none if not given, 0.004 for AdamW
   * @return a changed copy
   */
  public final O weightDecay(double decay) {
    return with(WEIGHT_DECAY, Optional.of(decay));
  }

  /**
   * Keeps weights from decaying. Keras's method of that name; not a part of its configuration.
   *
   * @param names regular expressions that are looked for in weights' whole names: {@code bias};
   *     {@code ^dense/} for all of a layer, {@code ^dense/kernel$} for one weight
   * @return a changed copy
   * @throws IllegalArgumentException if one is no regular expression
   */
  public final O excludeFromWeightDecay(String... names) {
    return with(UNDECAYED, List.of(names));
  }

  /**
   * Shortens each weight's gradient to a norm.
   *
   * @param norm above 0; not shortened if not given
   * @return a changed copy
   */
  public final O clipnorm(double norm) {
    return with(CLIPNORM, Optional.of(norm));
  }

  /**
   * Shortens all gradients together to a norm.
   *
   * @param norm above 0; not shortened if not given
   * @return a changed copy
   */
  public final O globalClipnorm(double norm) {
    return with(GLOBAL_CLIPNORM, Optional.of(norm));
  }

  /**
   * Cuts each element of the gradients.
   *
   * @param value above 0: elements are brought between minus it and it; not cut if not given
   * @return a changed copy
   */
  public final O clipvalue(double value) {
    return with(CLIPVALUE, Optional.of(value));
  }

  /**
   * Keeps a moving average of the weights, which takes their place at the end of the training.
   *
   * @param use false if not given
   * @return a changed copy
   */
  public final O useEma(boolean use) {
    return with(USE_EMA, use);
  }

  /**
   * How much of the average stays in each step.
   *
   * @param momentum 0 to 1; 0.99 if not given
   * @return a changed copy
   */
  public final O emaMomentum(double momentum) {
    return with(EMA_MOMENTUM, momentum);
  }

  /**
   * Sets the weights to their average again and again.
   *
   * @param changes after how many changes, at least 1; only at the end if not given
   * @return a changed copy
   */
  public final O emaOverwriteFrequency(int changes) {
    return with(EMA_OVERWRITE_FREQUENCY, Optional.of(changes));
  }

  /**
   * Gathers the gradients of several steps for one change by their mean.
   *
   * @param steps at least 2; each step by itself if not given
   * @return a changed copy
   */
  public final O gradientAccumulationSteps(int steps) {
    return with(ACCUMULATION, Optional.of(steps));
  }
}

package org.keraunos.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;

/** What every epoch of a {@code fit} came to: Keras's {@code History}. Immutable. */
public final class History {
  private final List<Map<String, Double>> epochs;
  private final List<Double> inputWaitShares;
  private final double inputWaitShare;
  private final boolean interrupted;
  private final int firstEpoch;
  private final @Nullable NotFiniteException notFinite;
  private final @Nullable TrainingState unwritten;

  /**
   * A history.
   *
   * @param inputWaitShares one an epoch
   * @param inputWaitShare over all steps, those of an epoch that was interrupted too
   */
  History(
      List<Map<String, Double>> epochs,
      List<Double> inputWaitShares,
      double inputWaitShare,
      boolean interrupted,
      int firstEpoch,
      @Nullable NotFiniteException notFinite,
      @Nullable TrainingState unwritten) {
    List<Map<String, Double>> copies = new ArrayList<>();
    epochs.forEach(logs -> copies.add(Collections.unmodifiableMap(new LinkedHashMap<>(logs))));
    this.epochs = List.copyOf(copies);
    this.inputWaitShares = List.copyOf(inputWaitShares);
    this.inputWaitShare = inputWaitShare;
    this.interrupted = interrupted;
    this.firstEpoch = firstEpoch;
    this.notFinite = notFinite;
    this.unwritten = unwritten;
  }

  /**
   * One figure over the epochs.
   *
   * @param name {@code loss}, a metric's name, or one of them behind {@code val_}; or what a
   *     callback adds
   * @return a value an epoch; of validation a value an epoch that had one
   * @throws IllegalArgumentException if there is no such figure
   */
  public double[] get(String name) {
    double[] values = epochs.stream()
        .flatMapToDouble(logs -> {
          Double value = logs.get(name);
          return value == null ? DoubleStream.empty() : DoubleStream.of(value);
        })
        .toArray();
    Check.argument(values.length > 0 || epochs.isEmpty(), "history", "one of " + names(), name);
    return values;
  }

  /**
   * The names of the figures.
   *
   * @return {@code loss} first; empty if no epoch was finished
   */
  public List<String> names() {
    Set<String> names = new LinkedHashSet<>();
    epochs.forEach(logs -> names.addAll(logs.keySet()));
    return List.copyOf(names);
  }

  /**
   * All figures.
   *
   * @return one map an epoch that was finished, from name to value
   */
  public List<Map<String, Double>> epochs() {
    return epochs;
  }

  /**
   * How much of the steps' time they waited for data; validation does not count.
   *
   * @return 0 to 1
   */
  public double inputWaitShare() {
    return inputWaitShare;
  }

  /**
   * How much of the steps' time they waited for data, in each epoch.
   *
   * @return 0 to 1, a value an epoch that was finished; NaN for those before a training was resumed
   */
  public double[] inputWaitShares() {
    return inputWaitShares.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /**
   * Whether the thread was interrupted, which ended the training after a step.
   *
   * @return true if so; the thread's flag is still set then
   */
  public boolean interrupted() {
    return interrupted;
  }

  /** {@return the number of the first epoch, from 0} */
  public int firstEpoch() {
    return firstEpoch;
  }

  /**
   * {@return why the training ended, if a loss or weight was no finite number and {@code fit} was
   * not to throw}
   */
  public Optional<NotFiniteException> notFinite() {
    return Optional.ofNullable(notFinite);
  }

  /**
   * {@return the state of the training's end, if a checkpoint was to be written and could not be:
   * {@link TrainingState#writeTo} tries again, {@link FitOptions#resume(TrainingState)} goes on}
   */
  public Optional<TrainingState> unwritten() {
    return Optional.ofNullable(unwritten);
  }

  @Override
  public String toString() {
    return "History of " + epochs.size() + " epochs: " + names();
  }
}

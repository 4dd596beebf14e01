package org.keraunos.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.keraunos.base.Check;
import org.keraunos.base.NamedArray;
import org.keraunos.base.NamedArrays;

/**
 * All that is needed to go on with a training where it stood: one list of named arrays, always in the same order. Weights,
 * slots, the iteration and the rate stand below {@code variables/}, figures below {@code history/}, what metrics have
 * counted in an epoch that is not over below {@code running/}, what callbacks keep below {@code callbacks/}. Immutable.
 *
 * <p>The data, the network and the options are not in it: whoever goes on gives the same ones.
 */
public final class TrainingState {
  static final String POSITION = "position";
  static final String RATE = "rate";
  static final String VARIABLES = "variables/";
  static final String HISTORY = "history/";
  static final String RUNNING = "running/";
  static final String CALLBACKS = "callbacks/";

  private final List<NamedArray> arrays;

  private TrainingState(List<NamedArray> arrays) {
    this.arrays = arrays;
  }

  /**
   * A state of its arrays.
   *
   * @param arrays as {@link #arrays} gave them
   * @return the state
   * @throws IllegalArgumentException if the position is missing or two arrays have one name
   */
  public static TrainingState of(List<NamedArray> arrays) {
    Check.argument(
        NamedArrays.get(arrays, POSITION).values() instanceof long[],
        POSITION,
        "whole numbers",
        "others");
    List<String> names = new ArrayList<>();
    for (NamedArray each : arrays) {
      names.add(each.name());
    }
    Check.argument(
        names.stream().distinct().count() == names.size(), "state", "names that differ", names);
    return new TrainingState(List.copyOf(arrays));
  }

  /** {@return the arrays, to be written, compared, sent} */
  public List<NamedArray> arrays() {
    return arrays;
  }

  /** {@return the epoch to go on with, from 0} */
  public int epoch() {
    return (int) position(0);
  }

  /** {@return the steps of that epoch that have been taken} */
  public int step() {
    return (int) position(1);
  }

  long position(int index) {
    return ((long[]) NamedArrays.get(arrays, POSITION).values())[index];
  }

  List<NamedArray> below(String prefix) {
    return NamedArrays.from(prefix, arrays);
  }

  /**
   * Where two states part.
   *
   * @param other another state
   * @return a sentence on the first difference; empty if there is none, bit for bit
   */
  public Optional<String> firstDifference(TrainingState other) {
    return NamedArrays.firstDifference(arrays, other.arrays);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TrainingState that && arrays.equals(that.arrays);
  }

  @Override
  public int hashCode() {
    return arrays.hashCode();
  }

  @Override
  public String toString() {
    return "TrainingState at epoch " + epoch() + ", step " + step() + ", of " + arrays.size()
        + " arrays";
  }
}

package org.keraunos.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.keraunos.base.Check;
import org.keraunos.base.NamedArray;
import org.keraunos.base.NamedArrays;

/**
 * All that is needed to go on with a training where it stood: one list of named arrays, always in
 * the same order. Weights, slots, the iteration and the rate stand below {@code variables/},
 * figures below {@code history/}, what metrics have counted in an epoch that is not over below
 * {@code running/}, what callbacks keep below {@code callbacks/}. Immutable.
 *
 * <p>The data, the network and the options are not in it: whoever goes on gives the same ones.
 */
public final class TrainingState {
  static final String POSITION = "position";
  static final String SETUP = "setup";
  static final String VARIABLES = "variables/";
  static final String HISTORY = "history/";
  static final String RUNNING = "running/";
  static final String CALLBACKS = "callbacks/";

  private static final List<String> SETUP_NAMES =
      List.of("model seed", "rows", "batchSize", "shuffle (0 or 1)");

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

  /** The seed of the order of rows. */
  long seed() {
    return position(2);
  }

  /** Whether a callback had stopped the training. */
  boolean stopped() {
    return position(3) == 1;
  }

  /** The epoch that the training began with. */
  int firstEpoch() {
    return (int) position(4);
  }

  private long position(int index) {
    return ((long[]) NamedArrays.get(arrays, POSITION).values())[index];
  }

  static NamedArray position(int epoch, int step, long seed, boolean stopped, int firstEpoch) {
    return NamedArrays.of(POSITION, epoch, step, seed, stopped ? 1 : 0, firstEpoch);
  }

  /** What must be the same when a training goes on. */
  static NamedArray setup(long modelSeed, int rows, int batchSize, boolean shuffle) {
    return NamedArrays.of(SETUP, modelSeed, rows, batchSize, shuffle ? 1 : 0);
  }

  /** Refuses to go on with another training. */
  void checkSetup(NamedArray now) {
    long[] expected = (long[]) NamedArrays.get(arrays, SETUP).values();
    long[] received = (long[]) now.values();
    for (int i = 0; i < SETUP_NAMES.size(); i++) {
      Check.argument(
          expected[i] == received[i],
          "resume",
          SETUP_NAMES.get(i) + " " + expected[i] + " as in the state",
          received[i]);
    }
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

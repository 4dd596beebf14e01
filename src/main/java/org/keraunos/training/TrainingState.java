package org.keraunos.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.AtomicFiles;
import org.keraunos.base.Check;
import org.keraunos.base.NamedArray;
import org.keraunos.base.NamedArrays;

/**
 * All that is needed to go on with a training where it stood: one list of named arrays, always in
 * the same order. Weights, their averages, slots, gathered gradients, the iteration and the rate
 * stand below {@code variables/}, figures below {@code history/}, what metrics have counted in an
 * epoch that is not over below {@code running/}, what callbacks keep below {@code callbacks/}.
 * Beside them what the training is of: digests of the data, the network, the options and the
 * environment. Immutable.
 *
 * <p>The data, the network and the options themselves are not in it: whoever goes on gives the same
 * ones.
 */
public final class TrainingState {
  static final String POSITION = "position";
  static final String VARIABLES = "variables/";
  static final String HISTORY = "history/";
  static final String RUNNING = "running/";
  static final String CALLBACKS = "callbacks/";

  /** Epoch, step, seed of the order, stopped, first epoch, phase, times gone back. */
  private static final int NUMBERS = 7;

  private final List<NamedArray> arrays;
  private final Map<String, Object> facts;

  private TrainingState(List<NamedArray> arrays, Map<String, Object> facts) {
    this.arrays = arrays;
    this.facts = facts;
  }

  /**
   * A state of its arrays.
   *
   * @param arrays as {@link #arrays} gave them
   * @param facts as {@link #facts} gave them
   * @return the state
   * @throws IllegalArgumentException if the position is missing or none, or two arrays have one
   *     name
   */
  public static TrainingState of(List<NamedArray> arrays, Map<String, Object> facts) {
    NamedArray position = NamedArrays.get(arrays, POSITION);
    Check.argument(
        position.values() instanceof long[] numbers && isPosition(numbers),
        POSITION,
        NUMBERS + " whole numbers: epoch, step, seed, stopped, first epoch, phase, times gone back",
        position.toDoubles());
    List<String> names = new ArrayList<>();
    for (NamedArray each : arrays) {
      names.add(each.name());
    }
    Check.argument(
        names.stream().distinct().count() == names.size(), "state", "names that differ", names);
    return new TrainingState(List.copyOf(arrays), facts);
  }

  private static boolean isPosition(long... numbers) {
    return numbers.length == NUMBERS
        && isCount(numbers[0])
        && isCount(numbers[1])
        && isCount(numbers[4])
        && numbers[4] <= numbers[0]
        && Phase.of(numbers[5]).isPresent()
        && isCount(numbers[6]);
  }

  private static boolean isCount(long number) {
    return number >= 0 && number < Integer.MAX_VALUE;
  }

  /**
   * Reads a checkpoint.
   *
   * @param file as {@link #writeTo} writes it
   * @return the state
   * @throws org.keraunos.base.DataException if it is no checkpoint, or one that is damaged
   */
  public static TrainingState read(Path file) {
    return CheckpointFile.read(file);
  }

  /**
   * Writes the state into a file, whole or not at all.
   *
   * @param file where to; replaced if it exists
   * @throws org.keraunos.base.DataException if it cannot be written
   */
  public void writeTo(Path file) {
    AtomicFiles.writeFile(file, out -> CheckpointFile.write(this, out));
  }

  /** {@return the arrays, to be written, compared, sent} */
  public List<NamedArray> arrays() {
    return arrays;
  }

  /**
   * What the training is of: {@code data}, {@code network}, {@code options}, {@code environment}.
   *
   * @return trees of what JSON can hold
   */
  public Map<String, Object> facts() {
    return facts;
  }

  /** {@return the epoch to go on with, from 0} */
  public int epoch() {
    return (int) position(0);
  }

  /** {@return the steps of that epoch that have been taken} */
  public int step() {
    return (int) position(1);
  }

  /** {@return where in that epoch the training stands} */
  public Phase phase() {
    return Phase.of(position(5)).orElseThrow();
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

  /** How often the training went back because of numbers that are not finite. */
  int timesBack() {
    return (int) position(6);
  }

  private long position(int index) {
    return ((long[]) NamedArrays.get(arrays, POSITION).values())[index];
  }

  static NamedArray position(
      int epoch, int step, long seed, boolean stopped, int firstEpoch, Phase phase, int timesBack) {
    return NamedArrays.of(
        POSITION, epoch, step, seed, stopped ? 1 : 0, firstEpoch, phase.code(), timesBack);
  }

  List<NamedArray> below(String prefix) {
    return NamedArrays.from(prefix, arrays);
  }

  /** The name of the first weight or slot that is not finite; null if there is none. */
  @Nullable
  String notFinite() {
    for (NamedArray each : below(VARIABLES)) {
      OptionalDouble found = each.firstNotFinite();
      if (found.isPresent()) {
        return each.name() + " holds " + found.getAsDouble();
      }
    }
    return null;
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
    return other instanceof TrainingState that
        && arrays.equals(that.arrays)
        && facts.equals(that.facts);
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

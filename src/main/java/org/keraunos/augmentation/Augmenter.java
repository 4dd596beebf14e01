package org.keraunos.augmentation;

import java.util.List;
import java.util.function.IntFunction;
import org.keraunos.base.Check;
import org.keraunos.base.Seeds;
import org.keraunos.base.Shape;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * A model's list of steps, put together: which of them are done in one pass, where each row's
 * numbers come from, and what is emitted.
 */
public final class Augmenter {
  /** Leaves images as they are, for inputs of any shape. */
  public static final Augmenter NONE = new Augmenter(List.of(), Shape.of());

  private final List<Augmentation> steps;
  private final List<Stage> stages;
  private final int[] columns;
  private final Shape image;

  private Augmenter(List<Augmentation> steps, Shape image) {
    this.steps = steps;
    this.stages = Stage.of(steps);
    this.columns = new int[stages.size() + 1];
    for (int i = 0; i < stages.size(); i++) {
      columns[i + 1] = columns[i] + stages.get(i).numbers();
    }
    this.image = image;
  }

  /**
   * Puts steps together.
   *
   * @param steps in order; none leaves images as they are
   * @param inputs the shapes of the model's inputs
   * @return the whole
   * @throws IllegalArgumentException if there are steps and the model's one input is no image, or a
   *     step cannot change it, or rows would be mixed twice
   */
  public static Augmenter of(List<? extends Augmentation> steps, List<Shape> inputs) {
    List<Augmentation> all = List.copyOf(steps);
    if (all.isEmpty()) {
      return NONE;
    }
    Check.argument(
        inputs.size() == 1 && inputs.get(0).rank() == 3,
        "augment",
        "a model whose one input is images (None, height, width, channels)",
        inputs);
    long mixing = all.stream().filter(MixUp.class::isInstance).count();
    Check.argument(mixing <= 1, "augment", "at most one MixUp", mixing);
    all.forEach(step -> step.check(inputs.get(0)));
    return new Augmenter(all, inputs.get(0));
  }

  /**
   * Whether images stay as they are.
   *
   * @return true if there is no step
   */
  public boolean isEmpty() {
    return stages.isEmpty();
  }

  /**
   * Whether targets are mixed as well.
   *
   * @return true with a {@link MixUp}
   */
  public boolean mixesTargets() {
    return mixing() < stages.size();
  }

  /**
   * How many numbers a row is changed by.
   *
   * @return the sum over the passes
   */
  public int numbers() {
    return columns[stages.size()];
  }

  /**
   * Draws the numbers of a batch, each a function of the seed, the epoch, the row's number and the
   * step.
   *
   * @param seed the model's seed
   * @param epoch the epoch, from 0
   * @param rowNumbers the rows' numbers in the data set
   * @param rows how many of them
   * @return rows x {@link #numbers}, row-major
   */
  public float[] draw(long seed, int epoch, int[] rowNumbers, int rows) {
    long own = Seeds.derive(seed, "augmentation");
    int width = numbers();
    float[] numbers = new float[rows * width];
    for (int place = 0; place < rows; place++) {
      int here = place;
      IntFunction<RowDraws> row =
          step -> RowDraws.at(own, epoch, rowNumbers[here], step, here, rows);
      for (int i = 0; i < stages.size(); i++) {
        stages.get(i).draw(row, image, numbers, place * width + columns[i]);
      }
    }
    return numbers;
  }

  /**
   * Emits what is done to the images.
   *
   * @param tf where to emit
   * @param images (rows, height, width, channels)
   * @param numbers what {@link #draw} gave, (rows, {@link #numbers})
   * @return images of the same shape
   */
  public Operand<TFloat32> images(Ops tf, Operand<TFloat32> images, Operand<TFloat32> numbers) {
    Operand<TFloat32> changed = images;
    for (int i = 0; i < stages.size(); i++) {
      AugmentationScope scope = scope(tf, numbers, i);
      // A convolution must know its input's shape, whatever a step's ops said of theirs.
      changed = scope.images(stages.get(i).emit(scope, changed));
    }
    return changed;
  }

  /**
   * Emits what is done to the targets.
   *
   * @param tf where to emit
   * @param targets (rows, ...), NaN where unknown
   * @param numbers what {@link #draw} gave, (rows, {@link #numbers})
   * @param target the shape of one row's target
   * @return targets of the same shape; the same if no step mixes rows
   */
  public Operand<TFloat32> targets(
      Ops tf, Operand<TFloat32> targets, Operand<TFloat32> numbers, Shape target) {
    if (!mixesTargets()) {
      return targets;
    }
    int mixing = mixing();
    MixUp mixUp = Check.present(stages.get(mixing).mixUp(), "this stage mixes");
    Operand<TFloat32> flat = tf.reshape(targets, tf.constant(new int[] {-1, target.size()}));
    return tf.reshape(mixUp.mix(scope(tf, numbers, mixing), flat), tf.shape(targets));
  }

  /**
   * How many rows of a batch have a known label when their targets are mixed.
   *
   * @param targets rows x labels, row-major, NaN where unknown
   * @param labels the labels of a row
   * @param rows the rows
   * @param numbers what {@link #draw} gave
   * @return 0 to {@code rows}
   */
  public int knownRows(float[] targets, int labels, int rows, float[] numbers) {
    int mixing = mixing();
    int known = 0;
    for (int row = 0; row < rows; row++) {
      int other = row;
      if (mixing < stages.size()) {
        int at = row * numbers() + columns[mixing];
        other = numbers[at] < 1 ? (int) numbers[at + 1] : row;
      }
      for (int label = 0; label < labels; label++) {
        if (!Float.isNaN(targets[row * labels + label] + targets[other * labels + label])) {
          known++;
          break;
        }
      }
    }
    return known;
  }

  private AugmentationScope scope(Ops tf, Operand<TFloat32> numbers, int stage) {
    Operand<TFloat32> own =
        tf.slice(numbers, tf.constant(new int[] {0, columns[stage]}), tf.constant(new int[] {
          -1, stages.get(stage).numbers()
        }));
    return new AugmentationScope(tf, image, own);
  }

  /** The stage that mixes rows; their number if none does. */
  private int mixing() {
    int stage = 0;
    while (stage < stages.size() && stages.get(stage).mixUp() == null) {
      stage++;
    }
    return stage;
  }

  @Override
  public String toString() {
    return steps.toString();
  }
}

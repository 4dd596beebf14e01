package org.keraunos.data.digits;

import java.util.List;
import java.util.stream.IntStream;
import org.keraunos.base.Check;
import org.keraunos.base.LabelMatrix;

/**
 * Digit scenes: colour pictures of 32 x 32 pixels with 0 to 4 handwritten digits on textured
 * backgrounds. Label d is 1 when digit d is in the scene. 10,000 training and 2,000 test scenes of
 * seed 42 are <em>the</em> data set; both parts are endless sequences, so the first n scenes are
 * the same whatever n is, and no handwritten digit is in both parts.
 *
 * <p>Composed from: Alpaydin, E. and Kaynak, C. (1998), Optical Recognition of Handwritten Digits,
 * UCI Machine Learning Repository, https://doi.org/10.24432/C50P49 (CC BY 4.0).
 */
public final class DigitScenes {
  /** Height and width of a scene in pixels. */
  public static final int SIDE = 32;

  /** Channels of a scene: red, green, blue. */
  public static final int CHANNELS = 3;

  /** The names of the ten labels, {@code 0} to {@code 9}. */
  public static final List<String> LABEL_NAMES =
      IntStream.range(0, 10).mapToObj(String::valueOf).toList();

  /** The seed of the data set that published scores are for. */
  public static final long SEED = 42;

  /** The number of training scenes in the data set that published scores are for. */
  public static final int TRAIN_SIZE = 10_000;

  /** The number of test scenes in the data set that published scores are for. */
  public static final int TEST_SIZE = 2_000;

  static final int PIXELS = SIDE * SIDE * CHANNELS;

  /** The most scenes of a part, as many as fit into one array: 699,050. */
  public static final int MOST = (Integer.MAX_VALUE - 8) / PIXELS;

  static final int LABELS = 10;
  private static final int CHUNK = 64;

  private final int size;
  private final byte[] images;
  private final byte[] labels;

  private DigitScenes(int size, long partSeed, boolean training) {
    this.size = size;
    this.images = new byte[size * PIXELS];
    this.labels = new byte[size * LABELS];
    byte[][][] pool = DigitPool.get().part(training);
    IntStream.range(0, (size + CHUNK - 1) / CHUNK).parallel().forEach(chunk -> {
      SceneComposer composer = new SceneComposer(pool);
      for (int i = chunk * CHUNK; i < Math.min(size, (chunk + 1) * CHUNK); i++) {
        composer.compose(Draws.at(partSeed, i), images, i * PIXELS, labels, i * LABELS);
      }
    });
  }

  /**
   * The first scenes of the training part.
   *
   * @param n how many, 1 to 699,050 (what fits into one array)
   * @param seed the seed; {@link #SEED} for the published data set
   * @return the scenes
   * @throws IllegalArgumentException if n is out of range
   */
  public static DigitScenes train(int n, long seed) {
    return part(n, seed, true);
  }

  /**
   * The first scenes of the test part.
   *
   * @param n how many, 1 to 699,050 (what fits into one array)
   * @param seed the seed; {@link #SEED} for the published data set
   * @return the scenes
   * @throws IllegalArgumentException if n is out of range
   */
  public static DigitScenes test(int n, long seed) {
    return part(n, seed, false);
  }

  private static DigitScenes part(int n, long seed, boolean training) {
    Check.argument(n >= 1 && n <= MOST, "n", "1 to " + MOST + " scenes", n);
    return new DigitScenes(n, Draws.at(seed, training ? 0 : 1), training);
  }

  /**
   * The number of scenes.
   *
   * @return n
   */
  public int size() {
    return size;
  }

  /**
   * The pictures: scene by scene, rows from the top, pixels from the left, red, green, blue, each
   * an unsigned byte.
   *
   * @return n * 32 * 32 * 3 bytes, the array itself
   */
  public byte[] images() {
    return images;
  }

  /**
   * The labels: ten bytes 0 or 1 a scene.
   *
   * @return n * 10 bytes, the array itself
   */
  public byte[] labels() {
    return labels;
  }

  /**
   * The labels as a matrix.
   *
   * @return n rows of 10 labels, a view on {@link #labels}
   */
  public LabelMatrix labelMatrix() {
    return LabelMatrix.of(labels, size, LABELS);
  }
}

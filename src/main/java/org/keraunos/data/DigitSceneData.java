package org.keraunos.data;

import org.keraunos.base.LabelNames;
import org.keraunos.data.digits.DigitScenes;

/** The digit scenes as data sets: 32 x 32 colour scenes of 0 to 4 handwritten digits, a label for each digit. */
public final class DigitSceneData {
  private DigitSceneData() {}

  /**
   * The training part, seed 42.
   *
   * @return 10,000 scenes
   */
  public static Dataset train() {
    return train(DigitScenes.TRAIN_SIZE, DigitScenes.SEED);
  }

  /**
   * The test part, seed 42.
   *
   * @return 2,000 scenes, of digits that are in no training scene
   */
  public static Dataset test() {
    return test(DigitScenes.TEST_SIZE, DigitScenes.SEED);
  }

  /**
   * The first scenes of a training part.
   *
   * @param scenes how many, at least 1
   * @param seed the seed of the parts
   * @return the scenes
   */
  public static Dataset train(int scenes, long seed) {
    return of(DigitScenes.train(scenes, seed));
  }

  /**
   * The first scenes of a test part.
   *
   * @param scenes how many, at least 1
   * @param seed the seed of the parts
   * @return the scenes
   */
  public static Dataset test(int scenes, long seed) {
    return of(DigitScenes.test(scenes, seed));
  }

  private static Dataset of(DigitScenes scenes) {
    return Dataset.of(scenes.images(), DigitScenes.SIDE, DigitScenes.SIDE, DigitScenes.CHANNELS)
        .withLabels(scenes.labelMatrix())
        .withLabelNames(new LabelNames(DigitScenes.LABEL_NAMES));
  }
}

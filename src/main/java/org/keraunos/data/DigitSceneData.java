package org.keraunos.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.keraunos.base.LabelNames;
import org.keraunos.data.digits.DigitScenes;
import org.keraunos.data.readers.Part;

/**
 * The digit scenes as data sets: 32 x 32 colour scenes of 0 to 4 handwritten digits, a label for
 * each digit.
 */
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

  static Data both(Dataset train, Dataset test) {
    List<Part> parts = new ArrayList<>(Collections.nCopies(train.size(), Part.TRAIN));
    parts.addAll(Collections.nCopies(test.size(), Part.TEST));
    Reading reading = Reading.of("digit-scenes", "made by the program")
        .labels("the digits of each scene")
        .partsFrom("the digits' writers")
        .parts(parts)
        .build();
    return Data.of(Dataset.concat(train, test), parts, reading);
  }

  private static Dataset of(DigitScenes scenes) {
    return Dataset.of(scenes.images(), DigitScenes.SIDE, DigitScenes.SIDE, DigitScenes.CHANNELS)
        .withLabels(scenes.labelMatrix())
        .withLabelNames(new LabelNames(DigitScenes.LABEL_NAMES));
  }
}

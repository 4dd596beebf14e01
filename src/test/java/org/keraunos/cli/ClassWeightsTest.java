package org.keraunos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.keraunos.base.LabelMatrix;

class ClassWeightsTest {
  @Test
  void aRareLabelWeighsAsItsAbsencesOverItsPresences() {
    float unknown = Float.NaN;
    LabelMatrix labels = LabelMatrix.of(
        new float[] {
          1, 0, 1, 0, //
          0, 0, 1, 1, //
          0, 0, 1, unknown, //
          0, 0, 1, unknown, //
          0, 0, 1, 0
        },
        5,
        4);
    assertThat(ClassWeights.balanced(labels)).containsExactly(4, 1, 1, 2);
  }
}

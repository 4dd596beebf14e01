package org.keraunos.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MatricesTest {
  @Test
  void nanIsUnknown() {
    LabelMatrix labels = LabelMatrix.of(new double[][] {{1, Double.NaN}, {0, 1}});
    assertThat(labels.hasUnknowns()).isTrue();
    assertThat(labels.get(0, 1)).isEqualTo(LabelMatrix.UNKNOWN);
    assertThat(labels)
        .isEqualTo(LabelMatrix.of(new byte[] {1, -1, 0, 1}, 2, 2))
        .isEqualTo(LabelMatrix.of(new float[][] {{1, Float.NaN}, {0, 1}}))
        .isEqualTo(LabelMatrix.of(new byte[][] {{1, -1}, {0, 1}}))
        .isNotEqualTo(LabelMatrix.of(new byte[] {1, -1, 0, 1}, 1, 4))
        .hasToString("LabelMatrix[2 x 2]");
    assertThat(LabelMatrix.of(new boolean[][] {{true, false}}).hasUnknowns()).isFalse();
  }

  @Test
  void longArraysAreCheckedToTheLastCell() {
    for (int bad = 0; bad < 19; bad++) {
      byte[] cells = new byte[19];
      cells[bad] = -1;
      assertThat(LabelMatrix.of(cells, 19, 1).hasUnknowns()).isTrue();
      cells[bad] = 2;
      int at = bad;
      assertThatIllegalArgumentException()
          .isThrownBy(() -> LabelMatrix.of(cells, 19, 1))
          .withMessage("labels[" + at + "][0]: expected 0, 1 or unknown, received 2");
    }
  }

  @Test
  void whatIsNoMatrixIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelMatrix.of(new byte[3], 2, 2))
        .withMessageContaining("rows x labels = 2 x 2 cells, received 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelMatrix.of(new float[] {0.5f}, 1, 1))
        .withMessage("labels[0][0]: expected 0, 1 or NaN, received 0.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelMatrix.of(new long[][] {{1}}))
        .withMessageContaining("received long[][]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelMatrix.of(new String[] {"1"}))
        .withMessageContaining("an array of rows");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelMatrix.of(new int[][] {{}}))
        .withMessageContaining("at least one column");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ScoreMatrix.of(new int[][] {{1}}))
        .withMessageContaining("float[][] or double[][], received int[][]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ScoreMatrix.of(new double[] {1, Double.POSITIVE_INFINITY}, 1, 2))
        .withMessage("scores[0][1]: expected a finite number, received Infinity");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ScoreMatrix.of(new float[] {1}, 1, 1).above(Double.NaN));
  }

  @Test
  void cutsAreMadeInTheTypeOfTheScores() {
    ScoreMatrix floats = ScoreMatrix.of(new float[][] {{0.1f, 0.2f}});
    ScoreMatrix doubles = ScoreMatrix.of(new double[][] {{0.1f, 0.2f}});
    // 0.1f is a little more than 0.1.
    assertThat(floats.above(0.1)).isEqualTo(LabelMatrix.of(new int[][] {{0, 1}}));
    assertThat(doubles.above(0.1)).isEqualTo(LabelMatrix.of(new int[][] {{1, 1}}));
    assertThat(floats).isNotEqualTo(doubles);
    assertThat(floats).isEqualTo(ScoreMatrix.of(new float[] {0.1f, 0.2f}, 1, 2));
    assertThat(floats.hashCode())
        .isEqualTo(ScoreMatrix.of(new float[] {0.1f, 0.2f}, 1, 2).hashCode());
    assertThat(floats.isFloat()).isTrue();
    assertThat(doubles.get(0, 1)).isEqualTo(0.2f);
    double[] copied = new double[1];
    ScoreMatrix.of(new double[] {1, -0.0}, 1, 2).copyTo(1, copied, 1);
    assertThat(copied).containsExactly(0.0);
    assertThat(doubles).hasToString("ScoreMatrix[1 x 2, double]");
  }

  /** The check reads whole chunks of 2^18 scores in four parts, and what is left one by one. */
  @Test
  void longArraysOfScoresAreCheckedToTheLastCell() {
    int part = 1 << 16;
    for (int bad :
        new int[] {0, part - 1, part, 3 * part, 4 * part - 1, 4 * part, 8 * part, 8 * part + 4}) {
      float[] floats = new float[8 * part + 5];
      Arrays.fill(floats, -Float.MAX_VALUE);
      double[] doubles = new double[floats.length];
      Arrays.fill(doubles, Double.MAX_VALUE);
      ScoreMatrix.of(floats, floats.length, 1);
      ScoreMatrix.of(doubles, doubles.length, 1);
      floats[bad] = Float.NEGATIVE_INFINITY;
      doubles[bad] = Double.NaN;
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ScoreMatrix.of(floats, floats.length, 1))
          .withMessage("scores[" + bad + "][0]: expected a finite number, received -Infinity");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ScoreMatrix.of(doubles, doubles.length, 1))
          .withMessage("scores[" + bad + "][0]: expected a finite number, received NaN");
    }
  }

  @Test
  void anErrorInALargeMatrixIsSaidAsItIs() {
    double[] scores = new double[3_000_000];
    scores[2_999_999] = Double.NaN;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ScoreMatrix.of(scores, 1_000_000, 3))
        .withMessage("scores[999999][2]: expected a finite number, received NaN");
  }
}

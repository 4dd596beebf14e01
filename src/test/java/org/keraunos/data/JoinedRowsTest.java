package org.keraunos.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class JoinedRowsTest {
  @Test
  void rowsStandOneBehindTheOther() {
    Dataset joined = Dataset.concat(features(0, 3), features(3, 1), features(4, 2));
    assertThat(joined.size()).isEqualTo(6);
    assertThat(joined.labelNames().names()).containsExactly("odd", "large");
    Batch batch = joined.newBatch(6);
    joined.fill(new int[] {5, 3, 0, 4, 2, 1}, 0, 6, batch);
    assertThat((float[]) batch.input(0)).containsExactly(5, -5, 3, -3, 0, 0, 4, -4, 2, -2, 1, -1);
    assertThat(batch.target(0)).containsExactly(1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1, 0);
  }

  @Test
  void bytesStayBytes() {
    Dataset joined =
        Dataset.concat(Dataset.of(new byte[] {1, 2}, 1), Dataset.of(new byte[] {(byte) 200}, 1));
    assertThat(joined.targets()).isEmpty();
    Batch batch = joined.newBatch(3);
    joined.fill(new int[] {2, 0, 1}, 0, 3, batch);
    assertThat((byte[]) batch.input(0)).containsExactly(-56, 1, 2);
    assertThat(joined.inputs().get(0).scaling()).isEqualTo(Scaling.PIXELS);
  }

  @Test
  void partsThatDifferAreRefused() {
    Dataset one = Dataset.of(new float[] {1, 2}, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dataset.concat(one, Dataset.of(new float[] {1, 2}, 2)))
        .withMessageContaining("rows of one shape and type");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dataset.concat(one, one.withScaling(new Scaling(2, 0))))
        .withMessageContaining("the inputs, columns and scaling of");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dataset.concat(features(0, 1), Dataset.of(new float[] {1, 2}, 2)))
        .withMessageContaining("the targets of");
    Dataset swapped = features(0, 1).withLabelNames("large", "odd");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dataset.concat(features(0, 1), swapped))
        .withMessage(
            "parts: expected the label names of the first, [odd, large], received [large, odd]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dataset.concat(one, one.withSampleWeight(1, 2)))
        .withMessageContaining("no row weights");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dataset.concat(one.withColumnNames("a"), one.withColumnNames("b")))
        .withMessageContaining("the inputs, columns and scaling of");
    assertThatIllegalArgumentException()
        .isThrownBy(Dataset::concat)
        .withMessageContaining("at least one data set");
  }

  private static Dataset features(int first, int rows) {
    float[] values = new float[rows * 2];
    int[][] labels = new int[rows][2];
    for (int row = 0; row < rows; row++) {
      int number = first + row;
      values[row * 2] = number;
      values[row * 2 + 1] = -number;
      labels[row][0] = number % 2;
      labels[row][1] = number >= 3 ? 1 : 0;
    }
    return Dataset.of(values, 2).withLabels(labels).withLabelNames("odd", "large");
  }
}

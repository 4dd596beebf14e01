package org.keraunos.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keraunos.base.DataException;
import org.keraunos.base.LabelMatrix;
import org.keraunos.data.readers.OnError;
import org.keraunos.data.readers.Part;
import org.keraunos.data.split.LabelDistribution;

class DataTest {
  @TempDir
  Path temp;

  @Test
  void tablesKeepLabelsUnknownsAndNames() throws IOException {
    Path file = Files.writeString(
        temp.resolve("t.csv"), "a,b,label_x,label_y\n1,2,1,0\n3,4,?,1\n5,6,-1,\n");
    Data data = Data.read(file, options -> options.unknown("-1"));
    assertThat(data.dataset().inputs().get(0).name()).isEqualTo("features");
    assertThat(data.dataset().inputs().get(0).scaling()).isEqualTo(Scaling.NONE);
    assertThat(data.dataset().labelNames().names()).containsExactly("label_x", "label_y");
    LabelMatrix labels = data.dataset().labels();
    byte unknown = LabelMatrix.UNKNOWN;
    assertThat(labels.flat()).containsExactly(1, 0, unknown, 1, unknown, unknown);
    Batch batch = data.dataset().newBatch(3);
    data.dataset().fill(new int[] {0, 1, 2}, 0, 3, batch);
    assertThat((float[]) batch.input(0)).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(data.losses(5)).isEmpty();
  }

  @Test
  void pixelsAreDividedBy255() throws IOException {
    Path file = Files.write(temp.resolve("data_batch_1.bin"), new byte[2 * 3073]);
    Dataset dataset = Data.read(file).dataset();
    assertThat(dataset.inputs().get(0).scaling()).isEqualTo(Scaling.PIXELS);
    assertThat(dataset.inputs().get(0).shape().toArray()).containsExactly(32, 32, 3);
  }

  @Test
  void rowsLeftOutAreCountedAndTooManyFail() throws IOException {
    Path file = temp.resolve("t.csv");
    StringBuilder text = new StringBuilder("x,label\n");
    for (int row = 0; row < 98; row++) {
      text.append(row).append(".5,").append(row % 2).append('\n');
    }
    Files.writeString(file, text + "7,oops\n8.5,1\n");
    Data one = Data.read(file);
    assertThat(one.losses(3))
        .containsExactly(
            "Left out 1 of 100 rows (1.00 %)",
            "  " + file + ": line 100: expected 0 or 1 in column 'label', received 'oops'");
    assertThat(one.toString()).startsWith("Data: Dataset of 99 rows");
    Files.writeString(file, text + "7,oops\n8.5,no\n");
    assertThatThrownBy(() -> Data.read(file))
        .isInstanceOf(DataException.class)
        .hasMessage(file + ": 2 of 100 rows cannot be used, more than 1 %; the first: " + file
            + ": line 100: expected 0 or 1 in column 'label', received 'oops'");
    Data allowed = Data.read(file, options -> options.mostSkipped(0.02));
    assertThat(allowed.reading().rowsLost()).isEqualTo(2);
    assertThat(allowed.losses(1)).hasSize(3).last().isEqualTo("  ... and 1 more");
    assertThatThrownBy(() -> Data.read(file, options -> options.onError(OnError.FAIL)))
        .isInstanceOf(DataException.class)
        .hasMessage(file + ": line 100: expected 0 or 1 in column 'label', received 'oops'");
  }

  @Test
  void partsAreThoseThatTheRowsName() {
    Data parts = data(
            dataset(6),
            List.of(Part.TEST, Part.TRAIN, Part.NONE, Part.VALIDATION, Part.TEST, Part.TRAIN))
        .forTraining();
    assertThat(parts.rowsOf(Part.TRAIN)).containsExactly(1, 2, 5);
    assertThat(parts.rowsOf(Part.VALIDATION)).containsExactly(3);
    assertThat(parts.rowsOf(Part.TEST)).containsExactly(0, 4);
    assertThat(parts.heldOut()).isFalse();
    assertThat(parts.reading().remarks()).noneMatch(line -> line.startsWith("No test part"));
    assertThat(parts.train().size()).isEqualTo(3);
    assertThat(parts.validation().orElseThrow().size()).isOne();
    assertThat(parts.test().size()).isEqualTo(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> data(dataset(2), List.of(Part.TEST, Part.TEST)).forTraining())
        .withMessageContaining("rows to train on");
    assertThatThrownBy(() -> data(dataset(2), List.of(Part.NONE, Part.TRAIN)).test())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("forTraining()");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 42})
  void withoutATestPartAFifthIsHeldOutStratified(long seed) {
    Dataset all = dataset(200);
    List<Part> parts = IntStream.range(0, 200)
        .mapToObj(row -> row < 20 ? Part.VALIDATION : row < 100 ? Part.TRAIN : Part.NONE)
        .toList();
    Data split = data(all, parts).forTraining(Data.TEST_SHARE, seed);
    assertThat(split.heldOut()).isTrue();
    int[] train = split.rowsOf(Part.TRAIN);
    int[] test = split.rowsOf(Part.TEST);
    assertThat(test).hasSize(36);
    assertThat(split.reading().remarks().get(0))
        .isEqualTo("No test part: 36 of 180 rows (20 %), stratified by their labels, are held out"
            + " as one");
    assertThat(train).hasSize(144);
    assertThat(split.rowsOf(Part.VALIDATION)).isEqualTo(IntStream.range(0, 20).toArray());
    double divergence = LabelDistribution.divergence(all.labels(), new int[][] {train, test});
    assertThat(divergence).isLessThan(0.05);
    assertThat(data(all, parts).forTraining(Data.TEST_SHARE, seed).rowsOf(Part.TEST))
        .isEqualTo(test);
  }

  @Test
  void labelsThatNothingTrainsAreNamed() {
    Dataset all = Dataset.of(new float[3], 1)
        .withLabels(new int[][] {{1, 0, 1}, {0, 0, 1}, {0, 1, 0}})
        .withLabelNames("cat", "dog", "emu");
    List<Part> parts = List.of(Part.TRAIN, Part.TRAIN, Part.TEST);
    assertThat(data(all, parts).forTraining().reading().remarks())
        .containsExactly(
            "No training row has the label dog", "No training row is known to lack the label emu");
    Dataset useless = Dataset.of(new float[3], 1)
        .withLabels(new int[][] {{1, 0}, {1, 0}, {0, 1}})
        .withLabelNames("cat", "dog");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> data(useless, parts).forTraining())
        .withMessageContaining(
            "a label that some rows are known to have and others not, received no row that is"
                + " known to lack cat");
  }

  @Test
  void aBatchTakesTheRowsOfTheDataSetThatFillsIt() {
    Dataset one = Dataset.of(new float[] {1, 2}, 1).withLabels(new int[][] {{0}, {1}});
    Dataset other = Dataset.of(new float[] {3, 4}, 1).withLabels(new int[][] {{1}, {0}});
    Batch batch = one.newBatch(2);
    other.fill(new int[] {1, 0}, 0, 2, batch);
    assertThat((float[]) batch.input(0)).containsExactly(4, 3);
    assertThat(batch.target(0)).containsExactly(0, 1);
    Dataset wider = Dataset.of(new float[] {3, 4}, 2).withLabels(new int[][] {{1}});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> wider.fill(new int[] {0}, 0, 1, batch))
        .withMessageContaining("batch: expected one for data like Dataset of 1 rows");
  }

  private static Data data(Dataset all, List<Part> parts) {
    return Data.of(all, parts, Reading.of("test", "a test").build());
  }

  private static Dataset dataset(int rows) {
    SplittableRandom random = new SplittableRandom(rows);
    int[][] labels = new int[rows][3];
    for (int[] row : labels) {
      Arrays.setAll(row, label -> random.nextInt(label + 2) == 0 ? 1 : 0);
    }
    return Dataset.of(new float[rows], 1).withLabels(labels).withLabelNames("a", "b", "c");
  }
}

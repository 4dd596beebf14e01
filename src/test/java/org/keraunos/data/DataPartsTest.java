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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keraunos.base.DataException;
import org.keraunos.base.LabelMatrix;
import org.keraunos.data.readers.Content;
import org.keraunos.data.readers.Listing;
import org.keraunos.data.readers.Part;
import org.keraunos.data.readers.Problem;
import org.keraunos.data.readers.Readers;
import org.keraunos.data.split.LabelDistribution;

class DataPartsTest {
  @TempDir
  Path temp;

  @Test
  void tablesKeepLabelsUnknownsAndNames() throws IOException {
    Path file = Files.writeString(
        temp.resolve("t.csv"), "a,b,label_x,label_y\n1,2,1,0\n3,4,?,1\n5,6,-1,\n");
    ListedData data = ListedData.of(Readers.read(file), file);
    assertThat(data.dataset().inputs().get(0).name()).isEqualTo("features");
    assertThat(data.dataset().inputs().get(0).scaling()).isEqualTo(Scaling.NONE);
    assertThat(data.dataset().labelNames().names()).containsExactly("label_x", "label_y");
    LabelMatrix labels = data.dataset().labels();
    byte unknown = LabelMatrix.UNKNOWN;
    assertThat(labels.flat()).containsExactly(1, 0, unknown, 1, unknown, unknown);
    Batch batch = data.dataset().newBatch(3);
    data.dataset().fill(new int[] {0, 1, 2}, 0, 3, batch);
    assertThat((float[]) batch.input(0)).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(data.remarks(5)).isEmpty();
  }

  @Test
  void pixelsAreDividedBy255() {
    Listing listing = new Listing(
        new Content.Pixels(new byte[24], 2, 2, 3),
        List.of(Part.TRAIN, Part.TEST),
        List.of("x"),
        LabelMatrix.of(new byte[] {0, 1}, 2, 1),
        Reading.of("test", "a test").build());
    Dataset dataset = ListedData.of(listing, Path.of("bin")).dataset();
    assertThat(dataset.inputs().get(0).scaling()).isEqualTo(Scaling.PIXELS);
    assertThat(dataset.inputs().get(0).shape().toArray()).containsExactly(2, 2, 3);
    Listing images = new Listing(
        new Content.Images(List.of()),
        List.of(),
        List.of("x"),
        LabelMatrix.of(new byte[0], 0, 1),
        Reading.of("test", "a test").build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ListedData.of(images, Path.of("bin")))
        .withMessage("data: expected features or pixels, received encoded images: bin");
  }

  @Test
  void rowsLeftOutAreCountedAndTooManyFail() {
    Path file = Path.of("t.csv");
    Listing one = listing(99, new Problem(file, "line 7", "expected a number", true));
    assertThat(ListedData.of(one, file).remarks(3))
        .containsExactly("Left out 1 of 100 rows (1.00 %)", "  t.csv: line 7: expected a number");
    Listing two = listing(
        98,
        new Problem(file, "line 1", "is no feature", false),
        new Problem(file, "line 7", "expected a number", true),
        new Problem(file, "line 8", "expected a number", true));
    assertThatThrownBy(() -> ListedData.of(two, file))
        .isInstanceOf(DataException.class)
        .hasMessage("t.csv: 2 of 100 rows cannot be used, more than 1 %; the first: "
            + "t.csv: line 7: expected a number");
    ListedData allowed = ListedData.of(two, file, 0.02);
    assertThat(allowed.leftOut()).isEqualTo(2);
    assertThat(allowed.remarks(1))
        .containsExactly(
            "Left out 2 of 100 rows (2.00 %); 1 more remarks",
            "  t.csv: line 1: is no feature", "  ... and 2 more");
    assertThatThrownBy(() -> ListedData.checkFlawless(two))
        .isInstanceOf(DataException.class)
        .hasMessage("t.csv: line 1: is no feature");
    ListedData.checkFlawless(listing(3));
  }

  @Test
  void partsAreThoseThatTheRowsName() {
    Dataset all = dataset(6);
    DataParts parts = DataParts.of(
        all, List.of(Part.TEST, Part.TRAIN, Part.NONE, Part.VALIDATION, Part.TEST, Part.TRAIN));
    assertThat(parts.trainRows()).containsExactly(1, 2, 5);
    assertThat(parts.validationRows()).containsExactly(3);
    assertThat(parts.testRows()).containsExactly(0, 4);
    assertThat(parts.split()).isFalse();
    assertThat(parts.remarks()).noneMatch(line -> line.startsWith("No test part"));
    assertThat(parts.train().size()).isEqualTo(3);
    assertThat(parts.validation().orElseThrow().size()).isOne();
    assertThat(parts.test().size()).isEqualTo(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DataParts.of(dataset(2), List.of(Part.TEST, Part.TEST)))
        .withMessageContaining("rows to train on");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 42})
  void withoutATestPartAFifthIsHeldOutStratified(long seed) {
    Dataset all = dataset(200);
    List<Part> parts = IntStream.range(0, 200)
        .mapToObj(row -> row < 20 ? Part.VALIDATION : row < 100 ? Part.TRAIN : Part.NONE)
        .toList();
    DataParts split = DataParts.of(all, parts, DataParts.TEST_SHARE, seed);
    assertThat(split.split()).isTrue();
    assertThat(split.testRows()).hasSize(36);
    assertThat(split.remarks().get(0))
        .isEqualTo("No test part: 36 of 180 rows (20 %), stratified by their labels, are held out"
            + " as one");
    int[] together = Stream.of(split.trainRows(), split.validationRows(), split.testRows())
        .flatMapToInt(Arrays::stream)
        .sorted()
        .toArray();
    assertThat(together).isEqualTo(IntStream.range(0, 200).toArray());
    assertThat(split.validationRows()).isEqualTo(IntStream.range(0, 20).toArray());
    double divergence = LabelDistribution.divergence(
        all.labels(), new int[][] {split.trainRows(), split.testRows()});
    assertThat(divergence).isLessThan(0.05);
    assertThat(DataParts.of(all, parts, DataParts.TEST_SHARE, seed).testRows())
        .isEqualTo(split.testRows());
  }

  @Test
  void labelsThatNothingTrainsAreNamed() {
    Dataset all = Dataset.of(new float[3], 1)
        .withLabels(new int[][] {{1, 0}, {0, 0}, {0, 1}})
        .withLabelNames("cat", "dog");
    assertThat(DataParts.of(all, List.of(Part.TRAIN, Part.TRAIN, Part.TEST)).remarks())
        .containsExactly("No training row has the label dog");
  }

  private static Dataset dataset(int rows) {
    SplittableRandom random = new SplittableRandom(rows);
    int[][] labels = new int[rows][3];
    for (int[] row : labels) {
      Arrays.setAll(row, label -> random.nextInt(label + 2) == 0 ? 1 : 0);
    }
    return Dataset.of(new float[rows], 1).withLabels(labels).withLabelNames("a", "b", "c");
  }

  private static Listing listing(int rows, Problem... problems) {
    Reading.Builder reading = Reading.of("test", "a test");
    List.of(problems).forEach(reading::problem);
    return new Listing(
        new Content.Features(new float[rows], List.of("x")),
        java.util.Collections.nCopies(rows, Part.NONE),
        List.of("y"),
        LabelMatrix.of(new byte[rows], rows, 1),
        reading.build());
  }
}

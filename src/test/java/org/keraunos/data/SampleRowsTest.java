package org.keraunos.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keraunos.base.Shape;

class SampleRowsTest {
  /**
   * Samples that a source makes one at a time, in arrays that it uses again; it can be gone through
   * once.
   */
  private static Iterable<Sample> once(long seed, int rows, int width, int labels, boolean bytes) {
    Random random = new Random(seed);
    byte[] byteRow = new byte[width];
    float[] floatRow = new float[width];
    float[] labelRow = new float[labels];
    Iterator<Sample> iterator = new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < rows;
      }

      @Override
      public Sample next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        next++;
        random.nextBytes(byteRow);
        for (int i = 0; i < width; i++) {
          floatRow[i] = byteRow[i] / 3f;
        }
        for (int i = 0; i < labels; i++) {
          labelRow[i] = random.nextInt(5) == 0 ? Float.NaN : random.nextInt(2);
        }
        return bytes ? Sample.of(byteRow, labelRow) : Sample.of(floatRow, labelRow);
      }
    };
    List<Iterator<Sample>> iterators = new ArrayList<>(List.of(iterator));
    return () -> iterators.remove(0);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void heapAndFileHoldTheSameRowsInAnyOrder(long seed) {
    Random random = new Random(seed);
    int width = 1 + random.nextInt(3000);
    int labels = random.nextInt(4);
    int rows = 1 + random.nextInt(3000);
    boolean bytes = random.nextBoolean();
    Shape shape = Shape.of(width);
    Dataset heap = SampleRows.read(once(seed, rows, width, labels, bytes), shape, Long.MAX_VALUE);
    Dataset mapped = SampleRows.read(once(seed, rows, width, labels, bytes), shape, 0);
    String as = "seed " + seed;
    assertThat(heap.size()).as(as).isEqualTo(mapped.size()).isEqualTo(rows);
    assertThat(heap.targets()).as(as).hasSize(labels == 0 ? 0 : 1);
    Iterator<Sample> again = once(seed, rows, width, labels, bytes).iterator();
    for (int row = 0; row < rows; row++) {
      Sample sample = again.next();
      for (Dataset data : List.of(heap, mapped)) {
        if (bytes) {
          byte[] read = new byte[width];
          ((ByteColumn) data.inputs().get(0).column()).read(row, read, 0);
          assertThat(read).as(as + " row " + row).isEqualTo(sample.bytes());
        } else {
          float[] read = new float[width];
          ((FloatColumn) data.inputs().get(0).column()).read(row, read, 0);
          assertThat(read).as(as + " row " + row).isEqualTo(sample.floats());
        }
        if (labels > 0) {
          float[] read = new float[labels];
          data.targets().get(0).column().read(row, read, 0);
          assertThat(read).as(as + " row " + row).isEqualTo(sample.labels());
        }
      }
    }
    int[] backwards = IntStream.range(0, rows).map(i -> rows - 1 - i).toArray();
    Batch one = heap.newBatch(7);
    Batch other = mapped.newBatch(7);
    heap.fill(backwards, 0, Math.min(7, rows), one);
    mapped.fill(backwards, 0, Math.min(7, rows), other);
    assertThat(one.rows()).as(as).isEqualTo(other.rows());
  }

  @Test
  void bytesAreDividedInTheGraphAndFloatsAreTakenAsTheyAre() {
    Dataset bytes = Dataset.of(List.of(Sample.of(new byte[] {1, 2}, 1, 0)), 1, 2);
    assertThat(bytes.inputs().get(0).scaling()).isEqualTo(Scaling.PIXELS);
    assertThat(bytes.inputs().get(0).shape()).isEqualTo(Shape.of(1, 2));
    assertThat(bytes.withLabelNames("sun", "sea").labels().get(0, 0)).isEqualTo((byte) 1);
    Dataset floats = Dataset.of(List.of(Sample.of(new float[] {1, 2})), 2);
    assertThat(floats.inputs().get(0).scaling()).isEqualTo(Scaling.NONE);
    assertThat(floats.targets()).isEmpty();
  }

  @Test
  void whatIsWrongIsSaidWithTheSamplesNumber() {
    Sample good = Sample.of(new float[] {1, 2}, 1, 0);
    refused(List.of(), "samples: expected at least one, received none");
    refused(
        List.of(good, Sample.of(new float[] {1, 2, 3}, 1, 0)),
        "samples[1]: expected 2 numbers for shape (None, 2), received 3");
    refused(
        List.of(good, good, Sample.of(new byte[] {1, 2}, 1, 0)),
        "samples[2]: expected floats, as the first sample has, received bytes");
    refused(
        List.of(good, Sample.of(new float[] {1, 2}, 1)),
        "samples[1]: expected 2 labels, as the first sample has, received 1");
    refused(
        List.of(good, Sample.of(new float[] {1, Float.NaN}, 1, 0)),
        "samples[1]: expected finite numbers, received NaN");
    refused(
        List.of(good, Sample.of(new float[] {1, 2}, Float.POSITIVE_INFINITY, 0)),
        "samples[1]: expected labels of 0 to 1 or NaN (unknown), received Infinity");
    refused(Arrays.asList(good, null), "samples[1]: expected a sample, received null");
  }

  private static void refused(List<Sample> samples, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dataset.of(samples, 2))
        .withMessage(message);
  }

  @Test
  void aSourceThatFailsFailsTheReading() {
    Iterable<Sample> failing = () -> IntStream.range(0, 3000)
        .mapToObj(i -> {
          if (i == 2999) {
            throw new UnsupportedOperationException("mine");
          }
          return Sample.of(new byte[1000]);
        })
        .iterator();
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> SampleRows.read(failing, Shape.of(1000), 0))
        .withMessage("mine");
  }

  @Test
  void dataTenTimesTheHeapAreReadInAnyOrderAndLeaveNoFile(@TempDir Path temp) throws Exception {
    Path output = temp.resolve("output");
    Path files = Files.createDirectory(temp.resolve("files"));
    Process process = new ProcessBuilder(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx16m",
            "-XX:+UseSerialGC",
            "-Djava.io.tmpdir=" + files,
            "-cp",
            System.getProperty("java.class.path"),
            SamplesSmallHeap.class.getName()))
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
    boolean ended = process.waitFor(2, TimeUnit.MINUTES);
    process.destroyForcibly();
    String said = Files.readString(output);
    assertThat(ended).as(said).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    assertThat(said).contains("read all rows");
    assertThat(files).isEmptyDirectory();
  }
}

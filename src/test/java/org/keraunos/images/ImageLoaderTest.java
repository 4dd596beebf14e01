package org.keraunos.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keraunos.base.DataException;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.Shape;
import org.keraunos.data.ByteColumn;
import org.keraunos.data.Data;
import org.keraunos.data.Dataset;
import org.keraunos.data.ImageCache;
import org.keraunos.data.ImageOptions;
import org.keraunos.data.Reading;
import org.keraunos.data.readers.Content;
import org.keraunos.data.readers.Listing;
import org.keraunos.data.readers.OnError;
import org.keraunos.data.readers.Part;
import org.keraunos.data.readers.Problem;
import org.keraunos.data.readers.ReadOptions;
import org.keraunos.data.readers.Readers;
import org.keraunos.runtime.RuntimeOptions;

class ImageLoaderTest {
  private static final List<String> KINDS =
      List.of("photo.jpg", "rgba.png", "photo.bmp", "animated.gif", "lossless.webp");

  @TempDir
  Path temp;

  private Path folder;
  private Path cache;

  /** 40 images with tags "even" and "third", every tenth of them in the part test. */
  @BeforeEach
  void images() throws IOException {
    folder = Files.createDirectories(temp.resolve("data"));
    cache = temp.resolve("cache");
    Files.createDirectories(folder.resolve("test"));
    StringBuilder csv = new StringBuilder("file,tags\n");
    for (int i = 0; i < 40; i++) {
      String name = name(i);
      Files.write(folder.resolve(name), Fixtures.bytes(KINDS.get(i % KINDS.size())));
      csv.append(name)
          .append(i % 2 == 0 ? ",even" : ",")
          .append(i % 3 == 0 ? "|third" : "")
          .append('\n');
    }
    Files.writeString(folder.resolve("labels.csv"), csv);
  }

  private static String name(int i) {
    String file = i + "-" + KINDS.get(i % KINDS.size());
    return i % 10 == 9 ? "test/" + file : file;
  }

  private Loading data() {
    return new Loading(options -> Data.read(folder, options)).resize(9, 7).cache(cache);
  }

  /** The options as a chain. */
  private static final class Loading {
    private final ReadOptions options = new ReadOptions();
    private final Function<ReadOptions, Data> read;

    Loading(Function<ReadOptions, Data> read) {
      this.read = read;
    }

    Loading resize(int height, int width) {
      return image(image -> image.size(height, width));
    }

    Loading cache(Path folder) {
      return image(image -> image.cache(folder));
    }

    Loading withoutCache() {
      return image(ImageOptions::withoutCache);
    }

    Loading memoryBudget(long bytes) {
      return image(image -> image.memoryBudget(bytes));
    }

    Loading image(Consumer<ImageOptions> change) {
      options.image(change);
      return this;
    }

    Loading mostSkipped(double share) {
      options.mostSkipped(share);
      return this;
    }

    Loading onProblem(Consumer<Problem> listener) {
      options.onProblem(listener);
      return this;
    }

    Loading onError(OnError policy) {
      options.onError(policy);
      return this;
    }

    Data load() {
      return read.apply(options);
    }
  }

  @Test
  void imagesWithLabelsPartsAndNames() {
    Data loaded =
        Data.read(folder, o -> o.csv("labels.csv").imageSize(9, 7).image(i -> i.cache(cache)));
    Dataset dataset = loaded.dataset();
    assertThat(dataset.size()).isEqualTo(40);
    assertThat(dataset.labelNames().names()).containsExactly("even", "third");
    assertThat(dataset.inputs().get(0).name()).isEqualTo("images");
    assertThat(dataset.inputs().get(0).scaling().scale()).isEqualTo(255);
    assertThat(dataset.labels().get(6, 0)).isEqualTo((byte) 1);
    assertThat(dataset.labels().get(7, 1)).isZero();
    assertThat(loaded.part(Part.TEST).size()).isEqualTo(4);
    assertThat(loaded.part(Part.VALIDATION).size()).isZero();
    assertThat(loaded.sources().get(9).file()).isEqualTo(folder.resolve(name(9)));
    assertThat(loaded.split(0.8, 0.1, 0.1).stream().map(Dataset::size)).containsExactly(32, 4, 4);
    try (ImageDecoder decoder = new ImageDecoder(9, 7, 3, RuntimeOptions.DEFAULT)) {
      for (int i = 0; i < 40; i++) {
        byte[] image = Fixtures.bytes(KINDS.get(i % KINDS.size()));
        assertThat(row(dataset, i)).isEqualTo(decoder.decode(List.of(image)).pixels());
      }
    }
    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.rowNames().get(9)).isEqualTo(name(9));
    assertThat(loaded.toString())
        .startsWith("Data: Dataset of 40 rows (None, 9, 7, 3) -> (None, 2), {")
        .contains("TEST=4", "NONE=36");
  }

  @Test
  void theSecondRunReadsNoImage() throws IOException {
    Data first = data().load();
    assertThat(first.cache().orElseThrow().used()).isFalse();
    FileTime[] times = new FileTime[40];
    for (int i = 0; i < 40; i++) {
      Path file = folder.resolve(name(i));
      times[i] = Files.getLastModifiedTime(file);
      // other content of the same size and time: whoever reads it makes other pixels or fails
      Files.write(file, new byte[(int) Files.size(file)]);
      Files.setLastModifiedTime(file, times[i]);
    }
    for (long budget : new long[] {Long.MAX_VALUE, 0}) {
      Data second = data().memoryBudget(budget).load();
      assertThat(second.cache().orElseThrow().used()).isTrue();
      assertThat(rows(second.dataset())).isEqualTo(rows(first.dataset()));
    }
    Files.setLastModifiedTime(
        folder.resolve(name(5)), FileTime.fromMillis(times[5].toMillis() + 5000));
    assertThatThrownBy(() -> data().load()).isInstanceOf(DataException.class);
  }

  @Test
  void heapAndMappedFileHoldTheSame() {
    byte[][] heap = rows(data().load().dataset());
    assertThat(rows(data().withoutCache().load().dataset())).isEqualTo(heap);
    Data mapped = data().cache(temp.resolve("other")).memoryBudget(100).load();
    assertThat(mapped.cache().orElseThrow().used()).isFalse();
    assertThat(rows(mapped.dataset())).isEqualTo(heap);
    assertThat(rows(data().resize(9, 8).load().dataset())).isNotEqualTo(heap);
  }

  @Test
  void aColumnOfSeveralBuffers() throws IOException {
    byte[] bytes = new byte[3 + 7 * 4];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    Path file = Files.write(temp.resolve("bytes"), bytes);
    ByteColumn whole = ByteColumn.map(file, 3, 7, Shape.of(4));
    List<ByteBuffer> buffers = new ArrayList<>();
    for (int from = 3; from < bytes.length; from += 12) {
      buffers.add(
          ByteBuffer.wrap(bytes, from, Math.min(12, bytes.length - from)).slice());
    }
    ByteColumn parts = ByteColumn.of(buffers, 3, 7, Shape.of(4));
    byte[] row = new byte[6];
    for (ByteColumn column : List.of(whole, parts)) {
      for (int i = 0; i < 7; i++) {
        column.read(i, row, 1);
        int first = 3 + 4 * i;
        assertThat(row).containsExactly(0, first, first + 1, first + 2, first + 3, 0);
      }
      assertThatThrownBy(() -> column.read(7, row, 0))
          .hasMessage("row: expected 0 to 6, received 7");
    }
    assertThatThrownBy(() -> ByteColumn.map(file, 3, 8, Shape.of(4)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected at least 35 bytes, received 31");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut", "empty", "pixel", "footer", "tail"})
  void aDamagedCacheIsMadeAgain(String damage) throws IOException {
    Data first = data().load();
    Path file = first.cache().orElseThrow().file();
    assertThat(file).isNotNull();
    byte[][] expected = rows(first.dataset());
    long size = Files.size(file);
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      switch (damage) {
        case "cut" -> out.setLength(size - 100);
        case "empty" -> out.setLength(0);
        case "pixel" -> flip(out, 1234);
        case "footer" -> flip(out, size - 30);
        default -> flip(out, size - 16);
      }
    }
    for (long budget : new long[] {Long.MAX_VALUE, 0}) {
      Data again = data().memoryBudget(budget).load();
      assertThat(rows(again.dataset())).isEqualTo(expected);
      assertThat(again.cache().orElseThrow().used()).isEqualTo(budget == 0);
      if (budget != 0) {
        assertThat(again.reading().toString()).contains("could not be used and were made again");
      }
    }
  }

  private static void flip(RandomAccessFile file, long at) throws IOException {
    file.seek(at);
    int value = file.read();
    file.seek(at);
    file.write(value ^ 1);
  }

  @Test
  void whatCannotBeUsedIsListedCountedAndLeftOut() throws IOException {
    Files.write(folder.resolve(name(3)), new byte[] {1, 2, 3});
    byte[] cut = Arrays.copyOf(Fixtures.bytes("photo.jpg"), 1000);
    Files.write(folder.resolve(name(20)), cut);
    Files.delete(folder.resolve(name(11)));
    List<Problem> heard = new ArrayList<>();
    for (boolean again : new boolean[] {false, true}) {
      heard.clear();
      Data loaded = data().mostSkipped(0.1).onProblem(heard::add).load();
      assertThat(loaded.cache().orElseThrow().used()).isEqualTo(again);
      assertThat(loaded.dataset().size()).isEqualTo(37);
      assertThat(loaded.problems()).isEqualTo(heard);
      assertThat(loaded.losses(5))
          .containsExactly(
              "Left out 3 of 40 rows (7.50 %)",
              "  " + folder.resolve("labels.csv") + ": line 13: no file '" + name(11) + "' in "
                  + folder,
              "  " + folder.resolve(name(3))
                  + ": expected JPEG, PNG, GIF, BMP or WebP, received a file that starts with 01 02 03",
              "  " + folder.resolve(name(20))
                  + ": cannot be decoded: jpeg::Uncompress failed. Invalid JPEG data or crop window.");
      // rows behind the lost ones keep their labels and pixels together
      assertThat(loaded.sources().get(36).file()).isEqualTo(folder.resolve(name(39)));
      assertThat(loaded.dataset().labels().get(36, 1)).isEqualTo((byte) 1);
      assertThat(loaded.dataset().labels().get(36, 0)).isZero();
    }
  }

  @Test
  void tooMuchLeftOutIsFatal() throws IOException {
    Files.write(folder.resolve(name(3)), new byte[] {1, 2, 3});
    List<Problem> heard = new ArrayList<>();
    assertThatThrownBy(() -> data().onProblem(heard::add).load())
        .isInstanceOf(DataException.class)
        .hasMessage(folder + ": more than 1 % of its 40 images cannot be used; the first: "
            + folder.resolve(name(3))
            + ": expected JPEG, PNG, GIF, BMP or WebP, received a file that starts with 01 02 03");
    assertThat(heard).hasSize(1);
    assertThat(data().mostSkipped(0.025).load().dataset().size()).isEqualTo(39);
    assertThatThrownBy(() -> data().mostSkipped(1).onError(OnError.FAIL).load())
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(folder.resolve(name(3)) + ": ");
  }

  @Test
  void whereEveryImageIsBrokenThereIsNoDataset() throws IOException {
    for (int i = 0; i < 40; i++) {
      Files.write(folder.resolve(name(i)), new byte[] {1});
    }
    assertThatThrownBy(() -> data().mostSkipped(1).load())
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no usable image; the first problem: ");
  }

  @Test
  void anImageThatCannotBeReadTodayIsTriedAgainTomorrow() throws IOException {
    Listing listing = Readers.read(folder);
    Loading data = new Loading(options -> new ImageLoader().read(listing, folder, options))
        .resize(9, 7)
        .cache(cache)
        .mostSkipped(0.1);
    Path file = folder.resolve(name(4));
    byte[] bytes = Files.readAllBytes(file);
    FileTime time = Files.getLastModifiedTime(file);
    Files.delete(file);
    Files.createDirectory(file); // a folder where the list saw a file: reading it fails
    Files.setLastModifiedTime(file, time);
    assertThat(data.load().problems().get(0).what()).startsWith("cannot be read");
    assertThat(data.load().cache().orElseThrow().used()).isFalse();
    Files.delete(file);
    Files.write(file, bytes);
    assertThat(data.load().problems()).isEmpty();
  }

  @Test
  void aCacheThatCannotBeWritten() throws IOException {
    Path file = Files.write(temp.resolve("file"), new byte[1]);
    ImageCache kept = data().cache(file.resolve("below")).load().cache().orElseThrow();
    assertThat(kept.file()).isNull();
    assertThat(kept.note()).startsWith("the decoded images could not be kept for the next run: ");
    assertThatThrownBy(() -> data().cache(file.resolve("below")).memoryBudget(0).load())
        .isInstanceOf(DataException.class);
  }

  @Test
  void theCacheKeepsToItsLimit() throws IOException {
    Path first = data().load().cache().orElseThrow().file();
    Files.setLastModifiedTime(first, FileTime.fromMillis(1_000_000));
    Path second = data().resize(8, 8).load().cache().orElseThrow().file();
    Files.setLastModifiedTime(second, FileTime.fromMillis(2_000_000));
    Path abandoned = Files.write(cache.resolve(".old.tmp"), new byte[1]);
    Files.setLastModifiedTime(abandoned, FileTime.fromMillis(1_000_000));
    long two = Files.size(second) + 40 * 6 * 6 * 3 + 1000;
    Path third = data()
        .resize(6, 6)
        .image(image -> image.cacheLimit(two))
        .load()
        .cache()
        .orElseThrow()
        .file();
    try (Stream<Path> files = Files.list(cache)) {
      assertThat(files.toList()).containsExactlyInAnyOrder(second, third);
    }
  }

  @Test
  void whereTheCacheIs() {
    Path absolute = temp.toAbsolutePath();
    assertThat(CacheFolder.standard(absolute.toString(), "home"))
        .isEqualTo(absolute.resolve("keraunos"));
    for (String other : Arrays.asList(null, "", "relative")) {
      assertThat(CacheFolder.standard(other, "home")).isEqualTo(Path.of("home/.cache/keraunos"));
    }
  }

  @Test
  void anInterruptEndsTheLoading() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> data().load()).isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(cache.resolve("nothing").getParent().toFile().list()).isNullOrEmpty();
  }

  @Test
  void progressReachesTheEnd() {
    List<Integer> done = new ArrayList<>();
    data()
        .image(image -> image.onProgress((now, all) -> {
          assertThat(all).isEqualTo(40);
          done.add(now);
        }))
        .load();
    assertThat(done).isSorted().endsWith(40);
    assertThat(Set.copyOf(done)).hasSameSizeAs(done);
  }

  @Test
  void pixelsAreTakenOrResized() {
    byte[] values = new byte[2 * 12];
    Arrays.fill(values, 12, 24, (byte) 200);
    Listing listing = new Listing(
        new Content.Pixels(values, 2, 2, 3),
        List.of(Part.TRAIN, Part.TEST),
        List.of("bright"),
        LabelMatrix.of(new int[][] {{0}, {1}}),
        Reading.of("test", "a test").build());
    Loading data = new Loading(
            options -> new ImageLoader().read(listing, Path.of("cifar"), options))
        .cache(cache);
    assertThat(row(data.resize(2, 2).load().dataset(), 1)).containsOnly((byte) 200);
    Dataset larger = data.resize(5, 4).load().dataset();
    assertThat(row(larger, 0)).hasSize(60).containsOnly(0);
    assertThat(row(larger, 1)).containsOnly((byte) 200);
    assertThat(data.load().part(Part.TEST).labels().get(0, 0)).isEqualTo((byte) 1);
  }

  @Test
  void arguments() {
    Listing table = new Listing(
        new Content.Features(new float[] {1}, List.of("x")),
        List.of(Part.NONE),
        List.of("a"),
        LabelMatrix.of(new int[][] {{1}}),
        Reading.of("test", "a test").build());
    assertThatThrownBy(() -> new ImageLoader().read(table, Path.of("t.csv"), new ReadOptions()))
        .hasMessage("data: expected images, received a table of features: t.csv");
    assertThatThrownBy(() -> data().resize(0, 3)).hasMessageStartingWith("height: ");
    assertThatThrownBy(() -> data().image(image -> image.channels(5)))
        .hasMessageStartingWith("channels: ");
    assertThatThrownBy(() -> data().mostSkipped(2)).hasMessageStartingWith("mostSkipped: ");
    assertThatThrownBy(() -> data().memoryBudget(-1)).hasMessageStartingWith("memoryBudget: ");
    assertThatThrownBy(() -> data().image(image -> image.cacheLimit(-1)))
        .hasMessageStartingWith("cacheLimit: ");
  }

  private static byte[][] rows(Dataset dataset) {
    byte[][] rows = new byte[dataset.size()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = row(dataset, i);
    }
    return rows;
  }

  private static byte[] row(Dataset dataset, int row) {
    ByteColumn column = (ByteColumn) dataset.inputs().get(0).column();
    byte[] bytes = new byte[column.shape().size()];
    column.read(row, bytes, 0);
    return bytes;
  }
}

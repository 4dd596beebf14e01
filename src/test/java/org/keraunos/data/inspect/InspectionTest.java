package org.keraunos.data.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.offset;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keraunos.base.LabelMatrix;
import org.keraunos.data.Reading;
import org.keraunos.data.readers.Content;
import org.keraunos.data.readers.ImageSource;
import org.keraunos.data.readers.Listing;
import org.keraunos.data.readers.Part;
import org.keraunos.data.readers.Readers;

class InspectionTest {
  @TempDir
  Path temp;

  @BeforeEach
  void folders() throws IOException {
    Files.createDirectories(temp.resolve("train"));
    Files.createDirectories(temp.resolve("test"));
  }

  @Test
  void figuresOfLabels() {
    byte unknown = LabelMatrix.UNKNOWN;
    LabelMatrix labels =
        LabelMatrix.of(new byte[][] {{1, 1, 0}, {1, 1, unknown}, {0, 0, 0}, {1, 0, 1}, {1, 0, 0}});
    LabelFigures figures = LabelFigures.of(labels, List.of("a", "b", "c"));
    assertThat(figures.positives()).containsExactly(4, 2, 1);
    assertThat(figures.unknowns()).containsExactly(0, 0, 1);
    assertThat(figures.withoutLabel()).isOne();
    assertThat(figures.cardinality()).isEqualTo(7 / 5.0);
    assertThat(figures.density()).isEqualTo(7 / 14.0);
    assertThat(figures.unknownShare()).isEqualTo(1 / 15.0);
    assertThat(figures.sets())
        .containsExactly(
            new LabelFigures.LabelSetCount(List.of(0, 1), 2),
            new LabelFigures.LabelSetCount(List.of(), 1),
            new LabelFigures.LabelSetCount(List.of(0), 1),
            new LabelFigures.LabelSetCount(List.of(0, 2), 1));
    assertThat(figures.singleSets()).isEqualTo(3);
    assertThat(figures.pairs())
        .containsExactly(new LabelFigures.PairCount(0, 1, 2), new LabelFigures.PairCount(0, 2, 1));
    assertThat(figures.meanImbalance()).isEqualTo((1 + 2 + 4) / 3.0, offset(1e-12));
    assertThat(figures.byFrequency()).containsExactly(0, 1, 2);
    assertThat(figures.rarerThan(3)).containsExactly(2, 1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void hashesSurviveScalingAndCompressionAndTellPicturesApart(long seed) throws IOException {
    BufferedImage picture = picture(seed, 200, 150);
    Fingerprint png = print(picture, "a.png", "png");
    Fingerprint jpeg = print(picture, "b.jpg", "jpg");
    BufferedImage half = new BufferedImage(100, 75, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = half.createGraphics();
    graphics.drawImage(picture.getScaledInstance(100, 75, Image.SCALE_AREA_AVERAGING), 0, 0, null);
    graphics.dispose();
    Fingerprint small = print(half, "c.png", "png");
    Fingerprint other = print(picture(seed + 100, 200, 150), "d.png", "png");
    assertThat(apart(png, jpeg)).as("seed %s, JPEG", seed).isLessThanOrEqualTo(4);
    assertThat(apart(png, small)).as("seed %s, half", seed).isLessThanOrEqualTo(4);
    assertThat(apart(png, other)).as("seed %s, other", seed).isGreaterThan(4);
    assertThat(png.width()).isEqualTo(200);
    assertThat(png.height()).isEqualTo(150);
    assertThat(png.digest()).hasSize(64).isNotEqualTo(jpeg.digest());
  }

  @Test
  void thumbnailCellsAreMeansOfAreas() {
    // 18 x 16: each cell covers 2 x 2 pixels; 3 x 2: a cell lies within one pixel or across two.
    double[] even = PerceptualHash.thumbnail(18, 16, (x, y) -> x % 2 * 10 + x / 2);
    assertThat(even[3]).isEqualTo(8.0);
    double[] enlarged = PerceptualHash.thumbnail(2, 1, (x, y) -> x * 90);
    assertThat(enlarged[3]).isZero();
    assertThat(enlarged[4]).isEqualTo(45, offset(1e-9));
    assertThat(enlarged[5]).isEqualTo(90);
    assertThat(PerceptualHash.isPlain(enlarged)).isFalse();
    assertThat(PerceptualHash.isPlain(new double[72])).isTrue();
    assertThat(Long.bitCount(PerceptualHash.of(enlarged))).isEqualTo(2 * 8);
  }

  @Test
  void imagesWithDuplicatesBrokenFilesAndParts() throws IOException {
    BufferedImage one = picture(1, 60, 40);
    ImageIO.write(one, "png", temp.resolve("train/one.png").toFile());
    ImageIO.write(one, "jpg", temp.resolve("test/same.jpg").toFile());
    ImageIO.write(picture(2, 60, 40), "png", temp.resolve("train/two.png").toFile());
    Files.copy(temp.resolve("train/two.png"), temp.resolve("test/two.png"));
    Files.copy(temp.resolve("train/two.png"), temp.resolve("train/again.png"));
    Files.writeString(temp.resolve("train/broken.png"), "not a picture");
    byte[] cut = Files.readAllBytes(temp.resolve("train/one.png"));
    Files.write(temp.resolve("train/cut.png"), Arrays.copyOf(cut, cut.length / 2));
    ImageIO.write(
        new BufferedImage(9, 9, BufferedImage.TYPE_INT_RGB),
        "png",
        temp.resolve("train/plain.png").toFile());
    ImageIO.write(
        new BufferedImage(8, 9, BufferedImage.TYPE_INT_RGB),
        "png",
        temp.resolve("test/plain.png").toFile());
    Files.writeString(temp.resolve("labels.csv"), """
        file,labels
        train/one.png,cat
        test/same.jpg,cat
        train/two.png,dog
        test/two.png,dog
        train/again.png,cat|dog
        train/broken.png,cat
        train/cut.png,dog
        train/plain.png,
        test/plain.png,
        train/none.png,cat
        """);
    Inspection found = Inspection.of(Readers.read(temp), temp, Inspection.NEAR_BITS);
    assertThat(found.kind()).isEqualTo("images");
    assertThat(found.rows()).isEqualTo(9);
    assertThat(found.parts())
        .containsExactlyInAnyOrderEntriesOf(Map.of(Part.TRAIN, 6, Part.TEST, 3));
    assertThat(found.sizes()).isEqualTo(Map.of("60 x 40", 5, "9 x 9", 1, "8 x 9", 1));
    assertThat(found.broken().stream()
            .map(problem -> temp.relativize(problem.file()).toString()))
        .containsExactly("train/broken.png", "train/cut.png");
    assertThat(found.problems()).hasSize(1);
    assertThat(found.duplicates().same())
        .containsExactly(new Duplicates.Same(List.of(2, 3, 4), true, true));
    assertThat(found.duplicates().near()).hasSize(1);
    Duplicates.Near near = found.duplicates().near().get(0);
    assertThat(List.of(found.rowNames().get(near.first()), found.rowNames().get(near.second())))
        .containsExactly("train/one.png", "test/same.jpg");
    assertThat(found.training().positives()).containsExactly(3, 3);
  }

  @Test
  void nearDuplicatesAreThoseThatComparingAllPairsFinds() {
    SplittableRandom random = new SplittableRandom(11);
    List<Fingerprint> prints = new ArrayList<>();
    List<Part> parts = new ArrayList<>();
    for (int row = 0; row < 300; row++) {
      long hash = row % 3 == 0
          ? random.nextLong()
          : Objects.requireNonNull(prints.get(row - 1).hash());
      for (int flip = random.nextInt(4); flip > 0; flip--) {
        hash ^= 1L << random.nextInt(64);
      }
      prints.add(new Fingerprint("digest " + row, hash, 1, 1, ""));
      parts.add(row % 2 == 0 ? Part.TRAIN : Part.TEST);
    }
    LabelMatrix labels = LabelMatrix.of(new byte[300], 300, 1);
    for (int bits = 0; bits <= 6; bits++) {
      List<Duplicates.Near> expected = new ArrayList<>();
      for (int a = 0; a < 300; a++) {
        for (int b = a + 1; b < 300; b++) {
          int distance = apart(prints.get(a), prints.get(b));
          if (distance <= bits && parts.get(a) != parts.get(b)) {
            expected.add(new Duplicates.Near(a, b, distance));
          }
        }
      }
      assertThat(Duplicates.of(prints, parts, labels, bits).near())
          .as("%s bits, seed 11", bits)
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void tablesAndPixels() {
    LabelMatrix labels = LabelMatrix.of(new byte[] {1, 0, 1}, 3, 1);
    List<Part> parts = List.of(Part.NONE, Part.NONE, Part.NONE);
    Inspection table = Inspection.of(
        new Listing(
            new Content.Features(new float[] {1, 0, 2, 2, 1, -0f}, List.of("height", "weight")),
            parts,
            List.of("y"),
            labels,
            Reading.of("test", "a test").build()),
        Path.of("t.csv"),
        4);
    assertThat(table.kind()).isEqualTo("features");
    assertThat(table.sizes()).containsOnlyKeys("height", "weight");
    assertThat(table.duplicates().same())
        .containsExactly(new Duplicates.Same(List.of(0, 2), false, false));
    byte[] pixels = new byte[3 * 18 * 16];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i / (18 * 16) == 1 ? 255 - i % 18 * 14 : i % 18 * 14);
    }
    pixels[0]++;
    Inspection images = Inspection.of(
        new Listing(
            new Content.Pixels(pixels, 16, 18, 1),
            parts,
            List.of("y"),
            labels,
            Reading.of("test", "a test").build()),
        Path.of("b.bin"),
        4);
    assertThat(images.sizes()).isEqualTo(Map.of("18 x 16", 3));
    assertThat(images.duplicates().near()).containsExactly(new Duplicates.Near(0, 2, 0));
    assertThat(images.rowNames()).containsExactly("row 0", "row 1", "row 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Inspection.of(
            new Listing(
                new Content.Pixels(pixels, 16, 18, 1),
                parts,
                List.of("y"),
                labels,
                Reading.of("test", "a test").build()),
            Path.of("b.bin"),
            16))
        .withMessage("nearBits: expected 0 to 15, received 16");
  }

  @Test
  void aPictureThatClaimsToBeEnormousIsNotDecoded() throws IOException {
    Path file = temp.resolve("claims.png");
    ImageIO.write(new BufferedImage(9, 9, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer header = ByteBuffer.wrap(bytes);
    header.putInt(16, 60_000).putInt(20, 60_000);
    CRC32 crc = new CRC32();
    crc.update(bytes, 12, 17);
    header.putInt(29, (int) crc.getValue());
    Files.write(file, bytes);
    Fingerprint print = Fingerprint.of(ImageSource.of(file));
    assertThat(print.problem()).isEqualTo("claims 60000 x 60000 pixels");
    assertThat(print.hash()).isNull();
  }

  private Fingerprint print(BufferedImage picture, String name, String format) throws IOException {
    Path file = temp.resolve(name);
    ImageIO.write(picture, format, file.toFile());
    Fingerprint print = Fingerprint.of(ImageSource.of(file));
    assertThat(print.problem()).isEmpty();
    return print;
  }

  private static int apart(Fingerprint a, Fingerprint b) {
    return Long.bitCount(Objects.requireNonNull(a.hash()) ^ Objects.requireNonNull(b.hash()));
  }

  /** Soft blobs on a gradient. */
  private static BufferedImage picture(long seed, int width, int height) {
    SplittableRandom random = new SplittableRandom(seed);
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setPaint(new GradientPaint(0, 0, colour(random), width, height, colour(random)));
    graphics.fillRect(0, 0, width, height);
    for (int blob = 0; blob < 12; blob++) {
      graphics.setColor(colour(random));
      graphics.fillOval(
          random.nextInt(-20, width),
          random.nextInt(-20, height),
          random.nextInt(width / 5, width / 2),
          random.nextInt(height / 5, height / 2));
    }
    graphics.dispose();
    return picture;
  }

  private static Color colour(SplittableRandom random) {
    return new Color(random.nextInt(256), random.nextInt(256), random.nextInt(256));
  }
}

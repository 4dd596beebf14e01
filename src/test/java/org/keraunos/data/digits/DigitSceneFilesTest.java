package org.keraunos.data.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keraunos.base.DataException;
import org.keraunos.data.npy.Npz;
import org.keraunos.data.readers.Listing;
import org.keraunos.data.readers.Part;
import org.keraunos.data.readers.Readers;

class DigitSceneFilesTest {
  @TempDir
  Path temp;

  private final DigitScenes train = DigitScenes.train(60, 42);
  private final DigitScenes test = DigitScenes.test(20, 42);

  @Test
  void anNpzHoldsBothParts() {
    Path file = temp.resolve("scenes.npz");
    DigitSceneFiles.writeNpz(file, train, test);
    try (Npz npz = Npz.open(file)) {
      assertThat(npz.names()).containsExactly("x_train", "y_train", "x_test", "y_test");
      assertThat(npz.read("x_train").shape()).containsExactly(60, 32, 32, 3);
      assertThat(npz.read("x_train").toBytes()).isEqualTo(train.images());
      assertThat(npz.read("y_test").shape()).containsExactly(20, 10);
      assertThat(npz.read("y_test").toBytes()).isEqualTo(test.labels());
    }
  }

  @Test
  void aFolderHoldsTheSamePixelsAndTags() throws IOException {
    Path folder = temp.resolve("scenes");
    DigitSceneFiles.writeFolder(folder, train, test);
    List<String> lines = Files.readAllLines(folder.resolve("labels.csv"));
    assertThat(lines)
        .hasSize(81)
        .startsWith("file,labels", "train/00000.png,1|2|3|5", "train/00001.png,1|4|8");
    assertThat(lines.get(61)).isEqualTo("test/00000.png,5");
    assertThat(lines).anyMatch(line -> line.endsWith(","));
    BufferedImage image = ImageIO.read(folder.resolve("train/00002.png").toFile());
    for (int y = 0; y < 32; y++) {
      for (int x = 0; x < 32; x++) {
        int at = 2 * 3072 + 3 * (32 * y + x);
        byte[] p = train.images();
        int rgb = (p[at] & 255) << 16 | (p[at + 1] & 255) << 8 | (p[at + 2] & 255);
        assertThat(image.getRGB(x, y) & 0xffffff).isEqualTo(rgb);
      }
    }
    DigitSceneFiles.writeFolder(folder, DigitScenes.train(3, 1), DigitScenes.test(2, 1));
    assertThat(Files.readAllLines(folder.resolve("labels.csv"))).hasSize(6);
    try (Stream<Path> files = Files.list(temp)) {
      assertThat(files).containsExactly(folder);
    }
  }

  @Test
  void theFolderIsReadBackWithItsLabelsAndParts() {
    Path folder = temp.resolve("scenes");
    DigitSceneFiles.writeFolder(folder, train, test);
    Listing listing = Readers.read(folder);
    assertThat(listing.problems()).isEmpty();
    assertThat(listing.labelNames()).isEqualTo(DigitScenes.LABEL_NAMES);
    assertThat(listing.parts()).hasSize(80).startsWith(Part.TRAIN).endsWith(Part.TEST);
    byte[] labels = Arrays.copyOf(train.labels(), 80 * 10);
    System.arraycopy(test.labels(), 0, labels, 60 * 10, 20 * 10);
    assertThat(listing.labels().flat()).isEqualTo(labels);
  }

  @Test
  void aFolderWithOtherFilesIsLeftAlone() throws IOException {
    Files.writeString(temp.resolve("thesis.txt"), "years of work");
    assertThatThrownBy(() -> DigitSceneFiles.writeFolder(temp, train, test))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("holds thesis.txt, so it is not replaced");
    assertThat(temp.resolve("thesis.txt")).hasContent("years of work");
  }
}

package org.keraunos.data.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.keraunos.data.readers.Part.NONE;
import static org.keraunos.data.readers.Part.TEST;
import static org.keraunos.data.readers.Part.TRAIN;
import static org.keraunos.data.readers.Part.VALIDATION;
import static org.keraunos.data.readers.Shown.fixture;
import static org.keraunos.data.readers.Shown.labels;
import static org.keraunos.data.readers.Shown.names;
import static org.keraunos.data.readers.Shown.problems;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keraunos.base.DataException;

class ImageReadersTest {
  @TempDir
  Path temp;

  @Test
  void aCsvOfTags() {
    Path folder = fixture("tags");
    assertThat(Format.of(folder, new ReadOptions())).isEqualTo(Format.IMAGE_CSV);
    Listing listing = Readers.read(folder);
    assertThat(names(listing)).containsExactly("a.jpg", "b.png", "c.png", "d.png");
    assertThat(listing.labelNames()).containsExactly("cat", "dog, big", "water");
    assertThat(labels(listing)).containsExactly("101", "000", "110", "???");
    assertThat(listing.parts()).containsExactly(TRAIN, TRAIN, VALIDATION, TEST);
    assertThat(problems(listing))
        .containsExactly(
            "line 6: no file 'train/missing.png' in " + folder.toAbsolutePath(),
            "line 8: 'train/empty.png' is empty or cannot be read");
    assertThat(listing.rowsLost()).isEqualTo(2);
    assertThat(listing.reading().rowsUnited()).isEqualTo(1);
    assertThat(listing.problems().get(0))
        .hasToString(folder.resolve("labels.csv") + ": " + problems(listing).get(0));
  }

  @Test
  void listedLabelsOrderAndSubset() {
    Listing listing =
        Readers.read(fixture("tags"), new ReadOptions().labels(List.of("water", "emu", "cat")));
    assertThat(listing.labelNames()).containsExactly("water", "emu", "cat");
    assertThat(labels(listing)).containsExactly("101", "000", "001", "???");
    assertThat(problems(listing))
        .contains("line 4: 'dog, big' is not in the list of labels (rows with it: 1)");
  }

  @Test
  void aCsvWithAColumnForEachLabel() {
    Listing listing = Readers.read(fixture("columns"));
    assertThat(listing.labelNames()).containsExactly("sun", "sea", "tree");
    assertThat(names(listing)).containsExactly("a.png", "b.png", "c.png");
    assertThat(labels(listing)).containsExactly("10?", "0??", "110");
    assertThat(problems(listing))
        .startsWith("line 5: expected 0 or 1 in column 'sea', received 'maybe'")
        .hasSize(9);
    assertThat(listing.reading().leftOut()).containsOnlyKeys("column 'photographer'");
    Listing fewer =
        Readers.read(fixture("columns/list.csv"), new ReadOptions().labels(List.of("tree", "sun")));
    assertThat(labels(fewer)).containsExactly("?1", "?0", "01", "10");
    assertThatThrownBy(() ->
            Readers.read(fixture("columns"), new ReadOptions().labels(List.of("sun", "moon"))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "expected a column 'moon', found photographer, image_name, sun, sea, tree");
  }

  @Test
  void whichCsvIsRead() throws IOException {
    Files.writeString(temp.resolve("a.csv"), "file,labels\n");
    Files.writeString(temp.resolve("b.csv"), "file,labels\n");
    assertThatThrownBy(() -> Readers.read(temp))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("--csv a.csv (ReadOptions.csv); or");
    assertThatThrownBy(() -> Readers.read(temp, new ReadOptions().csv("c.csv")))
        .hasMessageContaining("no such file");
    assertThatThrownBy(() -> Readers.read(temp, new ReadOptions().csv("b.csv")))
        .hasMessageContaining("no usable rows");
  }

  @Test
  void semicolonsQuotesAndBlanks() throws IOException {
    Files.copy(fixture("tags/train/b.png"), temp.resolve("a b.png"));
    Files.writeString(
        temp.resolve("x.csv"), "\uFEFFimage;tags\r\n\"a b.png\";\" red , blue,red\"\r\n");
    Listing listing = Readers.read(temp);
    assertThat(listing.labelNames()).containsExactly("blue", "red");
    assertThat(labels(listing)).containsExactly("11");
    Listing other = Readers.read(temp, new ReadOptions().separator(" , "));
    assertThat(other.labelNames()).containsExactly("blue,red", "red");
  }

  @Test
  void subFoldersAreLabels() {
    Listing listing = Readers.read(fixture("folders"));
    assertThat(listing.labelNames()).containsExactly("ant", "cat", "dog");
    assertThat(names(listing)).containsExactly("4.png", "1.jpg", "2.png", "3.png");
    assertThat(labels(listing)).containsExactly("100", "010", "010", "001");
    assertThat(problems(listing))
        .containsExactly("is no image and is left out (in this folder: 1)");
    assertThat(listing.rowsLost()).isZero();
    Listing parts = Readers.read(fixture("parts"));
    assertThat(parts.labelNames()).containsExactly("cat", "dog");
    assertThat(parts.parts()).containsExactly(TEST, TRAIN, TRAIN);
  }

  @Test
  void linksAreFollowedButNotInCircles() throws IOException {
    Path cats = Files.createDirectories(temp.resolve("elsewhere/cats"));
    Files.copy(fixture("tags/train/b.png"), cats.resolve("1.png"));
    Path data = Files.createDirectory(temp.resolve("data"));
    Files.createSymbolicLink(data.resolve("cat"), cats);
    assertThat(Readers.read(data).rows()).isEqualTo(1);
    Path dog = Files.createDirectory(data.resolve("dog"));
    Files.createSymbolicLink(dog.resolve("again"), dog);
    assertThatThrownBy(() -> Readers.read(data))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a link leads back to a folder above it");
  }

  @Test
  void jsonLines() {
    Listing listing = Readers.read(fixture("jsonl"));
    assertThat(listing.labelNames()).containsExactly("cat", "dog", "emu");
    assertThat(labels(listing)).containsExactly("110", "000", "1?0", "???");
    assertThat(listing.parts()).containsOnly(TRAIN);
    assertThat(problems(listing)).hasSize(2);
    assertThat(problems(listing).get(0)).startsWith("line 5: is no JSON");
    assertThat(problems(listing).get(1))
        .isEqualTo("line 6: expected an object with file or features, and labels");
  }

  @Test
  void coco() {
    Path folder = fixture("coco");
    Listing listing = Readers.read(folder);
    assertThat(listing.labelNames()).containsExactly("dog", "cat", "emu");
    assertThat(names(listing)).containsExactly("1.jpg", "2.jpg", "3.jpg");
    assertThat(labels(listing)).containsExactly("110", "000", "001");
    assertThat(listing.parts()).containsExactly(TRAIN, TRAIN, VALIDATION);
    assertThat(problems(listing))
        .containsExactly(
            "image 5: has annotations but is not listed",
            "image 3: has an annotation of category 8, which is not listed",
            "image 4: no file 'gone.jpg' in " + folder.resolve("val2017").toAbsolutePath());
    Path one = folder.resolve("annotations/instances_val2017.json");
    assertThat(Readers.read(one, new ReadOptions().images(folder.resolve("val2017")))
            .rows())
        .isEqualTo(1);
  }

  @Test
  void pascalVoc() {
    Listing listing = Readers.read(fixture("voc"));
    assertThat(listing.labelNames()).containsExactly("car", "dog", "person");
    assertThat(labels(listing)).containsExactly("011", "100", "000");
    assertThat(listing.parts()).containsExactly(TRAIN, TRAIN, VALIDATION);
    assertThat(problems(listing)).hasSize(2);
    assertThat(problems(listing).get(0)).contains("is no XML");
    assertThat(problems(listing).get(1)).contains("document type or an entity, which are refused");
  }

  @ParameterizedTest
  @CsvSource({"ISO-8859-1, <?xml version='1.0' encoding='ISO-8859-1'?>", "UTF-16, ''", "UTF-8, ''"})
  void xmlInItsOwnEncoding(String charset, String declaration) throws IOException {
    Files.copy(fixture("tags/train/b.png"), temp.resolve("a.png"));
    String xml = declaration
        + "<annotation><filename>a.png</filename><object><name>chêne</name></object></annotation>";
    Files.write(temp.resolve("a.xml"), xml.getBytes(Charset.forName(charset)));
    assertThat(Readers.read(temp).labelNames()).containsExactly("chêne");
  }

  @Test
  void cifar() {
    Listing ten = Readers.read(fixture("cifar10"));
    assertThat(ten.labelNames()).hasSize(10).startsWith("class0");
    assertThat(labels(ten)).containsExactly("0001000000", "0000000001", "0001000000");
    assertThat(ten.parts()).containsExactly(TRAIN, TRAIN, TEST);
    Content.Pixels pixels = (Content.Pixels) ten.content();
    assertThat(pixels.values()).startsWith(0, 1024 % 251, 2048 % 251, 1, 1025 % 251, 2049 % 251);
    Listing hundred = Readers.read(fixture("cifar100"));
    assertThat(hundred.labelNames()).hasSize(120).contains("coarse 4", "fine 99");
    assertThat(hundred.labels().get(0, hundred.labelNames().indexOf("coarse 4")))
        .isEqualTo((byte) 1);
    assertThat(hundred.labels().get(0, hundred.labelNames().indexOf("fine 99")))
        .isEqualTo((byte) 1);
    assertThat(labels(hundred).get(1).chars().filter(c -> c == '1').count()).isEqualTo(2);
  }

  @Test
  void cifarFilesOfAnotherLengthOrWithOtherLabelsAreRefused() throws IOException {
    Path file = temp.resolve("data_batch_1.bin");
    Files.write(file, new byte[3000]);
    assertThatThrownBy(() -> Readers.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected CIFAR records of 3073 or 3074 bytes, found 3000");
    byte[] record = new byte[3073];
    record[0] = 10;
    Files.write(file, record);
    assertThatThrownBy(() -> Readers.read(file))
        .hasMessageContaining("byte 0: expected a label of 0 to 9, received 10");
  }

  @Test
  void imagesInRecords() {
    Listing listing = Readers.read(fixture("tfrecord/shards"));
    assertThat(listing.labelNames()).containsExactly("cat", "dog", "emu");
    assertThat(labels(listing)).containsExactly("110", "000", "001");
    assertThat(listing.parts()).containsOnly(TRAIN);
    List<ImageSource> sources = ((Content.Images) listing.content()).sources();
    assertThat(sources.get(1).position()).isEqualTo("record 1");
    assertThat(sources.get(1).read())
        .startsWith(0x89, 'P', 'N', 'G')
        .isEqualTo(sources.get(2).read());
  }

  @Test
  void whatIsNotThereOrNothingKnown() throws IOException {
    assertThatThrownBy(() -> Readers.read(temp.resolve("none")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no such file or folder");
    assertThatThrownBy(() -> Readers.read(temp)).hasMessageContaining("found none of them");
    Path file = Files.writeString(temp.resolve("a.doc"), "x");
    assertThatThrownBy(() -> Readers.read(file)).hasMessageContaining("expected .npz, .npy, .csv");
    assertThatThrownBy(() -> Readers.read(file, new ReadOptions().format(Format.LABEL_FOLDERS)))
        .hasMessageContaining("expected a folder");
    assertThat(Part.ofPath("a.png")).isEqualTo(NONE);
  }
}

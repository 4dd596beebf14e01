package org.keraunos.data.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keraunos.data.Reading;

/**
 * Each reader says by which sign it knew its data, and the page about data has a row for each
 * format.
 */
class SignsTest {
  @ParameterizedTest
  @CsvSource({
    "tags, image-csv, labels.csv with a column of files",
    "folders, label-folders, folders of pictures",
    "jsonl, json-lines, 'metadata.jsonl, an object a line'",
    "cifar10, cifar, data_batch_1.bin of records of 3073 or 3074 bytes",
    "coco, coco, 'instances_train2017.json, instances_val2017.json with images, annotations and categories'",
    "voc, pascal-voc, XML files with <annotation> in Annotations",
    "yolo, yolo, data.yaml with names",
    "cvat, cvat, annotations.xml with <annotations> of <image>",
    "openimages, open-images, train-annotations-human-imagelabels.csv with columns ImageID and LabelName",
    "studio, label-studio, project.json with a list of tasks",
    "features.csv, feature-csv, a table without a column of files",
    "meka.arff, arff, meka.arff with @relation and @data",
    "tfrecord/classes.tfrecord, tfrecord, records of tf.train.Example"
  })
  void isNamed(String fixture, String format, String sign) throws IOException {
    Path path = Shown.fixture(fixture);
    Listing listing = Readers.read(path);
    assertThat(listing.reading().format()).isEqualTo(format);
    assertThat(listing.reading().sign()).isEqualTo(sign);
    assertThat(listing.reading().parts().values().stream().mapToInt(i -> i).sum())
        .isEqualTo(listing.rows());
    assertThat(listing.reading().labels()).as("where labels come from").isNotBlank();
    assertThat(listing.reading().partsFrom().isEmpty())
        .as("parts are told where there are any: %s", listing.reading())
        .isEqualTo(listing.parts().stream().allMatch(part -> part == Part.NONE));
    assertThat(page()).contains("`" + listing.reading().labels() + "`");
    Format known = Format.of(path, new ReadOptions());
    assertThat(Readers.read(path, new ReadOptions().format(known)).reading().sign())
        .isEqualTo("--format; " + sign);
  }

  @Test
  void noAccountIsWithoutAFormatAndASign() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Reading.of("arff", " "))
        .withMessageStartingWith("sign: expected what the format was recognised by");
    assertThatIllegalArgumentException().isThrownBy(() -> Reading.of("", "a file"));
    Reading reading = Reading.of("arff", "a file").leaveOut("x", "y").build();
    assertThat(reading.more().remark("z").remark("z").build().lines())
        .containsExactly("Read as arff: a file", "  left out: x: y", "  z");
  }

  private static String page() throws IOException {
    return Files.readString(Path.of("docs/data.md"));
  }

  @Test
  void everyFormatIsDocumented() throws IOException {
    String page = page();
    List<String> missing = new ArrayList<>();
    for (Format format : Format.values()) {
      if (!page.contains("`" + format.spelled() + "`")) {
        missing.add(format.spelled());
      }
    }
    assertThat(missing).isEmpty();
    for (String key : Reading.of("a", "b").build().toMap().keySet()) {
      assertThat(page).contains("`" + key + "`");
    }
  }
}

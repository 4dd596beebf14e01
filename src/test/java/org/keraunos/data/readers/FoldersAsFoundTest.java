package org.keraunos.data.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.keraunos.data.readers.Part.NONE;
import static org.keraunos.data.readers.Part.TEST;
import static org.keraunos.data.readers.Part.TRAIN;
import static org.keraunos.data.readers.Part.VALIDATION;
import static org.keraunos.data.readers.Shown.labels;
import static org.keraunos.data.readers.Shown.names;

import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keraunos.base.DataException;

/** Folders of pictures as people have them, and lines of JSON: what may be a label is asked for. */
class FoldersAsFoundTest {
  @TempDir
  Path temp;

  private void write(String name, String... lines) {
    Made.write(temp.resolve(name), String.join("\n", lines));
  }

  private void pictures(String... names) {
    for (String name : names) {
      write(name, "picture " + name);
    }
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refused() {
    return assertThatThrownBy(() -> Readers.read(temp)).isInstanceOf(DataException.class);
  }

  @Test
  void foldersInFolders() {
    pictures("animals/cat/1.png", "animals/dog/2.png", "plants/rose/3.png");
    refused()
        .hasMessageContaining("'animals/cat', a folder in a folder, can be read in two ways")
        .hasMessageContaining(
            "the first is the label, --labels animals,plants (ReadOptions.labels)")
        .hasMessageContaining("the last is, --labels cat,dog,rose (ReadOptions.labels), or both");
    Listing first = Readers.read(temp, new ReadOptions().labels(List.of("animals", "plants")));
    assertThat(labels(first)).containsExactly("10", "10", "01");
    Listing last = Readers.read(temp, new ReadOptions().labels(List.of("cat", "dog", "rose")));
    assertThat(labels(last)).containsExactly("100", "010", "001");
    Listing both = Readers.read(temp, new ReadOptions().labels(List.of("animals", "cat")));
    assertThat(labels(both)).containsExactly("11", "10", "00");
    pictures("animals/4.png");
    Listing some = Readers.read(temp);
    assertThat(some.labelNames()).containsExactly("animals", "plants");
    assertThat(some.reading().remarks())
        .contains(
            "Pictures in folders below that of a label have the label of the first, as in animals/cat");
  }

  @Test
  void partsBelowLabels() {
    pictures("cat/train/1.png", "cat/test/2.png", "dog/images/3.png", "dog/valid/images/4.png");
    Listing listing = Readers.read(temp);
    assertThat(listing.labelNames()).containsExactly("cat", "dog");
    assertThat(names(listing)).containsExactly("2.png", "1.png", "3.png", "4.png");
    assertThat(listing.parts()).containsExactly(TEST, TRAIN, NONE, VALIDATION);
    assertThat(listing.reading().partsFrom()).isEqualTo("folders");
  }

  @Test
  void aLabelThatIsCalledTrain() {
    pictures("bus/1.png", "car/2.png", "train/3.png");
    refused()
        .hasMessageContaining("the folder 'train' can be read in two ways")
        .hasMessageContaining("it is a label, --part-column none (ReadOptions.partColumn)");
    Listing listing = Readers.read(temp, new ReadOptions().partColumn("none"));
    assertThat(listing.labelNames()).containsExactly("bus", "car", "train");
    assertThat(labels(listing)).containsExactly("100", "010", "001");
    assertThat(Readers.read(temp, new ReadOptions().labelsOptional()).labelNames())
        .isEmpty();
  }

  @Test
  void foldersThatAreCalledByPartsAreNoLabels() {
    pictures("train_images/1.png", "test_images/2.png");
    refused()
        .hasMessageContaining("holds 2 pictures and nothing that says their labels")
        .hasMessageContaining("folders called by parts are labels with --part-column none");
    Listing listing = Readers.read(temp, new ReadOptions().partColumn("none"));
    assertThat(listing.labelNames()).containsExactly("test_images", "train_images");
  }

  @Test
  void aFolderOfPicturesThatNobodyLabelled() {
    pictures("cat/1.png", "dog/2.png", "Unlabeled/3.png");
    refused()
        .hasMessageContaining("--unknown Unlabeled (ReadOptions.unknown)")
        .hasMessageContaining("it is a label, which --labels (ReadOptions.labels) names");
    assertThat(labels(Readers.read(temp, new ReadOptions().unknown("unlabeled"))))
        .containsExactly("??", "10", "01");
    List<String> all = List.of("Unlabeled", "cat", "dog");
    assertThat(labels(Readers.read(temp, new ReadOptions().labels(all))))
        .containsExactly("100", "010", "001");
  }

  @Test
  void imagesBesideMasksAreNoLabels() {
    pictures("images/1.png", "masks/1.png");
    write("notes/readme.md", "text");
    refused().hasMessageContaining("it is a label, --labels images,masks,notes");
    Listing listing = Readers.read(temp, new ReadOptions().labels(List.of("images", "masks")));
    assertThat(labels(listing)).containsExactly("10", "01");
    assertThat(listing.reading().leftOut()).containsEntry("folder 'notes'", "holds no picture");
  }

  @Test
  void cocoInAFolderInAnotherCase() {
    pictures("train2017/1.jpg", "val2017/2.jpg", "val2017/3.jpg");
    String categories = "\"categories\": [{\"id\": 4, \"name\": \"cat\"}]";
    write(
        "Annotations/instances_train2017.json",
        "{\"images\": [{\"id\": 1, \"file_name\": \"1.jpg\"}],",
        "\"annotations\": [{\"image_id\": 1, \"category_id\": 4}], " + categories + "}");
    write(
        "Annotations/instances_val2017.json",
        "{\"images\": [{\"id\": 1, \"file_name\": \"2.jpg\"}, {\"id\": 2, \"file_name\": \"3.jpg\"}],",
        "\"annotations\": [{\"image_id\": 2, \"category_id\": 4}], " + categories + "}");
    write("Annotations/captions_val2017.json", "{\"images\": [], \"annotations\": []}");
    Listing listing = Readers.read(temp);
    assertThat(listing.reading().leftOut())
        .containsOnlyKeys("captions_val2017.json")
        .containsEntry("captions_val2017.json", "there are files called instances");
    assertThat(listing.reading().format()).isEqualTo("coco");
    assertThat(labels(listing)).containsExactly("1", "0", "1");
    assertThat(listing.parts()).containsExactly(TRAIN, VALIDATION, VALIDATION);
  }

  @Test
  void aKeyOfPartsInLinesOfJson() {
    pictures("1.png", "2.png", "3.png");
    write(
        "list.jsonl",
        "{\"file\": \"1.png\", \"labels\": [\"a\"], \"split\": \"train\", \"by\": \"me\"}",
        "{\"file\": \"2.png\", \"labels\": [\"b\"], \"split\": \"Test\"}",
        "{\"file\": \"3.png\", \"labels\": [\"b\"]}");
    Listing listing = Readers.read(temp);
    assertThat(listing.parts()).containsExactly(TRAIN, TEST, NONE);
    assertThat(listing.reading().lines())
        .contains(
            "  labels: key 'labels'",
            "  parts: key 'split' (train 1, test 1, no part named 1)",
            "  left out: key 'by': not asked for");
    Listing aside = Readers.read(temp, new ReadOptions().partColumn("none"));
    assertThat(aside.parts()).containsOnly(NONE);
    write(
        "list.jsonl",
        "{\"file\": \"1.png\", \"labels\": [\"a\"], \"split\": \"trn\"}",
        "{\"file\": \"2.png\", \"labels\": [\"b\"], \"split\": \"PublicTest\"}");
    refused().hasMessageContaining("line 1: expected train, val, test or nothing in 'split'");
    Listing said = Readers.read(temp, new ReadOptions().partColumn("split"));
    assertThat(said.parts()).containsExactly(TRAIN, TEST);
  }

  @Test
  void labelsThatAnObjectDoesNotName() {
    pictures("1.png", "2.png", "3.png");
    write(
        "list.jsonl",
        "{\"file\": \"1.png\", \"labels\": {\"a\": 1}}",
        "{\"file\": \"2.png\", \"labels\": {\"b\": 1}}");
    Listing present = Readers.read(temp);
    assertThat(labels(present)).containsExactly("10", "01");
    assertThat(present.reading().cells())
        .containsEntry(
            "not named", "a label that a row does not name is absent: no row says 0 of any");
    write(
        "list.jsonl",
        "{\"file\": \"1.png\", \"labels\": {\"a\": 1}}",
        "{\"file\": \"2.png\", \"labels\": {\"b\": 1, \"a\": 0}}",
        "{\"file\": \"3.png\", \"labels\": {\"b\": 0}}",
        "{\"file\": \"3.png\", \"labels\": {\"a\": 1}}");
    Listing said = Readers.read(temp);
    assertThat(labels(said)).containsExactly("1?", "01", "10");
    assertThat(said.reading().cells().get("not named"))
        .startsWith("a label that a row does not name is unknown");
  }
}

package org.keraunos.data.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.keraunos.data.readers.Part.TEST;
import static org.keraunos.data.readers.Part.TRAIN;
import static org.keraunos.data.readers.Shown.labels;
import static org.keraunos.data.readers.Shown.names;
import static org.keraunos.data.readers.Shown.problems;

import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keraunos.base.DataException;

/** What the exports of other tools leave open is asked for, and what is broken in them is said. */
class LayoutDoubtsTest {
  @TempDir
  Path temp;

  private Path write(String name, String... lines) {
    return Made.write(temp.resolve(name), String.join("\n", lines));
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
  void yoloWithoutNamesAsksForThem() {
    pictures("images/1.jpg", "images/2.jpg");
    write("labels/1.txt", "1 0.5 0.5 0.1 0.1");
    write("labels/2.txt", "0 0.5 0.5 0.1 0.1", "1 0.5 0.5 0.1 0.1");
    refused().hasMessageContaining("or --labels with the names of the classes 0, 1, ...");
    Listing listing = Readers.read(temp, new ReadOptions().labels(List.of("cat", "dog")));
    assertThat(listing.labelNames()).containsExactly("cat", "dog");
    assertThat(labels(listing)).containsExactly("01", "11");
  }

  @Test
  void yoloNamesThatDifferAreAskedFor() {
    pictures("images/1.jpg");
    write("labels/1.txt", "0 0.5 0.5 0.1 0.1");
    write("classes.txt", "dog", "cat");
    Path yaml = write("data.yaml", "names: [cat, dog]");
    refused()
        .hasMessageContaining("classes.txt: names other classes (dog, cat) than")
        .hasMessageContaining("name one YAML file as the data");
    assertThat(labels(Readers.read(yaml))).containsExactly("10");
    write("other.yaml", "names: [cat, dog, emu]");
    refused().hasMessageContaining("found data.yaml, other.yaml; name the file itself");
  }

  @Test
  void yoloTextsThatCannotBeUsed() {
    pictures("images/1.jpg", "images/2.jpg", "images/3.jpg", "images/4.jpg");
    write("labels/1.txt", "7 0.5 0.5 0.1 0.1");
    write("labels/2.txt", "", "cat 0.5 0.5 0.1 0.1");
    write("labels/3.txt", "0 0.5 0.5 0.1 0.1");
    write("labels/gone.txt", "0 0.5 0.5 0.1 0.1");
    write("labels/README.txt", "0 things to know");
    write("classes.txt", "cat", "dog");
    Listing listing = Readers.read(temp);
    assertThat(names(listing)).containsExactly("3.jpg", "4.jpg");
    assertThat(problems(listing))
        .containsExactly(
            "line 1: expected a class of 0 to 1, received 7",
            "line 2: expected the number of a class and a box, received 'cat 0.5 0.5 0.1 0.1'",
            "has no picture");
    assertThat(listing.rowsLost()).isEqualTo(3);
    assertThat(listing.reading().remarks())
        .containsExactly("1 of 4 pictures have no text and are taken as pictures without labels");
  }

  @Test
  void yamlThatDoesNotFit() {
    pictures("train/images/1.jpg", "more/2.jpg");
    write("train/labels/1.txt", "0 0.5 0.5 0.1 0.1");
    Path yaml = write(
        "data.yaml", "train: /content/set/train/images", "val: ../valid/images", "names: {0: cat}");
    Listing listing = Readers.read(yaml);
    assertThat(names(listing)).containsExactly("1.jpg");
    assertThat(listing.parts()).containsExactly(TRAIN);
    assertThat(problems(listing)).containsExactly("val: no folder or list '../valid/images'");
    assertThat(listing.reading().leftOut())
        .containsEntry("1 pictures", "data.yaml does not name their folder");
    write("data.yaml", "names: [cat]", "nc: 3");
    refused().hasMessageContaining("says nc: 3, but 'names' has 1");
    write("data.yaml", "names: {0: cat, 2: dog}");
    refused().hasMessageContaining("expected a name for class 1");
    write("data.yaml", "names: [cat", "nc: 3");
    refused().hasMessageContaining("is no YAML");
    write("data.yaml", "a: &a [x, x]", "b: &b [*a, *a]", "names: [*b, *b]");
    refused().hasMessageContaining("data.yaml: has an alias (*name), which is not followed");
  }

  @Test
  void aListOfFilesInYaml() {
    pictures("images/1.jpg", "images/2.jpg");
    write("labels/1.txt", "0 0.5 0.5 0.1 0.1");
    write("train.txt", "./images/1.jpg", "");
    write("test.txt", "/elsewhere/set/images/2.jpg", "images/3.jpg");
    write("data.yaml", "train: train.txt", "test: [test.txt]", "names: [cat]");
    Listing listing = Readers.read(temp);
    assertThat(listing.parts()).containsExactly(TRAIN, TEST);
    assertThat(problems(listing)).containsExactly("line 2: no file 'images/3.jpg'");
  }

  @Test
  void aPictureOfTwoParts() {
    pictures("images/1.jpg", "images/2.jpg");
    write("labels/1.txt", "0 0.5 0.5 0.1 0.1");
    write("data.yaml", "train: images", "val: images", "names: [cat]");
    Listing listing = Readers.read(temp);
    assertThat(listing.parts()).containsOnly(TRAIN);
    assertThat(listing.reading().leftOut())
        .containsEntry(
            "2 pictures of a second part", "'val' names pictures that are of part train already");
    pictures("voc/JPEGImages/1.jpg", "voc/JPEGImages/2.jpg");
    for (String stem : List.of("1", "2")) {
      write(
          "voc/Annotations/" + stem + ".xml",
          "<annotation><object><name>cat</name></object></annotation>");
    }
    write("voc/ImageSets/Main/train.txt", "1", "2");
    write("voc/ImageSets/Main/val.txt", "2");
    assertThatThrownBy(() -> Readers.read(temp.resolve("voc")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("val.txt: lists '2', which is of part train already");
  }

  @Test
  void anXmlThatNamesAnotherPictureThanItsOwn() {
    pictures("images/1.jpg", "images/2.jpg");
    write("annotations/1.xml", "<annotation><filename>2.jpg</filename></annotation>");
    write(
        "annotations/2.xml",
        "<annotation><filename>2.png</filename><object><name>cat</name></object></annotation>");
    Listing listing = Readers.read(temp);
    assertThat(names(listing)).containsExactly("2.jpg");
    assertThat(problems(listing))
        .containsExactly("names the picture '2.jpg', but '1.jpg' has its own name");
  }

  @Test
  void cvatVideosAndEntitiesAreRefused() {
    write("annotations.xml", "<annotations><track id='0' label='cat'/></annotations>");
    refused().hasMessageContaining("is CVAT's export of a video");
    write(
        "annotations.xml",
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>",
        "<annotations><image name='&x;'/></annotations>");
    assertThatThrownBy(() -> Readers.read(temp.resolve("annotations.xml")))
        .isInstanceOf(DataException.class);
  }

  @Test
  void openImagesSayWhatIsAbsentOrNot() {
    pictures("train/a1.jpg", "train/b2.jpg", "train/c3.jpg");
    write(
        "train-annotations-human-imagelabels.csv",
        "ImageID,Source,LabelName,Confidence",
        "a1,verification,/m/1,1",
        "a1,verification,/m/2,0",
        "b2,verification,/m/2,1",
        "c3,machine,/m/1,0.7");
    write("class-descriptions.csv", "/m/1,Cat", "/m/2,\"Dog, big\"");
    Listing listing = Readers.read(temp);
    assertThat(listing.labelNames()).containsExactly("Cat", "Dog, big");
    assertThat(labels(listing)).containsExactly("10", "?1", "??");
    assertThat(listing.parts()).containsOnly(TRAIN);
    assertThat(listing.reading().leftOut())
        .containsEntry("1 rows", "a machine's Confidence between 0 and 1: unknown");
    write(
        "train-annotations-human-imagelabels.csv",
        "ImageID,Source,LabelName,Confidence",
        "a1,verification,/m/1,1",
        "a1,crowd,/m/1,0",
        "b2,verification,/m/2,1",
        "c3,verification,/m/2,2");
    refused()
        .hasMessageContaining("line 3: says 0 of 'Cat' for picture 'a1', but")
        .hasMessageContaining("line 2 says 1; --repeated union or --repeated majority decides");
    Listing any = Readers.read(temp, new ReadOptions().repeated(Repeated.UNION));
    assertThat(labels(any)).containsExactly("1?", "?1");
    assertThat(problems(any))
        .containsExactly("line 5: expected a Confidence of 0 to 1, received '2'");
    Listing most = Readers.read(temp, new ReadOptions().repeated(Repeated.MAJORITY));
    assertThat(labels(most)).containsExactly("??", "?1");
  }

  @Test
  void annotatorsOfLabelStudio() {
    pictures("1.jpg", "2.jpg", "3.jpg");
    String one = task(1, result("a", "cat") + "," + result("b", "yes"));
    String two = task(2, result("a", "cat", "dog"), result("a", "cat"), result("a", "cat"));
    String three = "{\"id\": 3, \"data\": {\"image\": \"3.jpg\"}, \"annotations\": []}";
    write("project.json", "[" + one + "," + two + "," + three + "]");
    Listing listing = Readers.read(temp);
    assertThat(listing.labelNames()).containsExactly("cat", "dog", "yes");
    assertThat(labels(listing)).containsExactly("101", "110", "???");
    assertThat(listing.reading().rowsUnited()).isEqualTo(2);
    Listing most = Readers.read(temp, new ReadOptions().repeated(Repeated.MAJORITY));
    assertThat(labels(most)).containsExactly("101", "100", "???");
    write("project.json", "[" + task(1, result("a", "yes") + "," + result("b", "no", "yes")) + "]");
    Listing controls = Readers.read(temp);
    assertThat(controls.labelNames()).containsExactly("a=yes", "b=yes", "no");
    assertThat(controls.reading().remarks())
        .contains("Choices of several controls carry the control's name: yes");
    write("project.json", "[{\"id\": 1, \"data\": {\"text\": \"x\"}}, 5]");
    assertThatThrownBy(() -> Readers.read(temp)).isInstanceOf(DataException.class);
  }

  @Test
  void textsOfLabelStudioThatMayBeAnswers() {
    pictures("1.jpg", "2.jpg");
    write(
        "project.json",
        "[{\"image\": \"/data/upload/1/0a1b2c3d-1.jpg\", \"id\": 1, \"weather\": \"sun\",",
        "\"things\": {\"choices\": [\"cat\", \"dog\"]}, \"created_at\": \"2020\"},",
        "{\"image\": \"2.jpg\", \"id\": 2, \"weather\": \"rain\", \"things\": {\"choices\": []}}]");
    Listing listing = Readers.read(temp);
    assertThat(listing.labelNames()).containsExactly("cat", "dog");
    assertThat(listing.reading().leftOut()).containsOnlyKeys("key 'weather'");
    assertThat(listing.reading().leftOut().get("key 'weather'"))
        .contains("--label-columns weather (ReadOptions.labelColumns) takes it");
    Listing all = Readers.read(temp, new ReadOptions().labelColumns(List.of("weather")));
    assertThat(all.labelNames()).containsExactly("cat", "dog", "rain", "sun");
    assertThat(labels(all)).containsExactly("1101", "0010");
    write(
        "project.json",
        "[{\"file\": \"1.jpg\", \"labels\": [\"cat\"]}, {\"file\": \"2.jpg\", \"labels\": []}]");
    assertThat(labels(Readers.read(temp))).containsExactly("1", "0");
  }

  private static String task(int id, String... annotations) {
    StringBuilder all = new StringBuilder();
    for (String results : annotations) {
      all.append(all.isEmpty() ? "" : ",")
          .append("{\"result\": [")
          .append(results)
          .append("]}");
    }
    return "{\"id\": " + id + ", \"data\": {\"image\": \"" + id + ".jpg\"}, \"annotations\": ["
        + all + "]}";
  }

  private static String result(String control, String... choices) {
    return "{\"from_name\": \"" + control
        + "\", \"type\": \"choices\", \"value\": {\"choices\": [\"" + String.join("\", \"", choices)
        + "\"]}}";
  }

  @Test
  void aFolderCalledImagesIsNoLabel() {
    pictures("images/1.jpg", "images/2.jpg");
    refused()
        .hasMessage(temp + ": holds 2 pictures and nothing that says their labels, which is enough "
            + "for predict alone");
    write("annotations/1.html", "<p>");
    refused().hasMessageContaining("(in annotations is nothing of a known format)");
    pictures("other/train/images/1.jpg", "other/test/images/2.jpg");
    assertThat(Format.of(temp.resolve("other"), new ReadOptions())).isEqualTo(Format.IMAGES);
  }

  @Test
  void picturesWithoutLabelsAreEnoughToPredict() {
    pictures("flat/1.jpg", "flat/2.jpg", "flat/.hidden/3.jpg");
    write("flat/Thumbs.db", "x");
    write("flat.txt", "", "flat/2.jpg", "flat/1.jpg");
    write("test.csv", "filename", "flat/1.jpg", "flat/2.jpg");
    write("meta.csv", "filename,flash,taken", "flat/1.jpg,1,2020-01-01", "flat/2.jpg,0,2020-01-02");
    write("one.jsonl", "{\"file\": \"flat/1.jpg\"}", "{\"file\": \"flat/2.jpg\"}");
    for (String name : List.of("flat", "flat.txt", "test.csv", "meta.csv", "one.jsonl")) {
      Path path = temp.resolve(name);
      ReadOptions options = new ReadOptions().labels(List.of("cat", "dog")).labelsOptional();
      Listing listing = Readers.read(path, options);
      assertThat(names(listing)).as(name).containsExactlyInAnyOrder("1.jpg", "2.jpg");
      assertThat(listing.labelNames()).as(name).isEmpty();
      assertThat(listing.labels().labels()).as(name).isZero();
      assertThat(listing.problems()).as(name).isEmpty();
      if (!name.equals("meta.csv")) {
        assertThatThrownBy(() -> Readers.read(path))
            .as(name)
            .isInstanceOf(DataException.class)
            .hasMessageContaining("labels");
      }
    }
  }

  @Test
  void aTestCsvWithoutLabelsIsLeftOutOfTraining() {
    pictures("images/1.jpg", "images/2.jpg", "images/3.jpg");
    write("train.csv", "image,cat,dog", "1.jpg,1,0", "2.jpg,0,1");
    write("test.csv", "image", "3.jpg");
    Listing listing = Readers.read(temp);
    assertThat(names(listing)).containsExactly("1.jpg", "2.jpg");
    assertThat(listing.reading().leftOut())
        .containsEntry("test.csv", "has no column of labels: its 1 rows are for predict alone");
    Listing all =
        Readers.read(temp, new ReadOptions().labels(List.of("cat", "dog")).labelsOptional());
    assertThat(names(all)).containsExactlyInAnyOrder("1.jpg", "2.jpg", "3.jpg");
  }

  @Test
  void labelsThatAFileDoesNotHaveAreUnknownInIt() {
    pictures("images/1.jpg", "images/2.jpg", "images/3.jpg");
    write("labels/a.csv", "image,cat,dog", "1.jpg,1,0", "2.jpg,0,1");
    write("labels/b.csv", "dog,image,emu", "1,3.jpg,0", "1,2.jpg,1");
    Listing listing = Readers.read(temp);
    assertThat(listing.labelNames()).containsExactly("cat", "dog", "emu");
    assertThat(names(listing)).containsExactly("1.jpg", "2.jpg", "3.jpg");
    assertThat(labels(listing)).containsExactly("10?", "011", "?10");
    write("labels/b.csv", "picture,cat", "3.jpg,0");
    refused().hasMessageContaining("which column names the images can be read in two ways");
  }

  @Test
  void aTableFindsItsPicturesInTheFolderOfItsPart() {
    pictures("train_images/1.jpg", "test_images/2.jpg", "test_images/1.jpg");
    write("train.csv", "image,labels", "1,cat", "1.jpg,dog");
    write("sample.json", "{\"info\": {}, \"categories\": []}");
    Listing listing = Readers.read(temp);
    assertThat(labels(listing)).containsExactly("11");
    assertThat(((Content.Images) listing.content()).sources().get(0).file())
        .isEqualTo(temp.resolve("train_images/1.jpg"));
  }

  @Test
  void jsonThatIsNotCocoDoesNotHideTheTexts() {
    pictures("images/1.jpg");
    write("labels/1.txt", "0 0.5 0.5 0.1 0.1");
    write("classes.txt", "cat");
    write("notes.json", "{\"categories\": [{\"id\": 0, \"name\": \"cat\"}], \"info\": {}}");
    assertThat(Format.of(temp, new ReadOptions())).isEqualTo(Format.YOLO);
    write("notes.json", "{\"images\"");
    refused().hasMessageContaining("notes.json").hasMessageContaining("is no JSON");
  }
}

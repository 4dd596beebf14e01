package org.keraunos.data.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.keraunos.data.readers.Part.TEST;
import static org.keraunos.data.readers.Part.TRAIN;
import static org.keraunos.data.readers.Part.VALIDATION;
import static org.keraunos.data.readers.Shown.columns;
import static org.keraunos.data.readers.Shown.features;
import static org.keraunos.data.readers.Shown.labels;
import static org.keraunos.data.readers.Shown.names;
import static org.keraunos.data.readers.Shown.problems;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keraunos.base.DataException;

/** Tables as competitions, spreadsheets and other people's scripts leave them, several together. */
class TablesFromElsewhereTest {
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

  @Test
  void severalTablesInOneFolderAreAskedForAndReadTogether() {
    pictures("1.jpg", "2.jpg");
    write("a.csv", "image,cat", "1.jpg,1", "2.jpg,0");
    write("b.csv", "sea,image", "0,2.jpg", "1,1.jpg");
    assertThatThrownBy(() -> Readers.read(temp))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("the tables a.csv, b.csv can be read in two ways")
        .hasMessageContaining("one of them alone, --csv a.csv (ReadOptions.csv)")
        .hasMessageContaining("all of them, their columns matched by name, --csv a.csv,b.csv");
    Listing both = Readers.read(temp, new ReadOptions().csv("a.csv", "b.csv"));
    assertThat(both.labelNames()).containsExactly("cat", "sea");
    assertThat(labels(both)).containsExactly("11", "00");
    Listing one = Readers.read(temp, new ReadOptions().csv("b.csv"));
    assertThat(one.labelNames()).containsExactly("sea");
    assertThat(one.reading().leftOut()).containsEntry("a.csv", "--csv does not name it");
  }

  @Test
  void aTableOfPartsBesideOneOfLabels() {
    pictures("1.jpg", "2.jpg", "3.jpg");
    write("list_attr.csv", "image_id,Bald,Smiling", "1.jpg,-1,1", "2.jpg,1,-1", "3.jpg,-1,-1");
    write("list_partition.csv", "image_id,partition", "1.jpg,0", "2.jpg,1", "3.jpg,2");
    ReadOptions options = new ReadOptions().csv("list_attr.csv", "list_partition.csv");
    assertThatThrownBy(() -> Readers.read(temp, options))
        .hasMessageContaining("--part-column partition");
    Listing listing = Readers.read(temp, options.partColumn("partition"));
    assertThat(labels(listing)).containsExactly("01", "10", "00");
    assertThat(listing.parts()).containsExactly(TRAIN, VALIDATION, TEST);
  }

  @Test
  void aTableThatIsNotReadIsTold() {
    pictures("1.jpg", "2.jpg");
    write("labels.csv", "image,cat", "1.jpg,1", "2.jpg,0");
    write("sample_submission.csv", "image,cat", "1.jpg,0.5");
    assertThat(Readers.read(temp).reading().leftOut()).containsOnlyKeys("sample_submission.csv");
  }

  @Test
  void featureTablesOfPartsMatchTheirColumnsByName() {
    Path train =
        write("train.csv", "id,f,g,label_x,label_y", "7,1.5,10,1,0", "8,2.5,20,0,1", "6,4,5,0,0");
    write("test.csv", "label_y,g,f,id", "1,30,3.5,7");
    Listing listing = Readers.read(temp);
    assertThat(columns(listing)).containsExactly("f", "g");
    assertThat(features(listing)).containsExactly(3.5f, 30, 1.5f, 10, 2.5f, 20, 4, 5);
    assertThat(labels(listing)).containsExactly("?1", "10", "01", "00");
    assertThat(listing.parts()).containsExactly(TEST, TRAIN, TRAIN, TRAIN);
    write("test.csv", "id,g,f,more", "7,30,3.5,1");
    Listing without = Readers.read(temp);
    assertThat(labels(without)).containsExactly("10", "01", "00");
    assertThat(without.reading().leftOut())
        .containsEntry("test.csv", "has no column of labels: its 1 rows are for predict alone");
    ReadOptions predict =
        new ReadOptions().labels(List.of("label_x", "label_y")).labelsOptional();
    Listing all = Readers.read(temp, predict);
    assertThat(all.rows()).isEqualTo(4);
    assertThat(all.reading().leftOut())
        .containsEntry("column 'more' of test.csv", "train.csv has none of this name");
    write("test.csv", "id,f,label_x,label_y", "7,30,1,1");
    assertThatThrownBy(() -> Readers.read(temp))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("test.csv: line 1: expected a column 'g', as " + train + " has it");
  }

  @Test
  void oneOfSeveralFeatureTablesIsChosen() {
    write("a.csv", "f,label_x", "1,0", "2,1");
    write("b.csv", "f,label_y", "1,0", "2,1");
    assertThat(Format.of(temp, new ReadOptions().csv("b.csv"))).isEqualTo(Format.FEATURE_CSV);
    Listing listing = Readers.read(temp, new ReadOptions().csv("b.csv"));
    assertThat(listing.labelNames()).containsExactly("label_y");
  }

  @Test
  void aLineThatSaysTheSeparator() {
    pictures("1.jpg", "2.jpg");
    for (String first : List.of("sep=;", "\"sep=;\"")) {
      write("labels.csv", first, "image;cat", "1.jpg;1", "gone.jpg;0", "2.jpg;0");
      Listing listing = Readers.read(temp);
      assertThat(listing.labelNames()).containsExactly("cat");
      assertThat(labels(listing)).containsExactly("1", "0");
      assertThat(problems(listing).get(0)).startsWith("line 4: no file 'gone.jpg'");
    }
  }

  @Test
  void zeroAndOneAsProgramsPrintNumbers() {
    pictures("1.jpg", "2.jpg", "3.jpg");
    write(
        "labels.csv",
        "image,a,b,c",
        "1.jpg,0.00,1e0,-1.0e+00",
        "2.jpg,1.000e+00,0.0,0.00",
        "3.jpg,+1,0e0,1.00");
    assertThat(labels(Readers.read(temp))).containsExactly("01?", "100", "101");
    write("labels.csv", "image,a,b", "1.jpg,0.50,1", "2.jpg,1.00,0", "3.jpg,0.25,1");
    Listing soft = Readers.read(temp);
    assertThat(soft.labelNames()).containsExactly("b");
    assertThat(soft.reading().leftOut()).containsEntry("column 'a'", "not 0 and 1; line 2: '0.50'");
  }

  @Test
  void tagsThatMaySayNothing() {
    pictures("1.jpg", "2.jpg", "3.jpg");
    Path table = write("labels.csv", "image,labels", "1.jpg,cat", "2.jpg,None", "3.jpg,cat|dog");
    assertThatThrownBy(() -> Readers.read(table))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("'None' in column 'labels' can be read in two ways")
        .hasMessageContaining("--unknown None (ReadOptions.unknown)")
        .hasMessageContaining("--absent None (ReadOptions.absent)");
    assertThat(labels(Readers.read(table, new ReadOptions().unknown("None"))))
        .containsExactly("10", "??", "11");
    assertThat(labels(Readers.read(table, new ReadOptions().absent("none"))))
        .containsExactly("10", "00", "11");
    List<String> all = List.of("None", "cat", "dog");
    assertThat(labels(Readers.read(table, new ReadOptions().labels(all))))
        .containsExactly("010", "100", "011");
  }

  @Test
  void tagsThatAreJoinedInTwoWays() {
    pictures("1.jpg", "2.jpg", "3.jpg");
    Path table = write(
        "labels.csv", "image\tlabels", "1.jpg\tcat, dog; emu", "2.jpg\tcat, fox", "3.jpg\temu");
    assertThatThrownBy(() -> Readers.read(table))
        .hasMessageContaining("--separator ; (ReadOptions.separator)")
        .hasMessageContaining("--separator , (ReadOptions.separator)");
  }

  @Test
  void vectorsOfZeroAndOneAreNoTags() {
    pictures("1.jpg", "2.jpg", "3.jpg");
    for (String how : List.of("[1, 0, 1]", "1 0 1", "101", "\"1.0,0.0,1.0\"", "(1;0;1)")) {
      Path table = write(
          "labels.csv",
          "image\tlabels",
          "1.jpg\t" + how,
          "2.jpg\t" + how.replace('1', '0'),
          "3.jpg\t" + how.replace("0", "1").replace(".1", ".0"));
      assertThatThrownBy(() -> Readers.read(table))
          .as(how)
          .isInstanceOf(DataException.class)
          .hasMessageContaining("received vectors of 3 cells of 0 and 1: --labels");
      Listing listing = Readers.read(table, new ReadOptions().labels(List.of("a", "b", "c")));
      assertThat(labels(listing)).as(how).containsExactly("101", "000", "111");
    }
    Path lists =
        write("labels.csv", "image\tlabels", "1.jpg\t[0]", "2.jpg\t[0, 1]", "3.jpg\tset()");
    assertThat(labels(Readers.read(lists))).containsExactly("10", "11", "00");
  }

  @Test
  void tagsJoinedByWhatNamesHave() {
    pictures("1.jpg", "2.jpg", "3.jpg", "4.jpg");
    for (String between : List.of(":", "-", "_", "__", " & ")) {
      Path table = write(
          "labels.csv", "image,labels", "1.jpg,cat", "2.jpg,dog", "3.jpg,cat" + between + "dog");
      assertThatThrownBy(() -> Readers.read(table))
          .as(between)
          .hasMessageContaining("--separator none")
          .hasMessageContaining("--separator " + between.strip() + " ");
    }
    write("labels.csv", "image,labels", "1.jpg,traffic-light", "2.jpg,stop_sign", "3.jpg,cat");
    assertThat(Readers.read(temp).labelNames())
        .containsExactly("cat", "stop_sign", "traffic-light");
  }

  /** Label Studio's CSV: addresses on its server, a row an annotator. */
  @Test
  void addressesOfLabelStudio() {
    pictures("images/1.jpg", "images/2.jpg");
    write(
        "project.csv",
        "annotator,choice,image",
        "1,cat,/data/upload/3/0a1b2c3d-1.jpg",
        "2,dog,/data/upload/3/0a1b2c3d-1.jpg",
        "1,dog,/data/local-files/?d=x/2.jpg");
    Listing listing = Readers.read(temp);
    assertThat(names(listing)).containsExactly("1.jpg", "2.jpg");
    assertThat(labels(listing)).containsExactly("11", "01");
    write(
        "project.csv",
        "annotator,choice,image",
        "1,cat,/data/local-files/?d=x/2.jpg",
        "2,dog,/data/local-files/?d=y/2.jpg");
    assertThat(problems(Readers.read(temp)))
        .containsExactly("line 3: 'y/2.jpg' is no other file than 'x/2.jpg': 2.jpg");
  }

  @Test
  void numbersAsPeopleWriteThem() {
    Path file = write(
        "t.csv",
        "a;b;c;d;e;label_x",
        "1.234,5;1,234,567;0.25;1.234;12;1",
        "12,25;2,500.5;1.125;0.5;1000;0",
        "3;n/a;2;3.250;7;1");
    Listing listing = Readers.read(file, new ReadOptions().mostSkipped(0.5));
    assertThat(features(listing))
        .containsExactly(1234.5f, 1234567, 0.25f, 1.234f, 12, 12.25f, 2500.5f, 1.125f, 0.5f, 1000);
    assertThat(problems(listing))
        .containsExactly("line 4: expected a number in column 'b', received 'n/a'");
    assertThat(listing.reading().remarks())
        .containsExactly(
            "Commas between thousands in column 'b'",
            "Decimal commas, and points between thousands, in column 'a'");
  }

  @Test
  void aNameThatSeveralFilesMayHaveIsToldWithThem() {
    pictures("1.jpg", "1.png", "2.png", "Ab.JPG", "aB.jpg");
    write("labels.csv", "image,cat", "1,1", "2,0", "ab.jpg,1", "1.png,0");
    Listing listing = Readers.read(temp);
    assertThat(names(listing)).containsExactly("2.png", "1.png");
    assertThat(problems(listing))
        .containsExactly(
            "line 2: '1' may be 1.jpg or 1.png in " + temp
                + ": the list must name the file as it is",
            "line 4: 'ab.jpg' may be Ab.JPG or aB.jpg in " + temp
                + ": the list must name the file as it is");
  }

  /** CheXpert's and MURA's tables name their own folder first. */
  @Test
  void namesThatBeginWithTheFolderOfTheData() {
    pictures("Set-v1/train/p1/1.jpg", "Set-v1/train/p2/1.jpg");
    write(
        "Set-v1/train.csv",
        "Path,Sex,Age,Edema,Fracture",
        "Set-v1/train/p1/1.jpg,Male,50,1.0,",
        "Set-v1/train/p2/1.jpg,Female,51,0.0,-1.0",
        "Set-v1/train/p2/1.jpg,Female,51,,0.0");
    Listing listing = Readers.read(temp.resolve("Set-v1"));
    assertThat(labels(listing)).containsExactly("1?", "00");
    assertThat(listing.problems()).isEmpty();
    Path studies = write("Set-v1/studies.csv", "Set-v1/train/p1/,1", "Set-v1/train/p2/,0");
    assertThatThrownBy(() -> Readers.read(studies, new ReadOptions().format(Format.IMAGE_CSV)))
        .as("folders are no pictures")
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected a column of image files");
  }

  @Test
  void picturesThatAreElsewhereAreAskedFor() {
    pictures("img_align/1.jpg", "img_align/2.jpg");
    write("list.csv", "image_id,cat", "1.jpg,1", "2.jpg,0");
    assertThatThrownBy(() -> Readers.read(temp))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("line 2: no file '1.jpg' in " + temp)
        .hasMessageEndingWith("; --images DIR (ReadOptions.images) says where the pictures lie");
  }

  @Test
  void aWordThatIsNoPartInAColumnOfPartsIsAnError() {
    pictures("1.jpg", "2.jpg", "3.jpg");
    write("labels.csv", "image,split,cat", "1.jpg,train,1", "2.jpg,test,0", "3.jpg,extra,1");
    assertThatThrownBy(() -> Readers.read(temp))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "line 4: expected train, val, test or nothing in column 'split', " + "received 'extra'")
        .hasMessageContaining("--part-column none (ReadOptions.partColumn) leaves the parts aside");
    assertThat(Readers.read(temp, new ReadOptions().partColumn("none")).rows()).isEqualTo(3);
  }

  /** A row an annotator, of 0 and 1, with a column whose accents are decomposed. */
  @Test
  void repeatedRowsOfDecomposedColumns() {
    pictures("1.jpg", "2.jpg");
    write("labels.csv", "image,cafe\u0301,cat", "1.jpg,0,1", "1.jpg,?,1", "2.jpg,1,0");
    assertThat(labels(Readers.read(temp))).containsExactly("01", "10");
  }
}

package org.keraunos.data.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.keraunos.data.readers.Shown.columns;
import static org.keraunos.data.readers.Shown.features;
import static org.keraunos.data.readers.Shown.labels;
import static org.keraunos.data.readers.Shown.names;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keraunos.base.DataException;
import org.keraunos.data.Data;

/** Tables in the forms in which they were found in public, each of which was once read wrongly. */
class TablesAsFoundTest {
  private static final int ROWS = 12;

  @TempDir
  Path temp;

  /** A list of pictures 0.png to 11.png, which are there. */
  private Path list(String header, IntFunction<String> row) throws IOException {
    for (int i = 0; i < ROWS; i++) {
      Files.writeString(temp.resolve(i + ".png"), "picture " + i);
    }
    return Files.writeString(temp.resolve("labels.csv"), text(header, row));
  }

  private static String text(String header, IntFunction<String> row) {
    return header + (header.isEmpty() ? "" : "\n")
        + IntStream.range(0, ROWS).mapToObj(row).collect(Collectors.joining("\n")) + "\n";
  }

  @Test
  void minusOneIsAbsentWhereNoCellIsZero() throws IOException {
    IntFunction<String> row = i -> i + ".5," + (i % 3 == 0 ? 1 : -1) + "," + (i % 2 == 0 ? 1 : -1);
    Path file = Files.writeString(temp.resolve("t.csv"), text("f,label_a,label_b", row));
    Listing listing = Readers.read(file);
    Path zeros =
        Files.writeString(temp.resolve("z.csv"), text("f,label_a,label_b", row).replace("-1", "0"));
    assertThat(labels(listing)).isEqualTo(labels(Readers.read(zeros))).contains("00", "11");
    assertThat(listing.reading().cells())
        .containsEntry("-1", "absent, for no cell of a label is 0");
    assertThat(String.join("\n", listing.reading().lines())).contains("-1: absent");
  }

  @Test
  void minusOneIsUnknownWhereEachLabelHasZerosToo() throws IOException {
    Path file = list("path,a,b", i -> i + ".png," + (i % 3 - 1) + "," + ((i + 1) % 3 - 1));
    Listing listing = Readers.read(file);
    assertThat(labels(listing)).startsWith("?0", "01", "1?");
    assertThat(listing.reading().cells().get("-1")).startsWith("not known");
  }

  @Test
  void tagsJoinedByBlanksWhoseWordsStandAlone() throws IOException {
    List<String> cells = List.of("healthy", "rust", "leaf_spot", "rust leaf_spot");
    Listing listing = Readers.read(list("image,labels", i -> i + ".png," + cells.get(i % 4)));
    assertThat(listing.labelNames()).containsExactly("healthy", "leaf_spot", "rust");
    assertThat(listing.reading().separator()).isEqualTo(" ");
    assertThat(listing.reading().toString()).contains("joined by blanks");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "['cat', 'dog'] ! ['dog'] ! []",
        "[\"cat\", \"dog\"] ! [\"dog\"] ! []",
        "['cat' 'dog'] ! ['dog'] ! []",
        "('cat', 'dog') ! ('dog',) ! ()",
        "{'cat', 'dog'} ! {'dog'} ! []",
        "[cat, dog] ! [dog] ! []",
        "{\"choices\": [\"cat\", \"dog\"]} ! dog ! ''"
      })
  void tagsAsProgramsWriteLists(String two, String one, String none) throws IOException {
    List<String> cells = List.of(two, one, none);
    Listing listing = Readers.read(list(
        "filename,labels", i -> i + ".png,\"" + cells.get(i % 3).replace("\"", "\"\"") + "\""));
    assertThat(listing.labelNames()).containsExactly("cat", "dog");
    assertThat(labels(listing)).startsWith("11", "01", "00", "11");
  }

  @Test
  void listsOfNumbers() throws IOException {
    Listing listing = Readers.read(
        list("filename,labels", i -> i + ".png,\"[" + (i % 2 == 0 ? "0, 11" : "2") + "]\""));
    assertThat(listing.labelNames()).containsExactly("0", "2", "11");
  }

  @Test
  void aListThatIsBrokenIsNoTag() throws IOException {
    Path file = list("filename,labels", i -> i + ".png,\"['cat" + (i == 3 ? "" : "'") + "]\"");
    Listing listing = Readers.read(file);
    assertThat(listing.labelNames()).containsExactly("cat");
    assertThat(Shown.problems(listing))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("line 5: expected a list");
  }

  @Test
  void aColumnThatIsAPartIsNoLabel() throws IOException {
    Path tags = list(
        "filename,split,labels",
        i -> i + ".png," + List.of("train", "val", "test").get(i % 3) + ",cat|dog");
    Listing listing = Readers.read(tags);
    assertThat(listing.parts()).startsWith(Part.TRAIN, Part.VALIDATION, Part.TEST);
    assertThat(listing.reading().partsFrom()).isEqualTo("column 'split'");
    assertThat(listing.labelNames()).containsExactly("cat", "dog");
    Path fastai = list(
        "fname,cat,dog,is_valid",
        i -> i + ".png," + i % 2 + "," + i / 2 % 2 + "," + (i % 4 == 0 ? "True" : "False"));
    Listing columns = Readers.read(fastai);
    assertThat(columns.labelNames()).containsExactly("cat", "dog");
    assertThat(columns.parts()).startsWith(Part.VALIDATION, Part.TRAIN);
    Path features = Files.writeString(
        temp.resolve("t.csv"),
        text(
            "f,subset,label_a",
            i -> i + ".5," + (i % 2 == 0 ? "train" : "test") + "," + i / 2 % 2));
    assertThat(Readers.read(features).parts()).startsWith(Part.TRAIN, Part.TEST);
    assertThat(columns(Readers.read(features))).containsExactly("f");
  }

  @Test
  void theColumnsOfLabelStudioAreNoLabels() throws IOException {
    Listing listing = Readers.read(
        list(
            "annotation_id,annotator,choice,created_at,id,image,lead_time",
            i -> i + 7 + "," + i % 2 + "," + (i % 2 == 0 ? "cat" : "dog") + ",2023-01-01T00:00:0"
                + i % 10 + "Z," + i + ",upload/" + i + ".png,3.5"),
        new ReadOptions().images(uploads()));
    assertThat(listing.labelNames()).containsExactly("cat", "dog");
    assertThat(listing.reading().leftOut())
        .containsKeys("column 'annotator'", "column 'lead_time'", "column 'created_at'");
  }

  private Path uploads() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("media/upload"));
    for (int i = 0; i < ROWS; i++) {
      Files.writeString(folder.resolve(i + ".png"), "picture " + i);
    }
    return folder.getParent();
  }

  @Test
  void cellsBehindTheLastColumn() throws IOException {
    IntFunction<String> row = i -> i + ".png," + i % 2 + "," + i / 2 % 2 + ",\r";
    Listing both = Readers.read(list("file,cat,dog,\r", row));
    assertThat(both.labelNames()).containsExactly("cat", "dog");
    assertThat(both.rows()).isEqualTo(ROWS);
    Listing ofRows = Readers.read(list("file,cat,dog\r", row));
    assertThat(labels(ofRows)).isEqualTo(labels(both));
  }

  @Test
  void aListWithoutAHeaderLosesNoRow() throws IOException {
    Listing listing = Readers.read(list("", i -> i + ".png," + (i % 2 == 0 ? "cat|sea" : "cat")));
    assertThat(listing.rows()).isEqualTo(ROWS);
    assertThat(listing.labelNames()).containsExactly("cat", "sea");
    assertThat(listing.reading().remarks())
        .contains("The first line names no columns: they are called column 1 to column 2");
  }

  @Test
  void aFrameIndexAndANameAreNoFiles() throws IOException {
    Listing index = Readers.read(
        list(",image_id,cat,dog", i -> i + "," + i + ".png," + i % 2 + "," + i / 2 % 2));
    assertThat(index.labelNames()).containsExactly("cat", "dog");
    assertThat(index.reading().fileColumn()).isEqualTo("image_id");
    assertThat(index.reading().leftOut())
        .containsEntry("column 1 (without a name)", "numbers of rows");
    Listing name = Readers.read(list(
        "name,filename,cat,dog", i -> "Rex " + i + "," + i + ".png," + i % 2 + "," + i / 2 % 2));
    assertThat(name.reading().fileColumn()).isEqualTo("filename");
    assertThat(names(name)).startsWith("0.png", "1.png");
  }

  @Test
  void oneColumnOfZeroAndOneIsOneLabel() throws IOException {
    Listing listing = Readers.read(list("path,label", i -> i + ".png," + i % 2));
    assertThat(listing.labelNames()).containsExactly("label");
    assertThat(labels(listing)).startsWith("0", "1");
  }

  @ParameterizedTest
  @CsvSource({"no,yes", "N,Y", "false,TRUE", "absent,present", "'0,0','1,0'"})
  void wordsForZeroAndOne(String zero, String one) throws IOException {
    Listing listing =
        Readers.read(list("path,cat", i -> i + ".png,\"" + (i % 3 == 0 ? one : zero) + "\""));
    assertThat(labels(listing)).startsWith("1", "0", "0", "1");
  }

  @Test
  void columnsThatTheUserNames() throws IOException {
    Path file =
        list("copy,file,a,b,c", i -> i + ".png," + i + ".png," + i % 2 + "," + i / 2 % 2 + ",1");
    Listing listing =
        Readers.read(file, new ReadOptions().fileColumn("copy").drop(List.of("c", "file")));
    assertThat(listing.labelNames()).containsExactly("a", "b");
    assertThat(listing.reading().leftOut()).containsEntry("column 'c'", "--drop");
    assertThat(Readers.read(file, new ReadOptions().labelColumns(List.of("c", "a")))
            .labelNames())
        .containsExactly("c", "a");
    assertThatThrownBy(() -> Readers.read(file, new ReadOptions().drop(List.of("d"))))
        .hasMessageContaining("expected a column 'd', found copy, file, a, b, c");
  }

  @Test
  void utf16AndComposedAccents() throws IOException {
    for (int i = 0; i < 2; i++) {
      Files.writeString(temp.resolve(i + ".png"), "picture " + i);
    }
    String text = "file,labels\r\n0.png,cafe\u0301\r\n1.png,caf\u00E9|mer\r\n";
    Files.write(temp.resolve("labels.csv"), ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE));
    Listing listing = Readers.read(temp);
    assertThat(listing.labelNames()).containsExactly("caf\u00E9", "mer");
    assertThat(listing.reading().encoding()).isEqualTo("UTF-16LE by its byte order mark");
  }

  @Test
  void namesInAnotherCaseOrWithAnotherExtension() throws IOException {
    Files.writeString(temp.resolve("IMG_0.JPG"), "a picture");
    Files.writeString(temp.resolve("IMG_1.jpg"), "another");
    Files.writeString(temp.resolve("img_1.JPG"), "one that is called alike");
    Files.writeString(temp.resolve("labels.csv"), "file,labels\nimg_0.png,a\nIMG_1.png,b\n");
    Listing listing = Readers.read(temp);
    assertThat(names(listing)).containsExactly("IMG_0.JPG");
    assertThat(listing.reading().remarks()).first().asString().contains("'img_0.png' is IMG_0.JPG");
    assertThat(Shown.problems(listing))
        .containsExactly("line 3: 'IMG_1.png' may be IMG_1.jpg or img_1.JPG in " + temp
            + ": the list must name the file as it is");
  }

  @Test
  void decimalCommas() throws IOException {
    Path file = Files.writeString(
        temp.resolve("t.csv"),
        text(
            "Datum;Temperatur;Feuchte;label_warm",
            i -> "2019-06-12 09:0" + i % 10 + ";" + (i == 0 ? "0" : i + ",5") + ";" + (40 + i) + ";"
                + i % 2));
    Listing listing = Readers.read(file);
    assertThat(columns(listing)).containsExactly("Temperatur", "Feuchte");
    assertThat(features(listing)).startsWith(0, 40, 1.5f, 41);
    assertThat(listing.reading().leftOut()).containsEntry("column 'Datum'", "no number");
    assertThat(listing.reading().remarks()).contains("Decimal commas in column 'Temperatur'");
    Path thousands = Files.writeString(
        temp.resolve("u.csv"), text("x,label_a", i -> "\"1," + (100 + i) + "\"," + i % 2));
    assertThatThrownBy(() -> Readers.read(thousands))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("it has a decimal comma, --decimal comma");
  }

  @Test
  void nominalLabelsOfYesAndNo() throws IOException {
    Path file = Files.writeString(
        temp.resolve("yesno.arff"),
        text(
            "@relation r\n@attribute age numeric\n@attribute smoker {'yes','no'}\n"
                + "@attribute drinker {yes,no}\n@data",
            i -> 18 + i + "," + (i % 2 == 0 ? "'no'" : "'yes'") + "," + (i < 6 ? "no" : "yes")));
    Listing listing = Readers.read(file, new ReadOptions().labels(List.of("smoker", "drinker")));
    assertThat(labels(listing)).startsWith("00", "10").endsWith("01", "11");
    assertThat(listing.reading().labels()).isEqualTo("attributes by --labels");
  }

  @Test
  void aLabelWithControlCharactersIsRefused() throws IOException {
    Path file = list("file,labels", i -> i + ".png,\"cat\ndog\"");
    assertThatThrownBy(() -> Readers.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("line 2")
        .hasMessageContaining("control characters in 'cat\\ndog'");
  }

  @Test
  void aConstantColumnStaysALabelAndIsRemarkedOn() throws IOException {
    Path file = Files.writeString(
        temp.resolve("t.csv"), text("f,label_a,label_b", i -> i + ".5,1," + i % 2));
    Data data = Data.read(file).forTraining();
    assertThat(data.dataset().labelNames().names()).containsExactly("label_a", "label_b");
    assertThat(data.reading().remarks())
        .contains("No training row is known to lack the label label_a");
    assertThat(data.parts()).isNotEqualTo(Collections.nCopies(ROWS, Part.NONE));
  }
}

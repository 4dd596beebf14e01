package org.keraunos.data.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.keraunos.data.readers.Part.TEST;
import static org.keraunos.data.readers.Part.TRAIN;
import static org.keraunos.data.readers.Shown.columns;
import static org.keraunos.data.readers.Shown.features;
import static org.keraunos.data.readers.Shown.fixture;
import static org.keraunos.data.readers.Shown.labels;
import static org.keraunos.data.readers.Shown.problems;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keraunos.base.DataException;

class FeatureReadersTest {
  @TempDir
  Path temp;

  @ParameterizedTest
  @ValueSource(strings = {"features.csv", "features.tsv"})
  void tables(String name) {
    Path file = fixture(name);
    assertThat(Format.of(file, new ReadOptions())).isEqualTo(Format.FEATURE_CSV);
    Listing listing = Readers.read(file);
    assertThat(columns(listing)).containsExactly("height", "weight");
    assertThat(features(listing)).containsExactly(1.5f, 20, -3, 4, 7, 8);
    assertThat(listing.labelNames()).containsExactly("label_a", "label_b");
    assertThat(labels(listing)).containsExactly("10", "?1", "0?");
    assertThat(problems(listing))
        .containsExactly(
            "line 7: expected 5 cells, received 4",
            "line 4: expected a number in column 'height', received ''",
            "line 5: expected 0 or 1 in column 'label_b', received '7'");
    assertThat(listing.reading().leftOut())
        .containsExactly(entry("column 'id'", "another value in each row"));
    assertThat(listing.rowsLost()).isEqualTo(3);
  }

  @Test
  void labelColumnsNamedOrCounted() {
    Path file = fixture("features.csv");
    Listing counted = Readers.read(file, new ReadOptions().labelCount(1));
    assertThat(counted.labelNames()).containsExactly("label_b");
    assertThat(columns(counted)).containsExactly("height", "weight", "label_a");
    Listing named = Readers.read(file, new ReadOptions().labels(List.of("label_b", "label_a")));
    assertThat(labels(named)).containsExactly("01", "1?", "?0");
    assertThatThrownBy(() -> Readers.read(file, new ReadOptions().labelCount(5)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected features beside 5 labels, found 5 columns");
    assertThatThrownBy(() -> new ReadOptions().labelCount(0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tablesOfParts() throws IOException {
    Listing listing = Readers.read(fixture("table_parts"));
    assertThat(listing.parts()).containsExactly(TEST, TEST, TRAIN, TRAIN);
    Files.copy(fixture("table_parts/birds-train.csv"), temp.resolve("birds-train.csv"));
    Files.writeString(temp.resolve("birds-test.csv"), "x,label\n1,0\n");
    assertThatThrownBy(() -> Readers.read(temp))
        .hasMessageContaining("expected a column 'height', as");
  }

  @Test
  void tablesWithoutASignWhatIsALabel() throws IOException {
    Path file = Files.writeString(temp.resolve("a.csv"), "a,b\n1,0\n");
    assertThatThrownBy(() -> Readers.read(file))
        .hasMessageContaining("cannot tell labels from features");
    Path twice = Files.writeString(temp.resolve("b.csv"), "a,a\n1,0\n");
    assertThatThrownBy(() -> Readers.read(twice))
        .hasMessageContaining("line 1: expected different column names");
    Path bare = Files.writeString(temp.resolve("d.csv"), "1.5,0\n2,1\n");
    assertThatThrownBy(() -> Readers.read(bare))
        .hasMessageContaining("line 1: a line of numbers can be read in two ways");
    Path empty = Files.writeString(temp.resolve("c.csv"), "");
    assertThatThrownBy(() -> Readers.read(empty)).hasMessageContaining("is empty");
  }

  @Test
  void arffWithMulanXmlDenseAndSparse() {
    Listing listing = Readers.read(fixture("arff"));
    assertThat(columns(listing)).containsExactly("the size", "kind=round", "kind=square", "flag");
    assertThat(listing.labelNames()).containsExactly("happy", "not sad");
    assertThat(features(listing))
        .containsExactly(
            2.5f, 0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1.5f, 1, 0, 0, -2, 0, 1, 1, 3, 0, 1, 0);
    assertThat(labels(listing)).containsExactly("01", "00", "10", "10", "01", "11");
    assertThat(listing.parts()).containsExactly(TEST, TEST, TEST, TRAIN, TRAIN, TRAIN);
    assertThat(problems(listing))
        .containsExactly("line 11: expected an index of 0 to 4, received '9'");
    assertThat(Readers.read(fixture("arff/birds.arff")).rows()).isEqualTo(3);
  }

  @Test
  void arffOfMeka() {
    Listing listing = Readers.read(fixture("meka.arff"));
    assertThat(listing.labelNames()).containsExactly("happy", "not sad");
    assertThat(labels(listing)).containsExactly("1?", "01");
    assertThat(features(listing)).containsExactly(0.5f, 0, 1, 1, 2, 1, 0, 0);
    assertThat(problems(listing))
        .containsExactly(
            "attribute 'note' is neither numeric nor nominal and is left out",
            "line 10: expected a number for 'the size', received 'oops'",
            "line 12: expected 6 values, received 3");
    Listing last = Readers.read(fixture("meka_last.arff"));
    assertThat(last.labelNames()).containsExactly("happy", "not sad");
    assertThat(labels(last)).containsExactly("10");
  }

  @Test
  void arffThatDoesNotSayItsLabels() throws IOException {
    Path file = Files.writeString(
        temp.resolve("a.arff"),
        "@relation r\n@attribute a numeric\n@attribute b {0,1}\n@data\n1,1\n");
    assertThatThrownBy(() -> Readers.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("cannot tell its labels: expected a.xml (MULAN)");
    assertThat(Readers.read(file, new ReadOptions().labels(List.of("b"))).labelNames())
        .containsExactly("b");
    assertThat(Readers.read(file, new ReadOptions().labelCount(1)).labelNames())
        .containsExactly("b");
    Path none = Files.writeString(temp.resolve("b.arff"), "@relation r\n");
    assertThatThrownBy(() -> Readers.read(none)).hasMessageContaining("found none");
  }

  @Test
  void jsonLinesOfFeatures() {
    Listing listing = Readers.read(fixture("features.jsonl"));
    assertThat(features(listing)).containsExactly(1, 2.5f, 3, 4);
    assertThat(labels(listing)).containsExactly("11", "01");
    assertThat(problems(listing)).containsExactly("line 3: expected 2 features, received 1");
  }

  @Test
  void recordsOfFeatures() {
    Listing vectors =
        Readers.read(fixture("tfrecord/vectors.tfrecord"), new ReadOptions().unknown("-1"));
    assertThat(features(vectors)).containsExactly(1, 2, 3, 4);
    assertThat(labels(vectors)).containsExactly("10?", "001");
    Listing named = Readers.read(
        fixture("tfrecord/vectors.tfrecord"),
        new ReadOptions().labels(List.of("a", "b", "c")).absent("-1"));
    assertThat(named.labelNames()).containsExactly("a", "b", "c");
    assertThat(labels(named)).containsExactly("100", "001");
    assertThatThrownBy(() -> Readers.read(fixture("tfrecord/vectors.tfrecord")))
        .hasMessageContaining("--absent -1");
    Listing classes = Readers.read(fixture("tfrecord/classes.tfrecord"));
    assertThat(classes.labelNames()).containsExactly("2", "7");
    assertThat(labels(classes)).containsExactly("01", "11");
    assertThat(problems(classes)).hasSize(1);
    assertThat(problems(classes).get(0)).startsWith("record 2: expected labels");
    assertThatThrownBy(() -> Readers.read(fixture("tfrecord/gzip.tfrecord")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is compressed with gzip");
  }

  @Test
  void damagedRecordsAreLeftOutOrEndTheFile() throws IOException {
    byte[] whole = Files.readAllBytes(fixture("tfrecord/vectors.tfrecord"));
    Path file = temp.resolve("a.tfrecord");
    byte[] damaged = whole.clone();
    damaged[20] ^= 1; // in the bytes of the first record
    Files.write(file, damaged);
    Listing one = Readers.read(file);
    assertThat(one.rows()).isEqualTo(1);
    assertThat(problems(one)).containsExactly("record 0: is damaged: its checksum is wrong");
    Files.write(file, Arrays.copyOf(whole, whole.length - 3));
    assertThat(problems(Readers.read(file, new ReadOptions().unknown("-1"))))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("record 1: claims")
        .contains("truncated");
    damaged[0] ^= 1; // the length of the first record
    Files.write(file, damaged);
    assertThatThrownBy(() -> Readers.read(file)).hasMessageContaining("is no TFRecord file");
  }
}

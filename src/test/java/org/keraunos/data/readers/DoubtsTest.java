package org.keraunos.data.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.keraunos.data.readers.Shown.labels;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keraunos.base.DataException;

/**
 * A table that can be read in two ways is refused with both and the options that decide, and each
 * option reads it.
 */
class DoubtsTest {
  private static final String FILES = "a.png b.png c.png d.png";

  @TempDir
  Path temp;

  /**
   * A doubtful table.
   *
   * @param name of the file
   * @param text its lines, joined by |
   * @param one the option that chooses the first reading, as the message has it, and what it gives
   * @param other the same of the second reading
   */
  record Doubtful(String name, String text, Decision one, Decision other) {
    @Override
    public String toString() {
      return one.option() + " or " + other.option();
    }
  }

  /** An option as the message spells it, what it does, and the reading it gives. */
  record Decision(
      String option,
      Function<ReadOptions, ReadOptions> choice,
      Function<Listing, Object> seen,
      Object gives) {}

  private static Decision decision(
      String option,
      Function<ReadOptions, ReadOptions> choice,
      Function<Listing, Object> seen,
      Object gives) {
    return new Decision(option, choice, seen, gives);
  }

  static Stream<Doubtful> doubts() {
    return Stream.of(
        new Doubtful(
            "labels.csv",
            "file,x,y|a.png,-1,0|b.png,1,1|c.png,-1,0|d.png,1,1",
            decision(
                "--absent -1 (ReadOptions.absent)",
                o -> o.absent("-1"),
                Shown::labels,
                List.of("00", "11", "00", "11")),
            decision(
                "--unknown -1 (ReadOptions.unknown)",
                o -> o.unknown("-1"),
                Shown::labels,
                List.of("?0", "11", "?0", "11"))),
        new Doubtful(
            "table.csv",
            "f,label_x,label_y|.5,-1,0|1.5,1,1|2.5,-1,0",
            decision("--absent -1", o -> o.absent("-1"), Shown::labels, List.of("00", "11", "00")),
            decision(
                "--unknown -1", o -> o.unknown("-1"), Shown::labels, List.of("?0", "11", "?0"))),
        new Doubtful(
            "labels.csv",
            "file,labels|a.png,polar bear|b.png,cat|c.png,cat|d.png,cat",
            decision(
                "--separator none",
                o -> o.separator("none"),
                Listing::labelNames,
                List.of("cat", "polar bear")),
            decision(
                "--separator \" \" (ReadOptions.separator)",
                o -> o.separator(" "),
                Listing::labelNames,
                List.of("bear", "cat", "polar"))),
        new Doubtful(
            "labels.csv",
            "file,labels|a.png,and/or|b.png,cat|c.png,cat|d.png,cat",
            decision(
                "--separator none",
                o -> o.separator("none"),
                Listing::labelNames,
                List.of("and/or", "cat")),
            decision(
                "--separator /",
                o -> o.separator("/"),
                Listing::labelNames,
                List.of("and", "cat", "or"))),
        new Doubtful(
            "labels.csv",
            "file,split,cat|a.png,0,1|b.png,1,0|c.png,0,1|d.png,2,0",
            decision(
                "--part-column split (ReadOptions.partColumn)",
                o -> o.partColumn("split"),
                Listing::parts,
                List.of(Part.TRAIN, Part.VALIDATION, Part.TRAIN, Part.TEST)),
            decision(
                "--part-column none",
                o -> o.partColumn("none"),
                Listing::labelNames,
                List.of("cat"))),
        new Doubtful(
            "labels.csv",
            "file,test,cat|a.png,0,1|b.png,1,0|c.png,0,1|d.png,1,0",
            decision(
                "--part-column test",
                o -> o.partColumn("test"),
                Listing::parts,
                List.of(Part.TRAIN, Part.TEST, Part.TRAIN, Part.TEST)),
            decision(
                "--part-column none",
                o -> o.partColumn("none"),
                Listing::labelNames,
                List.of("test", "cat"))),
        new Doubtful(
            "labels.csv",
            "file,split,set,cat|a.png,train,test,1|b.png,test,train,0|c.png,train,test,0"
                + "|d.png,test,train,0",
            decision(
                "--part-column split",
                o -> o.partColumn("split"),
                Listing::parts,
                List.of(Part.TRAIN, Part.TEST, Part.TRAIN, Part.TEST)),
            decision(
                "--part-column set",
                o -> o.partColumn("set"),
                Listing::parts,
                List.of(Part.TEST, Part.TRAIN, Part.TEST, Part.TRAIN))),
        new Doubtful(
            "labels.csv",
            "first,second,cat|a.png,b.png,1|b.png,a.png,0|c.png,d.png,1|d.png,c.png,0",
            decision(
                "--file-column first (ReadOptions.fileColumn)",
                o -> o.fileColumn("first"),
                Shown::names,
                List.of("a.png", "b.png", "c.png", "d.png")),
            decision(
                "--file-column second",
                o -> o.fileColumn("second"),
                Shown::names,
                List.of("b.png", "a.png", "d.png", "c.png"))),
        new Doubtful(
            "labels.csv",
            "file,tags,indoor|a.png,cat,1|b.png,dog,0|c.png,cat,0|d.png,dog,1",
            decision(
                "--label-columns tags (ReadOptions.labelColumns)",
                o -> o.labelColumns(List.of("tags")),
                Listing::labelNames,
                List.of("cat", "dog")),
            decision(
                "--label-columns indoor",
                o -> o.labelColumns(List.of("indoor")),
                Listing::labelNames,
                List.of("indoor"))),
        new Doubtful(
            "labels.csv",
            "file,label,category|a.png,cat,pet|b.png,dog,pet|c.png,cat,pet|d.png,wolf,wild",
            decision(
                "--label-columns label",
                o -> o.labelColumns(List.of("label")),
                Listing::labelNames,
                List.of("cat", "dog", "wolf")),
            decision(
                "--label-columns category",
                o -> o.labelColumns(List.of("category")),
                Listing::labelNames,
                List.of("pet", "wild"))),
        new Doubtful(
            "table.csv",
            "f,label_x|\"1,234\",0|\"5,678\",1",
            decision(
                "--decimal comma (ReadOptions.decimalComma(true))",
                o -> o.decimalComma(true),
                listing -> Arrays.toString(Shown.features(listing)),
                "[1.234, 5.678]"),
            decision(
                "--decimal point (ReadOptions.decimalComma(false))",
                o -> o.decimalComma(false),
                listing -> Arrays.toString(Shown.features(listing)),
                "[1234.0, 5678.0]")),
        new Doubtful(
            "table.csv",
            "f;g;label_x|1.234;0,5;0|5.678;1,5;1",
            decision(
                "--decimal point",
                o -> o.decimalComma(false),
                listing -> Arrays.toString(Shown.features(listing)),
                "[1.234, 0.5, 5.678, 1.5]"),
            decision(
                "--decimal comma",
                o -> o.decimalComma(true),
                listing -> Arrays.toString(Shown.features(listing)),
                "[1234.0, 0.5, 5678.0, 1.5]")),
        new Doubtful(
            "labels.csv",
            "file;label|a.png;tench, Tinca tinca|b.png;goldfish, Carassius|c.png;cat|d.png;cat",
            decision(
                "--separator none",
                o -> o.separator("none"),
                Listing::labelNames,
                List.of("cat", "goldfish, Carassius", "tench, Tinca tinca")),
            decision(
                "--separator ,",
                o -> o.separator(","),
                Listing::labelNames,
                List.of("Carassius", "Tinca tinca", "cat", "goldfish", "tench"))),
        new Doubtful(
            "labels.csv",
            "file,species,healthy|a.png,oak,1|b.png,elm,0|c.png,oak,0|d.png,elm,1",
            decision(
                "--label-columns species",
                o -> o.labelColumns(List.of("species")),
                Listing::labelNames,
                List.of("elm", "oak")),
            decision(
                "--label-columns healthy",
                o -> o.labelColumns(List.of("healthy")),
                Listing::labelNames,
                List.of("healthy"))),
        new Doubtful(
            "labels.csv",
            "file,Usage,cat,dog|a.png,Training,0,1|b.png,PublicTest,1,0|c.png,trn,0,1|d.png,dev,1,1",
            decision(
                "--part-column Usage",
                o -> o.partColumn("Usage"),
                Listing::parts,
                List.of(Part.TRAIN, Part.TEST, Part.TRAIN, Part.VALIDATION)),
            decision(
                "--part-column none",
                o -> o.partColumn("none"),
                Listing::parts,
                List.of(Part.NONE, Part.NONE, Part.NONE, Part.NONE))),
        new Doubtful(
            "labels.csv",
            "image,labels|a.png,cat|b.png,dog|c.png,cat|d.png,dog",
            decision(
                "--header yes",
                o -> o.header(true),
                Shown::names,
                List.of("a.png", "b.png", "c.png", "d.png")),
            decision(
                "--header no",
                o -> o.header(false),
                Shown::names,
                List.of("image.png", "a.png", "b.png", "c.png", "d.png"))),
        new Doubtful(
            "labels.csv",
            "gone.png,cat|a.png,dog|b.png,cat|c.png,dog",
            decision(
                "--header yes (ReadOptions.header(true))",
                o -> o.header(true),
                Shown::names,
                List.of("a.png", "b.png", "c.png")),
            decision(
                "--header no (ReadOptions.header(false))",
                o -> o.header(false),
                Shown::problems,
                List.of("line 1: no file 'gone.png' in FOLDER"))),
        new Doubtful(
            "table.csv",
            "1,2|0.5,0|1.5,1",
            decision(
                "--header yes",
                o -> o.header(true).labelCount(1),
                Shown::labels,
                List.of("0", "1")),
            decision(
                "--header no",
                o -> o.header(false).labelCount(1).unknown("2"),
                Shown::labels,
                List.of("?", "0", "1"))));
  }

  @ParameterizedTest
  @MethodSource("doubts")
  void isRefusedAndDecided(Doubtful table) throws IOException {
    for (String file : FILES.split(" ", -1)) {
      Files.writeString(temp.resolve(file), "picture of " + file);
    }
    if (table.text().startsWith("image,")) {
      Files.writeString(temp.resolve("image.png"), "picture of the name of a column");
    }
    String lines = table.text().replace('|', '\n') + "\n";
    Path file = Files.writeString(temp.resolve(table.name()), lines);
    assertThatThrownBy(() -> Readers.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining("can be read in two ways, and the data do not decide")
        .hasMessageContaining(table.one().option())
        .hasMessageContaining(table.other().option());
    for (Decision decision : List.of(table.one(), table.other())) {
      Listing listing = Readers.read(file, decision.choice().apply(new ReadOptions()));
      Object seen = decision.seen().apply(listing);
      Object expected = decision.gives();
      assertThat(seen.toString().replace(temp.toString(), "FOLDER"))
          .as(decision.option())
          .isEqualTo(expected.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("encodings")
  void textThatIsNoUtf8IsAskedFor(String charset, String label, String shown) throws IOException {
    Files.writeString(temp.resolve("a.png"), "picture");
    Files.writeString(temp.resolve("b.png"), "other");
    Path file = Files.write(
        temp.resolve("labels.csv"),
        ("file,labels\r\na.png," + label + "\r\nb.png,x|" + label + "\r\n")
            .getBytes(Charset.forName(charset)));
    assertThatThrownBy(() -> Readers.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file + ": line 2: the bytes " + shown)
        .hasMessageContaining("are no UTF-8; say the encoding, --encoding NAME")
        .hasMessageContaining(charset + " reads '" + label + "'");
    Listing listing = Readers.read(file, new ReadOptions().encoding(Charset.forName(charset)));
    assertThat(listing.labelNames()).containsExactlyInAnyOrder(label, "x");
    assertThat(labels(listing)).hasSize(2);
    assertThat(listing.reading().encoding()).isEqualTo(charset + " (--encoding)");
    assertThatThrownBy(
            () -> Readers.read(file, new ReadOptions().encoding(StandardCharsets.US_ASCII)))
        .hasMessageContaining("are no US-ASCII");
  }

  static Stream<Arguments> encodings() {
    return Stream.of(
        Arguments.of("windows-1252", "cœur €", "9C 75 72"),
        Arguments.of("windows-1251", "кот", "EA EE F2"),
        Arguments.of("Shift_JIS", "猫", "94 4C"));
  }
}

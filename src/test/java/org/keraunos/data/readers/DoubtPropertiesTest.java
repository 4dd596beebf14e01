package org.keraunos.data.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keraunos.base.DataException;

/**
 * A table that may be read in two ways is refused with the options that decide, whatever it holds
 * and however it is written; and each option reads what was meant by it.
 */
class DoubtPropertiesTest {
  private static final int SEEDS = 25;

  @TempDir
  Path temp;

  /** A kind of doubt: the columns of a table, and what each option makes of them. */
  private enum Kind {
    MINUS_ONE,
    PARTS_OF_NUMBERS,
    HINTS_OF_PARTS,
    BLANKS,
    COMMAS,
    ANNOTATORS,
    THOUSANDS,
    NOTHING
  }

  /** An option as the message has it, what it sets, and what is to be read with it. */
  private record Choice(String option, Function<ReadOptions, ReadOptions> sets, Object reads) {}

  /** A table that is made up, its rows in the order of the file. */
  private static final class Doubtful {
    final Random random;
    final List<String> names = new ArrayList<>();
    final List<List<String>> columns = new ArrayList<>();
    final List<Choice> choices = new ArrayList<>();
    Function<Listing, Object> seen = Shown::labels;
    boolean images = true;

    Doubtful(Kind kind, long seed) {
      random = new Random(seed);
      int rows = 8 + random.nextInt(8);
      switch (kind) {
        case MINUS_ONE -> minusOne(rows);
        case PARTS_OF_NUMBERS -> partsOfNumbers(rows);
        case HINTS_OF_PARTS -> hintsOfParts(rows);
        case BLANKS -> joined(rows, " ", "\" \"");
        case COMMAS -> joined(rows, ", ", ",");
        case ANNOTATORS -> annotators(rows);
        case THOUSANDS -> thousands(rows);
        case NOTHING -> nothing(rows);
      }
    }

    private List<String> column(String name, int rows, BiFunction<Integer, Random, String> cell) {
      List<String> cells = new ArrayList<>();
      for (int row = 0; row < rows; row++) {
        cells.add(cell.apply(row, random));
      }
      names.add(name);
      columns.add(cells);
      return cells;
    }

    private void files(int rows) {
      column("file", rows, (row, r) -> "p" + row + ".png");
    }

    /** One column with -1 and no 0 beside one with a 0. */
    private void minusOne(int rows) {
      files(rows);
      List<String> a = column("a", rows, (row, r) -> row == 0 || r.nextBoolean() ? "-1" : "1");
      List<String> b = column("b", rows, (row, r) -> row == 0 || r.nextBoolean() ? "0" : "1");
      List<String> absent = new ArrayList<>();
      List<String> unknown = new ArrayList<>();
      for (int row = 0; row < rows; row++) {
        absent.add(a.get(row).replace("-1", "0") + b.get(row));
        unknown.add(a.get(row).replace("-1", "?") + b.get(row));
      }
      choices.add(new Choice("--absent -1", o -> o.absent("-1").labels(List.of("a", "b")), absent));
      choices.add(
          new Choice("--unknown -1", o -> o.unknown("-1").labels(List.of("a", "b")), unknown));
    }

    private void partsOfNumbers(int rows) {
      files(rows);
      String name = List.of("split", "Subset", "partition", "fold").get(random.nextInt(4));
      column("a", rows, (row, r) -> row % 2 + "");
      List<String> cells = column(name, rows, (row, r) -> (row < 3 ? row : r.nextInt(3)) + "");
      seen = Listing::parts;
      List<Part> parts = cells.stream()
          .map(cell -> List.of(Part.TRAIN, Part.VALIDATION, Part.TEST).get(Integer.parseInt(cell)))
          .toList();
      choices.add(new Choice("--part-column " + name, o -> o.partColumn(name), parts));
      choices.add(new Choice(
          "--part-column none", o -> o.partColumn("none"), Collections.nCopies(rows, Part.NONE)));
    }

    private void hintsOfParts(int rows) {
      files(rows);
      String name = List.of("split", "Usage", "set").get(random.nextInt(3));
      column("a", rows, (row, r) -> row % 2 + "");
      List<String> words = List.of("Training", "PublicTest", "trn", "tst", "val_1", "test set");
      List<Part> means =
          List.of(Part.TRAIN, Part.TEST, Part.TRAIN, Part.TEST, Part.VALIDATION, Part.TEST);
      List<String> cells =
          column(name, rows, (row, r) -> words.get(row == 0 ? 1 : r.nextInt(words.size())));
      seen = Listing::parts;
      List<Part> parts =
          cells.stream().map(cell -> means.get(words.indexOf(cell))).toList();
      choices.add(new Choice("--part-column " + name, o -> o.partColumn(name), parts));
      choices.add(new Choice(
          "--part-column none", o -> o.partColumn("none"), Collections.nCopies(rows, Part.NONE)));
    }

    /** Two words whose pieces stand nowhere else, beside plain tags. */
    private void joined(int rows, String between, String shown) {
      files(rows);
      String two = "polar" + between + "bear";
      List<String> cells = column(
          List.of("labels", "Tags", "class").get(random.nextInt(3)),
          rows,
          (row, r) -> row == 0 ? two : List.of("cat", "dog").get(r.nextInt(2)));
      List<String> one = new ArrayList<>(new TreeSet<>(cells));
      List<String> pieces = new ArrayList<>(new TreeSet<>(cells));
      pieces.remove(two);
      pieces.addAll(List.of("polar", "bear"));
      Collections.sort(pieces);
      seen = Listing::labelNames;
      choices.add(new Choice("--separator none", o -> o.separator("none"), one));
      choices.add(new Choice(
          "--separator " + shown,
          o -> o.separator(between.strip().isEmpty() ? between : between.strip()),
          pieces));
    }

    /** Three rows a picture that disagree on the first one. */
    private void annotators(int pictures) {
      List<int[]> says = new ArrayList<>();
      for (int picture = 0; picture < pictures; picture++) {
        int[] own = new int[3];
        for (int i = 0; i < 3; i++) {
          own[i] = picture == 0 ? (i == 0 ? 1 : 0) : random.nextInt(2);
        }
        says.add(own);
      }
      column("file", 3 * pictures, (row, r) -> "p" + row / 3 + ".png");
      column("annotator", 3 * pictures, (row, r) -> row % 3 + "");
      boolean minus = random.nextBoolean(); // 1 and -1 in place of 1 and 0
      column(
          "a",
          3 * pictures,
          (row, r) -> says.get(row / 3)[row % 3] == 1 ? "1" : minus ? "-1" : "0");
      List<String> union = new ArrayList<>();
      List<String> majority = new ArrayList<>();
      for (int[] own : says) {
        int yes = own[0] + own[1] + own[2];
        union.add(yes > 0 ? "1" : "0");
        majority.add(yes > 1 ? "1" : "0");
      }
      choices.add(new Choice("--repeated union", o -> o.repeated(Repeated.UNION), union));
      choices.add(new Choice("--repeated majority", o -> o.repeated(Repeated.MAJORITY), majority));
    }

    private void thousands(int rows) {
      images = false;
      List<String> cells =
          column("f", rows, (row, r) -> (1 + r.nextInt(99)) + "," + (100 + r.nextInt(900)));
      column("label_a", rows, (row, r) -> row % 2 + "");
      seen = Shown::numbers;
      List<Float> decimals =
          cells.stream().map(cell -> Float.parseFloat(cell.replace(',', '.'))).toList();
      List<Float> thousands =
          cells.stream().map(cell -> Float.parseFloat(cell.replace(",", ""))).toList();
      choices.add(new Choice("--decimal comma", o -> o.decimalComma(true), decimals));
      choices.add(new Choice("--decimal point", o -> o.decimalComma(false), thousands));
    }

    private void nothing(int rows) {
      files(rows);
      String word = List.of("nan", "None", "NULL", "n/a").get(random.nextInt(4));
      List<String> cells =
          column("tags", rows, (row, r) -> row == 0 ? word : List.of("a", "b").get(row % 2));
      List<String> unknown = new ArrayList<>();
      List<String> absent = new ArrayList<>();
      for (String cell : cells) {
        unknown.add(cell.equals(word) ? "??" : cell.equals("a") ? "10" : "01");
        absent.add(cell.equals(word) ? "00" : cell.equals("a") ? "10" : "01");
      }
      choices.add(new Choice("--unknown " + word, o -> o.unknown(word), unknown));
      choices.add(new Choice("--absent " + word, o -> o.absent(word), absent));
    }

    /** Writes the table, its columns and its rows in any order. */
    Path write(Path folder, List<Integer> order) {
      List<Integer> places = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        places.add(i);
      }
      Collections.shuffle(places, random);
      String delimiter = images ? List.of(",", ";", "\t").get(random.nextInt(3)) : ",";
      String end = List.of("\n", "\r\n").get(random.nextInt(2));
      StringBuilder text = new StringBuilder();
      List<String> head = places.stream().map(names::get).toList();
      text.append(String.join(delimiter, head)).append(end);
      for (int row : order) {
        List<String> line = new ArrayList<>();
        for (int place : places) {
          String cell = columns.get(place).get(row);
          line.add(cell.contains(delimiter) || random.nextInt(4) == 0 ? '"' + cell + '"' : cell);
        }
        text.append(String.join(delimiter, line)).append(end);
      }
      if (images) {
        columns.get(names.indexOf("file")).forEach(file -> Made.write(folder.resolve(file), file));
      }
      return Made.write(folder.resolve("table.csv"), text.toString());
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void isRefusedAndEachOptionReadsIt(Kind kind) {
    for (long seed = 0; seed < SEEDS; seed++) {
      Doubtful made = new Doubtful(kind, seed);
      List<Integer> order = new ArrayList<>();
      for (int row = 0; row < made.columns.get(0).size(); row++) {
        order.add(row);
      }
      Path file = made.write(temp.resolve(String.valueOf(seed)), order);
      for (Choice choice : made.choices) {
        String how = "seed " + seed + ", " + choice.option();
        assertThatThrownBy(() -> Readers.read(file))
            .as(how)
            .isInstanceOf(DataException.class)
            .hasMessageContaining(choice.option());
        Listing listing = Readers.read(file, choice.sets().apply(new ReadOptions()));
        assertThat(made.seen.apply(listing)).as(how).isEqualTo(choice.reads());
        assertThat(listing.problems()).as(how).isEmpty();
      }
    }
  }
}

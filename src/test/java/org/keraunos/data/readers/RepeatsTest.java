package org.keraunos.data.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.keraunos.data.readers.Shown.labels;
import static org.keraunos.data.readers.Shown.names;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keraunos.base.DataException;

/** A picture in several rows is one row, and what its rows say is united, or asked for. */
class RepeatsTest {
  @TempDir
  Path temp;

  private Path table(String... lines) {
    for (String file : List.of("a.png", "b.png", "c.png")) {
      Made.write(temp.resolve(file), "picture " + file);
    }
    return Made.write(temp.resolve("labels.csv"), String.join("\n", lines));
  }

  private static ReadOptions by(Repeated rule) {
    return new ReadOptions().repeated(rule);
  }

  @Test
  void aRowABox() {
    Path table = table(
        "filename,width,class,xmin",
        "a.png,24,cat,1",
        "b.png,24,dog,1",
        "a.png,24,dog,5",
        "a.png,24,cat,9");
    Listing listing = Readers.read(table);
    assertThat(names(listing)).containsExactly("a.png", "b.png");
    assertThat(labels(listing)).containsExactly("11", "01");
    assertThat(listing.rowsLost()).isZero();
    assertThat(listing.reading().rowsUnited()).isEqualTo(2);
    assertThat(listing.reading().lines())
        .contains(
            "  joined: 2 rows, to others of their picture",
            "  1 pictures stand in several rows, whose labels were united");
  }

  @Test
  void rowsThatContradictEachOtherAreAskedFor() {
    Path table = table("file,cat,dog", "a.png,1,0", "b.png,0,1", "a.png,1,1", "./a.png,?,1");
    assertThatThrownBy(() -> Readers.read(table))
        .isInstanceOf(DataException.class)
        .hasMessage(table + ": line 2: says 0 of the label 'dog', but of the same picture line 4 "
            + "says 1; --repeated union or --repeated majority decides");
    assertThat(labels(Readers.read(table, by(Repeated.UNION)))).containsExactly("11", "01");
    assertThat(labels(Readers.read(table, by(Repeated.MAJORITY)))).containsExactly("11", "01");
  }

  @Test
  void asManyForAsAgainstIsUnknown() {
    Path table = table("file,cat,dog", "a.png,1,0", "b.png,0,1", "a.png,0,0");
    Listing listing = Readers.read(table, by(Repeated.MAJORITY));
    assertThat(labels(listing)).containsExactly("?0", "01");
    assertThat(listing.reading().cells())
        .containsEntry("tie", "1 labels of which as many rows say 0 as 1 are unknown");
  }

  @Test
  void rowsThatWereRepeatedToWeighMoreAreOne() {
    Path table = table("file,cat,dog", "a.png,1,0", "b.png,0,1", "a.png,1,0", "a.png,1,0");
    assertThat(labels(Readers.read(table))).containsExactly("10", "01");
    Path minus = table("file,cat,dog", "a.png,1,-1", "b.png,-1,1", "a.png,1,-1");
    assertThat(labels(Readers.read(minus))).containsExactly("10", "01");
  }

  @Test
  void whatIsNotKnownContradictsNothing() {
    Path table = table("file,cat,dog", "a.png,1,?", "b.png,0,1", "a.png,,0");
    assertThat(labels(Readers.read(table))).containsExactly("10", "01");
    Path minus = table("file,cat,dog", "a.png,1,-1", "b.png,0,1", "a.png,-1,0", "c.png,-1,-1");
    assertThat(labels(Readers.read(minus))).containsExactly("10", "01", "??");
    Path absent = table("file,cat,dog", "a.png,1,-1", "b.png,-1,1", "a.png,-1,1");
    assertThatThrownBy(() -> Readers.read(absent)).hasMessageContaining("--repeated union");
  }

  @Test
  void aPictureOfTwoPartsIsRefused() {
    Path table = table("file,split,labels", "a.png,train,cat", "b.png,test,dog", "a.png,test,cat");
    assertThatThrownBy(() -> Readers.read(table))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("line 4: is of part test, but the same picture is of part train")
        .hasMessageContaining("--part-column none");
    Listing aside = Readers.read(table, new ReadOptions().partColumn("none"));
    assertThat(names(aside)).containsExactly("a.png", "b.png");
  }

  @Test
  void theSameBytesInSeveralFoldersOfLabels() {
    for (String file : List.of("cat/1.png", "dog/other.png", "cat/2.png", "cat/copy of 2.png")) {
      String bytes = file.contains("2") ? "two" : "one";
      Made.write(temp.resolve("set").resolve(file), bytes);
    }
    Made.write(temp.resolve("set/emu/3.png"), "six"); // of the same length
    Listing listing = Readers.read(temp.resolve("set"));
    assertThat(names(listing)).containsExactly("1.png", "2.png", "copy of 2.png", "3.png");
    assertThat(labels(listing)).containsExactly("110", "100", "100", "001");
    assertThat(listing.reading().rowsUnited()).isEqualTo(1);
  }

  /** Annotators who know or do not know, against a count that knows nothing of rows. */
  @Test
  void randomAnnotators() {
    for (long seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      int pictures = 2 + random.nextInt(4);
      int[][][] says = new int[pictures][1 + random.nextInt(4)][2];
      List<String> lines = new ArrayList<>();
      for (int p = 0; p < pictures; p++) {
        Made.write(temp.resolve("p" + p + ".png"), "picture " + p);
        for (int[] row : says[p]) {
          for (int label = 0; label < 2; label++) {
            row[label] = random.nextInt(3) - 1;
          }
          lines.add("p" + p + ".png," + cell(row[0]) + "," + cell(row[1]));
        }
      }
      lines.add("p0.png,?,?"); // cells are known to be cells whatever else there is
      Collections.shuffle(lines, random);
      lines.add(0, "file,cat,dog");
      Path table = Made.write(temp.resolve("labels.csv"), String.join("\n", lines));
      boolean contradiction = false;
      TreeMap<String, String> union = new TreeMap<>();
      TreeMap<String, String> majority = new TreeMap<>();
      for (int p = 0; p < pictures; p++) {
        StringBuilder any = new StringBuilder();
        StringBuilder most = new StringBuilder();
        for (int label = 0; label < 2; label++) {
          int yes = 0;
          int no = 0;
          for (int[] row : says[p]) {
            yes += row[label] == 1 ? 1 : 0;
            no += row[label] == 0 ? 1 : 0;
          }
          contradiction |= yes > 0 && no > 0;
          any.append(yes > 0 ? "1" : no > 0 ? "0" : "?");
          most.append(yes > no ? "1" : no > yes ? "0" : "?");
        }
        union.put("p" + p + ".png", any.toString());
        majority.put("p" + p + ".png", most.toString());
      }
      assertThat(read(table, by(Repeated.UNION))).as("seed %s", seed).isEqualTo(union);
      assertThat(read(table, by(Repeated.MAJORITY))).as("seed %s", seed).isEqualTo(majority);
      if (contradiction) {
        assertThatThrownBy(() -> Readers.read(table))
            .as("seed %s", seed)
            .isInstanceOf(DataException.class)
            .hasMessageMatching("(?s).*line \\d+: says 0 of .* line \\d+ says 1; --repeated.*");
      } else {
        assertThat(read(table, new ReadOptions())).as("seed %s", seed).isEqualTo(union);
      }
    }
  }

  /**
   * Annotators who write -1: absent where nobody writes 0 and not known where each column has
   * zeros, which is decided before their rows are united.
   */
  @Test
  void randomAnnotatorsWhoWriteMinusOne() {
    for (long seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      boolean absent = random.nextBoolean();
      int pictures = 2 + random.nextInt(5);
      List<String> lines = new ArrayList<>();
      TreeMap<String, String> union = new TreeMap<>();
      TreeMap<String, String> majority = new TreeMap<>();
      boolean contradiction = false;
      for (int p = 0; p < pictures; p++) {
        Made.write(temp.resolve("p" + p + ".png"), "picture " + p);
        int rows = 1 + random.nextInt(4);
        int[][] counts = new int[2][2];
        for (int row = 0; row < rows; row++) {
          String line = "p" + p + ".png";
          for (int label = 0; label < 2; label++) {
            // 1, 0 or -1, and ? now and then
            int says = absent ? 2 * random.nextInt(2) - 1 : random.nextInt(3) - 1;
            boolean known = random.nextInt(6) > 0 && (absent || says >= 0);
            line += "," + (random.nextInt(6) == 0 && !known ? "?" : said(says, known, absent));
            if (known) {
              counts[label][says == 1 ? 1 : 0]++;
            }
          }
          lines.add(line);
        }
        StringBuilder any = new StringBuilder();
        StringBuilder most = new StringBuilder();
        for (int[] count : counts) {
          contradiction |= count[0] > 0 && count[1] > 0;
          any.append(count[1] > 0 ? "1" : count[0] > 0 ? "0" : "?");
          most.append(count[1] > count[0] ? "1" : count[0] > count[1] ? "0" : "?");
        }
        union.put("p" + p + ".png", any.toString());
        majority.put("p" + p + ".png", most.toString());
      }
      // what decides: a row that has -1 beside one that has 0, or has not
      Made.write(temp.resolve("q.png"), "q");
      Made.write(temp.resolve("r.png"), "r");
      lines.add("q.png,-1,-1");
      lines.add(absent ? "r.png,1,1" : "r.png,0,0");
      for (TreeMap<String, String> expected : List.of(union, majority)) {
        expected.put("q.png", absent ? "00" : "??");
        expected.put("r.png", absent ? "11" : "00");
      }
      Collections.shuffle(lines, random);
      lines.add(0, "file,cat,dog");
      Path table = Made.write(temp.resolve("labels.csv"), String.join("\n", lines));
      assertThat(read(table, by(Repeated.UNION))).as("seed %s", seed).isEqualTo(union);
      assertThat(read(table, by(Repeated.MAJORITY))).as("seed %s", seed).isEqualTo(majority);
      if (contradiction) {
        assertThatThrownBy(() -> Readers.read(table, new ReadOptions()))
            .as("seed %s", seed)
            .hasMessageContaining("--repeated union or --repeated majority decides");
      } else {
        assertThat(read(table, new ReadOptions())).as("seed %s", seed).isEqualTo(union);
      }
    }
  }

  private static String said(int says, boolean known, boolean absent) {
    return known ? String.valueOf(says) : absent ? "?" : "-1";
  }

  /** A row a label, some of them twice, against the tags that were meant. */
  @Test
  void randomRowsOfOneLabelEach() {
    for (long seed = 0; seed < 40; seed++) {
      Made made = new Made(seed, false);
      Path folder = temp.resolve("long" + seed);
      List<String> lines = new ArrayList<>();
      for (String file : made.files) {
        made.picture(folder, file);
        if (made.tags.get(file).isEmpty()) {
          lines.add("\"" + file + "\",");
        }
        for (String tag : made.tags.get(file)) {
          for (int times = 1 + made.random.nextInt(2); times > 0; times--) {
            lines.add("\"" + file + "\"," + tag);
          }
        }
      }
      Collections.shuffle(lines, made.random);
      lines.add(0, "filename,class");
      Made.write(folder.resolve("labels.csv"), String.join("\n", lines));
      ReadOptions options = new ReadOptions().separator("none");
      assertThat(Made.read(Readers.read(folder, options)))
          .as("seed %s", seed)
          .isEqualTo(made.expected());
    }
  }

  private static String cell(int says) {
    return says < 0 ? "?" : String.valueOf(says);
  }

  private static TreeMap<String, String> read(Path table, ReadOptions options) {
    Listing listing = Readers.read(table, options.labelColumns(List.of("cat", "dog")));
    TreeMap<String, String> rows = new TreeMap<>();
    for (int row = 0; row < listing.rows(); row++) {
      rows.put(names(listing).get(row), labels(listing).get(row));
    }
    return rows;
  }
}

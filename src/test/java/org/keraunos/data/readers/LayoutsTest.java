package org.keraunos.data.readers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What was written in each tool's layout is what is read, whatever case, order, line ends and other
 * files there are.
 */
class LayoutsTest {
  private static final int SEEDS = Integer.getInteger("keraunos.layout.seeds", 12);

  @TempDir
  Path temp;

  private record Written(String name, Format format, BiConsumer<Made, Path> by, boolean parts) {}

  private static List<Written> layouts() {
    List<Written> all = new ArrayList<>();
    for (boolean parts : new boolean[] {false, true}) {
      all.add(new Written("yolo data.yaml", Format.YOLO, (m, p) -> m.yolo(p, false, true), parts));
      all.add(new Written("yolo classes", Format.YOLO, (m, p) -> m.yolo(p, false, false), parts));
      all.add(new Written("voc", Format.PASCAL_VOC, (m, p) -> m.voc(p, 0), parts));
      all.add(new Written("voc beside", Format.PASCAL_VOC, (m, p) -> m.voc(p, 2), parts));
      all.add(new Written("cvat", Format.CVAT, Made::cvat, parts));
      all.add(new Written("coco", Format.COCO, Made::coco, parts));
      all.add(new Written("label folders", Format.LABEL_FOLDERS, Made::labelFolders, parts));
    }
    for (boolean parts : new boolean[] {false, true}) {
      all.add(new Written("jsonl", Format.JSON_LINES, (m, p) -> m.jsonLines(p, false), parts));
      all.add(new Written("open images", Format.OPEN_IMAGES, Made::openImages, parts));
      all.add(new Written("csv of tags", Format.IMAGE_CSV, (m, p) -> m.csv(p, 0, true), parts));
      all.add(new Written("csv of cells", Format.IMAGE_CSV, (m, p) -> m.csv(p, 0, false), parts));
    }
    all.add(new Written("jsonl above", Format.JSON_LINES, (m, p) -> m.jsonLines(p, true), true));
    for (int place = 1; place <= 2; place++) {
      int where = place;
      all.add(new Written(
          "csv of tags, " + place, Format.IMAGE_CSV, (m, p) -> m.csv(p, where, true), true));
      all.add(new Written(
          "csv of cells, " + place, Format.IMAGE_CSV, (m, p) -> m.csv(p, where, false), true));
    }
    all.add(new Written("yolo above", Format.YOLO, (m, p) -> m.yolo(p, true, true), true));
    all.add(new Written("yolo above classes", Format.YOLO, (m, p) -> m.yolo(p, true, false), true));
    all.add(new Written("darknet", Format.YOLO, Made::darknet, true));
    all.add(new Written("voc above", Format.PASCAL_VOC, (m, p) -> m.voc(p, 1), true));
    all.add(new Written("studio", Format.LABEL_STUDIO, (m, p) -> m.labelStudio(p, false), false));
    all.add(
        new Written("studio min", Format.LABEL_STUDIO, (m, p) -> m.labelStudio(p, true), false));
    return all;
  }

  @TestFactory
  List<DynamicTest> whatWasWrittenIsRead() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Written layout : layouts()) {
      tests.add(DynamicTest.dynamicTest(layout.name() + (layout.parts() ? ", parts" : ""), () -> {
        for (long seed = 0; seed < SEEDS; seed++) {
          Path folder = temp.resolve(layout.name() + layout.parts() + seed);
          Made made = new Made(seed, layout.parts());
          layout.by().accept(made, folder);
          made.litter(folder);
          check(made, layout, folder, seed);
        }
      }));
    }
    return tests;
  }

  private static void check(Made made, Written layout, Path folder, long seed) {
    String name = layout.name() + ", seed " + seed;
    assertThat(Format.of(folder, new ReadOptions())).as(name).isEqualTo(layout.format());
    Listing listing = Readers.read(folder);
    assertThat(Made.read(listing)).as(name).isEqualTo(made.expected());
    assertThat(new TreeSet<>(listing.labelNames())).as(name).isEqualTo(new TreeSet<>(made.labels));
    assertThat(listing.problems()).as(name).noneMatch(Problem::rowLost);
    assertThat(listing.reading().format()).isEqualTo(layout.format().spelled());
    assertThat(listing.reading().partsFrom().isEmpty()).as(name).isEqualTo(!layout.parts());
  }
}

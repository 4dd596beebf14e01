package org.keraunos.data.readers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A folder whose sub-folders are labels, as {@code keras.utils.image_dataset_from_directory} reads
 * it; with folders train, val or test above or below them where there are any. Where all pictures
 * lie in folders in folders, which of them are the labels is asked for.
 */
final class LabelFolders {
  private static final int SHOWN = 5;
  private static final Set<String> UNLABELLED =
      Set.of("unlabeled", "unlabelled", "unsup", "untagged", "unsorted");

  private final Path folder;
  private final ReadOptions options;
  private final Rows rows;
  private final List<ImageSource> sources = new ArrayList<>();
  private final List<String> labels = new ArrayList<>();
  private final List<Part> parts = new ArrayList<>();
  private final Set<String> first = new LinkedHashSet<>();
  private final Set<String> last = new LinkedHashSet<>();
  private String nested = "";
  private boolean direct;

  private LabelFolders(Path folder, ReadOptions options) {
    this.folder = folder;
    this.options = options;
    this.rows =
        new Rows(folder, options, Format.LABEL_FOLDERS.recognised(options, "folders of pictures"));
  }

  /**
   * Whether there is an image in a sub-folder that may be a label. One folder alone that is called
   * images, in each part, is none, and neither are folders that are all called by parts
   * (train_images, test_images): they hold images of which nothing says the labels.
   */
  static boolean has(Path folder, ReadOptions options) {
    boolean aside = setsPartsAside(options);
    List<Path> above = aside ? List.of() : Layout.parts(folder);
    List<Path> found = (above.isEmpty() ? List.of(folder) : above)
        .stream()
            .flatMap(part -> Layout.folders(part).stream())
            .filter(Folders::hasImage)
            .toList();
    if (found.isEmpty() && !above.isEmpty()) {
      return !options.areLabelsOptional() && mayBeLabels(folder);
    }
    return found.stream()
        .anyMatch(label ->
            !Layout.holdsImages(label) && (aside || Part.ofFile(Folders.name(label)) == Part.NONE));
  }

  /** Whether there are pictures in train and in another folder that is no part: a kind of it? */
  private static boolean mayBeLabels(Path folder) {
    return Layout.folders(folder).stream()
        .filter(Folders::hasImage)
        .anyMatch(each -> Part.ofFile(Folders.name(each)) == Part.NONE
            && !Layout.holdsImages(each)
            && !Layout.holdsLabels(each));
  }

  private static boolean setsPartsAside(ReadOptions options) {
    return PartColumns.NONE.equals(options.partColumn());
  }

  static Listing read(Path folder, ReadOptions options) {
    return new LabelFolders(folder, options).read();
  }

  private Listing read() {
    List<Path> above = setsPartsAside(options) ? List.of() : Layout.parts(folder);
    if (above.isEmpty()) {
      readLabels(folder, Part.NONE);
    } else {
      if (above.stream()
              .noneMatch(part -> Layout.folders(part).stream().anyMatch(Folders::hasImage))
          && mayBeLabels(folder)) {
        String name = Folders.name(above.get(0));
        throw Doubt.between(
            folder,
            "",
            "the folder '" + name + "'",
            "it is a label, " + Doubt.option("--part-column", PartColumns.NONE, "partColumn"),
            "it is a part, whose pictures are in no folder of a label, which is enough for predict alone");
      }
      readParts(above);
    }
    if (!nested.isEmpty() && direct && options.labels().isEmpty()) {
      rows.account()
          .remark("Pictures in folders below that of a label have the label of the first, as in "
              + nested);
    } else if (!nested.isEmpty() && options.labels().isEmpty()) {
      throw Doubt.between(
          folder,
          "",
          "'" + nested + "', a folder in a folder,",
          "the first is the label, " + Doubt.option("--labels", shown(first), "labels"),
          "the last is, " + Doubt.option("--labels", shown(last), "labels")
              + ", or both are if --labels names both");
    }
    boolean inParts = parts.stream().anyMatch(part -> part != Part.NONE);
    rows.account().labels("names of folders").partsFrom(inParts ? "folders" : "");
    return rows.sorted(sources, SameBytes.keys(sources, labels, parts));
  }

  private static String shown(Set<String> names) {
    List<String> some = names.stream().sorted().limit(SHOWN).toList();
    return String.join(",", some) + (names.size() > SHOWN ? ",..." : "");
  }

  private void readParts(List<Path> above) {
    for (Path each : Folders.list(folder)) {
      if (above.contains(each)) {
        readLabels(each, Part.ofFolder(Folders.name(each)));
      } else if (Files.isDirectory(each)) {
        rows.problem(each, "", "is none of the parts train, val and test and is left out", false);
      } else {
        inNoLabel(each);
      }
    }
  }

  private void readLabels(Path above, Part part) {
    for (Path each : Folders.list(above)) {
      if (Files.isDirectory(each)) {
        readLabel(each, part);
      } else {
        inNoLabel(each);
      }
    }
  }

  private void inNoLabel(Path file) {
    rows.problem(file, "", "lies in no folder of a label and is left out", Folders.isImage(file));
  }

  private void readLabel(Path label, Part part) {
    if (!Folders.hasImage(label)) {
      rows.account().leaveOut("folder '" + Folders.name(label) + "'", "holds no picture");
      return;
    }
    checkName(label);
    checkUnlabelled(label);
    int others = 0;
    Path other = label;
    ImageFinder finder = new ImageFinder(label, rows);
    for (Path file : Folders.walk(label)) {
      if (!Folders.isImage(file)) {
        others++;
        other = file;
        continue;
      }
      ImageSource source = finder.find(label.relativize(file).toString(), file, "");
      if (source != null) {
        sources.add(source);
        add(label, file, part);
      }
    }
    if (others > 0) {
      rows.problem(
          other, "", "is no image and is left out (in this folder: " + others + ")", false);
    }
  }

  /** A folder that is called as folders of pictures are may be no label: images beside masks. */
  private void checkName(Path label) {
    String name = Names.composed(Folders.name(label));
    if (Layout.holdsImages(label) && !options.labels().contains(name)) {
      Set<String> all = new LinkedHashSet<>();
      Layout.folders(Folders.parent(label)).forEach(each -> all.add(Folders.name(each)));
      throw Doubt.between(
          label,
          "",
          "its name",
          "it is a label, " + Doubt.option("--labels", shown(all), "labels"),
          "it is no label but holds the pictures, of which nothing says the labels");
    }
  }

  private void checkUnlabelled(Path label) {
    String name = Folders.name(label);
    String lower = name.toLowerCase(Locale.ROOT);
    if (UNLABELLED.contains(lower)
        && !options.unknown().contains(lower)
        && !options.labels().contains(name)) {
      throw Doubt.between(
          label,
          "",
          "its name",
          "the labels of its pictures are not known, " + Doubt.option("--unknown", name, "unknown"),
          "it is a label, which --labels (ReadOptions.labels) names with the others");
    }
  }

  /** Adds a picture with the labels that the folders above it are. */
  private void add(Path label, Path file, Part of) {
    Part part = of;
    List<String> steps = new ArrayList<>(List.of(Names.composed(Folders.name(label))));
    Path inside = label.relativize(file);
    for (int i = 0; i < inside.getNameCount() - 1; i++) {
      Path step = inside.getName(i);
      Part below = setsPartsAside(options) ? Part.NONE : Part.ofFolder(step.toString());
      if (below != Part.NONE && part == Part.NONE) {
        part = below;
      } else if (!Layout.holdsImages(step)) {
        steps.add(Names.composed(step.toString()));
      }
    }
    first.add(steps.get(0));
    last.add(steps.get(steps.size() - 1));
    direct |= steps.size() == 1;
    if (steps.size() > 1 && nested.isEmpty()) {
      nested = String.join("/", steps);
    }
    List<String> wanted = options.labels();
    List<String> own = steps.stream().filter(wanted::contains).distinct().toList();
    labels.add(String.join("/", own.isEmpty() ? steps.subList(0, 1) : own));
    parts.add(part);
    if (options.unknown().contains(steps.get(0).toLowerCase(Locale.ROOT)) && own.isEmpty()) {
      rows.addUnknown(part, file, "");
    } else {
      rows.add(own.isEmpty() ? steps.subList(0, 1) : own, part, file, "");
    }
  }
}

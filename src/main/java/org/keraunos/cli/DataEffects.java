package org.keraunos.cli;

import static org.keraunos.data.readers.Format.ARFF;
import static org.keraunos.data.readers.Format.COCO;
import static org.keraunos.data.readers.Format.CVAT;
import static org.keraunos.data.readers.Format.FEATURE_CSV;
import static org.keraunos.data.readers.Format.IMAGES;
import static org.keraunos.data.readers.Format.IMAGE_CSV;
import static org.keraunos.data.readers.Format.JSON_LINES;
import static org.keraunos.data.readers.Format.LABEL_FOLDERS;
import static org.keraunos.data.readers.Format.LABEL_STUDIO;
import static org.keraunos.data.readers.Format.NPY;
import static org.keraunos.data.readers.Format.NPZ;
import static org.keraunos.data.readers.Format.OPEN_IMAGES;
import static org.keraunos.data.readers.Format.PASCAL_VOC;
import static org.keraunos.data.readers.Format.TFRECORD;
import static org.keraunos.data.readers.Format.YOLO;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keraunos.base.Check;
import org.keraunos.data.Dataset;
import org.keraunos.data.readers.Format;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Which options of {@link DataOptions} change something, by the format of the data; any other that
 * is given is refused.
 */
final class DataEffects {
  /** Of what decodes images or leaves rows out, which looking at data does not. */
  private static final List<String> LOADING =
      List.of("--image-size", "--cache", "--on-error", "--max-skipped");

  private static final List<String> OF_IMAGES =
      List.of("--image-size", "--cache", "--images", "--repeated");

  private static final Map<String, Set<Format>> FORMATS = formats();

  private DataEffects() {}

  private static Map<String, Set<Format>> formats() {
    Set<Format> arrays = EnumSet.of(NPZ, NPY);
    Set<Format> files = EnumSet.complementOf(EnumSet.copyOf(arrays));
    Set<Format> images = EnumSet.complementOf(EnumSet.of(NPZ, NPY, FEATURE_CSV, ARFF));
    Map<String, Set<Format>> formats = new LinkedHashMap<>();
    formats.put("--label-count", EnumSet.of(FEATURE_CSV, ARFF));
    formats.put("--csv", EnumSet.of(IMAGE_CSV, FEATURE_CSV));
    formats.put("--separator", EnumSet.of(IMAGE_CSV));
    Set<Format> listed = EnumSet.of(
        IMAGE_CSV, JSON_LINES, COCO, PASCAL_VOC, YOLO, CVAT, OPEN_IMAGES, LABEL_STUDIO, IMAGES);
    formats.put("--images", listed);
    Set<Format> repeated = EnumSet.copyOf(listed);
    repeated.add(LABEL_FOLDERS);
    formats.put("--repeated", repeated);
    Set<Format> tables = EnumSet.of(IMAGE_CSV, FEATURE_CSV);
    Set<Format> texts = EnumSet.of(IMAGE_CSV, FEATURE_CSV, ARFF, JSON_LINES);
    Set<Format> cells = EnumSet.of(IMAGE_CSV, FEATURE_CSV, ARFF, JSON_LINES, TFRECORD, NPZ, NPY);
    formats.put("--encoding", texts);
    formats.put("--header", tables);
    formats.put("--file-column", EnumSet.of(IMAGE_CSV));
    formats.put("--label-columns", EnumSet.of(IMAGE_CSV, FEATURE_CSV, LABEL_STUDIO));
    formats.put("--drop", tables);
    formats.put("--part-column", EnumSet.of(IMAGE_CSV, FEATURE_CSV, JSON_LINES, LABEL_FOLDERS));
    Set<Format> unknown = EnumSet.copyOf(cells);
    unknown.add(LABEL_FOLDERS);
    formats.put("--unknown", unknown);
    formats.put("--absent", cells);
    formats.put("--decimal", tables);
    formats.put("--input-array", arrays);
    formats.put("--label-array", arrays);
    formats.put("--channel-order", arrays);
    formats.put("--image-size", images);
    formats.put("--cache", images);
    formats.put("--on-error", files);
    formats.put("--max-skipped", files);
    return formats;
  }

  /** Refuses what digit scenes, which are made here, have no use for. */
  static void checkScenes(BaseCommand command) {
    command.refuse(
        command.optionsOf("dataOptions"),
        "--data beside it (digit scenes have their names and size)",
        "none");
  }

  /** Refuses what data of this format have no use for. */
  static void check(BaseCommand command, DataOptions options, Path data) {
    boolean any = FORMATS.keySet().stream().anyMatch(command::given);
    if (!any) {
      return;
    }
    Format format = options.isArrays(data) ? NPZ : Format.of(data, options.readOptions());
    if (Files.isRegularFile(data)) {
      command.refuse(List.of("--csv"), "a folder of tables", data.toString());
    }
    String received = format == NPZ ? "NumPy arrays" : format.spelled();
    FORMATS.forEach((option, formats) -> {
      if (!formats.contains(format)) {
        command.refuse(
            List.of(option),
            "data of another format ("
                + String.join(", ", formats.stream().map(Format::spelled).toList()) + ")",
            received);
      }
    });
    if (options.failsOnError()) {
      command.refuse(List.of("--max-skipped"), "--on-error skip", "fail");
    }
    if (command.given("--label-columns")) {
      command.refuse(List.of("--label-count"), "no --label-columns beside it", "both");
    }
  }

  /** Refuses what only images have a use for, where a format that may hold both holds features. */
  static void checkImages(BaseCommand command, boolean images) {
    if (!images) {
      command.refuse(OF_IMAGES, "images", "features");
    }
  }

  /** The same of data that were read. */
  static void checkImages(BaseCommand command, Dataset rows) {
    checkImages(command, rows.inputs().get(0).shape().rank() > 1);
  }

  /** Takes from the help of a command what {@link #checkLooking} refuses. */
  static void hideLoading(CommandSpec command) {
    for (String name : LOADING) {
      OptionSpec shown = Check.present(command.findOption(name), name);
      command.remove(shown);
      command.addOption(OptionSpec.builder(shown).hidden(true).build());
    }
  }

  /** Refuses what only loading takes, in a command that looks at files as they are. */
  static void checkLooking(BaseCommand command) {
    command.refuse(LOADING, "a command that loads data, such as train", "inspect");
  }
}

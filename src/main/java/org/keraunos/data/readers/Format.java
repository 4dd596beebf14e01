package org.keraunos.data.readers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.keraunos.base.DataException;
import org.keraunos.data.ArrayFiles;
import org.keraunos.data.Reading;

/** The formats of data, each recognised by what is there. */
public enum Format {
  /** One {@code .npz} file; {@link org.keraunos.data.npy.Npz} reads it. */
  NPZ,
  /** One {@code .npy} file; {@link org.keraunos.data.npy.Npy} reads it. */
  NPY,
  /** Images and a CSV file of tags or of 0 and 1. */
  IMAGE_CSV,
  /** A folder whose sub-folders are labels. */
  LABEL_FOLDERS,
  /** JSON Lines. */
  JSON_LINES,
  /** COCO annotations. */
  COCO,
  /** Pascal VOC annotations. */
  PASCAL_VOC,
  /** YOLO's texts beside the images. */
  YOLO,
  /** CVAT for images. */
  CVAT,
  /** The tables of Open Images. */
  OPEN_IMAGES,
  /** Label Studio's JSON. */
  LABEL_STUDIO,
  /** Images without labels, to predict: a folder, or a text with a file a line. */
  IMAGES,
  /** The binary files of CIFAR-10 or CIFAR-100. */
  CIFAR,
  /** A CSV or TSV table of features and labels. */
  FEATURE_CSV,
  /** MULAN or MEKA ARFF. */
  ARFF,
  /** TFRecord of tf.train.Example. */
  TFRECORD;

  /**
   * Begins the account of a reading.
   *
   * @param options what the user says; a forced format is a sign, too
   * @param sign what the format was recognised by
   * @return the account to go on with
   */
  Reading.Builder recognised(ReadOptions options, String sign) {
    return Reading.of(spelled(), options.format() == null ? sign : "--format; " + sign);
  }

  /**
   * The format as {@code --format} has it.
   *
   * @return for example {@code image-csv}
   */
  public String spelled() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The format of what lies at a path.
   *
   * @param path a file or a folder
   * @param options what the user says; a forced format wins
   * @return the format
   * @throws DataException if nothing is there or it is of no known format
   */
  public static Format of(Path path, ReadOptions options) {
    if (!Files.exists(path)) {
      throw new DataException(path, "no such file or folder");
    }
    Format forced = options.format();
    if (forced != null) {
      return forced;
    }
    return Files.isDirectory(path) ? ofFolder(path, options) : ofFile(path, options);
  }

  private static Format ofFile(Path file, ReadOptions options) {
    if (TfRecords.isRecordFile(file)) {
      return TFRECORD;
    }
    return switch (Folders.extension(file)) {
      case "npz" -> NPZ;
      case "npy" -> NPY;
      case "csv", "tsv" ->
        OpenImages.is(file)
            ? OPEN_IMAGES
            : ImageCsv.listsFiles(file, file, options) ? IMAGE_CSV : FEATURE_CSV;
      case "jsonl", "ndjson" -> JSON_LINES;
      case "json" -> LabelStudio.is(file) ? LABEL_STUDIO : COCO;
      case "xml" -> CVAT;
      case "yaml", "yml" -> YOLO;
      case "txt" -> ofText(file);
      case "arff" -> ARFF;
      case "bin" -> CIFAR;
      default ->
        throw new DataException(
            file,
            "expected .npz, .npy, .csv, .tsv, .jsonl, .json (COCO, Label Studio), .xml (CVAT), .yaml (YOLO), .arff,"
                + " .tfrecord, .bin (CIFAR) or a .txt of images; say the format if it has another name");
    };
  }

  private static Format ofText(Path file) {
    if (Pictures.isList(file)) {
      return IMAGES;
    }
    throw new DataException(file, "expected the file of a picture in its first line");
  }

  private static Format ofFolder(Path folder, ReadOptions options) {
    List<Path> files = Folders.list(folder);
    boolean arraysSaid = options.inputArray().isPresent();
    if (files.stream()
        .anyMatch(f -> isInputArray(f) || (arraysSaid && Folders.extension(f).equals("npy")))) {
      return NPY;
    }
    if (!options.csv().isEmpty()) {
      return ofTables(folder, ImageCsv.tablesOf(folder, options), options);
    }
    if (!OpenImages.filesOf(folder).isEmpty()) {
      return OPEN_IMAGES;
    }
    if (files.stream().anyMatch(Yaml::is) && !YoloClasses.yamls(folder).isEmpty()) {
      return YOLO;
    }
    List<Path> tables = ImageCsv.tablesOf(folder, options);
    if (!tables.isEmpty()) {
      return ofTables(folder, tables, options);
    }
    if (!Readers.jsonLines(folder).isEmpty()) {
      return JSON_LINES;
    }
    if (files.stream().anyMatch(f -> Folders.extension(f).equals("arff"))) {
      return ARFF;
    }
    if (!TfRecords.filesOf(folder).isEmpty()) {
      return TFRECORD;
    }
    if (!Cifar.filesOf(folder).isEmpty()) {
      return CIFAR;
    }
    if (files.stream().anyMatch(LabelStudio::is)) {
      return LABEL_STUDIO;
    }
    if (!Coco.filesOf(folder).isEmpty()) {
      return COCO;
    }
    if (!CvatXml.filesOf(folder).isEmpty()) {
      return CVAT;
    }
    if (!PascalVoc.filesOf(folder).isEmpty()) {
      return PASCAL_VOC;
    }
    if (Yolo.has(folder)) {
      return YOLO;
    }
    if (LabelFolders.has(folder, options)) {
      return LABEL_FOLDERS;
    }
    if (Folders.hasImage(folder)) {
      return IMAGES;
    }
    throw new DataException(
        folder,
        "expected images, alone, in folders of labels or with a CSV file, JSON Lines, COCO, Pascal VOC, YOLO, CVAT,"
            + " Open Images or Label Studio; CIFAR, ARFF or TFRecord; found none of them");
  }

  private static Format ofTables(Path folder, List<Path> tables, ReadOptions options) {
    return tables.stream().anyMatch(table -> ImageCsv.listsFiles(folder, table, options))
            || Folders.hasImage(folder)
        ? IMAGE_CSV
        : FEATURE_CSV;
  }

  private static boolean isInputArray(Path file) {
    String name = Folders.name(file);
    return name.endsWith(".npy")
        && ArrayFiles.isInput(name.substring(0, name.length() - ".npy".length()));
  }
}

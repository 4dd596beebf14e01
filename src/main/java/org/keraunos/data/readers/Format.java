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
      case "csv", "tsv" -> ImageCsv.listsFiles(file, options) ? IMAGE_CSV : FEATURE_CSV;
      case "jsonl", "ndjson" -> JSON_LINES;
      case "json" -> COCO;
      case "arff" -> ARFF;
      case "bin" -> CIFAR;
      default ->
        throw new DataException(
            file,
            "expected .npz, .npy, .csv, .tsv, .jsonl, .json (COCO), .arff, .tfrecord or .bin (CIFAR); say the format if it has another name");
    };
  }

  private static Format ofFolder(Path folder, ReadOptions options) {
    List<Path> files = Folders.list(folder);
    if (files.stream().anyMatch(Format::isInputArray)) {
      return NPY;
    }
    if (!options.csv().isEmpty()) {
      return IMAGE_CSV;
    }
    if (files.stream().anyMatch(ImageCsv::isTable)) {
      boolean parts = Readers.partTables(folder).size() > 1 && !Folders.hasImage(folder);
      return parts ? FEATURE_CSV : ofTable(ImageCsv.listOf(folder, options), options);
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
    if (!Coco.filesOf(folder).isEmpty()) {
      return COCO;
    }
    if (PascalVoc.annotationsOf(folder) != null) {
      return PASCAL_VOC;
    }
    if (LabelFolders.has(folder)) {
      return LABEL_FOLDERS;
    }
    throw new DataException(
        folder,
        "expected images with a CSV file, folders of labels, JSON Lines, COCO, Pascal VOC, CIFAR, ARFF or TFRecord"
            + " files, found none of them");
  }

  private static boolean isInputArray(Path file) {
    String name = Folders.name(file);
    return name.endsWith(".npy")
        && ArrayFiles.isInput(name.substring(0, name.length() - ".npy".length()));
  }

  private static Format ofTable(Path csv, ReadOptions options) {
    return ImageCsv.listsFiles(csv, options) || Folders.hasImage(Folders.parent(csv))
        ? IMAGE_CSV
        : FEATURE_CSV;
  }
}

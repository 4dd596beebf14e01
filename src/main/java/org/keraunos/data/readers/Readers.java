package org.keraunos.data.readers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.keraunos.base.DataException;

/** Reads data of any known format into a {@link Listing}. */
public final class Readers {
  private Readers() {}

  /**
   * Reads a file or folder, its format recognised by what is there.
   *
   * @param path a file or a folder
   * @return what was found
   * @throws DataException if it cannot be read, is of no known format, or has no usable row or
   *     label
   */
  public static Listing read(Path path) {
    return read(path, new ReadOptions());
  }

  /**
   * Reads a file or folder.
   *
   * @param path a file or a folder
   * @param options what the files do not say
   * @return what was found
   * @throws DataException if it cannot be read, is of no known format, or has no usable row or
   *     label
   */
  public static Listing read(Path path, ReadOptions options) {
    return read(path, Format.of(path, options), options);
  }

  /**
   * Reads a file or folder whose format is known.
   *
   * @param path a file or a folder
   * @param format its format
   * @param options what the files do not say
   * @return what was found
   * @throws DataException if it cannot be read, is not of the format, or has no usable row or label
   */
  public static Listing read(Path path, Format format, ReadOptions options) {
    try {
      return listing(path, format, options);
    } catch (OutOfMemoryError e) {
      // All that was read is garbage by now, so there is memory again to go on with.
      throw new DataException(path, "is larger than the memory of this Java (-Xmx)", e);
    }
  }

  private static Listing listing(Path path, Format format, ReadOptions options) {
    boolean folder = Files.isDirectory(path);
    List<Path> self = List.of(path);
    return switch (format) {
      case NPZ, NPY -> throw new DataException(path, "is an array file; it has no listing");
      case IMAGE_CSV ->
        ImageCsv.read(path, folder ? ImageCsv.tablesOf(path, options) : self, options);
      case LABEL_FOLDERS -> LabelFolders.read(folderAt(path), options);
      case JSON_LINES ->
        JsonLines.read(path, folder ? lists(path, jsonLines(path)) : self, options);
      case COCO -> Coco.read(path, folder ? some(path, Coco.filesOf(path)) : self, options);
      case PASCAL_VOC -> PascalVoc.read(folderAt(path), options);
      case YOLO -> Yolo.read(path, options);
      case CVAT -> CvatXml.read(folder ? only(path, CvatXml.filesOf(path)) : path, options);
      case OPEN_IMAGES ->
        OpenImages.read(path, folder ? some(path, OpenImages.filesOf(path)) : self, options);
      case LABEL_STUDIO ->
        LabelStudio.read(folder ? only(path, labelStudios(path)) : path, options);
      case IMAGES -> Pictures.read(path, options);
      case CIFAR -> Cifar.read(path, folder ? some(path, Cifar.filesOf(path)) : self, options);
      case FEATURE_CSV ->
        FeatureCsv.read(
            path, folder ? some(path, ImageCsv.tablesOf(path, options)) : self, options);
      case ARFF -> Arff.read(path, folder ? some(path, arffs(path)) : self, options);
      case TFRECORD ->
        TfRecords.read(path, folder ? some(path, TfRecords.filesOf(path)) : self, options);
    };
  }

  /**
   * The images anywhere below a folder, hidden files and folders left out.
   *
   * @param folder a folder
   * @return their paths, in their order
   * @throws DataException if there are none, or the folder cannot be read
   */
  public static List<Path> images(Path folder) {
    List<Path> found = Folders.walk(folder).stream().filter(Folders::isImage).toList();
    if (found.isEmpty()) {
      throw new DataException(folder, "holds no image");
    }
    return found;
  }

  /** The JSON Lines of a folder, else of its folders of parts. */
  static List<Path> jsonLines(Path folder) {
    List<Path> here = jsonLinesIn(folder);
    return here.isEmpty()
        ? Layout.parts(folder).stream()
            .flatMap(part -> jsonLinesIn(part).stream())
            .toList()
        : here;
  }

  private static List<Path> jsonLinesIn(Path folder) {
    return Folders.list(folder).stream()
        .filter(f ->
            List.of("jsonl", "ndjson").contains(Folders.extension(f)) && Files.isRegularFile(f))
        .toList();
  }

  /** One file, or several whose names or folders each say a part. */
  private static List<Path> lists(Path folder, List<Path> files) {
    boolean parts = files.stream()
        .allMatch(
            f -> Part.ofFile(Folders.name(f)) != Part.NONE || Layout.part(folder, f) != Part.NONE);
    return parts ? some(folder, files) : List.of(only(folder, files));
  }

  private static List<Path> labelStudios(Path folder) {
    return Folders.list(folder).stream().filter(LabelStudio::is).toList();
  }

  /** The ARFF files; where some are parts, the one of the whole beside them is not read twice. */
  private static List<Path> arffs(Path folder) {
    List<Path> all = Folders.list(folder).stream()
        .filter(f -> Folders.extension(f).equals("arff"))
        .toList();
    List<Path> parts =
        all.stream().filter(f -> Part.ofFile(Folders.name(f)) != Part.NONE).toList();
    return parts.isEmpty() ? List.of(only(folder, all)) : parts;
  }

  private static Path folderAt(Path path) {
    if (!Files.isDirectory(path)) {
      throw new DataException(path, "expected a folder");
    }
    return path;
  }

  private static List<Path> some(Path folder, List<Path> files) {
    if (files.isEmpty()) {
      throw new DataException(folder, "holds no file of this format");
    }
    return files;
  }

  private static Path only(Path folder, List<Path> files) {
    if (files.size() != 1) {
      throw new DataException(
          folder,
          "expected one file of this format, found " + files.size() + "; name the file itself");
    }
    return files.get(0);
  }
}

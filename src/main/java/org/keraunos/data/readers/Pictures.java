package org.keraunos.data.readers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.DataException;
import org.keraunos.data.Reading;

/**
 * Pictures of which nothing says a label, to be predicted: a folder of them, or a text with a file
 * a line.
 */
final class Pictures {
  private Pictures() {}

  /** Whether the first line of a text names a picture that is there. */
  static boolean isList(Path file) {
    if (!Folders.extension(file).equals("txt")) {
      return false;
    }
    try (var lines = Files.lines(file)) {
      Optional<String> first = lines.filter(line -> !line.isBlank()).findFirst();
      return first.isPresent()
          && new ImageFinder(
                      Folders.parent(file),
                      new Rows(file, new ReadOptions(), Reading.of("list", "lines")))
                  .locate(first.get())
              != null;
    } catch (IOException | UncheckedIOException e) {
      return false; // for example bytes that are no text
    }
  }

  static Listing read(Path path, ReadOptions options) {
    boolean folder = Files.isDirectory(path);
    Rows rows = new Rows(
        path,
        options,
        Format.IMAGES.recognised(
            options,
            folder
                ? "pictures, and nothing that says their labels"
                : "a file a line, and no labels"));
    List<ImageSource> sources = new ArrayList<>();
    if (folder) {
      ImageFinder finder = new ImageFinder(path, rows);
      for (Path file : Folders.walk(path)) {
        if (Folders.isImage(file)) {
          add(finder.find(path.relativize(file).toString(), file, ""), file, "", rows, sources);
        }
      }
    } else {
      Path given = options.images();
      ImageFinder finder = new ImageFinder(given == null ? Folders.parent(path) : given, rows);
      int line = 0;
      for (String name : Folders.text(path).split("\r\n|\n|\r", -1)) {
        line++;
        if (!name.isBlank()) {
          String position = "line " + line;
          add(finder.find(name.strip(), path, position), path, position, rows, sources);
        }
      }
    }
    if (!options.areLabelsOptional() && !sources.isEmpty()) {
      throw new DataException(
          path,
          "holds " + sources.size()
              + " pictures and nothing that says their labels" + unread(path)
              + ", which is enough for predict alone");
    }
    return rows.inOrder(new Content.Images(sources));
  }

  /** Folders that by their names should say the labels, and do not in any way that is known. */
  private static String unread(Path path) {
    List<Path> folders = Files.isDirectory(path) ? Layout.labelFolders(path) : List.of();
    boolean parts = Files.isDirectory(path)
        && Layout.folders(path).stream()
            .anyMatch(f -> Part.ofFile(Folders.name(f)) != Part.NONE && Folders.hasImage(f));
    return folders.isEmpty()
        ? parts ? " (folders called by parts are labels with --part-column none)" : ""
        : " (in "
            + String.join(", ", folders.stream().map(Folders::name).distinct().toList())
            + " is nothing of a known format)";
  }

  private static void add(
      @Nullable ImageSource source,
      Path file,
      String position,
      Rows rows,
      List<ImageSource> sources) {
    if (source != null) {
      sources.add(source);
      rows.addUnknown(Part.NONE, file, position);
    }
  }
}

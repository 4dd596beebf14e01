package org.keraunos.data.readers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the image files that a list names, and says what is wrong with those it cannot use. */
final class ImageFinder {
  private final Path folder;
  private final Rows rows;
  private final Map<Path, String> seen = new HashMap<>();

  ImageFinder(Path folder, Rows rows) {
    this.folder = folder;
    this.rows = rows;
  }

  /** The image, or null after a problem was noted: not there, empty, or listed before. */
  @Nullable
  ImageSource find(String name, Path list, String position) {
    Path file = locate(name);
    String wrong = null;
    if (file == null) {
      wrong = "no file '" + name + "' in " + folder;
    } else if (empty(file)) {
      wrong = "'" + name + "' is empty or cannot be read";
    } else {
      String before = seen.putIfAbsent(file, position.isEmpty() ? Folders.name(list) : position);
      wrong = before == null ? null : "'" + name + "' was listed before: " + before;
    }
    if (wrong != null || file == null) {
      rows.problem(list, position, wrong == null ? "" : wrong, true);
      return null;
    }
    return ImageSource.of(file);
  }

  /** The path of a file of this name, with or without the extension; null if there is none. */
  @Nullable
  Path locate(String name) {
    try {
      if (name.isBlank()) {
        return null;
      }
      Path file = folder.resolve(name.strip().replace('\\', '/')).normalize();
      if (Files.isRegularFile(file)) {
        return file;
      }
      for (String extension : Folders.imageExtensions()) {
        Path with = file.resolveSibling(Folders.name(file) + "." + extension);
        if (Files.isRegularFile(with)) {
          return with;
        }
      }
    } catch (InvalidPathException e) {
      return null; // for example a NUL in the name: there is no such file
    }
    return null;
  }

  private static boolean empty(Path file) {
    try {
      return Files.size(file) == 0 || !Files.isReadable(file);
    } catch (IOException e) {
      return true;
    }
  }
}

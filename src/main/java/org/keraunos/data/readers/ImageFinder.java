package org.keraunos.data.readers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the image files that a list names, and says what is wrong with those it cannot use. A name
 * is the file's, with or without its extension; if there is none of it, the one file that differs
 * in case, in how its accents are put together, or in its extension.
 */
final class ImageFinder {
  private final Path folder;
  private final Rows rows;
  private final Map<Path, Map<String, List<Path>>> folders = new HashMap<>();

  ImageFinder(Path folder, Rows rows) {
    this.folder = folder;
    this.rows = rows;
  }

  /** The image, or null after a problem was noted: not there, one of several, or empty. */
  @Nullable
  ImageSource find(String name, Path list, String position) {
    List<Path> found = candidates(name);
    Path file = found.size() == 1 ? found.get(0) : null;
    String wrong = null;
    if (found.size() > 1) {
      wrong = ambiguous(name, found);
    } else if (file == null) {
      wrong = "no file '" + Names.shown(name) + "' in " + folder;
    } else if (empty(file)) {
      wrong = "'" + name + "' is empty or cannot be read";
    }
    if (wrong != null || file == null) {
      rows.problem(list, position, wrong == null ? "" : wrong, true);
      return null;
    }
    tell(name, file);
    return ImageSource.of(file);
  }

  private void tell(String name, Path file) {
    String found = Folders.name(file);
    String wanted = name.strip().replace('\\', '/');
    wanted = wanted.substring(wanted.lastIndexOf('/') + 1);
    if (!found.startsWith(wanted)) {
      rows.account().loosely(wanted, found);
    }
  }

  private static String ambiguous(String name, List<Path> found) {
    return "'" + Names.shown(name) + "' may be "
        + String.join(" or ", found.stream().map(Folders::name).sorted().toList()) + " in "
        + Folders.parent(found.get(0)) + ": the list must name the file as it is";
  }

  /** The path of a file of this name; null if there is none, or more than one that is alike. */
  @Nullable
  Path locate(String name) {
    List<Path> found = candidates(name);
    return found.size() == 1 ? found.get(0) : null;
  }

  /**
   * The files that a name may be: the one of exactly this name, else those with an extension behind
   * it, else those that are alike. A name that begins with the folder's own name is looked for
   * beside that, as lists have it that were made outside of their data set.
   */
  List<Path> candidates(String name) {
    try {
      String path = name.strip().replace('\\', '/');
      if (path.isEmpty()) {
        return List.of();
      }
      List<Path> found = candidates(folder.resolve(path).normalize());
      Path whole = folder.toAbsolutePath().normalize();
      String own = Folders.name(whole) + "/";
      return found.isEmpty() && own.length() > 1 && path.startsWith(own)
          ? candidates(folder.resolve(path.substring(own.length())).normalize())
          : found;
    } catch (InvalidPathException e) {
      return List.of(); // for example a NUL in the name: there is no such file
    }
  }

  private List<Path> candidates(Path file) {
    if (Files.isRegularFile(file)) {
      return List.of(file);
    }
    List<Path> with = Folders.imageExtensions().stream()
        .map(extension -> file.resolveSibling(Folders.name(file) + "." + extension))
        .filter(Files::isRegularFile)
        .toList();
    return with.isEmpty() ? alike(file).stream().filter(Files::isRegularFile).toList() : with;
  }

  private List<Path> alike(Path file) {
    Path parent = file.getParent();
    if (parent == null) {
      return List.of();
    }
    if (!Files.isDirectory(parent)) {
      List<Path> other = parent.startsWith(folder.normalize()) && !parent.equals(folder.normalize())
          ? alike(parent)
          : List.of();
      if (other.size() != 1 || !Files.isDirectory(other.get(0))) {
        return List.of();
      }
      parent = other.get(0);
    }
    Map<String, List<Path>> names = folders.computeIfAbsent(parent, ImageFinder::names);
    String key = key(Folders.name(file));
    List<Path> found = names.getOrDefault(key, List.of());
    if (found.isEmpty()) {
      found = names.getOrDefault("*" + stem(key), List.of());
    }
    return found;
  }

  /**
   * What is in a folder, by names without regard to case, and images by the names without extension
   * behind a star.
   */
  private static Map<String, List<Path>> names(Path folder) {
    Map<String, List<Path>> names = new HashMap<>();
    for (Path file : Folders.list(folder)) {
      String key = key(Folders.name(file));
      names.computeIfAbsent(key, k -> new ArrayList<>()).add(file);
      if (Folders.isImage(file)) {
        names.computeIfAbsent("*" + stem(key), k -> new ArrayList<>()).add(file);
      }
    }
    return names;
  }

  private static String key(String name) {
    return Names.composed(name).toLowerCase(Locale.ROOT);
  }

  private static String stem(String name) {
    for (String extension : Folders.imageExtensions()) {
      if (name.endsWith("." + extension)) {
        return name.substring(0, name.length() - extension.length() - 1);
      }
    }
    return name;
  }

  private static boolean empty(Path file) {
    try {
      return Files.size(file) == 0 || !Files.isReadable(file);
    } catch (IOException e) {
      return true;
    }
  }
}

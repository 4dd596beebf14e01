package org.keraunos.data.readers;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Several folders in which the pictures of a list may lie, looked through in their order. */
final class Places {
  private final List<ImageFinder> finders;
  private final Rows rows;
  private final Map<Path, String> wholeNames = new HashMap<>();

  /**
   * Looks nowhere yet.
   *
   * @param folders at least one; what is found nowhere is missing in the first
   */
  Places(List<Path> folders, Rows rows) {
    this.rows = rows;
    finders = folders.stream().map(folder -> new ImageFinder(folder, rows)).toList();
  }

  /** Whether one of the folders has pictures that a name may mean. */
  boolean has(String name) {
    return finders.stream().anyMatch(finder -> !finder.candidates(name).isEmpty());
  }

  /** The picture of this name in the first folder that has it; null if none has. */
  @Nullable
  Path locate(String name) {
    for (ImageFinder finder : finders) {
      Path found = finder.locate(name);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** The picture, or null after a problem was noted. */
  @Nullable
  ImageSource find(String name, Path list, String position) {
    return find(List.of(name), list, position);
  }

  /**
   * The picture by the first of its names that is there, or null after a problem with the first
   * name was noted.
   */
  @Nullable
  ImageSource find(List<String> names, Path list, String position) {
    for (String name : names) {
      for (ImageFinder finder : finders) {
        Path found = finder.locate(name);
        if (found != null) {
          return isAnothers(found, names, list, position)
              ? null
              : finder.find(name, list, position);
        }
      }
    }
    for (String name : names) {
      for (ImageFinder finder : finders) {
        if (!finder.candidates(name).isEmpty()) {
          return finder.find(name, list, position); // several, which it says
        }
      }
    }
    return finders.get(0).find(names.get(0), list, position);
  }

  /**
   * Whether a file was found for another whole name already, as x.jpg is for a/x.jpg and b/x.jpg
   * where the folders are not there.
   */
  private boolean isAnothers(Path file, List<String> names, Path list, String position) {
    String whole = names.get(0);
    String before = names.size() == 1 ? null : wholeNames.putIfAbsent(file, whole);
    if (before == null || before.equals(whole)) {
      return false;
    }
    rows.problem(
        list,
        position,
        "'" + Names.shown(whole) + "' is no other file than '" + Names.shown(before) + "': "
            + Folders.name(file),
        true);
    return true;
  }
}

package org.keraunos.base;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Folders that are never seen half written, and that cost nobody a file: what a folder holds besides the files that are
 * known to be replaceable stays in it.
 *
 * <p>A folder {@code models/a} is replaced by two renames: to {@code models/.a.replaced}, and the new one to {@code
 * models/a}. Files that are not ours then move into the new folder. If the machine stops on the way, {@link #recover} ends
 * it, at the next read or write.
 */
public final class AtomicFolders {
  private AtomicFolders() {}

  /** Writes the content of a folder. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes all files of the folder.
     *
     * @param folder an empty folder that exists
     * @throws IOException if writing fails
     */
    void writeTo(Path folder) throws IOException;
  }

  /** Knows which files of a folder may be replaced and removed. */
  @FunctionalInterface
  public interface Ours {
    /**
     * The files that somebody who writes the folder again may replace or remove.
     *
     * @param folder a folder that is there
     * @return paths below the folder, relative to it
     */
    Set<Path> in(Path folder);
  }

  /**
   * Writes a folder; of one that is there our files are replaced or removed, and all others stay.
   *
   * @param folder the folder
   * @param ours which files may go
   * @param content writes the files
   * @throws DataException if it cannot be written, or a new file would replace one that is not ours; what was there is
   *     untouched
   */
  public static void write(Path folder, Ours ours, Content content) {
    Path beside = null;
    try {
      Path target = AtomicFiles.resolved(folder);
      if (Files.exists(target) && !Files.isDirectory(target)) {
        throw new DataException(folder, "expected a folder to write, found a file");
      }
      beside = filled(target, content);
      recover(target, ours);
      if (!Files.exists(target)) {
        AtomicFiles.rename(beside, target);
        AtomicFiles.forceFolder(target);
        return;
      }
      checkOthersStay(target, ours, beside);
      Path replaced = replaced(target);
      AtomicFiles.rename(target, replaced);
      try {
        AtomicFiles.rename(beside, target);
      } catch (IOException e) {
        recover(target, ours);
        throw e;
      }
      AtomicFiles.forceFolder(target);
      mergeOthers(replaced, target, ours);
    } catch (IOException e) {
      throw AtomicFiles.unwritable(folder, e);
    } finally {
      AtomicFiles.discard(beside);
    }
  }

  /**
   * Writes a folder that is not there yet, by one rename.
   *
   * @param folder the folder
   * @param content writes the files
   * @throws DataException if it exists or cannot be written; then nothing is there
   */
  public static void writeNew(Path folder, Content content) {
    Path beside = null;
    try {
      Path target = AtomicFiles.resolved(folder);
      if (Files.exists(target)) {
        throw new DataException(folder, "exists already");
      }
      beside = filled(target, content);
      AtomicFiles.rename(beside, target);
      AtomicFiles.forceFolder(target);
    } catch (IOException e) {
      throw AtomicFiles.unwritable(folder, e);
    } finally {
      AtomicFiles.discard(beside);
    }
  }

  /**
   * Ends the replacing of a folder that was cut short: brings back the old folder, or moves the files that are not ours
   * into the new one. A reader calls it before it looks for the folder, and tells its user when it returns true.
   *
   * @param folder the folder
   * @param ours which files may go
   * @return whether there was something to end
   * @throws DataException if a file cannot be moved
   */
  public static boolean recover(Path folder, Ours ours) {
    Path replaced = replaced(folder);
    if (!Files.isDirectory(replaced, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try {
      if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        mergeOthers(replaced, folder, ours);
      } else {
        AtomicFiles.rename(replaced, folder);
      }
      return true;
    } catch (IOException e) {
      throw AtomicFiles.unwritable(folder, e);
    }
  }

  /**
   * The files of a folder that are not ours.
   *
   * @param folder a folder
   * @param ours which files may go
   * @return paths below the folder, relative to it, sorted; links are files
   * @throws DataException if it cannot be read
   */
  public static List<Path> others(Path folder, Ours ours) {
    try {
      return othersOf(folder, ours);
    } catch (IOException e) {
      throw new DataException(folder, "cannot be read: " + e.getMessage(), e);
    }
  }

  private static List<Path> othersOf(Path folder, Ours ours) throws IOException {
    Set<Path> known = ours.in(folder);
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
          .map(folder::relativize)
          .filter(path -> !known.contains(path))
          .sorted()
          .toList();
    }
  }

  /** A new file, and a folder above it, must not need a name that one of the others has. */
  private static void checkOthersStay(Path target, Ours ours, Path beside) throws IOException {
    for (Path other : othersOf(target, ours)) {
      for (Path part = other; part != null; part = part.getParent()) {
        Path taken = beside.resolve(part);
        boolean clash = part.equals(other)
            ? Files.exists(taken, LinkOption.NOFOLLOW_LINKS)
            : Files.exists(taken) && !Files.isDirectory(taken);
        if (clash) {
          throw new DataException(
              target,
              "holds " + other
                  + ", which no model card lists as replaceable; nothing was written: move it away or "
                  + "name another folder");
        }
      }
    }
  }

  private static void mergeOthers(Path replaced, Path target, Ours ours) throws IOException {
    boolean all = true;
    List<Path> others = othersOf(replaced, ours);
    for (Path other : others) {
      Path to = target.resolve(other);
      if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
        all = false; // Two files of one name: the older one stays where it is.
        continue;
      }
      Files.createDirectories(Objects.requireNonNull(to.getParent()));
      AtomicFiles.rename(replaced.resolve(other), to);
    }
    moveEmptyFolders(replaced, target, ours);
    if (all) {
      AtomicFiles.deleteTree(replaced);
    }
  }

  /** An empty folder holds nothing, but somebody made it. */
  private static void moveEmptyFolders(Path replaced, Path target, Ours ours) throws IOException {
    Set<Path> known = ours.in(replaced);
    List<Path> folders;
    try (Stream<Path> walk = Files.walk(replaced)) {
      folders = walk.filter(Files::isDirectory)
          .filter(path -> !path.equals(replaced))
          .sorted(Comparator.reverseOrder())
          .toList();
    }
    for (Path folder : folders) {
      Path relative = replaced.relativize(folder);
      if (known.stream().noneMatch(path -> path.startsWith(relative))) {
        Files.createDirectories(target.resolve(relative));
      }
    }
  }

  private static Path filled(Path target, Content content) throws IOException {
    Path beside = AtomicFiles.beside(target);
    Files.createDirectory(beside);
    try {
      content.writeTo(beside);
      List<Path> all;
      try (Stream<Path> walk = Files.walk(beside)) {
        all = walk.toList();
      }
      all.parallelStream().forEach(AtomicFiles::force);
      return beside;
    } catch (IOException | RuntimeException | Error e) {
      AtomicFiles.discard(beside);
      throw e;
    }
  }

  private static Path replaced(Path folder) {
    return folder.resolveSibling("." + folder.getFileName() + ".replaced");
  }
}

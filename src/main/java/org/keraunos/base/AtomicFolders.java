package org.keraunos.base;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Folders that are never seen half written, and that cost nobody a file: what a folder holds
 * besides the files that are known to be replaceable stays in it.
 *
 * <p>A folder {@code models/a} is replaced by two renames: to {@code models/.a.replaced}, and the
 * new one to {@code models/a}. Files that are not ours then move into the new folder. If the
 * machine stops on the way, {@link #recover} ends it at the next write, and {@link #restore} brings
 * the old one back for a reader.
 */
public final class AtomicFolders {
  private static final int ATTEMPTS = 3;
  private static final int WAITS = 10;
  private static final int WAIT_MILLIS = 20;

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
   * @param folder the folder; a symbolic link stays one, its target is replaced
   * @param ours which files may go
   * @param content writes the files
   * @throws DataException if it cannot be written, or a new file would replace one that is not
   *     ours; what was there is untouched
   */
  public static void write(Path folder, Ours ours, Content content) {
    Path beside = null;
    try {
      Path target = AtomicFiles.resolved(folder);
      checkMovable(folder);
      beside = filled(target, content);
      recover(target, ours);
      if (!Files.exists(target)) {
        AtomicFiles.rename(beside, target);
        AtomicFiles.forceFolder(target);
        return;
      }
      checkOthersStay(target, ours, beside);
      swap(beside, target);
      AtomicFiles.forceFolder(target);
      mergeOthers(replaced(target), target, ours);
    } catch (IOException e) {
      throw AtomicFiles.unwritable(folder, e);
    } finally {
      AtomicFiles.discard(beside);
    }
  }

  /**
   * Threads of one process wait for each other: between the two renames nobody here may take the
   * writer for dead.
   */
  private static synchronized void swap(Path beside, Path target) throws IOException {
    for (int attempt = 1; ; attempt++) {
      AtomicFiles.rename(target, replaced(target));
      try {
        AtomicFiles.rename(beside, target);
        return;
      } catch (IOException e) {
        restore(target);
        // A reader that took this writer for dead brought the old folder back.
        if (attempt == ATTEMPTS || !Files.exists(target)) {
          throw e;
        }
      }
    }
  }

  /**
   * Checks that a folder that is there can be replaced by renames.
   *
   * @param folder where a folder will be written
   * @throws DataException if it is a file, a mount point, or the folder that this process works in
   */
  public static void checkMovable(Path folder) {
    try {
      Path target = AtomicFiles.resolved(folder);
      Path parent = target.getParent();
      if (!Files.exists(target)) {
        return;
      }
      String problem = "";
      if (!Files.isDirectory(target)) {
        problem = "a file";
      } else if (parent == null || !Files.getFileStore(parent).equals(Files.getFileStore(target))) {
        problem = "a mount point";
      } else if (Path.of("").toRealPath().startsWith(target)) {
        problem = "the folder that this program runs in";
      }
      if (!problem.isEmpty()) {
        throw new DataException(
            folder,
            "expected a folder that can be replaced by another, received " + problem
                + (problem.equals("a file") ? "" : ": name a new folder below it"));
      }
    } catch (IOException e) {
      throw AtomicFiles.unwritable(folder, e);
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
   * Ends the replacing of a folder that was cut short: brings back the old folder, or moves the
   * files that are not ours into the new one. For writers, of whom there is one at a time; readers
   * call {@link #restore}.
   *
   * @param folder the folder
   * @param ours which files may go
   * @return whether there was something to end
   * @throws DataException if a file cannot be moved
   */
  public static synchronized boolean recover(Path folder, Ours ours) {
    try {
      Path target = AtomicFiles.resolved(folder);
      Path replaced = replaced(target);
      if (!Files.isDirectory(replaced, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
      if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
        mergeOthers(replaced, target, ours);
      } else {
        AtomicFiles.rename(replaced, target);
      }
      return true;
    } catch (IOException e) {
      throw AtomicFiles.unwritable(folder, e);
    }
  }

  /**
   * Brings back the old folder where a writer has stopped between its two renames; a reader calls
   * it before it looks for the folder, and tells its user when it returns true. A writer that lives
   * is given a moment to end.
   *
   * @param folder the folder
   * @return whether the folder was missing and is back
   * @throws DataException if it cannot be moved
   */
  public static synchronized boolean restore(Path folder) {
    try {
      Path target = AtomicFiles.resolved(folder);
      Path replaced = replaced(target);
      for (int wait = 0; ; wait++) {
        if (Files.exists(target) || !Files.isDirectory(replaced, LinkOption.NOFOLLOW_LINKS)) {
          return false;
        }
        if (wait == WAITS) {
          break;
        }
        Thread.sleep(WAIT_MILLIS);
      }
      AtomicFiles.rename(replaced, target);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
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
    } catch (UncheckedIOException e) {
      throw e.getCause(); // A folder below that cannot be listed.
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
    Set<Path> known = ours.in(replaced);
    if (moved(replaced, target, Path.of(""), known)) {
      for (Path file : known) {
        Files.deleteIfExists(replaced.resolve(file));
      }
      deleteEmptyFolders(replaced);
    }
  }

  /**
   * Moves what is not ours, whole folders where it can; false where two files have one name, of
   * which the older one stays.
   */
  private static boolean moved(Path replaced, Path target, Path below, Set<Path> known)
      throws IOException {
    boolean all = true;
    List<Path> names;
    try (Stream<Path> list = Files.list(replaced.resolve(below))) {
      names = list.map(Path::getFileName).sorted().toList();
    }
    for (Path name : names) {
      Path path = below.resolve(name);
      Path from = replaced.resolve(path);
      Path to = target.resolve(path);
      boolean folder = Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS);
      if (known.contains(path) && !folder) {
        continue;
      }
      boolean holdsOurs = folder && known.stream().anyMatch(each -> each.startsWith(path));
      boolean taken = Files.exists(to, LinkOption.NOFOLLOW_LINKS);
      if (folder && (holdsOurs || Files.isDirectory(to, LinkOption.NOFOLLOW_LINKS))) {
        all &= moved(replaced, target, path, known);
      } else if (taken) {
        all = false;
      } else {
        Files.createDirectories(Objects.requireNonNull(to.getParent()));
        AtomicFiles.rename(from, to);
      }
    }
    return all;
  }

  /** What somebody else has put in meanwhile stays, with the folders above it. */
  private static void deleteEmptyFolders(Path top) throws IOException {
    List<Path> bottomUp;
    try (Stream<Path> walk = Files.walk(top)) {
      bottomUp = walk.filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
          .sorted(Comparator.reverseOrder())
          .toList();
    }
    for (Path folder : bottomUp) {
      try {
        Files.delete(folder);
      } catch (DirectoryNotEmptyException ignored) {
        // It holds what somebody else has put in, and stays.
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

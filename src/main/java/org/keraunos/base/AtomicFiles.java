package org.keraunos.base;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files that are never seen half written: the content goes into a neighbour with another name, is
 * forced to the disk, and takes the name by a rename. Whoever reads the name finds the old content
 * or the new, whole. {@link AtomicFolders} does it for folders.
 */
public final class AtomicFiles {
  private static final int MOST_LINKS = 40;

  private AtomicFiles() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface FileContent {
    /**
     * Writes everything; the stream is buffered and is closed by the caller.
     *
     * @param out where to
     * @throws IOException if writing fails
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file, replacing one that is there; missing folders above it are made.
   *
   * @param file the file; a symbolic link stays one, its target is replaced
   * @param content writes the content
   * @throws DataException if it cannot be written; what was there is untouched
   */
  public static void writeFile(Path file, FileContent content) {
    writeFile(file, content, true);
  }

  /**
   * Writes a file like {@link #writeFile} but does not wait for the disk: for what can be made
   * again and is checked by whoever reads it. After a power failure the name may hold less than was
   * written.
   *
   * @param file the file
   * @param content writes the content, with checksums
   * @throws DataException if it cannot be written; what was there is untouched
   */
  public static void writeCache(Path file, FileContent content) {
    writeFile(file, content, false);
  }

  private static void writeFile(Path file, FileContent content, boolean forced) {
    Path beside = null;
    try {
      Path target = resolved(file);
      if (Files.isDirectory(target)) {
        throw new DataException(file, "expected a file to write, found a folder");
      }
      beside = beside(target);
      try (FileChannel channel =
              FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
          OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
        content.writeTo(out);
        out.flush();
        if (forced) {
          channel.force(true);
        }
      }
      rename(beside, target);
      if (forced) {
        forceFolder(target);
      }
    } catch (IOException e) {
      throw unwritable(file, e);
    } finally {
      discard(beside);
    }
  }

  /**
   * Deletes a file or a folder with all that is in it; links are deleted, not followed.
   *
   * @param path what to delete; nothing happens if it is missing
   * @throws IOException if something cannot be deleted
   */
  public static void deleteTree(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    List<Path> bottomUp;
    try (Stream<Path> walk = Files.walk(path)) {
      bottomUp = walk.sorted(Comparator.reverseOrder()).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    for (Path each : bottomUp) {
      Files.delete(each);
    }
  }

  /**
   * Finds out whether a file or folder could be written, before the work whose result it is to
   * hold: makes what {@link #writeFile} and {@link AtomicFolders#write} would make beside it, and
   * removes that again.
   *
   * @param path where the file or folder will be
   * @throws DataException if it could not be written; nothing is left behind either way
   */
  public static void checkWritable(Path path) {
    Path made = null;
    Path beside = null;
    try {
      Path target = resolved(path);
      made = firstMissing(target);
      beside = beside(target);
      Files.createDirectory(beside);
    } catch (IOException e) {
      throw unwritable(path, e);
    } finally {
      discard(beside);
      discard(made);
    }
  }

  /** The topmost folder above the target that is not there. */
  private static @Nullable Path firstMissing(Path target) {
    Path missing = null;
    for (Path each = target.getParent();
        each != null && !Files.exists(each, LinkOption.NOFOLLOW_LINKS);
        each = each.getParent()) {
      missing = each;
    }
    return missing;
  }

  /** The place itself, behind links, which may point to nothing yet. */
  static Path resolved(Path path) throws IOException {
    Path target = path.toAbsolutePath();
    for (int links = 0; Files.isSymbolicLink(target); links++) {
      if (links == MOST_LINKS) {
        throw new FileSystemLoopException(path.toString());
      }
      target = target.resolveSibling(Files.readSymbolicLink(target));
    }
    return Files.exists(target) ? target.toRealPath() : target;
  }

  static Path beside(Path target) throws IOException {
    Path parent = target.getParent();
    Path name = target.getFileName();
    if (parent == null || name == null) {
      throw new FileSystemException(target.toString(), null, "has no parent folder");
    }
    Files.createDirectories(parent);
    String unique = UUID.randomUUID().toString().substring(0, 8);
    Path beside = parent.resolve("." + name + "." + unique + ".tmp");
    Temporaries.add(beside);
    return beside;
  }

  static void rename(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      // Neighbours are on one file system; some network file systems say this nevertheless.
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  static void forceFolder(Path target) {
    Path parent = target.getParent();
    if (parent != null) {
      force(parent);
    }
  }

  static void force(Path path) {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows opens no folders and some file systems cannot force them: the rename stands without
      // it.
      return;
    }
  }

  static void discard(@Nullable Path beside) {
    if (beside != null) {
      try {
        deleteTree(beside);
        Temporaries.remove(beside);
      } catch (IOException e) {
        // The failure that led here is the one to tell of; a hidden *.tmp neighbour may stay.
        return;
      }
    }
  }

  static DataException unwritable(Path path, IOException e) {
    Temporaries.awaitEnd();
    String why = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    if (e instanceof AccessDeniedException) {
      why = "permission denied";
    } else if (e instanceof FileAlreadyExistsException taken) {
      why = taken.getFile() + " is a file, not a folder";
    } else if (e instanceof NoSuchFileException) {
      why = "a folder above it is missing";
    } else if (e instanceof FileSystemLoopException) {
      why = "a symbolic link that leads to itself";
    } else if (why == null || why.isBlank()) {
      why = e.getClass().getSimpleName();
    }
    return new DataException(path, "cannot be written: " + why, e);
  }
}

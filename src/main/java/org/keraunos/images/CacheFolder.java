package org.keraunos.images;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The folder of files with decoded pixels: where it is, and what is thrown out when it grows too
 * large.
 */
final class CacheFolder {
  private static final String SUFFIX = ".pixels";
  private static final Duration ABANDONED = Duration.ofDays(1);

  private final Path folder;

  CacheFolder(Path folder) {
    this.folder = folder;
  }

  /** {@code $XDG_CACHE_HOME/keraunos}, else {@code ~/.cache/keraunos}. */
  static Path standard(@Nullable String xdgCacheHome, String home) {
    // The XDG specification: a path that is not absolute is to be ignored.
    boolean said = xdgCacheHome != null && Path.of(xdgCacheHome).isAbsolute();
    Path base = said ? Path.of(String.valueOf(xdgCacheHome)) : Path.of(home, ".cache");
    return base.resolve("keraunos");
  }

  Path file(String key) {
    return folder.resolve(key + SUFFIX);
  }

  /** Marks a file as used now. */
  static void touch(Path file) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    } catch (IOException e) {
      return; // a cache that may only be read
    }
  }

  /**
   * Deletes the files that were not used for longest until all fit into a size; the one named
   * stays.
   */
  void prune(Path used, long mostBytes) {
    record Entry(Path file, FileTime time, long bytes) {}

    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Entry entry = new Entry(file, Files.getLastModifiedTime(file), Files.size(file));
        if (file.toString().endsWith(SUFFIX)) {
          entries.add(entry);
        } else if (isAbandoned(file, entry.time())) {
          Files.deleteIfExists(file);
        }
      }
      entries.sort(Comparator.comparing(Entry::time).reversed());
      long sum = Files.size(used);
      for (Entry entry : entries) {
        if (!entry.file().equals(used)) {
          sum += entry.bytes();
          if (sum > mostBytes) {
            Files.deleteIfExists(entry.file());
          }
        }
      }
    } catch (IOException e) {
      return; // another program changes the folder too: the next run tries again
    }
  }

  private static boolean isAbandoned(Path file, FileTime time) {
    return file.toString().endsWith(".tmp")
        && time.toInstant().isBefore(Instant.now().minus(ABANDONED));
  }
}

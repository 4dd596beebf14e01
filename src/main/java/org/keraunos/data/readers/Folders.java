package org.keraunos.data.readers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.DataException;

/** What several readers need of the file system, with its failures as {@link DataException}s. */
final class Folders {
  private static final Set<String> IMAGES = Set.of("jpg", "jpeg", "png", "bmp", "gif", "webp");

  private Folders() {}

  static boolean isImage(Path file) {
    return IMAGES.contains(extension(file));
  }

  /** Whether a text ends as the name of an image file does. */
  static boolean hasImageExtension(String name) {
    int dot = name.lastIndexOf('.');
    return dot > 0 && IMAGES.contains(name.substring(dot + 1).strip().toLowerCase(Locale.ROOT));
  }

  static Set<String> imageExtensions() {
    return IMAGES;
  }

  /** The last part of a path; empty for a root. */
  static String name(Path path) {
    Path name = path.getFileName();
    return name == null ? "" : name.toString();
  }

  /** The part of the name behind the last dot, in lower case. */
  static String extension(Path file) {
    String name = name(file);
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  static Path parent(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file.toAbsolutePath() : parent;
  }

  /** What is in a folder, hidden files left out, in the order of the names. */
  static List<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> !hidden(f.getFileName())).sorted().toList();
    } catch (IOException e) {
      throw new DataException(folder, "cannot be read: " + why(e), e);
    }
  }

  /**
   * The files anywhere below a folder, hidden files and folders left out, in the order of their
   * paths; links are followed.
   */
  static List<Path> walk(Path folder) {
    return below(folder, files -> files.sorted().toList());
  }

  /** Whether there is an image anywhere below a folder. */
  static boolean hasImage(Path folder) {
    return below(folder, files -> files.anyMatch(Folders::isImage));
  }

  private static <T> T below(Path folder, Function<Stream<Path>, T> use) {
    try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      return use.apply(files.filter(f -> !hidden(folder.relativize(f)) && Files.isRegularFile(f)));
    } catch (IOException | UncheckedIOException e) {
      throw new DataException(folder, "cannot be read: " + why(e), e);
    }
  }

  private static boolean hidden(@Nullable Path relative) {
    if (relative == null) {
      return false;
    }
    for (Path step : relative) {
      String name = step.toString();
      // __MACOSX is what the archives of one system bring: a shadow of each file
      if ((name.startsWith(".") && name.length() > 1) || name.equals("__MACOSX")) {
        return true;
      }
    }
    return false;
  }

  /** The text of a file in UTF-8, or UTF-16 by its mark; without the mark. */
  static String text(Path file) {
    return TextFile.read(file, new ReadOptions()).text();
  }

  static String why(Throwable e) {
    if (e instanceof UncheckedIOException && e.getCause() != null) {
      return why(e.getCause());
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NoSuchFileException) {
      return "no such file";
    }
    if (e instanceof OutOfMemoryError) {
      return "it is larger than the memory of this Java (-Xmx)";
    }
    if (e instanceof FileSystemLoopException) {
      return "a link leads back to a folder above it";
    }
    String message = e.getMessage();
    return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
  }
}

package org.keraunos.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.keraunos.base.AtomicFiles;
import org.keraunos.base.DataException;

/**
 * A folder of checkpoints, {@code checkpoint-000001.ckpt} and so on: the highest number is the
 * newest.
 */
final class CheckpointFolder {
  private static final Pattern NAME = Pattern.compile("checkpoint-(\\d{6,18})\\.ckpt");
  private static final Pattern LEFT_OVER =
      Pattern.compile("\\.checkpoint-\\d{6,18}\\.ckpt\\.\\w+\\.tmp");

  private final Path folder;

  CheckpointFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * The newest state that is whole.
   *
   * @param remarks is told of damaged files that are newer
   * @return empty if there is no file at all
   * @throws DataException if there are files and none is whole
   */
  Optional<TrainingState> newest(Consumer<String> remarks) {
    List<Path> files = newestFirst();
    for (Path file : files) {
      try {
        TrainingState state = CheckpointFile.read(file);
        if (!file.equals(files.get(0))) {
          remarks.accept(file + ": taken, as the newest checkpoint that is whole");
        }
        return Optional.of(state);
      } catch (DataException e) {
        remarks.accept(String.valueOf(e.getMessage()));
      }
    }
    if (files.isEmpty()) {
      return Optional.empty();
    }
    throw new DataException(
        folder, "expected a checkpoint that is whole, found " + files.size() + " damaged");
  }

  /** The files, the newest first; none where there is no folder. */
  List<Path> newestFirst() {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> number(file) > 0)
          .sorted(Comparator.comparingLong(CheckpointFolder::number).reversed())
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (NotDirectoryException e) {
      throw new DataException(folder, "expected a folder of checkpoints, found a file", e);
    } catch (IOException e) {
      throw new DataException(folder, "cannot be read: " + e.getMessage(), e);
    }
  }

  /** Writes one file more, and deletes those that are too many. */
  void write(TrainingState state, int kept) {
    if (!Files.isDirectory(folder)) {
      throw new DataException(folder, "cannot be written: the folder is gone");
    }
    List<Path> before = newestFirst();
    long number = before.isEmpty() ? 1 : number(before.get(0)) + 1;
    Path file = folder.resolve(String.format("checkpoint-%06d.ckpt", number));
    state.writeTo(file);
    deleteBehind(before, kept - 1);
  }

  private void deleteBehind(List<Path> files, int kept) {
    files.subList(Math.min(kept, files.size()), files.size()).forEach(this::delete);
  }

  void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new DataException(file, "cannot be deleted: " + e.getMessage(), e);
    }
  }

  /** Removes what a process that was killed has left half written; the folder must be locked. */
  void clean() {
    List<Path> left = new ArrayList<>();
    try (Stream<Path> all = Files.list(folder)) {
      all.filter(file -> LEFT_OVER.matcher(name(file)).matches()).forEach(left::add);
    } catch (IOException e) {
      throw new DataException(folder, "cannot be read: " + e.getMessage(), e);
    }
    for (Path each : left) {
      try {
        AtomicFiles.deleteTree(each);
      } catch (IOException e) {
        throw new DataException(each, "cannot be deleted: " + e.getMessage(), e);
      }
    }
  }

  private static String name(Path file) {
    Path name = file.getFileName();
    return name == null ? "" : name.toString();
  }

  private static long number(Path file) {
    Matcher matcher = NAME.matcher(name(file));
    return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
  }
}

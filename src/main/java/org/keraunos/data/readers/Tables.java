package org.keraunos.data.readers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.keraunos.data.Reading;

/** What several readers of tables say of a folder. */
final class Tables {
  private Tables() {}

  /**
   * Says which tables of a folder are not read, because another one is called as the list of labels
   * or as a part.
   */
  static void tellOthers(Path root, List<Path> read, ReadOptions options, Reading.Builder account) {
    if (!Files.isDirectory(root)) {
      return;
    }
    boolean beside =
        read.stream().anyMatch(file -> Folders.parent(file).equals(root.toAbsolutePath()));
    for (Path file : Folders.list(root)) {
      if (beside && ImageCsv.isTable(file) && !read.contains(file)) {
        account.leaveOut(
            Folders.name(file),
            options.csv().isEmpty()
                ? "a table beside those whose names say that they are read; --csv chooses"
                : "--csv does not name it");
      }
    }
  }
}

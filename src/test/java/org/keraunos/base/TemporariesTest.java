package org.keraunos.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is half written goes when the program is ended on the way. */
class TemporariesTest {
  @TempDir
  Path folder;

  private List<Path> left() throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.toList();
    }
  }

  @Test
  void aFolderThatIsBeingWrittenGoes() {
    assertThatThrownBy(() -> AtomicFolders.writeNew(folder.resolve("scenes"), beside -> {
          Files.createDirectories(beside.resolve("train"));
          Files.writeString(beside.resolve("train/0.png"), "half");
          assertThat(left()).hasSize(1);
          Temporaries.discardAll();
          assertThat(left()).isEmpty();
          throw new IOException("ended");
        }))
        .isInstanceOf(DataException.class);
  }

  @Test
  void whatIsWrittenStays() throws IOException {
    AtomicFiles.writeFile(folder.resolve("p.csv"), out -> out.write(1));
    AtomicFolders.writeNew(
        folder.resolve("model"), beside -> Files.writeString(beside.resolve("a"), "b"));
    Temporaries.discardAll();
    assertThat(left()).hasSize(2);
  }
}

package org.keraunos.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
  @TempDir
  Path temp;

  @Test
  void writesAndReplacesAFileAndMakesTheFoldersAboveIt() throws IOException {
    Path file = temp.resolve("a/b/file.txt");
    AtomicFiles.writeFile(file, out -> out.write(text("one")));
    AtomicFiles.writeFile(file, out -> out.write(text("two")));
    assertThat(file).hasContent("two");
    assertThat(names(file.resolveSibling("."))).containsExactly("file.txt");
  }

  @Test
  void aFailedWriteLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = temp.resolve("file.txt");
    Files.writeString(file, "old");
    assertThatThrownBy(() -> AtomicFiles.writeFile(file, out -> {
          out.write(text("half"));
          throw new IOException("disk full");
        }))
        .isInstanceOf(DataException.class)
        .hasMessage(file + ": cannot be written: disk full");
    assertThat(file).hasContent("old");
    assertThat(names(temp)).containsExactly("file.txt");
  }

  @Test
  void aLinkStaysALink() throws IOException {
    Path real = Files.writeString(temp.resolve("real.txt"), "old");
    Path link = Files.createSymbolicLink(temp.resolve("link.txt"), real);
    AtomicFiles.writeFile(link, out -> out.write(text("new")));
    assertThat(link).isSymbolicLink();
    assertThat(real).hasContent("new");
  }

  @Test
  void refusesAFolderForAFile() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "x");
    assertThatThrownBy(() -> AtomicFiles.writeFile(temp, out -> out.write(1)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found a folder");
    assertThatThrownBy(() -> AtomicFiles.writeFile(file.resolve("below"), out -> out.write(1)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("cannot be written");
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }
}

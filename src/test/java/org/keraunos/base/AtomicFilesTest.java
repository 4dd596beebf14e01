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
  void refusesAFolderForAFileAndAFileForAFolder() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "x");
    assertThatThrownBy(() -> AtomicFiles.writeFile(temp, out -> out.write(1)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found a folder");
    assertThatThrownBy(() -> AtomicFiles.writeFolder(file, folder -> {}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found a file");
    assertThatThrownBy(() -> AtomicFiles.writeFile(file.resolve("below"), out -> out.write(1)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("cannot be written");
  }

  @Test
  void replacesAFolderWhole() throws IOException {
    Path folder = temp.resolve("folder");
    AtomicFiles.writeFolder(folder, f -> Files.writeString(f.resolve("one"), "1"));
    AtomicFiles.writeFolder(folder, f -> {
      Files.createDirectory(f.resolve("deep"));
      Files.writeString(f.resolve("deep/two"), "2");
    });
    assertThat(names(folder)).containsExactly("deep");
    assertThat(folder.resolve("deep/two")).hasContent("2");
    assertThat(names(temp)).containsExactly("folder");
  }

  @Test
  void aFailedFolderLeavesTheOldOne() throws IOException {
    Path folder = temp.resolve("folder");
    AtomicFiles.writeFolder(folder, f -> Files.writeString(f.resolve("one"), "1"));
    assertThatThrownBy(() -> AtomicFiles.writeFolder(folder, f -> {
          Files.writeString(f.resolve("two"), "2");
          throw new IllegalStateException("stop");
        }))
        .hasMessage("stop");
    assertThat(names(folder)).containsExactly("one");
    assertThat(names(temp)).containsExactly("folder");
  }

  @Test
  void recoversAFolderWhoseReplacingWasCutShort() throws IOException {
    Path folder = temp.resolve("folder");
    AtomicFiles.writeFolder(folder, f -> Files.writeString(f.resolve("one"), "1"));
    assertThat(AtomicFiles.recoverFolder(folder)).isFalse();
    Files.move(folder, temp.resolve("folder.old"));
    assertThat(AtomicFiles.recoverFolder(folder)).isTrue();
    assertThat(names(folder)).containsExactly("one");
    assertThat(names(temp)).containsExactly("folder");
  }

  @Test
  void aNewFolderMustNotBeThere() throws IOException {
    Path folder = temp.resolve("versions/1");
    AtomicFiles.writeNewFolder(folder, f -> Files.writeString(f.resolve("one"), "1"));
    assertThat(names(folder)).containsExactly("one");
    assertThatThrownBy(() -> AtomicFiles.writeNewFolder(folder, f -> {}))
        .isInstanceOf(DataException.class)
        .hasMessage(folder + ": exists already");
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

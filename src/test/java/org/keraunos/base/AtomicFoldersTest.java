package org.keraunos.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFoldersTest {
  private static final AtomicFolders.Ours ONE = folder -> Set.of(Path.of("one"));

  @TempDir
  Path temp;

  private Path folder() {
    return temp.resolve("folder");
  }

  private void write(String name, String text) {
    AtomicFolders.write(folder(), ONE, f -> {
      Path file = f.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    });
  }

  @Test
  void replacesWhatIsOursAndKeepsTheRest() throws IOException {
    write("one", "1");
    Files.createDirectories(folder().resolve("src/empty"));
    Files.writeString(folder().resolve("src/Main.java"), "mine");
    Files.createSymbolicLink(folder().resolve("link"), Path.of("nowhere"));
    write("deep/two", "2");
    assertThat(content(folder()))
        .containsOnlyKeys("deep/two", "link", "src/Main.java")
        .containsEntry("src/Main.java", "mine");
    assertThat(folder().resolve("src/empty")).isDirectory();
    assertThat(names(temp)).containsExactly("folder");
  }

  @Test
  void aFileThatIsNotOursIsNeverReplaced() throws IOException {
    write("one", "1");
    Files.writeString(folder().resolve("two"), "mine");
    assertThatThrownBy(() -> write("two", "new"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("holds two, which no model card lists");
    assertThatThrownBy(() -> write("two/below", "new")).isInstanceOf(DataException.class);
    Files.createDirectory(folder().resolve("three"));
    Files.writeString(folder().resolve("three/file"), "mine");
    assertThatThrownBy(() -> write("three", "new")).isInstanceOf(DataException.class);
    assertThat(content(folder()))
        .isEqualTo(Map.of("one", "1", "two", "mine", "three/file", "mine"));
    assertThat(names(temp)).containsExactly("folder");
  }

  @Test
  void aNeighbourThatLooksLikeALeftoverOfOldIsNotTouched() throws IOException {
    Path neighbour = Files.createDirectory(temp.resolve("folder.old"));
    Files.writeString(neighbour.resolve("thesis.txt"), "mine");
    write("one", "1");
    write("one", "2");
    assertThat(neighbour.resolve("thesis.txt")).hasContent("mine");
  }

  @Test
  void aFailedWriteLeavesTheOldFolder() throws IOException {
    write("one", "1");
    assertThatThrownBy(() -> AtomicFolders.write(folder(), ONE, f -> {
          Files.writeString(f.resolve("two"), "2");
          throw new IllegalStateException("stop");
        }))
        .hasMessage("stop");
    assertThat(content(folder())).isEqualTo(Map.of("one", "1"));
    assertThat(names(temp)).containsExactly("folder");
  }

  @Test
  void endsWhatWasCutShortBetweenTheRenames() throws IOException {
    write("one", "1");
    Files.writeString(folder().resolve("mine"), "mine");
    assertThat(AtomicFolders.recover(folder(), ONE)).isFalse();
    Files.move(folder(), temp.resolve(".folder.replaced"));
    assertThat(AtomicFolders.recover(folder(), ONE)).isTrue();
    assertThat(content(folder())).isEqualTo(Map.of("one", "1", "mine", "mine"));
  }

  @Test
  void endsWhatWasCutShortBehindTheRenames() throws IOException {
    write("one", "1");
    Files.writeString(folder().resolve("mine"), "mine");
    Files.move(folder(), temp.resolve(".folder.replaced"));
    Files.createDirectory(folder());
    Files.writeString(folder().resolve("one"), "2");
    assertThat(AtomicFolders.recover(folder(), ONE)).isTrue();
    assertThat(content(folder())).isEqualTo(Map.of("one", "2", "mine", "mine"));
    assertThat(names(temp)).containsExactly("folder");
  }

  @Test
  void aNewFolderMustNotBeThere() throws IOException {
    Path folder = temp.resolve("versions/1");
    AtomicFolders.writeNew(folder, f -> Files.writeString(f.resolve("one"), "1"));
    assertThat(content(folder)).isEqualTo(Map.of("one", "1"));
    assertThatThrownBy(() -> AtomicFolders.writeNew(folder, f -> {}))
        .isInstanceOf(DataException.class)
        .hasMessage(folder + ": exists already");
  }

  @Test
  void refusesAFileForAFolder() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "x");
    assertThatThrownBy(() -> AtomicFolders.write(file, ONE, folder -> {}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found a file");
  }

  private static Map<String, String> content(Path folder) throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) walk::iterator) {
        if (!Files.isDirectory(path)) {
          String name = folder.relativize(path).toString();
          content.put(name, Files.isSymbolicLink(path) ? "" : Files.readString(path));
        }
      }
    }
    return content;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }
}

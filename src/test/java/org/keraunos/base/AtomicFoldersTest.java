package org.keraunos.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
  void aReaderGetsTheOldFolderBackAndLeavesTheRestToWriters() throws IOException {
    write("one", "1");
    assertThat(AtomicFolders.restore(folder())).isFalse();
    Files.move(folder(), temp.resolve(".folder.replaced"));
    assertThat(AtomicFolders.restore(folder())).isTrue();
    assertThat(content(folder())).isEqualTo(Map.of("one", "1"));
    Files.createDirectory(temp.resolve(".folder.replaced"));
    Files.writeString(temp.resolve(".folder.replaced/mine"), "mine");
    assertThat(AtomicFolders.restore(folder())).isFalse();
    write("one", "2");
    assertThat(content(folder())).isEqualTo(Map.of("one", "2", "mine", "mine"));
    assertThat(names(temp)).containsExactly("folder");
  }

  @Test
  void aLinkToAFolderStaysOneAndWhatWasCutShortBehindItIsEnded() throws IOException {
    Path real = temp.resolve("disk/real");
    Files.createSymbolicLink(folder(), Path.of("disk/real"));
    write("one", "1");
    assertThat(folder()).isSymbolicLink();
    assertThat(content(real)).isEqualTo(Map.of("one", "1"));
    Files.move(real, real.resolveSibling(".real.replaced"));
    assertThat(AtomicFolders.restore(folder())).isTrue();
    Files.move(real, real.resolveSibling(".real.replaced"));
    write("one", "2");
    assertThat(folder()).isSymbolicLink();
    assertThat(content(real)).isEqualTo(Map.of("one", "2"));
    assertThat(names(temp.resolve("disk"))).containsExactly("real");
    Path loop = Files.createSymbolicLink(temp.resolve("loop"), Path.of("loop"));
    assertThatThrownBy(() -> AtomicFolders.write(loop, ONE, f -> {}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a symbolic link that leads to itself");
  }

  @Test
  void aFileThatComesWhileItsFolderIsReplacedStays() throws IOException {
    write("one", "1");
    AtomicFolders.Ours late = folder -> {
      if (folder.getFileName().toString().equals(".folder.replaced")) {
        try {
          Files.writeString(folder.resolve("late"), "mine");
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return ONE.in(folder);
    };
    AtomicFolders.write(folder(), late, f -> Files.writeString(f.resolve("one"), "2"));
    assertThat(content(folder())).isEqualTo(Map.of("one", "2", "late", "mine"));
  }

  @Test
  void foldersThatCannotBeReplacedAreRefusedAtOnce() {
    assertThatThrownBy(() -> AtomicFolders.checkMovable(Path.of("")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("received the folder that this program runs in");
    assertThatThrownBy(
            () -> AtomicFolders.checkMovable(Path.of("").toAbsolutePath().getParent()))
        .isInstanceOf(DataException.class);
    assertThatThrownBy(() -> AtomicFolders.checkMovable(temp.getRoot()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("received a mount point: name a new folder below it");
    AtomicFolders.checkMovable(temp);
  }

  @Test
  void readersBesideAWriterNeverCostAWrite() throws Exception {
    write("one", "0");
    AtomicBoolean ended = new AtomicBoolean();
    CompletableFuture<Integer> reader = CompletableFuture.supplyAsync(() -> {
      int restored = 0;
      while (!ended.get()) {
        restored += AtomicFolders.restore(folder()) ? 1 : 0;
      }
      return restored;
    });
    try {
      for (int i = 1; i <= 20; i++) {
        write("one", String.valueOf(i));
      }
    } finally {
      ended.set(true);
    }
    assertThat(reader.get(10, TimeUnit.SECONDS))
        .as("a writer that lives is waited for")
        .isZero();
    assertThat(content(folder())).isEqualTo(Map.of("one", "20"));
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
        .hasMessageContaining("received a file");
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

package org.keraunos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keraunos.testing.DocSnippets;

/**
 * The Java of every page of docs/guide compiles; {@link DocSnippets} says how a page states what it
 * imports.
 */
class GuideTest {
  static List<String> pages() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("docs/guide"))) {
      return files
          .map(Path::toString)
          .filter(name -> name.endsWith(".md"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void javaOfThePageCompiles(String page) {
    DocSnippets.of(page).assertCompiles();
  }
}

package org.keraunos.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DocSnippetsTest {
  private static final String PAGE = """
      # A page
      <!-- java
      import org.keraunos.base.LabelMatrix;
      static int[][] truth = {{1, 0}};
      -->
      ```java
      import static org.keraunos.metrics.LabelMetrics.f1Score;
      var matrix = LabelMatrix.of(truth);
      ```
      Text between them.
      ```java
      double f1 = f1Score(matrix, matrix);
      ```
      ## Another heading, where names are free again
      ```java
      int matrix = new Own().rows();
      ```
      ```sh
      # not a heading
      ```
      ```java
      /** A type of the reader's own. */
      public final class Own {
        public int rows() {
          return truth.length;
        }
      }
      ```
      """;

  @Test
  void blocksOfAPageCompile() {
    DocSnippets snippets = DocSnippets.parse("page.md", PAGE.lines().toList());
    assertThat(snippets.blocks()).isEqualTo(4);
    snippets.assertCompiles();
  }

  @Test
  void whatDoesNotCompileIsNamedByItsLine() {
    String wrong = PAGE.replace("f1Score(matrix, matrix)", "f1Score(matrix, 1)");
    assertThatThrownBy(
            () -> DocSnippets.parse("page.md", wrong.lines().toList()).assertCompiles())
        .hasMessageContaining("page.md:12: ")
        .hasMessageContaining("f1Score");
    String other = PAGE.replace("int matrix = new", "f1 = new");
    assertThatThrownBy(
            () -> DocSnippets.parse("page.md", other.lines().toList()).assertCompiles())
        .hasMessageContaining("page.md:16: ");
    String open = PAGE.substring(0, PAGE.lastIndexOf("```"));
    assertThatThrownBy(() -> DocSnippets.parse("page.md", open.lines().toList()))
        .hasMessageContaining("without its end");
  }
}

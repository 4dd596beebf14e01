package org.keraunos.data.split;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.keraunos.base.LabelMatrix;

/**
 * Against scikit-multilearn 0.2.0 and iterative-stratification 0.1.9 on 300 random label matrices.
 */
class SplitGoldenTest {
  private static final Path GOLDEN =
      Path.of("src/test/resources/org/keraunos/data/split/divergence.csv");

  private static final int FIRST = 5;
  private static final int SECOND = 6;
  private static final int ITERSTRAT = 7;

  private final List<Result> results = new ArrayList<>();

  /** A case: the cells of the golden file and what our splits of it come to. */
  private record Result(String[] golden, double first, double second) {
    /**
     * Whether the library's divergence is a number: scikit-multilearn leaves folds where every row
     * has a label.
     */
    boolean finite(int column) {
      return !golden[column].equals("inf");
    }
  }

  @Test
  void divergesLessThanBothLibrariesAndMissesNoLabel() throws IOException {
    List<String> lines = Files.readAllLines(GOLDEN);
    for (String line : lines.subList(1, lines.size())) {
      results.add(split(line.split(",", -1)));
    }
    assertThat(results).hasSize(300);
    assertNotAbove(FIRST, Result::first);
    assertNotAbove(ITERSTRAT, Result::first);
    assertNotAbove(SECOND, Result::second);
    assertNotAbove(ITERSTRAT, Result::second);
  }

  private void assertNotAbove(int column, ToDoubleFunction<Result> own) {
    List<Result> compared = results.stream().filter(r -> r.finite(column)).toList();
    assertThat(compared).hasSizeGreaterThan(290);
    double theirs = compared.stream()
        .mapToDouble(r -> Double.parseDouble(r.golden()[column]))
        .average()
        .orElseThrow();
    assertThat(compared.stream().mapToDouble(own).average().orElseThrow())
        .as("mean divergence beside column %s", column)
        .isLessThanOrEqualTo(theirs);
  }

  private static Result split(String[] cells) {
    int number = Integer.parseInt(cells[0]);
    RandomLabels.Case random = RandomLabels.of(number);
    LabelMatrix labels = random.labels();
    int positives = 0;
    for (byte cell : labels.flat()) {
      positives += cell;
    }
    assertThat(
            List.of(labels.rows(), labels.labels(), random.parts(), positives).toString())
        .as("the matrix of case %s", number)
        .isEqualTo(List.of(cells[1], cells[2], cells[3], cells[4]).toString());
    int[][] first = Splitter.iterative().folds(labels, random.parts(), number);
    int[][] second = Splitter.iterativeSecondOrder().folds(labels, random.parts(), number);
    assertThat(LabelDistribution.missing(labels, first)).as("case %s", number).isEmpty();
    assertThat(LabelDistribution.missing(labels, second)).as("case %s", number).isEmpty();
    return new Result(
        cells,
        LabelDistribution.divergence(labels, first),
        LabelDistribution.divergence(labels, second));
  }
}

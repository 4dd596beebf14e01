package org.keraunos.data.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keraunos.base.LabelMatrix;

class SplitterTest {
  private static final Map<String, Splitter> ALL = Map.of(
      "random", Splitter.random(),
      "labelSets", Splitter.labelSets(),
      "iterative", Splitter.iterative(),
      "second", Splitter.iterativeSecondOrder());

  @ParameterizedTest
  @ValueSource(strings = {"random", "labelSets", "iterative", "second"})
  void everyRowIsInOnePartOfTheRightSizeAndTheSeedDecides(String name) {
    Splitter splitter = ALL.get(name);
    for (int number = 0; number < 30; number++) {
      LabelMatrix labels = RandomLabels.of(number).labels();
      double[] shares = {0.7, 0.2, 0.1};
      int[][] parts = splitter.split(labels, shares, number);
      int[] all = Arrays.stream(parts).flatMapToInt(Arrays::stream).sorted().toArray();
      assertThat(all)
          .as("case %s", number)
          .isEqualTo(IntStream.range(0, labels.rows()).toArray());
      for (int p = 0; p < 3; p++) {
        assertThat((double) parts[p].length)
            .isBetween(shares[p] * labels.rows() - 1, shares[p] * labels.rows() + 1);
        assertThat(parts[p]).isSorted();
      }
      assertThat(splitter.split(labels, shares, number)).isDeepEqualTo(parts);
      assertThat(Arrays.deepEquals(splitter.split(labels, shares, number + 1), parts))
          .isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"labelSets", "iterative", "second"})
  void stratifiedSplitsStandForTheWholeBetterThanChance(String name) {
    double stratified = 0;
    double chance = 0;
    for (int number = 0; number < 40; number++) {
      LabelMatrix labels = RandomLabels.of(number).labels();
      double[] shares = {0.8, 0.2};
      stratified +=
          LabelDistribution.divergence(labels, ALL.get(name).split(labels, shares, number));
      chance +=
          LabelDistribution.divergence(labels, Splitter.random().split(labels, shares, number));
    }
    assertThat(stratified).isLessThan(name.equals("labelSets") ? chance : chance / 2);
  }

  @Test
  void labelSetsAreSpreadEvenly() {
    byte[] y = new byte[100 * 2];
    for (int row = 0; row < 100; row++) {
      y[2 * row] = (byte) (row % 2);
      y[2 * row + 1] = (byte) (row % 5 == 0 ? 1 : 0);
    }
    LabelMatrix labels = LabelMatrix.of(y, 100, 2);
    int[][] folds = Splitter.labelSets().folds(labels, 5, 3);
    for (int[] fold : folds) {
      assertThat(fold).hasSize(20);
      long both = Arrays.stream(fold)
          .filter(r -> labels.get(r, 0) == 1 && labels.get(r, 1) == 1)
          .count();
      assertThat(both).isBetween(1L, 3L); // ten rows of that set
    }
  }

  @Test
  void aRareLabelReachesEveryFold() {
    byte[] y = new byte[200 * 3];
    for (int row = 0; row < 200; row++) {
      y[3 * row] = (byte) (row < 10 ? 1 : 0);
      y[3 * row + 1] = (byte) (row < 100 ? 1 : 0);
      y[3 * row + 2] = row % 7 == 0 ? LabelMatrix.UNKNOWN : (byte) (row % 3 == 0 ? 1 : 0);
    }
    LabelMatrix labels = LabelMatrix.of(y, 200, 3);
    for (long seed = 0; seed < 20; seed++) {
      int[][] folds = Splitter.iterative().folds(labels, 10, seed);
      assertThat(LabelDistribution.missing(labels, folds)).as("seed %s", seed).isEmpty();
      assertThat(LabelDistribution.missing(
              labels, Splitter.iterativeSecondOrder().folds(labels, 10, seed)))
          .as("seed %s", seed)
          .isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void groupsStayTogether(long seed) {
    LabelMatrix labels = RandomLabels.of((int) seed).labels();
    int[] groups = IntStream.range(0, labels.rows()).map(row -> row * row % 37).toArray();
    int[][] folds = Splitter.grouped(groups).folds(labels, 4, seed);
    Set<Integer> seen = new HashSet<>();
    int rows = 0;
    for (int[] fold : folds) {
      Set<Integer> own = new HashSet<>();
      Arrays.stream(fold).forEach(row -> own.add(groups[row]));
      assertThat(seen).doesNotContainAnyElementsOf(own);
      seen.addAll(own);
      rows += fold.length;
      assertThat(fold.length).as("seed %s", seed).isBetween(labels.rows() / 6, labels.rows() / 3);
    }
    assertThat(rows).isEqualTo(labels.rows());
  }

  @Test
  void groupsLeaveNoPartEmptyAndMustBeEnough() {
    LabelMatrix labels = LabelMatrix.of(new byte[] {1, 1, 1, 0, 0, 1}, 6, 1);
    int[][] parts = Splitter.grouped(new int[] {1, 1, 1, 1, 2, 3})
        .split(labels, new double[] {0.9, 0.05, 0.05}, 0);
    assertThat(Arrays.stream(parts)).noneMatch(part -> part.length == 0);
    assertThatThrownBy(() -> Splitter.grouped(new int[] {1, 1, 1, 1, 2, 2}).folds(labels, 3, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("groups: expected at least 3 groups, received 2");
    assertThatThrownBy(() -> Splitter.grouped(new int[] {1, 2}).folds(labels, 2, 0))
        .hasMessage("groups: expected one for each of the 6 rows, received 2");
  }

  @Test
  void badSharesAreRefused() {
    LabelMatrix labels = LabelMatrix.of(new byte[] {1, 0, 1}, 3, 1);
    assertThatThrownBy(() -> Splitter.random().split(labels, new double[] {0.5, 0.6}, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shares: expected numbers above 0 that sum to 1, received [0.5, 0.6]");
    assertThatThrownBy(() -> Splitter.iterative().split(labels, new double[] {1.0, 0.0}, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Splitter.iterative().folds(labels, 4, 0))
        .hasMessage("rows: expected at least as many as the 4 parts, received 3");
    assertThatThrownBy(() -> Splitter.labelSets().folds(labels, 1, 0))
        .hasMessage("k: expected at least 2 folds, received 1");
    assertThat(Splitter.random().split(labels, new double[] {0.99, 0.01}, 0)[1]).hasSize(1);
  }

  @Test
  void labelsThatAllOrNoRowsHaveDoNoHarm() {
    byte[] y = new byte[40 * 2];
    for (int row = 0; row < 40; row++) {
      y[2 * row] = 1;
    }
    LabelMatrix labels = LabelMatrix.of(y, 40, 2);
    for (Splitter splitter : ALL.values()) {
      assertThat(LabelDistribution.divergence(labels, splitter.folds(labels, 4, 1)))
          .isZero();
    }
  }
}

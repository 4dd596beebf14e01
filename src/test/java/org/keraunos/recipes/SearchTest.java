package org.keraunos.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.keraunos.metrics.Average.MACRO;
import static org.keraunos.metrics.LabelMetrics.f1Score;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.keraunos.Model;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.ScoreMatrix;
import org.keraunos.data.Dataset;
import org.keraunos.metrics.Bootstrap;
import org.keraunos.strategies.MlKnn;
import org.keraunos.strategies.Strategies;

class SearchTest {
  @Test
  void onATableItIsAsGoodAsTheBestOfTheOthersByTheWidthOfItsInterval() {
    isNotBelow(Problems.table(200, 1), Problems.table(600, 101), 1);
  }

  @Test
  void onPicturesToo() {
    isNotBelow(Problems.pictures(120, 7, 7, 1, 3), Problems.pictures(500, 7, 7, 1, 103), 3);
  }

  private static void isNotBelow(Dataset train, Dataset test, long seed) {
    double others = 0;
    try (Trained tutorial =
        Recipe.TUTORIAL.fit(train, o -> o.seed(seed).fit(fit -> fit.verbose(false)))) {
      others = Math.max(others, f1(test, tutorial.model().predict(test).labels()));
    }
    try (Model logistic = Strategies.logistic(train)) {
      others = Math.max(others, f1(test, logistic.predict(test).labels()));
    }
    ScoreMatrix neighbours = MlKnn.fit(train, 10, 1).predict(test);
    others = Math.max(others, f1(test, neighbours.above(0.5)));

    try (Found found = Search.run(train, o -> o.seed(seed))) {
      LabelMatrix decided = found.model().predict(test).labels();
      Bootstrap.Interval interval = Bootstrap.of(test.size())
          .draws(300)
          .percentile(w -> f1Score(test.labels(), decided, MACRO, o -> o.sampleWeight(w)));
      double half = (interval.high() - interval.low()) / 2;
      assertThat(interval.estimate())
          .as("seed %d, found %s", seed, found.attempts())
          .isGreaterThanOrEqualTo(others - half);
      bestIsKept(found);
    }
  }

  private static double f1(Dataset test, LabelMatrix decided) {
    return f1Score(test.labels(), decided, MACRO);
  }

  private static void bestIsKept(Found found) {
    Attempt best = found.attempts().stream()
        .filter(each -> each.score().isPresent() && !each.name().equals("knn"))
        .max(Comparator.comparingDouble(Attempt::f1))
        .orElseThrow();
    assertThat(found.best()).isEqualTo(best);
    assertThat(found.attempts()).filteredOn(Attempt::kept).hasSize(1);
    Bootstrap.Interval score = best.score().orElseThrow();
    assertThat(score.low()).isLessThanOrEqualTo(score.estimate());
    assertThat(score.high()).isGreaterThanOrEqualTo(score.estimate());
  }

  @Test
  void triesWhatFitsInItsOrderAndTellsAtOnce() {
    List<Attempt> told = new ArrayList<>();
    Dataset rows = Problems.table(120, 4);
    try (Found found = Search.run(rows, o -> o.told(told::add).fit(fit -> fit.epochs(1)))) {
      assertThat(told)
          .extracting(Attempt::name)
          .containsExactly("logistic", "knn", "chains", "small", "strong", "mlp");
      assertThat(found.attempts()).hasSameSizeAs(told);
      assertThat(found.attempts().get(1).note()).isEqualTo("is not saved");
      assertThat(found.model().contract().output().thresholdOfEach()).hasSize(3);
    }
    Dataset pictures = Problems.pictures(10, 6, 6, 1, 5);
    assertThat(Candidate.of(pictures))
        .extracting(each -> each.called(pictures))
        .containsExactly("logistic", "knn", "small", "strong", "tutorial", "cnn");
    assertThat(Candidate.of(pictures))
        .filteredOn(each -> !each.unfit(pictures).isEmpty())
        .containsExactly(Candidate.TUTORIAL);
  }

  @Test
  void withoutTimeSomethingIsTrainedAndTheRestIsToldAsLeftOut() {
    Dataset rows = Problems.table(100, 7);
    try (Found found = Search.run(rows, o -> o.budget(Duration.ofMillis(1)))) {
      assertThat(found.best().name()).isEqualTo("logistic");
      assertThat(found.attempts().subList(1, 6))
          .allMatch(each ->
              each.score().isEmpty() && each.note().equals("no time left") && each.seconds() == 0);
    }
  }

  @Test
  void anInterruptKeepsTheBestSoFar() {
    List<Attempt> told = new ArrayList<>();
    Dataset rows = Problems.table(100, 8);
    try (Found found = Search.run(rows, o -> o.told(told::add).stopWhen(() -> told.size() >= 3))) {
      assertThat(found.attempts().get(3).note()).isEqualTo("interrupted before it");
      assertThat(found.best().name()).isIn("logistic", "chains");
    }
  }

  @Test
  void whatWouldTakeTooLongEndsBehindItsFirstEpoch() {
    Pace slow = new Pace(1_000_000, 1e-6);
    Pace quick = new Pace(10, 1000);
    Dataset rows = Problems.table(60, 9);
    for (Pace pace : List.of(slow, quick)) {
      try (Trained made = Recipe.SMALL.fit(
          rows, o -> o.training(t -> t.epochs(3)).fit(fit -> fit.verbose(false).callbacks(pace)))) {
        assertThat(made.history().epochs()).hasSize(pace.isTooSlow() ? 1 : 3);
      }
    }
    assertThat(slow.isTooSlow()).isTrue();
    assertThat(quick.isTooSlow()).isFalse();
    assertThat(slow.secondsAnEpoch()).isNotNegative();
    assertThat(quick.secondsAnEpoch()).isPositive();
  }

  @Test
  void rowsToJudgeByAreNeeded() {
    assertThatThrownBy(() -> Search.run(Problems.table(3, 10), o -> o.seed(1)))
        .hasMessageContaining("judge by");
    assertThatThrownBy(() -> Search.run(Problems.table(30, 10), o -> o.budget(Duration.ZERO)))
        .hasMessageContaining("budget");
  }
}

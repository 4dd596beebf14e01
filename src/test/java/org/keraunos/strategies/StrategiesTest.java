package org.keraunos.strategies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.keraunos.Model;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.ScoreMatrix;
import org.keraunos.base.Shape;
import org.keraunos.data.Dataset;
import org.keraunos.data.Feature;
import org.keraunos.data.FloatColumn;
import org.keraunos.data.Scaling;

class StrategiesTest {
  private static final int ROWS = 60;

  @Test
  void aRowWhoseLabelIsUnknownIsAsGoodAsNone() {
    float[] x = normal(3, ROWS * 4);
    float[][] y = new float[ROWS][1];
    int[] known = IntStream.range(0, ROWS).filter(i -> i % 3 != 0).toArray();
    for (int i = 0; i < ROWS; i++) {
      y[i][0] = i % 3 == 0 ? Float.NaN : x[4 * i] > 0.2f * x[4 * i + 1] ? 1 : 0;
    }
    FeatureRows features = FeatureRows.of(Dataset.of(x, 4));
    LogisticFit fit = new LogisticFit(features, new double[0][], StrategyOptions.of(s -> {}));
    Labels labels = new Labels(Dataset.of(x, 4).withLabels(y));
    byte[] guessed = labels.columns[0].clone();
    for (int i = 0; i < ROWS; i += 3) {
      guessed[i] = 1;
    }
    assertThat(fit.fit(labels.columns[0], labels.all()).weights())
        .isEqualTo(fit.fit(guessed, known).weights());
  }

  @Test
  void aLabelOfOneClassIsPredictedAsOftenAsItWasSeen() {
    float[][] y = new float[ROWS][2];
    for (int i = 0; i < ROWS; i++) {
      y[i][1] = 1;
    }
    Dataset train = Dataset.of(normal(5, ROWS * 2), 2).withLabels(y);
    try (Model model = Strategies.chain(train)) {
      ScoreMatrix made = model.predict(train).probabilities().scores();
      for (int i = 0; i < ROWS; i++) {
        assertThat(made.get(i, 0)).isCloseTo(1.0 / (ROWS + 2), Offset.offset(1e-6));
        assertThat(made.get(i, 1)).isCloseTo((ROWS + 1.0) / (ROWS + 2), Offset.offset(1e-6));
      }
    }
  }

  @Test
  void anEnsembleOfOneIsAChainAndSeedsDrawOrders() {
    Dataset train = labelled(11);
    ScoreMatrix one = scores(Strategies.chainEnsemble(train, s -> s.count(1).seed(4)), train);
    ScoreMatrix same = scores(Strategies.chainEnsemble(train, s -> s.count(1).seed(4)), train);
    assertThat(one).isEqualTo(same);
    int[][] orders = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    assertThat(List.of(orders))
        .anySatisfy(order -> assertThat(scores(Strategies.chain(train, s -> s.order(order)), train))
            .isEqualTo(one));
    ScoreMatrix three = scores(Strategies.chainEnsemble(train, s -> s.count(3)), train);
    assertThat(three.labels()).isEqualTo(3);
  }

  @Test
  void severalInputsAreSeenSideBySide() {
    float[] x = normal(17, ROWS * 3);
    float[] first = new float[ROWS];
    float[] second = new float[ROWS * 2];
    for (int i = 0; i < ROWS; i++) {
      first[i] = x[3 * i];
      second[2 * i] = x[3 * i + 1];
      second[2 * i + 1] = x[3 * i + 2];
    }
    LabelMatrix labels = labelled(17).labels();
    Dataset apart = Dataset.of(
            new Feature("a", FloatColumn.of(first, Shape.of(1)), Scaling.NONE),
            new Feature("b", FloatColumn.of(second, Shape.of(2)), Scaling.NONE))
        .withLabels(labels);
    Dataset together = Dataset.of(x, 3).withLabels(labels);
    ScoreMatrix one = scores(Strategies.logistic(together), together);
    ScoreMatrix two = scores(Strategies.logistic(apart), apart);
    for (int i = 0; i < ROWS; i++) {
      assertThat(two.get(i, 0)).isCloseTo(one.get(i, 0), Offset.offset(1e-6));
    }
    assertThat(MlKnn.fit(apart, 5, 1).predict(apart))
        .isEqualTo(MlKnn.fit(together, 5, 1).predict(together));
  }

  @Test
  void imagesOfBytesAreScaledInside() {
    byte[] pixels = new byte[20 * 4 * 4 * 3];
    new SplittableRandom(2).nextBytes(pixels);
    int[][] y = new int[20][2];
    for (int i = 0; i < 20; i++) {
      y[i][0] = pixels[i * 48] < 0 ? 1 : 0;
      y[i][1] = i % 2;
    }
    Dataset train = Dataset.of(pixels, 4, 4, 3).withLabels(y).withLabelNames("bright", "odd");
    try (Model model = Strategies.stacking(train)) {
      assertThat(model.contract().output().labels().names()).containsExactly("bright", "odd");
      LabelMatrix made = model.predict(train).labels();
      assertThat(IntStream.range(0, 20).filter(i -> made.get(i, 0) == y[i][0]).count())
          .isGreaterThan(17);
    }
  }

  @Test
  void neighboursOfManyBlocksAreThoseOfOne() {
    // More rows than one block of training rows holds, each its own nearest but for itself.
    int rows = 17_000;
    float[] x = new float[rows];
    byte[] y = new byte[rows];
    for (int i = 0; i < rows; i++) {
      x[i] = i;
      y[i] = (byte) (i / 100 % 2);
    }
    Dataset train = Dataset.of(x, 1).withLabels(LabelMatrix.of(y, rows, 1));
    int[][] near;
    FeatureRows features = FeatureRows.of(train);
    try (NearestRows search = new NearestRows(features)) {
      near = search.of(features, 2, true);
    }
    int wrong = 0;
    for (int i = 1; i < rows - 1; i++) {
      wrong += Math.abs(near[i][0] - i) > 3 || Math.abs(near[i][1] - i) > 3 ? 1 : 0;
    }
    assertThat(wrong).isZero();
  }

  @Test
  void whatDoesNotFitIsSaid() {
    Dataset train = labelled(23);
    assertThatThrownBy(() -> close(Strategies.chain(train, s -> s.order(0, 1, 1))))
        .hasMessage("order: expected each of 0 to 2 once, received [0, 1, 1]");
    assertThatThrownBy(() -> close(Strategies.chainEnsemble(train, s -> s.order(0, 1, 2))))
        .hasMessageContaining("an ensemble draws orders by seed");
    assertThatThrownBy(() -> close(Strategies.logistic(train, s -> s.c(0))))
        .hasMessage("c: expected a number > 0, received 0.0");
    assertThatThrownBy(() -> close(Strategies.stacking(train.take(4))))
        .hasMessage("cv: expected at most 4, the rows, received 5");
    assertThatThrownBy(() -> MlKnn.fit(train, ROWS, 1).labelNames())
        .hasMessage("k: expected 1 to 59, rows less one, received 60");
    assertThatThrownBy(() -> close(Strategies.logistic(Dataset.of(new float[4], 2))))
        .hasMessageContaining("labels (withLabels)");
    assertThatThrownBy(
            () -> MlKnn.fit(train, 5, 1).predict(Dataset.of(new float[4], 2)).rows())
        .hasMessageContaining("shape (None, 3), as the training rows");
  }

  private static void close(Model model) {
    model.close();
  }

  private static ScoreMatrix scores(Model model, Dataset rows) {
    try (model) {
      return model.predict(rows).probabilities().scores();
    }
  }

  private static Dataset labelled(long seed) {
    float[] x = normal(seed, ROWS * 3);
    int[][] y = new int[ROWS][3];
    for (int i = 0; i < ROWS; i++) {
      y[i][0] = x[3 * i] > 0 ? 1 : 0;
      y[i][1] = x[3 * i + 1] + y[i][0] > 0.5 ? 1 : 0;
      y[i][2] = x[3 * i + 2] - y[i][1] > -0.5 ? 1 : 0;
    }
    return Dataset.of(x, 3).withLabels(y);
  }

  private static float[] normal(long seed, int count) {
    Random random = new Random(seed);
    float[] made = new float[count];
    for (int i = 0; i < count; i++) {
      made[i] = (float) random.nextGaussian();
    }
    return made;
  }
}

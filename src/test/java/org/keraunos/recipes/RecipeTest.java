package org.keraunos.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.keraunos.metrics.Average.MACRO;
import static org.keraunos.metrics.LabelMetrics.f1Score;
import static org.keraunos.optimizers.Optimizers.adam;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.keraunos.base.NamedArray;
import org.keraunos.base.Shape;
import org.keraunos.contract.Preprocessing;
import org.keraunos.data.Dataset;
import org.keraunos.decisions.Criterion;
import org.keraunos.layers.Layer;
import org.keraunos.runtime.DTypePolicy;

class RecipeTest {
  static Stream<Arguments> recipesAndData() {
    List<Dataset> data = List.of(
        Problems.pictures(24, 7, 7, 1, 1),
        Problems.pictures(24, 32, 20, 3, 2),
        Problems.table(24, 4));
    return Stream.of(Recipe.SMALL, Recipe.STRONG)
        .flatMap(recipe -> data.stream().map(each -> Arguments.of(recipe, each)));
  }

  @ParameterizedTest
  @MethodSource("recipesAndData")
  void trainsOnImagesOfAnySizeAndOnTables(Recipe recipe, Dataset rows) {
    try (Trained made =
        recipe.fit(rows, o -> o.training(t -> t.epochs(1)).fit(fit -> fit.verbose(false)))) {
      assertThat(made.history().get("loss")).hasSize(1);
      assertThat(made.model().predict(rows).labels().labels()).isEqualTo(3);
      assertThat(made.model().contract().output().labels()).isEqualTo(rows.labelNames());
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "3,200,3", "7,7,1", "64,64,3", "96,128,3", "224,224,3", "9,500,4"})
  void networksOfImagesEndInFewPlacesWhateverTheSize(int height, int width, int channels) {
    Shape shape = Shape.of(height, width, channels);
    for (int deep = 1; deep <= 2; deep++) {
      var network = ImageNetwork.of(shape, 5, 16, 64, deep, 0.3);
      assertThat(network.outputs().get(0).shape()).isEqualTo(Shape.of(5));
      assertThat(network.layers().size()).isBetween(6, 60);
    }
  }

  @ParameterizedTest
  @CsvSource({"7,7,1", "224,180,3"})
  void convolutionsFitPicturesOfAnySize(int height, int width, int channels) {
    Shape shape = Shape.of(height, width, channels);
    assertThat(ConvolutionNetwork.of(shape, 3).outputs().get(0).shape()).isEqualTo(Shape.of(3));
  }

  @Test
  void theSameSeedGivesTheSameWeights() {
    Dataset rows = Problems.pictures(120, 7, 7, 1, 5);
    List<NamedArray> one = weights(Recipe.STRONG, rows, 1);
    assertThat(weights(Recipe.STRONG, rows, 1)).isEqualTo(one);
    assertThat(weights(Recipe.STRONG, rows, 2)).isNotEqualTo(one);
  }

  private static List<NamedArray> weights(Recipe recipe, Dataset rows, long seed) {
    try (Trained made = recipe.fit(
        rows, o -> o.seed(seed).training(t -> t.epochs(2)).fit(fit -> fit.verbose(false)))) {
      return made.model().getWeights();
    }
  }

  @Test
  void theTutorialIsTheTutorials() {
    Dataset scenes = Problems.pictures(10, 32, 32, 3, 6);
    assertThat(Recipe.TUTORIAL.training(scenes)).isEqualTo(Training.TUTORIAL);
    assertThat(Recipe.TUTORIAL.network(scenes).layers().stream().map(Layer::className))
        .containsExactly("InputLayer", "Conv2D", "Conv2D", "MaxPooling2D", "Flatten", "Dense");
    assertThat(Training.TUTORIAL.optimizer(10_000).settings().toString())
        .isEqualTo(adam().settings().toString());
    assertThat(Training.TUTORIAL.policy()).isEqualTo(DTypePolicy.FLOAT32);
  }

  @Test
  void strongLearnsWhereBarsAreAndItsThresholdsAreTheModels() {
    Dataset rows = Problems.pictures(400, 8, 8, 1, 7);
    Dataset fresh = Problems.pictures(300, 8, 8, 1, 8);
    try (Trained made =
        Recipe.STRONG.fit(rows, o -> o.training(t -> t.epochs(8)).fit(fit -> fit.verbose(false)))) {
      double[] chosen = made.thresholds().orElseThrow().thresholds();
      assertThat(made.model().contract().output().thresholdOfEach()).hasSize(3);
      assertThat(made.model().contract().output().thresholdOfEach().get(0)).isEqualTo(chosen[0]);
      assertThat(f1Score(fresh.labels(), made.model().predict(fresh).labels(), MACRO))
          .isGreaterThan(0.9);
      assertThat(made.history().names()).contains("val_loss");
    }
  }

  @Test
  void validatesOnRowsThatAreGivenInPlaceOfAShare() {
    Dataset rows = Problems.table(200, 9);
    try (Trained made = Recipe.STRONG.fit(
        rows,
        o -> o.validationData(Problems.table(50, 10))
            .training(t -> t.epochs(2))
            .fit(fit -> fit.verbose(false)))) {
      assertThat(made.history().names()).contains("val_loss");
      assertThat(made.thresholds()).isPresent();
    }
  }

  @Test
  void fewRowsHaveNoneToValidateOnAndFewStepsNoAverage() {
    Training few = Recipe.STRONG.training(Problems.table(60, 11));
    assertThat(few.validationSplit()).isZero();
    assertThat(few.patience()).isZero();
    assertThat(few.thresholds()).isEmpty();
    Training more = Recipe.STRONG.training(Problems.table(400, 11));
    assertThat(more.validationSplit()).isEqualTo(0.1);
    assertThat(more.optimizer(400).usesEma()).isTrue();
    assertThat(more.epochs(1).optimizer(400).usesEma()).isFalse();
    assertThat(more.validation(0, 0, Optional.of(Criterion.f1())).validationSplit())
        .isZero();
  }

  @Test
  void fewerRowsAreGoneOverMoreOften() {
    for (Recipe recipe : List.of(Recipe.SMALL, Recipe.STRONG)) {
      int many = recipe.training(Problems.table(20_000, 12)).epochs();
      int few = recipe.training(Problems.table(300, 12)).epochs();
      assertThat(few).isGreaterThan(many);
    }
  }

  @Test
  void nothingIsFlippedUnlessTheUserSaysSo() {
    Dataset rows = Problems.pictures(10, 16, 16, 3, 13);
    for (Recipe recipe : Recipe.values()) {
      assertThat(recipe.training(rows).augment().steps(rows, Preprocessing.PIXELS))
          .noneMatch(step -> step.getClass().getSimpleName().equals("RandomFlip"));
    }
    assertThat(Augment.STRONG.steps(rows))
        .anyMatch(step -> step.getClass().getSimpleName().equals("RandomFlip"));
  }

  @Test
  void namesAreSmallLetters() {
    assertThat(Recipe.names()).containsExactly("tutorial", "small", "strong");
    assertThat(Recipe.named("strong")).isEqualTo(Recipe.STRONG);
    assertThatThrownBy(() -> Recipe.named("weak")).hasMessageContaining("tutorial, small, strong");
    assertThatThrownBy(() -> Augment.named("much")).hasMessageContaining("medium");
  }

  @Test
  void aTrainingThatCannotBeIsRefused() {
    assertThatThrownBy(() -> Training.TUTORIAL.epochs(0)).hasMessageContaining("epochs");
    assertThatThrownBy(() -> Training.TUTORIAL.batchSize(0)).hasMessageContaining("batchSize");
    assertThatThrownBy(() -> Training.TUTORIAL.learningRate(Double.NaN))
        .hasMessageContaining("learningRate");
    assertThatThrownBy(() -> Training.TUTORIAL.validation(1, 0, Optional.empty()))
        .hasMessageContaining("validationSplit");
    assertThatThrownBy(() -> Recipe.STRONG.fit(
            Problems.table(30, 14), o -> o.training(t -> t.augment(Augment.LIGHT))))
        .hasMessageContaining("images");
  }

  @Test
  void rowsOfTheTutorialDoNotKnowOfEachOther() {
    Dataset rows = Problems.pictures(10, 16, 16, 3, 15);
    assertThat(Recipe.TUTORIAL.network(rows).layers()).allMatch(Layer::isRowwise);
    assertThat(Recipe.SMALL.network(rows).layers()).anyMatch(layer -> !layer.isRowwise());
  }
}

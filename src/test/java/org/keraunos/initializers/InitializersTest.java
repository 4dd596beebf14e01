package org.keraunos.initializers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keraunos.base.NamedArray;
import org.keraunos.base.Shape;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.Feeds;
import org.keraunos.runtime.Fetched;
import org.keraunos.runtime.GraphSession;
import org.keraunos.runtime.RuntimeOptions;
import org.keraunos.testing.Goldens;
import org.keraunos.testing.Kinds;

class InitializersTest {
  static Stream<Arguments> cases() {
    return Kinds.ofKeras(Initializers.registry()).stream()
        .flatMap(name -> Goldens.index("initializers/" + name + ".json").stream()
            .map(entry -> Arguments.of(name, entry)));
  }

  /** Other numbers of the same distribution: mean, deviation, and how they lie between. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void drawsAsKerasDoes(String className, Map<String, Object> entry) {
    int[] shape =
        ((List<?>) entry.get("shape")).stream().mapToInt(size -> (Integer) size).toArray();
    Initializer initializer = Kinds.initializer(className, Kinds.strings(entry.get("config")));
    double[] drawn = draw(initializer, shape, 11, DTypePolicy.FLOAT32);
    double deviation = number(entry, "deviation");
    double noise = 7 / Math.sqrt(drawn.length);
    double mean = Arrays.stream(drawn).average().orElseThrow();
    assertThat(mean).isCloseTo(number(entry, "mean"), within(noise * deviation + 1e-7));
    double variance =
        Arrays.stream(drawn).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
    assertThat(Math.sqrt(variance)).isCloseTo(deviation, within(noise * deviation + 1e-7));
    double largest = number(entry, "largest");
    double farthest = Arrays.stream(drawn).map(x -> Math.abs(x - mean)).max().orElseThrow();
    // The tails of a normal that is not cut lie further apart than 4 in 10.
    assertThat(farthest).isBetween(0.6 * largest - 1e-7, 1.5 * largest + 1e-7);
    double inner =
        Arrays.stream(drawn).filter(x -> Math.abs(x - mean) < largest / 2).count()
            / (double) drawn.length;
    assertThat(inner).isCloseTo(number(entry, "inner"), within(deviation == 0 ? 0 : noise));
  }

  @Test
  void aCutNormalAndAUniformEndWhereKerasEndsThem() {
    for (String className : List.of("GlorotUniform", "HeNormal", "LecunUniform")) {
      Map<String, Object> entry =
          Goldens.index("initializers/" + className + ".json").get(0);
      double[] drawn = draw(
          Kinds.initializer(className, Map.of()), new int[] {3, 3, 3, 48}, 11, DTypePolicy.FLOAT32);
      double largest = Arrays.stream(drawn).map(Math::abs).max().orElseThrow();
      assertThat(largest).isCloseTo(number(entry, "largest"), within(0.03 * largest));
    }
  }

  @Test
  void orthogonalMatricesAreOrthogonal() {
    double[] wide = draw(Initializers.orthogonal(), new int[] {2, 5}, 3, DTypePolicy.FLOAT64);
    for (int row = 0; row < 2; row++) {
      for (int other = 0; other < 2; other++) {
        double product = 0;
        for (int i = 0; i < 5; i++) {
          product += wide[row * 5 + i] * wide[other * 5 + i];
        }
        assertThat(product).isCloseTo(row == other ? 1 : 0, within(1e-12));
      }
    }
  }

  @Test
  void equalSeedsDrawEqualNumbersAndOthersOthers() {
    for (String className : List.of("GlorotUniform", "GlorotNormal", "HeUniform", "HeNormal")) {
      Initializer model = Kinds.initializer(className, Map.of());
      double[] first = draw(model, new int[] {4, 5}, 1, DTypePolicy.FLOAT32);
      assertThat(draw(model, new int[] {4, 5}, 1, DTypePolicy.FLOAT32)).isEqualTo(first);
      assertThat(draw(model, new int[] {4, 5}, 2, DTypePolicy.FLOAT32)).isNotEqualTo(first);
      Initializer own = Kinds.initializer(className, Map.of("seed", 9));
      double[] ownFirst = draw(own, new int[] {4, 5}, 1, DTypePolicy.FLOAT32);
      assertThat(draw(own, new int[] {4, 5}, 2, DTypePolicy.FLOAT32))
          .as("a seed of its own wins")
          .isEqualTo(ownFirst)
          .isNotEqualTo(first);
      assertThat(Kinds.config(own)).containsEntry("seed", 9L);
      assertThat(Kinds.config(model)).containsEntry("seed", null);
    }
  }

  @Test
  void negativeAndLargeSeedsDrawToo() {
    for (String className : List.of("GlorotUniform", "GlorotNormal", "HeUniform", "HeNormal")) {
      double[] low = draw(
          Kinds.initializer(className, Map.of()),
          new int[] {9},
          Long.MIN_VALUE,
          DTypePolicy.FLOAT64);
      double[] high = draw(
          Kinds.initializer(className, Map.of()),
          new int[] {9},
          Long.MAX_VALUE,
          DTypePolicy.FLOAT64);
      assertThat(low).doesNotContain(Double.NaN).isNotEqualTo(high);
      assertThat(Arrays.stream(low).distinct().count()).isEqualTo(9);
    }
  }

  @Test
  void constantsAreConstant() {
    assertThat(draw(Initializers.zeros(), new int[] {2, 2}, 1, DTypePolicy.FLOAT32))
        .containsOnly(0.0);
    assertThat(draw(Initializers.ones(), new int[] {2, 2}, 1, DTypePolicy.FLOAT64))
        .containsOnly(1.0);
  }

  private static double[] draw(
      Initializer initializer, int[] shape, long seed, DTypePolicy policy) {
    try (GraphSession session = new GraphSession(RuntimeOptions.DEFAULT)) {
      var numbers = initializer.emit(session.ops(), Shape.of(shape), policy.variableType(), seed);
      try (Feeds none = new Feeds();
          Fetched fetched = session.run(none, List.of(numbers))) {
        return fetched.array(0, "numbers", NamedArray.size(shape)).toDoubles();
      }
    }
  }

  private static double number(Map<String, Object> entry, String key) {
    return ((Number) entry.get(key)).doubleValue();
  }
}

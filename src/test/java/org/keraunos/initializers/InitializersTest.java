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

class InitializersTest {
  /** The share of a normal's numbers within one deviation among those within two. */
  private static final double WITHIN_ONE_OF_TWO = 0.682689 / 0.954500;

  static Stream<Arguments> cases() {
    return Goldens.index("initializers.json").stream()
        .map(entry -> Arguments.of(entry.get("class_name"), entry));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void drawsAsKerasDoes(String className, Map<String, Object> entry) {
    int[] shape =
        ((List<?>) entry.get("shape")).stream().mapToInt(size -> (Integer) size).toArray();
    double[] drawn = draw(Initializers.named(className, null), shape, 11, DTypePolicy.FLOAT32);
    boolean uniform = entry.containsKey("limit");
    double limit = number(entry, "limit", 2 * number(entry, "stddev", 0));
    double deviation =
        uniform ? limit / Math.sqrt(3) : number(entry, "stddev", 0) * 0.87962566103423978;
    double noise = 5 / Math.sqrt(drawn.length);
    double mean = Arrays.stream(drawn).average().orElseThrow();
    double variance = Arrays.stream(drawn).map(x -> x * x).average().orElseThrow();
    assertThat(mean).isCloseTo(0, within(noise * deviation));
    assertThat(Math.sqrt(variance)).isCloseTo(deviation, within(noise * deviation));
    assertThat(Math.sqrt(variance))
        .isCloseTo(number(entry, "sample_std", 0), within(2 * noise * deviation));
    double largest = Arrays.stream(drawn).map(Math::abs).max().orElseThrow();
    assertThat(largest).isLessThanOrEqualTo(limit * (1 + 1e-6)).isGreaterThan(0.9 * limit);
    double inner =
        Arrays.stream(drawn).filter(x -> Math.abs(x) < limit / 2).count() / (double) drawn.length;
    assertThat(inner)
        .as("the distribution's form")
        .isCloseTo(uniform ? 0.5 : WITHIN_ONE_OF_TWO, within(noise));
  }

  @Test
  void equalSeedsDrawEqualNumbersAndOthersOthers() {
    for (String className : List.of("GlorotUniform", "GlorotNormal", "HeUniform", "HeNormal")) {
      Initializer model = Initializers.named(className, null);
      double[] first = draw(model, new int[] {4, 5}, 1, DTypePolicy.FLOAT32);
      assertThat(draw(model, new int[] {4, 5}, 1, DTypePolicy.FLOAT32)).isEqualTo(first);
      assertThat(draw(model, new int[] {4, 5}, 2, DTypePolicy.FLOAT32)).isNotEqualTo(first);
      Initializer own = Initializers.named(className, 9L);
      double[] ownFirst = draw(own, new int[] {4, 5}, 1, DTypePolicy.FLOAT32);
      assertThat(draw(own, new int[] {4, 5}, 2, DTypePolicy.FLOAT32))
          .as("a seed of its own wins")
          .isEqualTo(ownFirst)
          .isNotEqualTo(first);
      assertThat(own.config()).isEqualTo(Map.of("seed", 9L));
      assertThat(model.config()).isEmpty();
    }
  }

  @Test
  void negativeAndLargeSeedsDrawToo() {
    for (String className : List.of("GlorotUniform", "GlorotNormal", "HeUniform", "HeNormal")) {
      double[] low = draw(
          Initializers.named(className, null), new int[] {9}, Long.MIN_VALUE, DTypePolicy.FLOAT64);
      double[] high = draw(
          Initializers.named(className, null), new int[] {9}, Long.MAX_VALUE, DTypePolicy.FLOAT64);
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

  private static double number(Map<String, Object> entry, String key, double otherwise) {
    return entry.get(key) instanceof Number n ? n.doubleValue() : otherwise;
  }
}

package org.keraunos.initializers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.UniformRealDistribution;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
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
import org.keraunos.testing.Kinds;

/** That draws lie as their distributions say, by Kolmogorov and Smirnov's test. */
class DistributionsTest {
  private static final int[] KERNEL = {3, 3, 6, 40};
  private static final double FAN_IN = 3 * 3 * 6;
  private static final double FAN_OUT = 3 * 3 * 40;
  private static final NormalDistribution NORMAL = new NormalDistribution();

  /** What a normal's deviation is multiplied by when it is cut at two of them. */
  private static final double CUT = 0.87962566103423978;

  static Stream<Arguments> draws() {
    double average = (FAN_IN + FAN_OUT) / 2;
    return Stream.of(
        uniform("GlorotUniform", Map.of(), Math.sqrt(3 / average)),
        cut("GlorotNormal", Map.of(), Math.sqrt(1 / average)),
        uniform("HeUniform", Map.of(), Math.sqrt(6 / FAN_IN)),
        cut("HeNormal", Map.of(), Math.sqrt(2 / FAN_IN)),
        uniform("LecunUniform", Map.of(), Math.sqrt(3 / FAN_IN)),
        cut("LecunNormal", Map.of(), Math.sqrt(1 / FAN_IN)),
        uniform(
            "VarianceScaling",
            Map.of("scale", 3.0, "mode", "fan_out", "distribution", "uniform"),
            Math.sqrt(9 / FAN_OUT)),
        of(
            "VarianceScaling",
            Map.of("mode", "fan_avg", "distribution", "untruncated_normal"),
            x -> NORMAL.cumulativeProbability(x / Math.sqrt(1 / average))),
        of(
            "RandomNormal",
            Map.of("mean", 1.0, "stddev", 2.0),
            x -> NORMAL.cumulativeProbability((x - 1) / 2)),
        of("RandomUniform", Map.of("minval", -1.0, "maxval", 3.0), x -> (x + 1) / 4),
        of("TruncatedNormal", Map.of("mean", 1.0, "stddev", 2.0), x -> cut((x - 1) / 2)));
  }

  private static Arguments of(String kind, Map<String, Object> config, DoubleUnaryOperator share) {
    return Arguments.of(kind, config, share);
  }

  private static Arguments uniform(String kind, Map<String, Object> config, double limit) {
    return of(kind, config, x -> (x + limit) / (2 * limit));
  }

  private static Arguments cut(String kind, Map<String, Object> config, double deviation) {
    return of(kind, config, x -> cut(x * CUT / deviation));
  }

  /** The share of a normal that is cut at two deviations below a number of them. */
  private static double cut(double x) {
    double below = NORMAL.cumulativeProbability(-2);
    return (NORMAL.cumulativeProbability(x) - below) / (1 - 2 * below);
  }

  /** The shares of numbers below each draw are uniform, and none lies outside. */
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("draws")
  void liesAsItsDistributionSays(
      String kind, Map<String, Object> config, DoubleUnaryOperator share) {
    for (long seed : new long[] {1, 2}) {
      double[] shares = Arrays.stream(draw(Kinds.initializer(kind, config), KERNEL, seed))
          .map(share)
          .toArray();
      assertThat(Arrays.stream(shares).min().orElseThrow()).isGreaterThan(-1e-6);
      assertThat(Arrays.stream(shares).max().orElseThrow()).isLessThan(1 + 1e-6);
      // Equal numbers, which a test of continuous ones may have none of: the type has 24 bits.
      double likely = new KolmogorovSmirnovTest()
          .kolmogorovSmirnovTest(
              new UniformRealDistribution(0, 1),
              Arrays.stream(shares).limit(4000).toArray());
      assertThat(likely).as(kind + " of seed " + seed).isGreaterThan(1e-3);
    }
  }

  /** An entry of a uniform orthogonal matrix, squared, is a beta. */
  @Test
  void orthogonalMatricesAreUniform() {
    int size = 300;
    double[] drawn = draw(Initializers.orthogonal(2), new int[] {size, 10}, 5);
    double[] squares = Arrays.stream(drawn).map(x -> x * x / 4).toArray();
    double likely = new KolmogorovSmirnovTest()
        .kolmogorovSmirnovTest(new BetaDistribution(0.5, (size - 1) / 2.0), squares);
    assertThat(likely).isGreaterThan(1e-3);
    assertThat(Arrays.stream(drawn).filter(x -> x > 0).count()).isBetween(1350L, 1650L);
  }

  @Test
  void identityIsADiagonal() {
    assertThat(draw(Initializers.identityMatrix(), new int[] {2, 3}, 1))
        .containsExactly(1, 0, 0, 0, 1, 0);
    assertThat(draw(Initializers.identityMatrix(0.5), new int[] {3, 2}, 1))
        .containsExactly(0.5, 0, 0, 0.5, 0, 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> draw(Initializers.identityMatrix(), new int[] {2, 3, 1}, 1))
        .withMessageStartingWith("Identity shape: expected two axes, received");
  }

  @Test
  void spectraAreRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Kinds.initializer("STFT", Map.of()))
        .withMessageContaining("Keras has STFT, Keraunos not (it is for the layer STFTSpectrogram");
  }

  private static double[] draw(Initializer initializer, int[] shape, long seed) {
    try (GraphSession session = new GraphSession(RuntimeOptions.DEFAULT)) {
      var numbers = initializer.emit(
          session.ops(), Shape.of(shape), DTypePolicy.FLOAT32.variableType(), seed);
      try (Feeds none = new Feeds();
          Fetched fetched = session.run(none, List.of(numbers))) {
        return fetched.array(0, "numbers", NamedArray.size(shape)).toDoubles();
      }
    }
  }
}

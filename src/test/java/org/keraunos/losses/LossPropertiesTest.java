package org.keraunos.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.keraunos.testing.Goldens.assertClose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keraunos.activations.Activation;
import org.keraunos.activations.Activations;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.testing.LossHarness;
import org.keraunos.testing.LossRun;

/** What holds of every loss: its gradient, unknown labels, weights of labels, large logits. */
class LossPropertiesTest {
  private static final long SEED = 20260128;

  /** What targets a loss is for. */
  private enum Targets {
    SOFT,
    BITS,
    NUMBERS,
    COUNTS,
    CLASSES,
    CLASS_NUMBERS
  }

  /** A loss of some labels, what stands before it, and how a row comes of its labels. */
  private record Case(OfLabels loss, Activation head, Targets targets, boolean sums) {
    Loss of(int labels) {
      return loss.of(IntStream.range(0, labels).toArray());
    }

    @Override
    public String toString() {
      return of(3) + " behind " + head;
    }
  }

  @FunctionalInterface
  private interface OfLabels {
    Loss of(int... labels);
  }

  private static Case mean(Loss loss, Activation head, Targets targets) {
    return new Case(labels -> loss, head, targets, false);
  }

  private static Case sum(Loss loss, Activation head, Targets targets) {
    return new Case(labels -> loss, head, targets, true);
  }

  private static DistributionBalancedLoss balanced(int... labels) {
    long[] counts = {100, 7, 1, 40, 3, 120};
    return Losses.distributionBalancedLoss(
        130,
        IntStream.of(labels).mapToLong(label -> counts[label % counts.length]).toArray());
  }

  static Stream<Case> losses() {
    Activation sigmoid = Activations.SIGMOID;
    Activation softmax = Activations.SOFTMAX;
    Activation linear = Activations.LINEAR;
    return Stream.of(
        mean(Losses.binaryCrossentropy(), sigmoid, Targets.SOFT),
        mean(Losses.binaryCrossentropy().labelSmoothing(0.1), linear, Targets.SOFT),
        mean(Losses.binaryFocalCrossentropy(), sigmoid, Targets.SOFT),
        mean(Losses.binaryFocalCrossentropy().gamma(0.5), sigmoid, Targets.BITS),
        mean(
            Losses.binaryFocalCrossentropy().gamma(3).applyClassBalancing(true).alpha(0.75),
            linear,
            Targets.SOFT),
        mean(Losses.weightedBinaryCrossentropy(3), sigmoid, Targets.SOFT),
        mean(Losses.weightedBinaryCrossentropy(0.5).fromLogits(true), linear, Targets.SOFT),
        mean(Losses.asymmetricLoss(), sigmoid, Targets.SOFT),
        mean(Losses.asymmetricLoss().clip(0).gammaNeg(0.5).gammaPos(0), sigmoid, Targets.BITS),
        mean(Losses.asymmetricLoss().labelSmoothing(0.2), linear, Targets.SOFT),
        new Case(LossPropertiesTest::balanced, sigmoid, Targets.SOFT, false),
        new Case(labels -> balanced(labels).gamma(0), linear, Targets.BITS, false),
        mean(Losses.meanSquaredError(), linear, Targets.NUMBERS),
        mean(Losses.meanAbsoluteError(), sigmoid, Targets.NUMBERS),
        mean(Losses.meanAbsolutePercentageError(), linear, Targets.NUMBERS),
        mean(Losses.meanSquaredLogarithmicError(), linear, Targets.COUNTS),
        mean(Losses.huber(0.75), linear, Targets.NUMBERS),
        mean(Losses.logCosh(), linear, Targets.NUMBERS),
        mean(Losses.poisson(), Activations.SOFTPLUS, Targets.COUNTS),
        mean(Losses.hinge(), linear, Targets.BITS),
        mean(Losses.squaredHinge(), linear, Targets.BITS),
        mean(
            Losses.binaryCrossentropy().times(0.5).plus(2, Losses.meanAbsoluteError()),
            sigmoid,
            Targets.BITS),
        sum(Losses.klDivergence(), sigmoid, Targets.SOFT),
        sum(Losses.cosineSimilarity(), linear, Targets.NUMBERS),
        sum(Losses.dice(), sigmoid, Targets.SOFT),
        sum(Losses.dice().axis(-1), sigmoid, Targets.SOFT),
        sum(Losses.tversky().axis(1).alpha(0.2).beta(0.9), linear, Targets.SOFT),
        sum(Losses.logSumExpPairwise(), sigmoid, Targets.SOFT),
        sum(Losses.logSumExpPairwise(), linear, Targets.BITS),
        sum(Losses.zeroBoundedRanking(), sigmoid, Targets.SOFT),
        sum(Losses.zeroBoundedRanking(), linear, Targets.BITS),
        sum(Losses.categoricalCrossentropy(), softmax, Targets.CLASSES),
        sum(Losses.categoricalCrossentropy().labelSmoothing(0.2), linear, Targets.CLASSES),
        sum(Losses.categoricalFocalCrossentropy(), softmax, Targets.CLASSES),
        sum(Losses.categoricalFocalCrossentropy().gamma(0.5), linear, Targets.CLASSES),
        sum(Losses.sparseCategoricalCrossentropy(), softmax, Targets.CLASS_NUMBERS),
        sum(
            Losses.sparseCategoricalCrossentropy().fromLogits(true).ignoreClass(1),
            linear,
            Targets.CLASS_NUMBERS));
  }

  /** Of single labels: a class is known with its row. */
  static Stream<Case> lossesOfLabels() {
    return losses()
        .filter(
            each -> each.targets() != Targets.CLASSES && each.targets() != Targets.CLASS_NUMBERS);
  }

  @Test
  void everyKindIsHere() {
    TreeSet<String> classes = new TreeSet<>();
    losses().forEach(each -> classes.add(each.of(3).settings().kind().className()));
    for (String name : Losses.registry().names()) {
      if (name.indexOf('>') < 0 || name.startsWith("keraunos>")) {
        assertThat(classes).contains(name.substring(name.indexOf('>') + 1));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void holdsWhatHoldsOfEveryLoss(Case each) {
    SplittableRandom random = new SplittableRandom(SEED);
    int labels = 3;
    float[] flat = targets(random, each.targets(), 4, labels);
    float[][] rows = rows(flat, 4);
    double[] weights = {1, 0.5, 2.5};
    LossHarness.check(each.of(labels).weighingLabels(weights), each.head(), labels, rows);
  }

  /** What is unknown is as if the label were not there. */
  @ParameterizedTest
  @MethodSource("lossesOfLabels")
  void unknownLabelsAreAsIfNotThere(Case each) {
    SplittableRandom random = new SplittableRandom(SEED);
    int[] kept = {0, 2, 3, 5};
    float[] predicted = predictions(random, 3, 6, 2);
    float[] targets = targets(random, each.targets(), 3, 6);
    float[] some = targets.clone();
    for (int row = 0; row < 3; row++) {
      some[row * 6 + 1] = Float.NaN;
      some[row * 6 + 4] = Float.NaN;
    }
    Result all = run(each.of(6), each.head(), 6, predicted, some);
    Result fewer = run(
        each.loss().of(kept),
        each.head(),
        4,
        columns(predicted, 6, kept),
        columns(targets, 6, kept));
    assertClose(each + " seed " + SEED, all.rows(), fewer.rows(), 1e-12);
    assertClose(each + " gradient", columns(all.gradient(), 6, kept), fewer.gradient(), 1e-12);
    assertThat(Arrays.stream(columns(all.gradient(), 6, 1, 4)).map(Math::abs).sum())
        .isZero();
  }

  /** A label of weight 2 counts as two, one of weight 0 not at all. */
  @ParameterizedTest
  @MethodSource("lossesOfLabels")
  void aWeightIsANumberOfLabels(Case each) {
    SplittableRandom random = new SplittableRandom(SEED + 1);
    float[] predicted = predictions(random, 3, 4, 2);
    float[] targets = targets(random, each.targets(), 3, 4);
    if (each.of(4) instanceof DistributionBalancedLoss) {
      // There a label's being present changes the weight of the others, whatever its own is.
      return;
    }
    Result weighed = run(each.of(4).weighingLabels(2, 1, 0, 1), each.head(), 4, predicted, targets);
    int[] places = {0, 0, 1, 3};
    Result twice = run(
        each.loss().of(places),
        each.head(),
        4,
        columns(predicted, 4, places),
        columns(targets, 4, places));
    assertClose(each + " seed " + SEED, weighed.rows(), twice.rows(), 1e-12);
    assertClose(
        each + " gradient",
        columns(weighed.gradient(), 4, 1, 3),
        columns(twice.gradient(), 4, 2, 3),
        1e-12);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void staysFiniteAtLargeOutputs(Case each) {
    SplittableRandom random = new SplittableRandom(SEED);
    // A rate is above 0.
    float least = each.head() == Activations.SOFTPLUS ? 0 : -1;
    try (LossRun run = new LossRun(each.of(4), each.head(), DTypePolicy.FLOAT32, 4)) {
      for (float size : new float[] {30, 110, 1e4f}) {
        float[] predicted = new float[16 * 4];
        for (int i = 0; i < predicted.length; i++) {
          predicted[i] = size * (least + (1 - least) * (float) random.nextDouble());
        }
        float[] targets = targets(random, each.targets(), 16, 4);
        assertThat(Arrays.stream(run.rows(predicted, targets)).sum())
            .as(each + " at " + size)
            .isFinite();
        assertThat(
                Arrays.stream(run.gradient(predicted, targets)).map(Math::abs).sum())
            .as("gradient of " + each + " at " + size)
            .isFinite();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void takesTenThousandLabels(Case each) {
    SplittableRandom random = new SplittableRandom(SEED);
    int labels = 10_000;
    float[] predicted = predictions(random, 2, labels, 3);
    float[] targets = targets(random, each.targets(), 2, labels);
    try (LossRun run = new LossRun(each.of(labels), each.head(), DTypePolicy.FLOAT32, labels)) {
      assertThat(Arrays.stream(run.rows(predicted, targets)).sum()).isFinite();
      assertThat(Arrays.stream(run.gradient(predicted, targets)).map(Math::abs).sum())
          .isFinite()
          .isPositive();
    }
  }

  /** Two sums give what the sum over all pairs gives. */
  @Test
  void pairsAreNotCountedOneByOne() {
    SplittableRandom random = new SplittableRandom(SEED);
    int labels = 200;
    float[] scores = predictions(random, 1, labels, 4);
    float[] targets = targets(random, Targets.BITS, 1, labels);
    double pairs = 0;
    for (int present = 0; present < labels; present++) {
      for (int absent = 0; absent < labels; absent++) {
        if (targets[present] == 1 && targets[absent] == 0) {
          pairs += Math.exp((double) scores[absent] - scores[present]);
        }
      }
    }
    Result all = run(Losses.logSumExpPairwise(), Activations.LINEAR, labels, scores, targets);
    assertClose("pairs", all.rows(), new double[] {Math.log1p(pairs)}, 1e-12);
  }

  private record Result(double[] rows, double[] gradient) {}

  private static Result run(
      Loss loss, Activation head, int labels, float[] predicted, float[] targets) {
    try (LossRun run = new LossRun(loss, head, DTypePolicy.FLOAT64, labels)) {
      return new Result(run.rows(predicted, targets), run.gradient(predicted, targets));
    }
  }

  private static float[] predictions(SplittableRandom random, int rows, int labels, float size) {
    float[] predictions = new float[rows * labels];
    for (int i = 0; i < predictions.length; i++) {
      predictions[i] = size * (2 * (float) random.nextDouble() - 1);
    }
    return predictions;
  }

  /** In each row of bits the first is present and the second absent. */
  private static float[] targets(SplittableRandom random, Targets kind, int rows, int labels) {
    int width = kind == Targets.CLASS_NUMBERS ? 1 : labels;
    float[] targets = new float[rows * width];
    for (int row = 0; row < rows; row++) {
      int truth = random.nextInt(labels);
      for (int label = 0; label < width; label++) {
        targets[row * width + label] = switch (kind) {
          case SOFT -> random.nextInt(9) / 8f;
          case BITS -> label < 2 ? 1 - label : random.nextInt(2);
          case NUMBERS -> 1.5f + random.nextInt(64) / 16f;
          case COUNTS -> random.nextInt(5);
          case CLASSES -> label == truth ? 1 : 0;
          case CLASS_NUMBERS -> row == 0 ? 0 : truth;
        };
      }
    }
    return targets;
  }

  private static float[][] rows(float[] flat, int count) {
    List<float[]> rows = new ArrayList<>();
    int width = flat.length / count;
    for (int row = 0; row < count; row++) {
      rows.add(Arrays.copyOfRange(flat, row * width, (row + 1) * width));
    }
    return rows.toArray(new float[0][]);
  }

  private static float[] columns(float[] flat, int width, int... columns) {
    float[] some = new float[flat.length / width * columns.length];
    for (int i = 0; i < some.length; i++) {
      some[i] = flat[i / columns.length * width + columns[i % columns.length]];
    }
    return some;
  }

  private static double[] columns(double[] flat, int width, int... columns) {
    double[] some = new double[flat.length / width * columns.length];
    for (int i = 0; i < some.length; i++) {
      some[i] = flat[i / columns.length * width + columns[i % columns.length]];
    }
    return some;
  }
}

package org.keraunos.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keraunos.activations.Activations;
import org.keraunos.augmentation.Augmentation;
import org.keraunos.augmentation.Augmentations;
import org.keraunos.augmentation.FlipMode;
import org.keraunos.base.ElementType;
import org.keraunos.base.NamedArray;
import org.keraunos.base.Shape;
import org.keraunos.constraints.Constraints;
import org.keraunos.data.Batch;
import org.keraunos.data.Dataset;
import org.keraunos.data.npy.NpyArray;
import org.keraunos.data.npy.Npz;
import org.keraunos.graph.ModelGraph;
import org.keraunos.graph.StepGraph;
import org.keraunos.layers.Input;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Layers;
import org.keraunos.layers.Network;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.losses.Losses;
import org.keraunos.optimizers.Optimizer;
import org.keraunos.optimizers.Optimizers;
import org.keraunos.regularizers.Regularizers;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.EmitOptions;
import org.keraunos.runtime.RuntimeOptions;
import org.keraunos.testing.AugmentationRun;
import org.keraunos.testing.Goldens;
import org.keraunos.testing.KindGoldens;
import org.keraunos.testing.Kinds;
import org.keraunos.testing.LayerRun;
import org.keraunos.testing.LossRun;
import org.keraunos.testing.SplitMix;

/**
 * What a resumed training stands on: outputs and gradients of a kind have one bit pattern, however
 * often they are computed, on batches that are large enough to be divided among threads. Kinds are
 * those of the registries, each in all cases of its golden file, where every setting that changes
 * what is computed stands at two values. {@code src/test/sh/reliability bits}
 */
@EnabledIfSystemProperty(named = "bits.runs", matches = "\\d+")
class SameBitsTest {
  private static final int RUNS = Integer.getInteger("bits.runs", 1);

  /** Numbers that a batch has at least, and rows at most. */
  private static final int NUMBERS = 100_000;

  private static final int MOST_TIMES = 512;

  static Stream<Arguments> layers() {
    return LayerParityTest.cases()
        .filter(each -> ((Map<?, ?>) each.get()[2]).containsKey("inputs"));
  }

  /** None is left out but the one that computes nothing. */
  @Test
  void everyKindOfLayerIsAmongThem() {
    Set<String> seen =
        layers().map(each -> String.valueOf(each.get()[0])).collect(Collectors.toSet());
    Set<String> without = new TreeSet<>(KindGoldens.kinds(Layers.registry()));
    without.removeIf(kind -> seen.contains("layers/" + kind));
    assertThat(without).containsExactly("InputLayer");
  }

  private static void same(Supplier<Integer> bits) {
    int first = bits.get();
    for (int i = 1; i < RUNS; i++) {
      assertThat(bits.get()).as("run %d", i).isEqualTo(first);
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("layers")
  void gradientsOfLayersHaveOneBitPattern(String file, String name, Map<String, Object> entry) {
    try (Npz golden = Goldens.open(file + ".npz")) {
      boolean whole = Boolean.TRUE.equals(entry.get("int32"));
      Layer layer = LayerParityTest.layer(entry);
      List<SymbolicTensor> inputs = new ArrayList<>();
      List<double[]> given = new ArrayList<>();
      int rows = golden.read(name + "/output").shape()[0];
      int numbers = 1;
      for (String input : LayerParityTest.strings(entry, "inputs")) {
        numbers += NamedArray.size(golden.read(name + "/" + input).shape());
      }
      int times = Math.max(32, Math.min(MOST_TIMES, NUMBERS / numbers));
      SplitMix random = new SplitMix(3);
      for (String input : LayerParityTest.strings(entry, "inputs")) {
        NpyArray array = golden.read(name + "/" + input);
        inputs.add(Input.of(
            whole ? ElementType.INT32 : ElementType.FLOAT,
            LayerParityTest.sample(array).toArray()));
        given.add(repeated(array.toDoubles(), times, whole ? null : random));
      }
      List<double[]> cotangents = new ArrayList<>();
      for (int i = 0; i < (Integer) entry.get("outputs"); i++) {
        String number = i == 0 ? "" : String.valueOf(i);
        NpyArray cotangent = golden.read(name + "/cotangent" + number);
        cotangents.add(repeated(cotangent.toDoubles(), times, random));
      }
      LayerRun.Mode mode = new LayerRun.Mode(DTypePolicy.FLOAT32, EmitOptions.TRAINING, true);
      try (LayerRun run =
          new LayerRun(layer, inputs, LayerParityTest.options(layer, entry), mode)) {
        run.set(LayerParityTest.weights(golden, entry));
        same(() -> bits(run.run(rows * times, given, cotangents, 0)));
      }
    }
  }

  static Stream<Arguments> losses() {
    return KindGoldens.cases("losses", Losses.registry())
        .map(each -> Arguments.of(each.get("kind"), each.get("name"), each));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("losses")
  void gradientsOfLossesHaveOneBitPattern(String kind, String name, Map<String, Object> entry) {
    try (Npz golden = Goldens.open(String.valueOf(entry.get("file")))) {
      NpyArray predictions = golden.read(String.valueOf(entry.get("predictions")));
      int labels = NamedArray.size(predictions.shape()) / predictions.shape()[0];
      int times = Math.max(32, Math.min(4096, NUMBERS / NamedArray.size(predictions.shape())));
      float[] predicted = repeated(predictions.toFloats(), times);
      float[] targets =
          repeated(golden.read(String.valueOf(entry.get("targets"))).toFloats(), times);
      Map<String, Object> config = Kinds.strings(entry.get("config"));
      try (LossRun run = new LossRun(
          Losses.registry().kind(kind).read(config),
          Activations.LINEAR,
          DTypePolicy.FLOAT32,
          labels)) {
        same(() -> Arrays.hashCode(run.gradient(predicted, targets)) * 31
            + Arrays.hashCode(run.rows(predicted, targets)));
      }
    }
  }

  static Stream<Arguments> optimizers() {
    return KindGoldens.cases("optimizers", Optimizers.registry())
        .map(each -> Arguments.of(each.get("kind"), each.get("name"), each));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("optimizers")
  void stepsOfOptimizersHaveOneBitPattern(String kind, String name, Map<String, Object> entry) {
    Map<String, Object> config = new HashMap<>(Kinds.strings(entry.get("config")));
    if (!((List<?>) entry.get("excluded")).isEmpty()) {
      config.put("exclude_from_weight_decay", entry.get("excluded"));
    }
    steps(Optimizers.registry().kind(kind).read(config), Layers.dense(300));
  }

  static Stream<Arguments> penaltiesAndConstraints() {
    Stream<Arguments> penalties = KindGoldens.cases("regularizers", Regularizers.registry())
        .map(each -> Arguments.of("kernel_regularizer", each.get("kind"), each.get("config")));
    Stream<Arguments> constraints = KindGoldens.cases("constraints", Constraints.registry())
        .filter(each -> ((List<?>) each.get("shape")).size() == 2)
        .map(each -> Arguments.of("kernel_constraint", each.get("kind"), each.get("config")));
    return Stream.concat(penalties, constraints);
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("penaltiesAndConstraints")
  void stepsWithPenaltiesAndConstraintsHaveOneBitPattern(
      String what, String kind, Map<String, Object> config) {
    Map<String, Object> object = Map.of("class_name", kind, "config", config);
    steps(Optimizers.sgd(0.1), Kinds.layer("Dense", "d", Map.of("units", 300, what, object)));
  }

  /** Five steps from the same state, again and again. */
  private static void steps(Optimizer optimizer, Layer hidden) {
    int rows = 128;
    SymbolicTensor input = Input.of(200);
    Layer last = Layers.dense(7).activation(Activations.SIGMOID);
    ModelGraph.Plan plan = new ModelGraph.Plan(
        Network.of(List.of(input), List.of(last.apply(hidden.apply(input)))),
        DTypePolicy.FLOAT32,
        1,
        Set.of(),
        EmitOptions.TRAINING,
        RuntimeOptions.DEFAULT);
    SplitMix random = new SplitMix(4);
    Dataset data =
        Dataset.of(random.uniform(rows * 200, -1, 1), 200).withLabels(random.bits(rows, 7));
    Batch batch = data.newBatch(rows);
    data.fill(IntStream.range(0, rows).toArray(), 0, rows, batch);
    try (StepGraph graph = new StepGraph(plan, Losses.binaryCrossentropy(), optimizer)) {
      graph.start();
      List<NamedArray> start = graph.state();
      same(() -> {
        graph.restore(start);
        double losses = 0;
        for (int step = 0; step < 5; step++) {
          losses += graph.train(batch, 0).loss();
        }
        return graph.state().hashCode() * 31 + Double.hashCode(losses);
      });
    }
  }

  static Stream<Augmentation> augmentations() {
    return Stream.of(
        Augmentations.randomFlip(FlipMode.HORIZONTAL_AND_VERTICAL),
        Augmentations.randomTranslation(0.2, 0.2),
        Augmentations.randomRotation(0.2),
        Augmentations.randomZoom(0.2),
        Augmentations.randomCrop(3),
        Augmentations.randomBrightness(0.3),
        Augmentations.randomContrast(0.3),
        Augmentations.randomErasing(),
        Augmentations.mixUp(0.4));
  }

  @ParameterizedTest
  @MethodSource("augmentations")
  void changedPicturesHaveOneBitPattern(Augmentation step) {
    float[] images = new SplitMix(5).uniform(64 * 24 * 24 * 3, 0, 1);
    try (AugmentationRun run = new AugmentationRun(Shape.of(24, 24, 3), 4, step)) {
      same(() -> Arrays.hashCode(run.images(images, 7, 1)));
    }
  }

  private static float[] repeated(float[] values, int times) {
    float[] all = new float[values.length * times];
    for (int i = 0; i < times; i++) {
      System.arraycopy(values, 0, all, i * values.length, values.length);
    }
    return all;
  }

  private static double[] repeated(double[] values, int times, @Nullable SplitMix random) {
    double[] all = new double[values.length * times];
    float[] noise = random == null ? null : random.uniform(all.length, -0.1, 0.1);
    for (int i = 0; i < all.length; i++) {
      all[i] = values[i % values.length] + (noise == null ? 0 : noise[i]);
    }
    return all;
  }

  private static int bits(LayerRun.Outcome outcome) {
    List<Integer> all = new ArrayList<>();
    outcome.outputs().forEach(each -> all.add(Arrays.hashCode(each)));
    outcome.inputGradients().forEach(each -> all.add(Arrays.hashCode(each)));
    outcome.weightGradients().values().forEach(each -> all.add(Arrays.hashCode(each)));
    outcome.updates().values().forEach(each -> all.add(Arrays.hashCode(each)));
    all.add(Double.hashCode(outcome.penalty()));
    return all.hashCode();
  }
}

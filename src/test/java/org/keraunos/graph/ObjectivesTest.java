package org.keraunos.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.optimizers.Optimizers.sgd;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keraunos.augmentation.Augmenter;
import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.data.Batch;
import org.keraunos.data.Dataset;
import org.keraunos.data.FloatColumn;
import org.keraunos.data.Target;
import org.keraunos.layers.Input;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Network;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.layers.UnaryLayer;
import org.keraunos.losses.Loss;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.Device;
import org.keraunos.runtime.EmitOptions;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.RuntimeOptions;
import org.keraunos.runtime.Types;
import org.keraunos.runtime.Value;
import org.keraunos.runtime.WeightOptions;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/** Several outputs, each with a loss, a weight, targets and row weights of its own. */
class ObjectivesTest {
  private static final float[] INPUTS = {1, 2, 3, -1, 0.5f, 2, 0, 1, -2, 1, 1, 1};
  private static final float[][] GENRES = {{1, 0}, {0, Float.NaN}, {Float.NaN, Float.NaN}, {1, 1}};
  private static final float[] YEARS = {1, 0, 1, 0};

  private static ModelGraph.Plan plan(Network network, int parts) {
    return new ModelGraph.Plan(
        network,
        DTypePolicy.FLOAT64,
        1,
        Set.of(),
        EmitOptions.TRAINING,
        new RuntimeOptions(1, parts, Device.CPU));
  }

  private static Network network() {
    SymbolicTensor input = Input.of(3);
    SymbolicTensor x = dense(4).activation(SIGMOID).apply(input);
    return Network.of(
        List.of(input),
        List.of(
            dense(2).activation(SIGMOID).name("genre").apply(x),
            dense(1).activation(SIGMOID).name("year").apply(x)));
  }

  private static Dataset data() {
    // Not in the order of the outputs.
    return Dataset.of(INPUTS.clone(), 3)
        .withTarget(new Target("year", FloatColumn.of(YEARS.clone(), Shape.of(1))))
        .withTarget(new Target(
            "genre",
            FloatColumn.of(
                new float[] {1, 0, 0, Float.NaN, Float.NaN, Float.NaN, 1, 1}, Shape.of(2))));
  }

  private static Batch batch(Dataset data) {
    Batch batch = data.newBatch(data.size());
    data.fill(IntStream.range(0, data.size()).toArray(), 0, data.size(), batch);
    return batch;
  }

  private static StepGraph graph(Network network, int parts, double genre, double year) {
    List<Objective> objectives = List.of(
        new Objective("genre", binaryCrossentropy(), genre),
        new Objective("year", binaryCrossentropy(), year));
    StepGraph graph = new StepGraph(plan(network, parts), objectives, sgd(0.1), Augmenter.NONE);
    graph.start();
    return graph;
  }

  private static double crossentropy(float[] outputs, int at, float target) {
    return target == 1 ? -Math.log(outputs[at]) : -Math.log(1 - outputs[at]);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void lossesAreThoseOfTheOutputs(int parts) {
    float[] years = {0.5f, 2, 1, 0};
    float[] rows = {1, 3, 1, 0.5f};
    Dataset data = data().withSampleWeight(rows).withSampleWeight("year", years);
    try (StepGraph graph = graph(network(), parts, 2, 0.3)) {
      StepResult result = graph.evaluate(batch(data));
      float[] genre = result.output(0);
      float[] year = result.output(1);
      double genreLoss = 0;
      double yearLoss = 0;
      for (int row = 0; row < 4; row++) {
        double sum = 0;
        int known = 0;
        for (int label = 0; label < 2; label++) {
          if (!Float.isNaN(GENRES[row][label])) {
            sum += crossentropy(genre, row * 2 + label, GENRES[row][label]);
            known++;
          }
        }
        genreLoss += known == 0 ? 0 : rows[row] * sum / known / 3;
        yearLoss += years[row] * crossentropy(year, row, YEARS[row]) / 4;
      }
      assertThat(result.rows()).isEqualTo(4);
      assertThat(result.knownRows()).isEqualTo(4);
      assertThat(result.knownRows(0)).isEqualTo(3);
      assertThat(result.knownRows(1)).isEqualTo(4);
      assertThat(result.loss(0)).isCloseTo(genreLoss, within(1e-6));
      assertThat(result.loss(1)).isCloseTo(yearLoss, within(1e-6));
      assertThat(result.loss()).isCloseTo(2 * result.loss(0) + 0.3 * result.loss(1), within(1e-12));
      double before = result.loss();
      assertThat(graph.train(batch(data), 0).loss()).isCloseTo(before, within(1e-12));
      assertThat(graph.evaluate(batch(data)).loss()).isLessThan(before);
    }
  }

  @Test
  void anObjectiveOfWeightZeroTrainsNothingOfItsOwn() {
    Network network = network();
    try (StepGraph graph = graph(network, 1, 1, 0)) {
      var before = graph.model().getWeights();
      graph.train(batch(data()), 0);
      var after = graph.model().getWeights();
      for (int i = 0; i < before.size(); i++) {
        if (before.get(i).name().startsWith("year/")) {
          assertThat(after.get(i).toDoubles()).isEqualTo(before.get(i).toDoubles());
        } else {
          assertThat(after.get(i).toDoubles()).isNotEqualTo(before.get(i).toDoubles());
        }
      }
    }
  }

  @Test
  void aBatchWithoutKnownLabelsRunsNothing() {
    Dataset unknown = Dataset.of(new float[3], 3).withLabels(new float[][] {{Float.NaN}});
    SymbolicTensor input = Input.of(3);
    Network network =
        Network.of(List.of(input), List.of(dense(1).activation(SIGMOID).apply(input)));
    try (StepGraph graph = new StepGraph(plan(network, 1), binaryCrossentropy(), sgd(0.1))) {
      graph.start();
      StepResult result = graph.train(batch(unknown), 0);
      assertThat(result.hasRun()).isFalse();
      assertThat(result.loss()).isNaN();
    }
  }

  @Test
  void targetsAreMatchedByName() {
    Dataset data = data();
    try (StepGraph graph = graph(network(), 1, 1, 1)) {
      Dataset other = Dataset.of(INPUTS.clone(), 3)
          .withTarget(new Target("year", FloatColumn.of(YEARS.clone(), Shape.of(1))));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> graph.train(batch(other), 0))
          .withMessage(
              "data targets: expected one for each of the outputs [genre, year], received [year]");
      Dataset more = data.withTarget(new Target("more", FloatColumn.of(YEARS, Shape.of(1))));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> graph.train(batch(more), 0))
          .withMessageContaining("received [year, genre, more]");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> data.withSampleWeight("labels", 1, 1, 1, 1))
        .withMessage("target: expected one of [year, genre], received labels");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Objective.only(network(), binaryCrossentropy()))
        .withMessage(
            "loss: expected one for each of the outputs [genre, year], received one for all");
    Objective lost = new Objective("lost", binaryCrossentropy(), 1);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new StepGraph(plan(network(), 1), List.of(lost), sgd(0.1), Augmenter.NONE))
        .withMessage("output: expected one of [genre, year], received lost");
    Objective genre = new Objective("genre", binaryCrossentropy(), 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new StepGraph(plan(network(), 1), List.of(genre, genre), sgd(0.1), Augmenter.NONE))
        .withMessageStartingWith("loss: expected one an output");
  }

  /** Has a weight whose penalty is twice its value, 2 at the start. */
  private static final class Penalized extends UnaryLayer<Penalized> {
    static final Kind<Penalized> KIND = Layer.custom("test>Penalized", Penalized::new);

    Penalized(Settings settings) {
      super(settings);
    }

    @Override
    public boolean isRowwise() {
      return true;
    }

    @Override
    protected Value build(LayerScope scope, Value in) {
      WeightOptions options = new WeightOptions(
          (tf, shape, type, seed) -> Types.constant(tf, 1, type),
          Optional.of((tf, weight) -> tf.math.add(weight, weight)),
          Optional.empty());
      Operand<TFloating> weight = scope.weight("weight", Shape.of(), options);
      return scope.value(scope.ops().math.mul(in.operand(), weight), in.shape());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void termsOfLayersAreTheBatchs(int parts) {
    SymbolicTensor input = Input.of(3);
    SymbolicTensor x = Penalized.KIND
        .make(Penalized.KIND.settings())
        .apply(dense(2).activation(SIGMOID).apply(input));
    Loss loss = binaryCrossentropy();
    try (StepGraph graph =
        new StepGraph(plan(Network.of(List.of(input), List.of(x)), parts), loss, sgd(0.1))) {
      graph.start();
      Batch batch = batch(Dataset.of(INPUTS, 3).withLabels(GENRES));
      StepResult result = graph.evaluate(batch);
      assertThat(result.loss() - result.loss(0)).isCloseTo(2, within(1e-12));
      result = graph.train(batch, 0);
      assertThat(result.loss() - result.loss(0)).isCloseTo(2, within(1e-12));
    }
  }
}

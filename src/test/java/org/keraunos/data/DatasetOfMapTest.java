package org.keraunos.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.concatenate;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.embedding;
import static org.keraunos.layers.Layers.flatten;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.losses.Losses.meanSquaredError;
import static org.keraunos.optimizers.Optimizers.sgd;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keraunos.Model;
import org.keraunos.base.DenseArray;
import org.keraunos.base.ElementType;
import org.keraunos.base.Shape;
import org.keraunos.layers.Input;
import org.keraunos.layers.SymbolicTensor;

/** Plain arrays by name, as Keras takes them. */
class DatasetOfMapTest {
  private static float[] row(Dataset data, int input, int row) {
    Feature feature = data.inputs().get(input);
    float[] values = new float[feature.shape().size()];
    feature.column().readFloats(row, values, 0);
    return values;
  }

  @Test
  void arraysOfAnyDepthAreRows() {
    Dataset data = Dataset.of(Map.of(
        "d", new double[][] {{1, 2}, {3, 4}},
        "a", new float[] {5, 6},
        "c", new byte[][][][] {{{{1, 2, (byte) 255}}}, {{{4, 5, 6}}}},
        "b", new int[][][] {{{7}, {8}}, {{9}, {10}}},
        "e", DenseArray.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3)));
    assertThat(data.size()).isEqualTo(2);
    assertThat(data.inputs().stream().map(Feature::name)).containsExactly("a", "b", "c", "d", "e");
    assertThat(data.inputs().stream().map(Feature::shape))
        .containsExactly(Shape.of(1), Shape.of(2, 1), Shape.of(1, 1, 3), Shape.of(2), Shape.of(3));
    assertThat(row(data, 0, 1)).containsExactly(6);
    assertThat(row(data, 1, 1)).containsExactly(9, 10);
    assertThat(row(data, 2, 0)).containsExactly(1, 2, 255);
    assertThat(data.inputs().get(2).scaling()).isEqualTo(Scaling.PIXELS);
    assertThat(row(data, 3, 1)).containsExactly(3, 4);
    assertThat(row(data, 4, 1)).containsExactly(4, 5, 6);
  }

  @Test
  void severalInputsAndOutputsTrain() {
    SymbolicTensor a = Input.named("a", 2);
    SymbolicTensor words = Input.named("words", ElementType.INT32, 3);
    SymbolicTensor both =
        concatenate().apply(a, flatten().apply(embedding(10, 2).apply(words)));
    Dataset data = Dataset.of(Map.of(
            "a", new float[][] {{0, 1}, {1, 0}, {1, 1}},
            "words", new int[][] {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}}))
        .withTargets(Map.of(
            "tags", new boolean[][] {{true, false}, {false, true}, {true, true}},
            "age", new double[] {0.5, 1, 2}));
    try (Model model = Model.of(
        List.of(a, words),
        List.of(
            dense(2).activation(SIGMOID).name("tags").apply(both),
            dense(1).name("age").apply(both)),
        o -> {})) {
      model.compile(c ->
          c.optimizer(sgd(0.1)).loss("tags", binaryCrossentropy()).loss("age", meanSquaredError()));
      double[] losses = model.fit(data, fit -> fit.epochs(20).verbose(false)).get("loss");
      assertThat(losses[19]).isLessThan(losses[0]);
      assertThat(model.predictAll(data).get("age").rows()).isEqualTo(3);
    }
  }

  @Test
  void whatIsNoArrayIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dataset.of(Map.of("a", new float[][] {{1, 2}, {3}})))
        .withMessage("input \"a\": expected arrays of 2 along axis 1 as the first, received 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dataset.of(Map.of("a", new float[][] {{1, 2}, null})))
        .withMessageContaining("received null");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dataset.of(Map.of("a", new float[] {1, Float.NaN})))
        .withMessage("input \"a\": expected finite numbers, received NaN in row 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dataset.of(Map.of("a", new String[] {"x"})))
        .withMessageContaining("or a DenseArray, received String");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dataset.of(Map.of("a", List.of(1f))))
        .withMessageContaining("input \"a\": expected float, double");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dataset.of(Map.of("a", new float[0])))
        .withMessageContaining("no empty array");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dataset.of(Map.of("a", new int[] {(1 << 24) + 1})))
        .withMessageContaining("whole numbers that floats hold");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dataset.of(Map.of("a", new float[2], "b", new float[3])))
        .withMessageContaining("input b: expected 2 rows");
    Dataset two = Dataset.of(Map.of("a", new float[2]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> two.withTargets(Map.of("y", new float[3])))
        .withMessageContaining("2 rows");
    assertThat(two.withTargets(Map.of("y", new float[] {1, Float.NaN})).targets())
        .hasSize(1);
  }
}

package org.keraunos.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.keraunos.layers.Layers.bidirectional;
import static org.keraunos.layers.Layers.conv2dTranspose;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.identity;
import static org.keraunos.layers.Layers.lstm;
import static org.keraunos.layers.Layers.multiHeadAttention;
import static org.keraunos.layers.Layers.normalization;
import static org.keraunos.layers.Layers.resizing;
import static org.keraunos.losses.Losses.meanSquaredError;
import static org.keraunos.optimizers.Optimizers.sgd;
import static org.keraunos.runtime.DTypePolicy.MIXED_BFLOAT16;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.keraunos.Model;
import org.keraunos.base.NamedArray;
import org.keraunos.base.Numbers;
import org.keraunos.data.Dataset;

/** Types of layers inside networks inside, as Keras computes them. */
class NestedTypesTest {
  private static final Dataset ROWS = Dataset.of(new float[] {0.11f, -0.72f, 0.53f, 0.94f}, 2)
      .withLabels(new float[][] {{0.5f}, {-1}});

  private static SymbolicTensor half(SymbolicTensor x) {
    return dense(3).dtype(MIXED_BFLOAT16).name("half").apply(x);
  }

  /** The same network with and without a network inside: the same numbers, in all its graphs. */
  private static void same(UnaryOperator<SymbolicTensor> inside, boolean casts) {
    SymbolicTensor x = Input.of(2);
    SymbolicTensor given = half(x);
    SymbolicTensor plain = inside.apply(casts ? identity().apply(given) : given);
    SymbolicTensor y = Input.of(2);
    SymbolicTensor begin = Input.of(3);
    Layer network = Layers.model(Network.of(List.of(begin), List.of(inside.apply(begin))));
    SymbolicTensor nested = network.apply(half(y));
    try (Model flat = Model.of(x, dense(1).name("end").apply(plain));
        Model deep = Model.of(y, dense(1).name("end").apply(nested))) {
      flat.compile(sgd(0.5), meanSquaredError());
      deep.compile(sgd(0.5), meanSquaredError());
      List<NamedArray> own = deep.getWeights();
      List<NamedArray> other = flat.getWeights();
      for (int i = 0; i < own.size(); i++) {
        NamedArray value = other.get(i);
        deep.setWeights(List.of(new NamedArray(own.get(i).name(), value.shape(), value.values())));
      }
      assertThat(deep.predict(ROWS).flat()).isEqualTo(flat.predict(ROWS).flat());
      assertThat(deep.evaluate(ROWS)).isEqualTo(flat.evaluate(ROWS));
      assertThat(deep.trainOnBatch(ROWS)).isEqualTo(flat.trainOnBatch(ROWS));
      assertThat(deep.predict(ROWS).flat()).isEqualTo(flat.predict(ROWS).flat());
    }
  }

  @Test
  void layersInsideHaveTheirOwn() {
    same(x -> Operations.square(dense(4).dtype(MIXED_BFLOAT16).name("inner").apply(x)), false);
  }

  @Test
  void anInputOfANetworkCastsWhatAnOperationIsGiven() {
    same(x -> Operations.exp(x), true);
  }

  @Test
  void valuesThatNewerVersionsAloneReadAreKnown() {
    assertThat(resizing(3, 3).settings().sinceKeras()).isEqualTo(0);
    assertThat(resizing(3, 3).padToAspectRatio(true).settings().sinceKeras()).isEqualTo(3);
    assertThat(resizing(3, 3).antialias(true).settings().sinceKeras()).isEqualTo(9);
    assertThat(conv2dTranspose(2, 3).settings().sinceKeras()).isEqualTo(0);
    assertThat(conv2dTranspose(2, 3).strides(2).outputPadding(0, 0).settings().sinceKeras())
        .isEqualTo(11);
    assertThat(multiHeadAttention(1, 2).seed(3).settings().sinceKeras()).isEqualTo(4);
    assertThat(multiHeadAttention(1, 2).outputSize(3).settings().sinceKeras()).isEqualTo(7);
    assertThat(bidirectional(lstm(2)).settings().sinceKeras()).isEqualTo(0);
    assertThat(bidirectional(lstm(2)).mergeMode(Optional.empty()).settings().sinceKeras())
        .isEqualTo(2);
    CallOptions plain = multiHeadAttention(1, 2).callOptions();
    assertThat(plain
            .with(MultiHeadAttention.RETURN_ATTENTION_SCORES, true)
            .settings()
            .sinceKeras())
        .isEqualTo(3);
    assertThat(
            normalization().moments(Numbers.of(0.5), Numbers.of(2)).settings().sinceKeras())
        .isEqualTo(8);
  }
}

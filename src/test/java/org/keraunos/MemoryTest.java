package org.keraunos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.keraunos.layers.Layers.conv2d;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.globalAveragePooling2d;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.optimizers.Optimizers.adam;
import static org.keraunos.optimizers.Optimizers.sgd;

import org.junit.jupiter.api.Test;
import org.keraunos.layers.Input;
import org.keraunos.layers.Padding;

/** What a model says of the memory that it takes; bench/memory measures it. */
class MemoryTest {
  private static final long KERNEL = 1000 * 1000 * 4;

  private static Model wide() {
    var input = Input.of(1000);
    return Model.of(input, dense(1000).useBias(false).apply(input));
  }

  @Test
  void weightsSlotsAndGradientsAreCounted() {
    try (Model model = wide()) {
      assertThat(model.memory(1)).isBetween(KERNEL, KERNEL + KERNEL / 10);
      assertThat(model.summary()).contains("Memory of predicting 32 rows: about 4.");
      model.compile(sgd(0.1), binaryCrossentropy().fromLogits(true));
      // The kernel, its gradient and the copy that a change makes.
      assertThat(model.memory(1)).isBetween(2 * KERNEL, 3 * KERNEL + KERNEL / 10);
      long sgd = model.memory(1);
      model.compile(adam(), binaryCrossentropy().fromLogits(true));
      assertThat(model.memory(1) - sgd).isBetween(2 * KERNEL, 3 * KERNEL);
      assertThat(model.summary(1)).contains("Memory of a training step on 1 row: about ");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.memory(0))
          .withMessage("batchSize: expected >= 1, received 0");
    }
  }

  @Test
  void outputsThatGradientsNeedAreKept() {
    var input = Input.of(32, 32, 3);
    var x = input;
    for (int i = 0; i < 6; i++) {
      x = conv2d(8, 3).padding(Padding.SAME).apply(x);
    }
    try (Model model = Model.of(input, dense(1).apply(globalAveragePooling2d().apply(x)))) {
      long output = 64 * 32 * 32 * 8 * 4;
      assertThat(model.memory(64)).isBetween(2 * output, 4 * output);
      model.compile(sgd(0.1), binaryCrossentropy().fromLogits(true));
      assertThat(model.memory(64)).isBetween(6 * output, 10 * output);
    }
  }
}

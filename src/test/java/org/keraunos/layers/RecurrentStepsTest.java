package org.keraunos.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.keraunos.layers.Layers.bidirectional;
import static org.keraunos.layers.Layers.gru;
import static org.keraunos.layers.Layers.lstm;

import org.junit.jupiter.api.Test;
import org.keraunos.base.Shape;

/** The longest sequence that recurrent layers take, said before TensorFlow is asked. */
class RecurrentStepsTest {
  @Test
  void atMost512StepsAreTaken() {
    assertThat(lstm(2).apply(Input.of(512, 3)).shape()).isEqualTo(Shape.of(2));
    assertThat(gru(2).apply(Input.of(512, 3)).shape()).isEqualTo(Shape.of(2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> lstm(2).name("text").apply(Input.of(513, 3)))
        .withMessage("LSTM \"text\" input: expected at most 512 steps, received (None, 513, 3)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gru(2).apply(Input.of(600, 3)))
        .withMessage("GRU input: expected at most 512 steps, received (None, 600, 3)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bidirectional(gru(2)).apply(Input.of(513, 3)))
        .withMessageContaining("at most 512 steps, received (None, 513, 3)");
  }
}

package org.keraunos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.keraunos.layers.Layers.add;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.model;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.keraunos.layers.Input;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Network;
import org.keraunos.layers.SymbolicTensor;

class SummaryTest {
  /** As Keras's table has it: one line a layer, with the inputs of all its calls. */
  @Test
  void aSharedLayerIsConnectedToTheInputsOfAllItsCalls() {
    SymbolicTensor inside = Input.named("inside", 6);
    Layer encoder = model(
            Network.of(List.of(inside), List.of(dense(4).name("units").apply(inside))))
        .name("encoder");
    SymbolicTensor left = Input.named("left", 6);
    SymbolicTensor right = Input.named("right", 6);
    SymbolicTensor sum = add().name("sum").apply(encoder.apply(left), encoder.apply(right));
    try (Model model = Model.of(List.of(left, right), sum, options -> {})) {
      assertThat(model.summary().lines())
          .anyMatch(line -> line.matches("encoder \\(Functional\\) .*28  left, right"))
          .anyMatch(line -> line.matches("encoder/units \\(Dense\\) .*28  inside"))
          .anyMatch(line -> line.matches("sum \\(Add\\) .*0  encoder, encoder"));
    }
  }
}

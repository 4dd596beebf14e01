package org.keraunos.activations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keraunos.base.Shape;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.EmitOptions;
import org.keraunos.runtime.Feeds;
import org.keraunos.runtime.Fetched;
import org.keraunos.runtime.GraphSession;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.RuntimeOptions;
import org.keraunos.runtime.Tower;
import org.keraunos.runtime.Types;
import org.keraunos.runtime.Value;
import org.keraunos.runtime.Variables;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** A max pool takes an activation behind itself only where that does not decrease anywhere. */
class MonotoneTest {
  private static final Set<String> FALLING = Set.of("silu", "hard_silu", "gelu", "mish");

  static Stream<Activation> functions() {
    return Stream.concat(
        Activations.registry().shortNames().stream()
            .map(name -> Activations.registry().read(name, "activation"))
            .distinct(),
        Stream.of(
            Activations.leakyRelu(0.3),
            Activations.leakyRelu(2),
            Activations.elu(0.5),
            Activations.elu(1),
            Activations.relu(3),
            Activations.relu(3, 0.2, 1)));
  }

  @ParameterizedTest
  @MethodSource("functions")
  void whatAMaxPoolTakesBehindItselfNeverFalls(Activation function) {
    int count = 4001;
    double[] grid = new double[count];
    for (int i = 0; i < count; i++) {
      grid[i] = (i - count / 2) / 200.0;
    }
    try (GraphSession session = new GraphSession(RuntimeOptions.DEFAULT);
        Feeds none = new Feeds()) {
      Ops tf = session.ops();
      Class<TFloating> type = DTypePolicy.FLOAT64.variableType();
      Tower tower = Tower.inference(
          tf, DTypePolicy.FLOAT64, EmitOptions.TRAINING, new Variables(tf, type, 1));
      LayerScope scope = tower.scope("layer", 0, true);
      Shape one = Shape.of(1);
      Operand<TFloating> x =
          Types.cast(tf, tf.reshape(tf.constant(grid), tf.constant(new int[] {count, 1})), type);
      Value value = function.apply(scope, scope.value(x, one));
      AtomicReference<Operand<TFloating>> pooled = new AtomicReference<>();
      Value behind = value.maxPooled(
          operand -> {
            pooled.set(operand);
            return tf.identity(operand);
          },
          one);
      boolean takenBehind = pooled.get() == x && function != Activations.LINEAR;
      double[] y;
      try (Fetched fetched = session.run(none, List.of(behind.operand()))) {
        y = fetched.array(0, "y", count).toDoubles();
      }
      boolean falls = false;
      for (int i = 1; i < count; i++) {
        falls |= y[i] < y[i - 1];
      }
      assertThat(takenBehind && falls)
          .as("%s falls and is taken behind", function)
          .isFalse();
      assertThat(falls).as("%s falls", function).isEqualTo(FALLING.contains(function.toString()));
    }
  }

  @Test
  void whatThereIsNotSaysWhy() {
    for (Map.Entry<String, String> each : Map.of(
            "glu", "half as wide", "sparsemax", "do not sum to 1", "threshold", "two numbers")
        .entrySet()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Activations.registry().read(each.getKey(), "Dense.activation"))
          .withMessageStartingWith(
              "Dense.activation: Keras has " + each.getKey() + ", Keraunos not (")
          .withMessageContaining(each.getValue());
    }
    assertThat(Activations.registry().read("swish", "activation")).isSameAs(Activations.SILU);
  }
}

package org.keraunos.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;
import org.keraunos.base.ElementType;
import org.keraunos.base.Shape;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.EmitOptions;
import org.keraunos.testing.LayerRun;

/**
 * Layers on shapes that were not made for them: each refuses with a message, in Java, or computes
 * what it said. TensorFlow would end the process over some of them.
 */
class RandomShapesTest {
  private static final long SEED = 14;
  private static final int TRIES = 160;

  @Test
  void aShapeIsRefusedInJavaOrComputed() {
    SplittableRandom random = new SplittableRandom(SEED);
    List<SymbolicTensor> drawn = Stream.concat(
            Stream.concat(LayersTest.layers(), LayersTest.withoutKernel())
                .map(RandomShapesTest::made),
            LayersTest.operations())
        .toList();
    int refused = 0;
    int computed = 0;
    for (int i = 0; i < TRIES; i++) {
      SymbolicTensor like = drawn.get(random.nextInt(drawn.size()));
      if (like.layer().isUnrolled() || like.inputs().get(0).type() != ElementType.FLOAT) {
        continue;
      }
      SymbolicTensor[] inputs =
          like.inputs().stream().map(each -> input(random)).toArray(SymbolicTensor[]::new);
      String what =
          "seed %d, try %d: %s on %s".formatted(SEED, i, like.layer(), Arrays.toString(inputs));
      List<SymbolicTensor> outputs;
      try {
        outputs = like.layer().call(like.call().options(), inputs);
      } catch (IllegalArgumentException e) {
        assertThat(e).as(what).hasMessageContaining(like.layer().className());
        refused++;
        continue;
      }
      compute(what, like, inputs, outputs);
      computed++;
    }
    assertThat(refused).isGreaterThan(25);
    assertThat(computed).isGreaterThan(25);
  }

  private static SymbolicTensor made(Arguments arguments) {
    Layer layer = (Layer) arguments.get()[0];
    SymbolicTensor[] inputs = (SymbolicTensor[]) arguments.get()[1];
    return layer.call(layer.callOptions(), inputs).get(0);
  }

  private static SymbolicTensor input(SplittableRandom random) {
    int[] sizes =
        IntStream.range(0, random.nextInt(1, 5)).map(i -> random.nextInt(1, 8)).toArray();
    return Input.of(sizes);
  }

  private static void compute(
      String what, SymbolicTensor like, SymbolicTensor[] inputs, List<SymbolicTensor> outputs) {
    LayerRun.Mode mode = new LayerRun.Mode(DTypePolicy.FLOAT32, EmitOptions.TRAINING, true);
    try (LayerRun run = new LayerRun(like.layer(), List.of(inputs), like.call().options(), mode)) {
      List<Shape> shapes = outputs.stream().map(SymbolicTensor::shape).toList();
      assertThat(run.outputShapes()).as(what).isEqualTo(shapes);
      List<double[]> given =
          Arrays.stream(inputs).map(each -> new double[2 * each.shape().size()]).toList();
      List<double[]> cotangents =
          shapes.stream().map(shape -> new double[2 * shape.size()]).toList();
      LayerRun.Outcome outcome = run.run(2, given, cotangents, 0);
      for (int i = 0; i < shapes.size(); i++) {
        assertThat(outcome.outputs().get(i)).as(what).hasSize(2 * shapes.get(i).size());
      }
    }
  }
}

package org.keraunos.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keraunos.base.ElementType;
import org.keraunos.data.npy.NpyArray;
import org.keraunos.data.npy.Npz;
import org.keraunos.layers.Input;
import org.keraunos.layers.Layer;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.EmitOptions;
import org.keraunos.testing.Goldens;
import org.keraunos.testing.LayerRun;
import org.keraunos.testing.SplitMix;

/**
 * What a resumed training stands on: outputs and gradients of a kind of layer have one bit pattern,
 * however often they are computed, on batches that are large enough to be divided among threads.
 * {@code mvn test -Dtest=SameBitsTest -Djacoco.skip -DargLine=-Dbits.runs=50}
 */
@EnabledIfSystemProperty(named = "bits.runs", matches = "\\d+")
class SameBitsTest {
  private static final int RUNS = Integer.getInteger("bits.runs", 1);

  /** How often the rows of a golden case stand in the batch. */
  private static final int TIMES = 32;

  /** The first case of a kind that can be run. */
  static Stream<Arguments> kinds() {
    Set<Object> seen = new HashSet<>();
    return LayerParityTest.cases()
        .filter(each -> ((Map<?, ?>) each.get()[2]).containsKey("inputs"))
        .filter(each -> seen.add(each.get()[0]))
        .map(each -> Arguments.of(each.get()[0], each.get()[2]));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void gradientsHaveOneBitPattern(String file, Map<String, Object> entry) {
    try (Npz golden = Goldens.open(file + ".npz")) {
      String name = String.valueOf(entry.get("name"));
      boolean whole = Boolean.TRUE.equals(entry.get("int32"));
      Layer layer = LayerParityTest.layer(entry);
      List<SymbolicTensor> inputs = new ArrayList<>();
      List<double[]> given = new ArrayList<>();
      int rows = golden.read(name + "/output").shape()[0] * TIMES;
      SplitMix random = new SplitMix(3);
      for (String input : LayerParityTest.strings(entry, "inputs")) {
        NpyArray array = golden.read(name + "/" + input);
        inputs.add(Input.of(
            whole ? ElementType.INT32 : ElementType.FLOAT,
            LayerParityTest.sample(array).toArray()));
        given.add(repeated(array.toDoubles(), whole ? null : random));
      }
      List<double[]> cotangents = new ArrayList<>();
      for (int i = 0; i < (Integer) entry.get("outputs"); i++) {
        String number = i == 0 ? "" : String.valueOf(i);
        cotangents.add(repeated(golden.read(name + "/cotangent" + number).toDoubles(), random));
      }
      LayerRun.Mode mode = new LayerRun.Mode(DTypePolicy.FLOAT32, EmitOptions.TRAINING, true);
      try (LayerRun run =
          new LayerRun(layer, inputs, LayerParityTest.options(layer, entry), mode)) {
        run.set(LayerParityTest.weights(golden, entry));
        int first = bits(run.run(rows, given, cotangents, 0));
        for (int i = 1; i < RUNS; i++) {
          assertThat(bits(run.run(rows, given, cotangents, 0))).as("run %d", i).isEqualTo(first);
        }
      }
    }
  }

  private static double[] repeated(double[] values, SplitMix random) {
    double[] all = new double[values.length * TIMES];
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

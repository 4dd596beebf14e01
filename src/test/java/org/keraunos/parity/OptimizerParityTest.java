package org.keraunos.parity;

import static org.keraunos.testing.Goldens.assertClose;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keraunos.base.NamedArray;
import org.keraunos.base.Shape;
import org.keraunos.data.npy.Npz;
import org.keraunos.optimizers.Gradient;
import org.keraunos.optimizers.Optimizer;
import org.keraunos.optimizers.OptimizerScope;
import org.keraunos.optimizers.Optimizers;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.Feeds;
import org.keraunos.runtime.GraphSession;
import org.keraunos.runtime.RuntimeOptions;
import org.keraunos.runtime.Types;
import org.keraunos.runtime.Variable;
import org.keraunos.runtime.Variables;
import org.keraunos.testing.Goldens;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TFloating;

/** Twenty steps of each optimizer on given gradients against Keras's: keras_losses.py. */
class OptimizerParityTest {
  static Stream<Arguments> cases() {
    return Goldens.index("optimizers.json").stream()
        .filter(entry -> !Boolean.TRUE.equals(config(entry).get("amsgrad")))
        .flatMap(entry -> Stream.of(DTypePolicy.FLOAT32, DTypePolicy.FLOAT64)
            .map(policy -> Arguments.of(String.valueOf(entry.get("name")), entry, policy)));
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("cases")
  void followsKeras(String name, Map<String, Object> entry, DTypePolicy policy) {
    try (Npz golden = Goldens.open("optimizers.npz");
        GraphSession session = new GraphSession(RuntimeOptions.DEFAULT)) {
      int[] shape = golden.read("start").shape();
      int size = NamedArray.size(shape);
      Ops tf = session.ops();
      Class<TFloating> type = policy.variableType();
      org.tensorflow.ndarray.Shape scalar = org.tensorflow.ndarray.Shape.scalar();
      Variables variables = new Variables(tf, type, 1);
      Variable weight = variables.floating("layer/weight", Shape.of(shape), 0);
      Variable rate = variables.floating("rate", Shape.of(), optimizer(entry).learningRate());
      Placeholder<TFloat32> step = tf.placeholder(TFloat32.class, Placeholder.shape(scalar));
      Placeholder<TFloat32> gradient = tf.placeholder(
          TFloat32.class, Placeholder.shape(org.tensorflow.ndarray.Shape.of(shape[0], shape[1])));
      OptimizerScope scope =
          new OptimizerScope(tf, variables, type, rate.read(tf, type), Types.cast(tf, step, type));
      Op update =
          optimizer(entry).update(scope, new Gradient(weight, Types.cast(tf, gradient, type)));
      variables.start(session);
      variables.set(session, List.of(Goldens.named("layer/weight", golden.read("start"))));
      float[] gradients = golden.read("gradients").toFloats();
      double[] path = golden.read(name + "/" + policy.kerasName()).toDoubles();
      for (int s = 0; s < (Integer) entry.get("steps"); s++) {
        try (Feeds feeds = new Feeds()) {
          feeds.scalar(step, s + 1);
          float[] now = Arrays.copyOfRange(gradients, s * size, (s + 1) * size);
          feeds.floats(gradient, now, shape[0], Shape.of(shape[1]));
          session.run(feeds, List.of(), update).close();
        }
        assertClose(
            name + " step " + s,
            variables.get(session, List.of("layer/weight")).get(0).toDoubles(),
            Arrays.copyOfRange(path, s * size, (s + 1) * size),
            policy == DTypePolicy.FLOAT64 ? 1e-12 : 1e-6);
      }
    }
  }

  private static Optimizer optimizer(Map<String, Object> entry) {
    double rate = number(entry, "learning_rate");
    return entry.get("class_name").equals("Adam")
        ? Optimizers.adam(rate)
            .beta1(number(entry, "beta_1"))
            .beta2(number(entry, "beta_2"))
            .epsilon(number(entry, "epsilon"))
        : Optimizers.sgd(rate).momentum(number(entry, "momentum")).nesterov((Boolean)
            config(entry).get("nesterov"));
  }

  private static double number(Map<String, Object> entry, String key) {
    return ((Number) config(entry).get(key)).doubleValue();
  }

  private static Map<?, ?> config(Map<String, Object> entry) {
    return (Map<?, ?>) entry.get("config");
  }
}

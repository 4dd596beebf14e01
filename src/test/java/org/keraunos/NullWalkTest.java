package org.keraunos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.optimizers.Optimizers.adam;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keraunos.data.Data;
import org.keraunos.data.Dataset;
import org.keraunos.data.ImageCache;
import org.keraunos.data.Sample;
import org.keraunos.data.Scaling;
import org.keraunos.data.readers.ImageSource;
import org.keraunos.data.readers.Part;
import org.keraunos.data.readers.ReadOptions;
import org.keraunos.data.split.Splitter;
import org.keraunos.layers.Input;
import org.keraunos.layers.Layer;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.metrics.StreamingMetrics;
import org.keraunos.runtime.RuntimeOptions;

/**
 * Walks what a program calls, with null for one argument after the other and sound ones for the
 * rest.
 */
class NullWalkTest {
  private static final List<Class<?>> WALKED = List.of(
      Model.class, Sequential.class, Predictor.class, Predictions.class, Dataset.class, Data.class);

  private final List<Object> sound = new ArrayList<>();

  @Test
  void theArgumentThatIsNullIsNamed(@TempDir Path folder) throws Exception {
    SymbolicTensor input = Input.of(2);
    Layer layer = dense(1).activation(SIGMOID);
    SymbolicTensor output = dense(1).activation(SIGMOID).apply(input);
    Data data = Data.digitScenes(3, 3);
    Dataset rows = Dataset.of(new float[] {1}, 1).withLabels(new int[][] {{1}});
    try (Model model = Model.of(input, output)) {
      model.compile(adam(), binaryCrossentropy());
      Path saved = folder.resolve("m");
      model.export(saved);
      try (Predictor predictor = Predictor.load(saved)) {
        sound.addAll(List.of(model, predictor, data, rows, input, layer, saved, "labels"));
        sound.addAll(List.of(adam(), binaryCrossentropy(), RuntimeOptions.DEFAULT, Map.of()));
        sound.addAll(List.of(new ReadOptions(), Part.TEST, Splitter.random(), data.reading()));
        sound.addAll(List.of(rows.inputs().get(0), rows.targets().get(0), Scaling.NONE));
        sound.addAll(List.of(model.network(), rows.newBatch(1), (Consumer<Object>) any -> {}));
        sound.addAll(List.of(rows.labels(), rows.labelNames(), StreamingMetrics.accuracy()));
        sound.addAll(List.of(Sample.of(new float[] {1}, 1), model.getWeights().get(0)));
        sound.addAll(List.of(ImageSource.of(saved), new ImageCache(false, null, "")));
        List<String> wrong = new ArrayList<>();
        int calls = 0;
        for (Class<?> type : WALKED) {
          for (Method method : type.getDeclaredMethods()) {
            boolean walked = Modifier.isPublic(method.getModifiers())
                && !method.isSynthetic()
                && !method.getName().equals("equals");
            for (int i = 0; walked && i < method.getParameterCount(); i++) {
              if (!method.getParameterTypes()[i].isPrimitive()) {
                calls++;
                check(method, i, wrong);
              }
            }
          }
        }
        assertThat(wrong).isEmpty();
        assertThat(calls).isGreaterThan(70);
      }
    }
  }

  private void check(Method method, int place, List<String> wrong) throws IllegalAccessException {
    String name = method.getDeclaringClass().getSimpleName() + "." + method.getName() + " "
        + List.of(method.getParameterTypes()) + ", " + place;
    Object[] arguments = new Object[method.getParameterCount()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = i == place ? null : sound(method.getGenericParameterTypes()[i]);
    }
    try {
      method.invoke(sound(method.getDeclaringClass()), arguments);
      wrong.add(name + ": nothing was thrown");
    } catch (InvocationTargetException e) {
      Throwable thrown = e.getCause();
      if (!(thrown instanceof IllegalArgumentException)
          || !String.valueOf(thrown.getMessage()).matches("[\\w ]+: expected .*received null")) {
        wrong.add(name + ": " + thrown);
      }
    }
  }

  private @Nullable Object sound(Type type) {
    if (type instanceof ParameterizedType generic) {
      if (generic.getRawType() == List.class || generic.getRawType() == Iterable.class) {
        return List.of(sound(generic.getActualTypeArguments()[0]));
      }
      return sound(generic.getRawType());
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isArray()) {
      Object array = Array.newInstance(plain.getComponentType(), 1);
      Array.set(array, 0, sound(plain.getComponentType()));
      return array;
    }
    if (plain.isPrimitive()) {
      return Array.get(ONES.get(plain), 0);
    }
    return sound.stream().filter(plain::isInstance).findFirst().orElse(null);
  }

  private static final Map<Class<?>, Object> ONES = Map.of(
      int.class, new int[] {1},
      long.class, new long[] {1},
      float.class, new float[] {1},
      double.class, new double[] {.5},
      byte.class, new byte[] {1},
      boolean.class, new boolean[] {true});
}

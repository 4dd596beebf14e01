package org.keraunos.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.keraunos.base.Configurable;
import org.keraunos.base.Kind;
import org.keraunos.base.Registry;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.layers.Layers;
import org.keraunos.losses.Losses;
import org.keraunos.optimizers.Optimizers;
import org.keraunos.schedules.Schedules;
import org.keraunos.testing.KindGoldens;
import org.keraunos.testing.Kinds;

/**
 * Walks the registries: a method that is called as a setting sets that one, to what it is given,
 * and nothing else. Golden files are read by configurations and so never call these methods.
 */
class EveryOptionTest {
  private static final Map<String, Registry<? extends Configurable>> FAMILIES = Map.of(
      "layers", Layers.registry(),
      "losses", Losses.registry(),
      "optimizers", Optimizers.registry(),
      "schedules", Schedules.registry());

  @TestFactory
  Stream<DynamicTest> everyMethodSetsItsSetting() {
    return FAMILIES.entrySet().stream()
        .flatMap(family -> KindGoldens.kinds(family.getValue()).stream()
            .map(name -> DynamicTest.dynamicTest(
                family.getKey() + " " + name,
                () -> check(family.getKey(), family.getValue().kind(name), name))));
  }

  @Test
  void mostSettingsAreReachedSo() throws ReflectiveOperationException {
    assertThat(check("optimizers", Optimizers.registry().kind("SGD"), "SGD"))
        .contains("momentum", "nesterov", "clipnorm", "use_ema", "weight_decay");
    assertThat(check("layers", Layers.registry().kind("Conv2D"), "Conv2D"))
        .contains("strides", "dilation_rate", "padding", "use_bias", "kernel_initializer");
  }

  /** Every value that the golden cases have of a setting, given to the kind's method. */
  private static Set<String> check(String family, Kind<?> kind, String name)
      throws ReflectiveOperationException {
    Set<String> reached = new TreeSet<>();
    List<Settings> cases = new ArrayList<>();
    for (Map<String, Object> each : KindGoldens.cases(family, name)) {
      cases.add(kind.read(Kinds.strings(each.get("config"))).settings());
    }
    for (Setting<?> setting : kind.declared()) {
      for (Settings given : cases) {
        Object value = given.get(setting);
        for (Settings other : cases) {
          Configurable target = kind.make(other);
          Optional<Configurable> changed = call(target, setting.key(), value);
          if (changed.isPresent()) {
            reached.add(setting.key());
            Settings after = changed.get().settings();
            assertThat(after.get(setting)).as(name + "." + setting.key()).isEqualTo(value);
            for (Setting<?> untouched : kind.declared()) {
              if (untouched != setting && other.isGiven(untouched)) {
                assertThat(after.get(untouched))
                    .as(name + "." + untouched.key() + " behind " + setting.key())
                    .isEqualTo(other.get(untouched));
              }
            }
          }
        }
      }
    }
    return reached;
  }

  private static Optional<Configurable> call(Configurable target, String key, Object value)
      throws ReflectiveOperationException {
    Object plain = value instanceof Optional<?> some ? some.orElse(null) : value;
    if (plain == null) {
      return Optional.empty();
    }
    Object[] arguments = plain instanceof List<?> list ? list.toArray() : new Object[] {plain};
    for (Method method : target.getClass().getMethods()) {
      if (method.getName().equals(camelCase(key)) && takes(method, arguments)) {
        try {
          return Optional.of((Configurable) method.invoke(target, arguments));
        } catch (InvocationTargetException e) {
          throw new AssertionError(target + "." + method.getName(), e.getCause());
        }
      }
    }
    return Optional.empty();
  }

  private static boolean takes(Method method, Object[] arguments) {
    Class<?>[] types = method.getParameterTypes();
    boolean fits = !method.isBridge() && types.length == arguments.length;
    for (int i = 0; fits && i < types.length; i++) {
      fits = boxed(types[i]).isInstance(arguments[i]);
    }
    return fits;
  }

  private static Class<?> boxed(Class<?> type) {
    return type == int.class
        ? Integer.class
        : type == double.class ? Double.class : type == boolean.class ? Boolean.class : type;
  }

  private static String camelCase(String key) {
    String[] words = key.split("_");
    StringBuilder name = new StringBuilder(words[0]);
    Arrays.stream(words)
        .skip(1)
        .forEach(
            word -> name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1)));
    return name.toString();
  }
}

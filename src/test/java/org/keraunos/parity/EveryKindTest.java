package org.keraunos.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.keraunos.testing.Goldens.assertClose;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.keraunos.activations.Activations;
import org.keraunos.base.Configurable;
import org.keraunos.base.Kind;
import org.keraunos.base.NamedArray;
import org.keraunos.base.Registry;
import org.keraunos.base.Setting;
import org.keraunos.constraints.Constraints;
import org.keraunos.initializers.Initializers;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Layers;
import org.keraunos.losses.Losses;
import org.keraunos.optimizers.Optimizers;
import org.keraunos.regularizers.Regularizers;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.Feeds;
import org.keraunos.runtime.Fetched;
import org.keraunos.runtime.GraphSession;
import org.keraunos.runtime.Penalty;
import org.keraunos.runtime.RuntimeOptions;
import org.keraunos.runtime.Types;
import org.keraunos.schedules.Schedules;
import org.keraunos.testing.Goldens;
import org.keraunos.testing.KindGoldens;
import org.keraunos.testing.Kinds;

/**
 * Walks the registries: a kind without a golden file of the real Keras fails, and so does one with
 * a setting that stands at one value in all cases of its file, for then nothing shows that it does
 * anything.
 */
class EveryKindTest {
  /** What needs no second value, and why. */
  private static final Map<String, String> EXCEPT = Map.of(
      "name", "says nothing of what is computed",
      "trainable", "BatchNormalization has a case; elsewhere it is the model's to heed",
      "dtype", "the types of one layer among others: LayersTest",
      "seed", "decides which numbers are drawn, not what is done with them",
      "label_weight", "not Keras's: LossParityTest",
      "exclude_from_weight_decay", "no part of Keras's configuration: cases of AdamW have it");

  /** The kinds of layers that the registry does not read, and why. */
  private static final Map<String, String> NOT_REGISTERED = Map.of(
      "Functional", "its configuration is a network, which NetworkConfig reads with its sizes",
      "Sequential", "as Functional",
      "InputCast", "stands in flattened networks alone, which are emitted and not written");

  private static final Map<String, Registry<? extends Configurable>> FAMILIES = Map.of(
      "layers", Layers.registry(),
      "activations", Activations.registry(),
      "initializers", Initializers.registry(),
      "regularizers", Regularizers.registry(),
      "constraints", Constraints.registry(),
      "losses", Losses.registry(),
      "optimizers", Optimizers.registry(),
      "schedules", Schedules.registry());

  @TestFactory
  Stream<DynamicTest> everySettingStandsAtTwoValues() {
    return FAMILIES.entrySet().stream()
        .flatMap(family -> KindGoldens.kinds(family.getValue()).stream()
            .map(name -> DynamicTest.dynamicTest(
                family.getKey() + " " + name,
                () -> covered(family.getKey(), family.getValue(), name))));
  }

  private static <T extends Configurable> void covered(
      String family, Registry<T> registry, String name) {
    List<Map<String, Object>> cases = KindGoldens.cases(family, name);
    List<Map<String, Object>> configs = new ArrayList<>();
    for (Map<String, Object> each : cases) {
      Map<String, Object> config = Kinds.strings(each.get("config"));
      if (family.equals("activations")) {
        // Cases are of the layer Activation, which holds the function.
        config = Kinds.strings(Kinds.strings(config.get("activation")).get("config"));
      }
      T read = registry.kind(name).read(config);
      assertThat(Kinds.plain(Kinds.config(read))).isEqualTo(Kinds.plain(config));
      configs.add(Kinds.config(read));
    }
    for (Setting<?> setting : registry.kind(name).declared()) {
      if (!EXCEPT.containsKey(setting.key())) {
        Set<Object> values = new HashSet<>();
        configs.forEach(config -> values.add(Kinds.plain(config.get(setting.key()))));
        assertThat(values)
            .as(name + "." + setting.key() + " over the cases of its golden file")
            .hasSizeGreaterThan(1);
      }
    }
  }

  /** Every kind of layer that there is, whether the registry has it or not. */
  @Test
  void noKindOfLayerIsMissingInTheRegistryWithoutAReason() throws ReflectiveOperationException {
    Set<Kind<?>> registered = new HashSet<>();
    Layers.registry().names().forEach(name -> registered.add(Layers.registry().kind(name)));
    Set<String> missing = new TreeSet<>();
    int kinds = 0;
    for (JavaClass each : new ClassFileImporter().importPackagesOf(Layers.class)) {
      if (each.isAssignableTo(Layer.class)) {
        for (Field field : each.reflect().getDeclaredFields()) {
          if (Modifier.isStatic(field.getModifiers()) && field.getType() == Kind.class) {
            field.setAccessible(true);
            Kind<?> kind = (Kind<?>) field.get(null);
            kinds++;
            boolean ofTests = kind.registeredName().isPresent();
            if (!registered.contains(kind) && !ofTests) {
              missing.add(kind.className());
            }
          }
        }
      }
    }
    assertThat(kinds).isGreaterThan(60);
    assertThat(missing).isEqualTo(NOT_REGISTERED.keySet());
  }

  /** They have golden files as others: LayerParityTest runs them. */
  @Test
  void networksAsLayersHaveCasesOfEachTypeOfInputAndBothWaysOfTraining() {
    Set<Object> types = new TreeSet<>();
    for (String kind : Kinds.NETWORKS) {
      assertThat(NOT_REGISTERED).containsKey(kind);
      List<Map<String, Object>> cases = KindGoldens.cases("layers", kind);
      assertThat(cases.stream().map(each -> Kinds.strings(each.get("config")).get("trainable")))
          .contains(true, false);
      assertThat(cases.stream().map(each -> each.get("training"))).contains(true, false);
      cases.forEach(each -> types.addAll(inputTypes(Kinds.strings(each.get("config")))));
    }
    types.addAll(inputTypes(Kinds.strings(Goldens.index("nested.json").get(0).get("types"))));
    assertThat(types).containsExactly("float32", "float64", "int32", "uint8");
  }

  private static Set<Object> inputTypes(Map<String, Object> network) {
    Set<Object> types = new HashSet<>();
    for (Object each : (List<?>) network.get("layers")) {
      Map<String, Object> config = Kinds.strings(Kinds.strings(each).get("config"));
      if ("InputLayer".equals(Kinds.strings(each).get("class_name"))) {
        types.add(config.get("dtype"));
      } else if (config.containsKey("layers")) {
        types.addAll(inputTypes(config));
      }
    }
    return types;
  }

  @Test
  void everyLayerOfKerasIsHereOrRefusedByName() {
    Registry<Layer> registry = Layers.registry();
    List<String> unknown = new ArrayList<>();
    for (Map<String, Object> each : Goldens.index("layers_of_keras.json")) {
      String name = String.valueOf(each.get("name"));
      boolean here = registry.names().contains(name);
      if (here == registry.refusedNames().contains(name)) {
        unknown.add(name);
      } else if (!here) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> registry.kind(each.get("module"), name, null, "layer class"))
            .withMessageStartingWith("layer class: Keras has " + name + ", Keraunos not (");
      }
    }
    assertThat(unknown).as("neither registered nor refused in NotHere, or both").isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> regularizersAddWhatKerasAdds() {
    return small(
        "regularizers",
        Regularizers.registry(),
        (regularizer, weight) -> penalty(regularizer, weight));
  }

  @TestFactory
  Stream<DynamicTest> constraintsMakeWhatKerasMakes() {
    return small("constraints", Constraints.registry(), LayerParityTest::projected);
  }

  private interface Result<T> {
    double[] of(T object, NamedArray weight);
  }

  private static <T extends Configurable> Stream<DynamicTest> small(
      String family, Registry<T> registry, Result<T> result) {
    return KindGoldens.kinds(registry).stream()
        .map(name -> DynamicTest.dynamicTest(name, () -> {
          for (Map<String, Object> each : KindGoldens.cases(family, name)) {
            T object = Kinds.read(registry, name, Kinds.strings(each.get("config")));
            NamedArray weight = new NamedArray(
                "weight",
                ((List<?>) each.get("shape"))
                    .stream().mapToInt(size -> (Integer) size).toArray(),
                Kinds.doubles(each.get("weight")));
            assertClose(
                name,
                result.of(object, weight),
                Kinds.doubles(each.get("result")),
                Goldens.FLOAT32);
          }
        }));
  }

  private static double[] penalty(Penalty penalty, NamedArray weight) {
    try (GraphSession session = new GraphSession(RuntimeOptions.DEFAULT);
        Feeds none = new Feeds()) {
      var tf = session.ops();
      var type = DTypePolicy.FLOAT64.variableType();
      var value = Types.cast(
          tf, tf.reshape(tf.constant(weight.toDoubles()), tf.constant(weight.shape())), type);
      try (Fetched fetched = session.run(none, List.of(penalty.penalty(tf, value)))) {
        return fetched.array(0, "penalty").toDoubles();
      }
    }
  }
}

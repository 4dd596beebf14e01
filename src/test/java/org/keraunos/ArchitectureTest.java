package org.keraunos;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keraunos.base.CheckReturnValue;

/**
 * The package table of docs/architecture.md: a package may use what stands above it here and is
 * named.
 */
class ArchitectureTest {
  private static final String ROOT = "org.keraunos";
  private static final String ROOT_ROW = "(root)";

  /**
   * What only {@code runtime} may hold: whoever forgets to close one of these leaks memory that no
   * collector sees.
   */
  private static final Set<String> HANDLES = Set.of(
      "org.tensorflow.Graph",
      "org.tensorflow.Session",
      "org.tensorflow.Tensor",
      "org.tensorflow.Result",
      "org.tensorflow.EagerSession",
      "org.tensorflow.SavedModelBundle");

  /** They gather in collections and return themselves. */
  private static final Set<String> COLLECTORS = Set.of("Kind", "HtmlTable", "BarView");

  private static final Map<String, List<String>> TABLE = table();

  private static final JavaClasses CLASSES = new ClassFileImporter()
      .importUrl(Model.class.getProtectionDomain().getCodeSource().getLocation());

  private static Map<String, List<String>> table() {
    Map<String, List<String>> table = new LinkedHashMap<>();
    table.put("base", List.of());
    table.put("metrics", List.of("base"));
    table.put("decisions", List.of("base"));
    table.put("data", List.of("base"));
    table.put("contract", List.of("base", "decisions", "data"));
    table.put("runtime", List.of("base"));
    table.put("augmentation", List.of("base", "runtime"));
    for (String small : List.of("activations", "initializers", "regularizers", "constraints")) {
      table.put(small, List.of("base", "runtime"));
    }
    table.put(
        "layers",
        List.of("base", "runtime", "activations", "initializers", "regularizers", "constraints"));
    table.put(
        "applications",
        List.of("base", "contract", "runtime", "activations", "initializers", "layers"));
    table.put("losses", List.of("base", "runtime"));
    table.put("schedules", List.of("base", "runtime"));
    table.put("optimizers", List.of("base", "runtime", "schedules"));
    table.put(
        "graph",
        List.of(
            "base",
            "decisions",
            "data",
            "contract",
            "runtime",
            "augmentation",
            "layers",
            "losses",
            "optimizers"));
    table.put("images", List.of("base", "data", "runtime"));
    table.put("training", List.of("base", "metrics", "data", "losses", "graph"));
    table.put(
        "testing",
        List.of(
            "base",
            "data",
            "runtime",
            "augmentation",
            "activations",
            "layers",
            "losses",
            "optimizers",
            "graph",
            "training"));
    table.put("saving", List.copyOf(table.keySet()));
    table.put(ROOT_ROW, List.copyOf(table.keySet()));
    table.put("strategies", List.copyOf(table.keySet()));
    table.put("recipes", List.copyOf(table.keySet()));
    table.put("report", List.copyOf(table.keySet()));
    List<String> all = List.copyOf(table.keySet());
    for (String entry : List.of("serving", "distribute", "notebook", "cli", "examples")) {
      table.put(entry, all);
    }
    return table;
  }

  static Stream<String> rows() {
    return TABLE.keySet().stream()
        .filter(row -> CLASSES.that(resideInAPackage(of(row))).size() > 0);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void packageUsesOnlyWhatItsRowNames(String row) {
    mayUse(row, TABLE.get(row)).check(CLASSES);
  }

  @Test
  void everyPackageHasARow() {
    Set<String> found = new TreeSet<>();
    for (JavaClass each : CLASSES) {
      String below = each.getPackageName().substring(ROOT.length());
      found.add(below.isEmpty() ? ROOT_ROW : below.substring(1).replaceAll("\\..*", ""));
    }
    assertThat(found).isSubsetOf(TABLE.keySet()).contains("base", "runtime", "layers", ROOT_ROW);
  }

  @Test
  void nativeHandlesStayInRuntime() {
    ArchRule rule = handlesIn(DescribedPredicate.not(resideInAPackage(of("runtime"))));
    rule.check(CLASSES);
    assertThat(handlesIn(resideInAPackage(of("runtime"))).evaluate(CLASSES).hasViolation())
        .as("the rule sees the handles that runtime has")
        .isTrue();
  }

  @Test
  void metricsAndBaseKnowNoTensorFlow() {
    noClasses()
        .that(resideInAnyPackage(of("metrics"), of("decisions"), of("base")))
        .should()
        .dependOnClassesThat(resideInAPackage("org.tensorflow.."))
        .check(CLASSES);
  }

  @Test
  void dataKnowsTheProtosOfTensorFlowAlone() {
    DescribedPredicate<JavaClass> readers = resideInAPackage("org.keraunos.data.readers..");
    DescribedPredicate<JavaClass> tensorFlow = resideInAPackage("org.tensorflow..");
    noClasses()
        .that(resideInAPackage(of("data")).and(DescribedPredicate.not(readers)))
        .should()
        .dependOnClassesThat(tensorFlow)
        .check(CLASSES);
    noClasses()
        .that(readers)
        .should()
        .dependOnClassesThat(
            tensorFlow.and(DescribedPredicate.not(resideInAPackage("org.tensorflow.proto.."))))
        .check(CLASSES);
  }

  @Test
  void everyPackageSaysWhatIsNull() throws ReflectiveOperationException {
    Set<JavaPackage> packages = CLASSES.getPackage(ROOT).getSubpackagesInTree();
    List<String> names = new ArrayList<>(packages.stream()
        .filter(each -> !each.getClasses().isEmpty())
        .map(JavaPackage::getName)
        .toList());
    names.add(ROOT);
    assertThat(names).hasSizeGreaterThan(10);
    for (String name : names) {
      assertThat(Class.forName(name + ".package-info").isAnnotationPresent(NullMarked.class))
          .as(name)
          .isTrue();
    }
  }

  /** {@code copy.with(...);} as a statement does nothing, so whoever writes it is told. */
  @Test
  void whatReturnsAChangedCopySaysSo() {
    List<String> silent = new ArrayList<>();
    int copies = 0;
    for (JavaClass each : CLASSES) {
      boolean immutable = each.getFields().stream()
          .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
          .allMatch(field -> field.getModifiers().contains(JavaModifier.FINAL));
      if (!immutable
          || COLLECTORS.contains(each.getSimpleName())
          || !each.getModifiers().contains(JavaModifier.PUBLIC)
          || each.isEnum()) {
        continue;
      }
      for (JavaMethod method : each.getMethods()) {
        boolean copy = method.getRawReturnType().equals(each)
            && method.getModifiers().contains(JavaModifier.PUBLIC)
            && !method.getModifiers().contains(JavaModifier.STATIC);
        copies += copy ? 1 : 0;
        if (copy
            && !method.isAnnotatedWith(CheckReturnValue.class)
            && !each.isAnnotatedWith(CheckReturnValue.class)
            && !each.getPackage().isAnnotatedWith(CheckReturnValue.class)) {
          silent.add(method.getFullName());
        }
      }
    }
    assertThat(silent).isEmpty();
    assertThat(copies).isGreaterThan(100);
  }

  private static ArchRule mayUse(String row, List<String> uses) {
    List<String> allowed =
        new ArrayList<>(uses.stream().map(ArchitectureTest::of).toList());
    allowed.add(of(row));
    return noClasses()
        .that(resideInAPackage(of(row)))
        .should()
        .dependOnClassesThat(resideInAPackage(ROOT + "..")
            .and(DescribedPredicate.not(resideInAnyPackage(allowed.toArray(String[]::new)))));
  }

  private static ArchRule handlesIn(DescribedPredicate<JavaClass> where) {
    return noClasses()
        .that(where)
        .should()
        .dependOnClassesThat(DescribedPredicate.describe(
            "are native handles", each -> HANDLES.contains(each.getName())))
        .because("native memory has one owner, org.keraunos.runtime");
  }

  private static String of(String row) {
    return row.equals(ROOT_ROW) ? ROOT : ROOT + "." + row + "..";
  }
}

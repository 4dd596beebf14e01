package org.keraunos.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.keraunos.base.Configurable;
import org.keraunos.base.Kind;
import org.keraunos.base.Registry;
import org.keraunos.base.Setting;

/**
 * That golden files have a case for each kind of a registry and for each of its settings off its
 * default.
 */
public final class KindCases {
  private KindCases() {}

  /**
   * Fails with what is missing.
   *
   * @param registry the kinds; those that Keras has not are left out
   * @param cases entries with {@code class_name} and {@code config}
   * @param elsewhere keys of settings that are proved in another way
   */
  public static <T extends Configurable> void assertComplete(
      Registry<T> registry, List<Map<String, Object>> cases, String... elsewhere) {
    List<String> missing = new ArrayList<>();
    for (String name : registry.names()) {
      Kind<? extends T> kind = registry.kind(name);
      if (kind.registeredName().isPresent()) {
        continue;
      }
      List<Map<?, ?>> configs = new ArrayList<>();
      for (Map<String, Object> entry : cases) {
        if (entry.get("class_name").equals(kind.className())) {
          configs.add((Map<?, ?>) entry.get("config"));
        }
      }
      if (configs.isEmpty()) {
        missing.add(name);
      }
      for (Setting<?> setting : kind.declared()) {
        String key = setting.key();
        long values = configs.stream().map(each -> each.get(key)).distinct().count();
        boolean required = kind.documentation().stream()
            .anyMatch(row -> row.key().equals(key) && row.standard().equals("required"));
        String standard = kind.documentation().stream()
            .filter(row -> row.key().equals(key))
            .findFirst()
            .orElseThrow()
            .standard();
        boolean off = required
            ? values > 0
            : configs.stream().anyMatch(each -> !Objects.toString(each.get(key)).equals(standard));
        if (!off && !Set.of(elsewhere).contains(key)) {
          missing.add(name + "." + key);
        }
      }
    }
    assertThat(missing).as("kinds and settings without a golden case").isEmpty();
  }
}

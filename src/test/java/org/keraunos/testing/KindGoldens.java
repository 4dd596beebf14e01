package org.keraunos.testing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.keraunos.base.Registry;

/** The golden files of a family of kinds: one a kind, whose absence fails. */
public final class KindGoldens {
  private KindGoldens() {}

  /** The names of Keras's kinds and of the product's own, without those that tests add. */
  public static List<String> kinds(Registry<?> registry) {
    return registry.names().stream()
        .filter(name -> name.indexOf('>') < 0 || name.startsWith("keraunos>"))
        .toList();
  }

  /** The file of a kind, without its ending. */
  public static String file(String family, String kind) {
    return family + "/" + kind.substring(kind.indexOf('>') + 1);
  }

  /** The cases of a kind. */
  public static List<Map<String, Object>> cases(String family, String kind) {
    return Goldens.index(file(family, kind) + ".json");
  }

  /** The cases of all kinds, each with its kind and its file of arrays. */
  public static Stream<Map<String, Object>> cases(String family, Registry<?> registry) {
    return kinds(registry).stream()
        .flatMap(kind -> cases(family, kind).stream().map(each -> {
          Map<String, Object> entry = new LinkedHashMap<>(each);
          entry.put("kind", kind);
          entry.put("file", file(family, kind) + ".npz");
          return entry;
        }));
  }
}

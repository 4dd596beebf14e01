package org.keraunos.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keraunos.testing.Goldens;

/**
 * The order of layers of random graphs, and the groups of their weights, against Keras's own:
 * keras_order.py. Another order would be loaded without a word, with weights exchanged.
 */
class KerasOrderTest {
  static Stream<Arguments> graphs() {
    return Goldens.index("order.json").stream()
        .map(entry -> Arguments.of(entry.get("name"), entry));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("graphs")
  void isKerass(String name, Map<String, Object> entry) {
    Map<String, Object> config = strings(entry.get("config"));
    check(config, entry);
    // Keras does not look at the order in the file, but at the graph.
    List<Object> layers = new ArrayList<>((List<?>) config.get("layers"));
    Collections.shuffle(layers, new Random(name.hashCode()));
    Map<String, Object> shuffled = new LinkedHashMap<>(config);
    shuffled.put("layers", layers);
    check(shuffled, entry);
  }

  private static void check(Map<String, Object> config, Map<String, Object> entry) {
    Network network = NetworkConfig.read(config);
    assertThat(network.layers().stream().map(network::nameOf))
        .containsExactlyElementsOf(
            ((List<?>) entry.get("layers")).stream().map(String::valueOf).toList());
    Map<String, String> places = new LinkedHashMap<>();
    places(network, "", "", places);
    strings(entry.get("places"))
        .forEach((address, place) -> assertThat(places).containsEntry(address, place + ""));
  }

  private static void places(
      Network network, String address, String group, Map<String, String> places) {
    network.fileGroups().forEach((layer, own) -> {
      String name = address + network.nameOf(layer);
      if (layer instanceof Functional model) {
        places(model.network(), name + "/", group + own + "/", places);
      } else {
        places.put(name, group + own + "/vars/0");
      }
    });
  }

  @SuppressWarnings("unchecked") // JSON's keys are strings
  private static Map<String, Object> strings(Object map) {
    return (Map<String, Object>) map;
  }
}

package org.keraunos.applications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.keraunos.activations.Activations;
import org.keraunos.base.Shape;
import org.keraunos.contract.Preprocessing;
import org.keraunos.layers.Call;
import org.keraunos.layers.Network;
import org.keraunos.layers.NetworkConfig;
import org.keraunos.testing.Goldens;
import org.keraunos.testing.Kinds;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The networks that are drawn in Java against those that Keras draws: keras_applications.py. */
class ApplicationsTest {
  private static List<Map<String, Object>> golden() throws IOException {
    try (InputStream in =
            Goldens.class.getResourceAsStream("/org/keraunos/parity/applications.json.gz");
        InputStream text = new GZIPInputStream(in)) {
      return JsonMapper.shared().readValue(text, new TypeReference<List<Map<String, Object>>>() {});
    }
  }

  @Test
  void layersAreKerasOwnInNamesSettingsAndOrder() throws IOException {
    Set<String> seen = new TreeSet<>();
    for (Map<String, Object> entry : golden()) {
      String name = String.valueOf(entry.get("name"));
      Map<String, Object> options = Kinds.strings(entry.get("options"));
      Application<?> application = Applications.registry().kind(name).read(options);
      Network drawn = application.network();
      assertThat(application.modelName()).isEqualTo(entry.get("model"));
      if (entry.containsKey("digest")) {
        assertThat(digest(drawn)).as(name).isEqualTo(entry.get("digest"));
      } else {
        Network read = NetworkConfig.read(Kinds.strings(entry.get("config")));
        assertThat(lines(drawn)).as(name + options).isEqualTo(lines(read));
      }
      seen.add(name);
    }
    assertThat(seen).isEqualTo(Applications.registry().names());
  }

  /** A line a layer and call, as configurations hold them. */
  private static List<String> lines(Network network) {
    Map<String, Object> config = NetworkConfig.of(network);
    List<String> lines = new ArrayList<>();
    for (Object layer : (List<?>) config.get("layers")) {
      Map<String, Object> entry = new LinkedHashMap<>(Kinds.strings(layer));
      Map<String, Object> own = new LinkedHashMap<>(Kinds.strings(entry.get("config")));
      // Keras counts axes from the front or the back, as whoever drew the network liked.
      own.computeIfPresent("axis", (key, axis) -> List.of(3).equals(axis) ? List.of(-1) : axis);
      entry.put("config", own);
      lines.add(entry.toString());
    }
    lines.add(config.get("input_layers") + " to " + config.get("output_layers"));
    return lines;
  }

  private static String digest(Network network) {
    String lines =
        network.calls().stream().map(call -> line(network, call)).collect(Collectors.joining());
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(lines.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static String line(Network network, Call call) {
    return network.nameOf(call.layer()) + " " + call.layer().className() + " "
        + Arrays.toString(call.output().shape().toArray()) + "\n";
  }

  @Test
  void optionsAreCheckedWhereTheyAreGiven() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Applications.mobileNetV2().inputShape(31, 96, 3))
        .withMessage("MobileNetV2.input_shape: expected height and width of at least 32, and"
            + " channels, received [31, 96, 3]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Applications.mobileNet().alpha(0))
        .withMessage("MobileNet.alpha: expected > 0, received 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Applications.registry().kind("Xception"))
        .withMessageEndingWith("received Xception, which Keras has and Keraunos has not");
  }

  @Test
  void fluentOptionsAreThoseOfTheConfiguration() {
    Network fluent = Applications.mobileNetV3Small()
        .alpha(0.75)
        .inputShape(64, 64, 3)
        .classes(3)
        .classifierActivation(Activations.SIGMOID)
        .dropoutRate(0.1)
        .minimalistic(true)
        .includePreprocessing(false)
        .network();
    Map<String, Object> options = Map.of(
        "alpha",
        0.75,
        "input_shape",
        List.of(64, 64, 3),
        "classes",
        3,
        "classifier_activation",
        "sigmoid",
        "dropout_rate",
        0.1,
        "minimalistic",
        true,
        "include_preprocessing",
        false);
    Network read =
        Applications.registry().kind("MobileNetV3Small").read(options).network();
    assertThat(lines(fluent)).isEqualTo(lines(read));
    assertThat(Applications.resNet50V2()
            .includeTop(false)
            .pooling(Pooling.AVG)
            .network()
            .outputs()
            .get(0)
            .shape())
        .isEqualTo(Shape.of(2048));
    assertThat(Applications.mobileNet().depthMultiplier(2).dropout(0.5).preprocessing())
        .isEqualTo(Preprocessing.TF);
    assertThat(Applications.resNet50().preprocessing()).isEqualTo(Preprocessing.CAFFE);
    assertThat(Applications.efficientNetB0().imagenet(true).preprocessing())
        .isEqualTo(Preprocessing.NONE);
  }
}

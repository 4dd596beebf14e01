package org.keraunos.saving.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keraunos.Model;
import org.keraunos.activations.Activations;
import org.keraunos.base.DataException;
import org.keraunos.base.NamedArray;
import org.keraunos.layers.Input;
import org.keraunos.layers.Layers;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.saving.hdf5.Hdf5Writer;

/**
 * Files that mean harm or were damaged: a model, or a {@link DataException}; never another
 * exception, and a model in memory stays what it was. {@code -Dhostile.places=100000} tries more
 * places.
 */
class HostileFilesTest {
  private static final int PLACES = Integer.getInteger("hostile.places", 12);
  private static final long SEED = Long.getLong("hostile.seed", 3);
  private static final String CONFIG = "config.json";
  private static final String WEIGHTS = "model.weights.h5";

  @TempDir
  private Path folder;

  private Path good;
  private Map<String, byte[]> entries;

  private static Model small() {
    SymbolicTensor input = Input.named("x", 4);
    return Model.of(
        input, Layers.dense(3).name("head").activation(Activations.SIGMOID).apply(input));
  }

  @BeforeEach
  void save() throws IOException {
    good = folder.resolve("good.keras");
    try (Model model = small()) {
      model.save(good);
    }
    entries = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(good))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), zip.readAllBytes());
      }
    }
  }

  private Path zipped(String name) throws IOException {
    Path file = folder.resolve(name);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> each : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(each.getKey()));
        zip.write(each.getValue());
        zip.closeEntry();
      }
    }
    return file;
  }

  private String config() {
    return new String(entries.get(CONFIG), StandardCharsets.UTF_8);
  }

  private void config(String json) {
    entries.put(CONFIG, json.getBytes(StandardCharsets.UTF_8));
  }

  private static void refused(Path file, String message) {
    assertThatThrownBy(() -> Model.load(file))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(message);
  }

  @Test
  void entriesThatLeadElsewhereAreNotWritten() throws IOException {
    entries.put("../../escaped", new byte[] {1});
    entries.put("/escaped", new byte[] {1});
    try (Model model = Model.load(zipped("slip.keras"))) {
      assertThat(model.getWeights()).hasSize(2);
    }
    try (var files = Files.list(folder)) {
      assertThat(files.map(each -> each.getFileName().toString()))
          .containsExactlyInAnyOrder("good.keras", "slip.keras");
    }
    assertThat(folder.getParent().resolve("escaped")).doesNotExist();
  }

  /** 40 GB that nothing in the file stands for: refused before any of it is allocated. */
  @Test
  void layersThatTheWeightsDoNotFillAreRefused() throws IOException {
    String sizes = config();
    assertThat(sizes).contains("\"units\":3").contains("[null,4]");
    config(sizes.replace("\"units\":3", "\"units\":100000").replace("[null,4]", "[null,20000]"));
    refused(
        zipped("bomb.keras"),
        "layers/dense/vars/0: expected the shape [20000, 100000] of head/kernel, received [4, 3]");
    config(sizes.replace("\"units\":3", "\"units\":2000000000"));
    refused(zipped("larger.keras"), "2^31 - 1");
  }

  /** A thousand times its size: what it is unpacked to is told before, and is no model. */
  @Test
  void whatGrowsIsBounded() throws IOException {
    entries.put(WEIGHTS, new byte[200 << 20]);
    Path file = zipped("zeros.keras");
    assertThat(Files.size(file)).isLessThan(1 << 20);
    refused(file, WEIGHTS);
  }

  @Test
  void jsonThatIsDeepOrGoesInCircles() throws IOException {
    config("[".repeat(100_000));
    refused(zipped("deep.keras"), CONFIG);
    config("{\"config\":".repeat(400) + "1" + "}".repeat(400));
    refused(zipped("objects.keras"), CONFIG);
    String cyclic =
        "{\"module\":\"keras.layers\",\"class_name\":\"Activation\",\"config\":{\"name\":"
            + "\"%s\",\"activation\":\"relu\"},\"name\":\"%s\",\"inbound_nodes\":[{\"args\":[{"
            + "\"class_name\":\"__keras_tensor__\",\"config\":{\"shape\":[null,4],\"dtype\":\"float32\","
            + "\"keras_history\":[\"%s\",0,0]}}],\"kwargs\":{}}]}";
    config("{\"module\":\"keras\",\"class_name\":\"Functional\",\"config\":{\"name\":\"m\","
        + "\"layers\":[{\"module\":\"keras.layers\",\"class_name\":\"InputLayer\",\"config\":"
        + "{\"batch_shape\":[null,4],\"name\":\"x\"},\"name\":\"x\",\"inbound_nodes\":[]},"
        + cyclic.formatted("a", "a", "b") + "," + cyclic.formatted("b", "b", "a")
        + "],\"input_layers\":[[\"x\",0,0]],\"output_layers\":[[\"a\",0,0]]}}");
    refused(zipped("circle.keras"), "output_layers");
  }

  /** Each network calls the one inside twice: 2^30 calls in a small file. */
  @Test
  void networksThatGrowAreRefused() throws IOException {
    String tensor = "{\"class_name\":\"__keras_tensor__\",\"config\":{\"shape\":[null,4],"
        + "\"dtype\":\"float32\",\"keras_history\":[\"%s\",%d,0]}}";
    String node = "{\"args\":[" + tensor + "],\"kwargs\":{}}";
    String layer =
        "{\"module\":\"keras.layers\",\"class_name\":\"Activation\",\"config\":{\"name\":"
            + "\"in\",\"activation\":\"relu\"},\"name\":\"in\",\"inbound_nodes\":[%s,%s]}";
    for (int i = 0; i < 30; i++) {
      int last = i == 0 ? 1 : 2; // where an end is a network's, Keras counts its drawing as a call
      String calls = layer.formatted(node.formatted("x", 0), node.formatted("in", 0));
      layer = "{\"module\":\"keras\",\"class_name\":\"Functional\",\"config\":{\"name\":\"in\","
          + "\"layers\":[{\"module\":\"keras.layers\",\"class_name\":\"InputLayer\",\"config\":"
          + "{\"batch_shape\":[null,4],\"name\":\"x\"},\"name\":\"x\",\"inbound_nodes\":[]},"
          + calls + "],\"input_layers\":[[\"x\",0,0]],\"output_layers\":[[\"in\"," + last + ",0]]},"
          + "\"name\":\"in\",\"inbound_nodes\":[%s,%s]}";
    }
    config(layer.substring(0, layer.lastIndexOf(",\"name\":\"in\",\"inbound")) + "}");
    refused(zipped("twice.keras"), "at most 20000 calls of layers, with those in networks inside");
  }

  @Test
  void weightsThatAreMissingOrOfAnotherShape() throws IOException {
    Hdf5Writer none = new Hdf5Writer();
    none.group("layers/dense/vars");
    entries.put(WEIGHTS, bytes(none));
    refused(zipped("none.keras"), "layers/dense/vars/0: expected a data set, found none");
    Hdf5Writer other = new Hdf5Writer();
    other.array("layers/dense/vars/0", new NamedArray("", new int[] {3, 4}, new float[12]));
    entries.put(WEIGHTS, bytes(other));
    refused(zipped("other.keras"), "expected the shape [4, 3] of head/kernel, received [3, 4]");
  }

  private static byte[] bytes(Hdf5Writer writer) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.writeTo(out);
    return out.toByteArray();
  }

  /** The zip file itself, and what is in it behind a right checksum. */
  @ParameterizedTest
  @ValueSource(strings = {"zip", CONFIG, WEIGHTS, "keras2_chain.h5"})
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void damagedAnywhereTheyAreRefusedOrLoaded(String part) throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    byte[] whole = switch (part) {
      case "zip" -> Files.readAllBytes(good);
      case CONFIG, WEIGHTS -> entries.get(part);
      default -> Files.readAllBytes(WeightFilesTest.file(part));
    };
    for (int i = 0; i < PLACES; i++) {
      byte[] changed = damaged(whole, random);
      Path file = folder.resolve("damaged");
      if (entries.containsKey(part)) {
        entries.put(part, changed);
        file = zipped("damaged");
      } else {
        Files.write(file, changed);
      }
      try (Model model = Model.load(file, options -> options.notes(note -> {}))) {
        assertThat(model.getWeights()).isNotEmpty();
      } catch (DataException e) {
        assertThat(e.getMessage()).startsWith(file + ": ");
      } catch (RuntimeException | Error e) {
        Path kept = Files.write(Path.of("target", "hostile-" + part + "-" + i), changed);
        throw new AssertionError("place " + i + " of " + part + ", seed " + SEED + ": " + kept, e);
      }
    }
  }

  static byte[] damaged(byte[] whole, SplittableRandom random) {
    int at = random.nextInt(whole.length);
    if (random.nextInt(4) == 0) {
      return Arrays.copyOf(whole, at);
    }
    byte[] changed = whole.clone();
    if (random.nextBoolean()) {
      changed[at] ^= (byte) (1 << random.nextInt(8));
      return changed;
    }
    long[] extremes = {0, -1, 0x7FFFFFFF, 1L << 40, Long.MAX_VALUE};
    ByteBuffer eight = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    eight.putLong(0, extremes[random.nextInt(extremes.length)]);
    System.arraycopy(
        eight.array(), 0, changed, at, Math.min(1 << random.nextInt(4), changed.length - at));
    return changed;
  }

  @ParameterizedTest
  @ValueSource(strings = {"body.weights.h5", "body.h5"})
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void aModelInMemoryIsChangedWhollyOrNotAtAll(String name) throws IOException {
    byte[] whole = Files.readAllBytes(WeightFilesTest.file(name));
    SplittableRandom random = new SplittableRandom(SEED);
    Path file = folder.resolve(name);
    try (Model model = WeightFilesTest.model("body.json")) {
      for (int i = 0; i < 4 * PLACES; i++) {
        List<NamedArray> before = model.getWeights();
        Files.write(file, damaged(whole, random));
        try {
          assertThat(model.loadWeights(file).skipped()).isEmpty();
        } catch (DataException e) {
          assertThat(model.getWeights()).isEqualTo(before);
        }
      }
    }
  }
}

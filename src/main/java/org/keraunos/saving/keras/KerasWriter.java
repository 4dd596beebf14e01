package org.keraunos.saving.keras;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.AtomicFiles;
import org.keraunos.base.Check;
import org.keraunos.base.NamedArray;
import org.keraunos.layers.Functional;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Network;
import org.keraunos.layers.NetworkConfig;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.WeightSpec;
import org.keraunos.saving.ModelCard;
import org.keraunos.saving.Provenance;
import org.keraunos.saving.hdf5.Hdf5Writer;

/**
 * Writes a {@code .keras} file that Keras loads from its oldest version on that has all kinds of
 * the model, whole or not at all. Weights are asked for one by one, twice, since a zip file has
 * their checksum before them.
 */
public final class KerasWriter {
  /**
   * A model that is written.
   *
   * @param name its name
   * @param network the layers
   * @param policy the types
   * @param frozen the layers that do not train
   * @param weights what the layers say of their weights, in the model's order
   * @param variables the names of all variables that {@code values} knows
   * @param values gives a weight or a variable of the optimizer by name
   * @param compiled what it was compiled with; null where it was not
   * @param card what else is known
   */
  public record Contents(
      String name,
      Network network,
      DTypePolicy policy,
      Set<Layer> frozen,
      Map<String, WeightSpec> weights,
      Set<String> variables,
      Function<String, NamedArray> values,
      @Nullable Compiled compiled,
      ModelCard card) {}

  private static final String VARS = "vars";
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd@HH:mm:ss", Locale.ROOT);

  private static final LocalDateTime FIRST_OF_ZIP = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final Contents model;
  private final Notes notes = new Notes();
  private final Map<String, byte[]> small = new LinkedHashMap<>();
  private final Hdf5Writer.Numbers type;
  private final LocalDateTime written;

  private KerasWriter(Contents model) {
    this.model = model;
    type = model.policy() == DTypePolicy.FLOAT64
        ? Hdf5Writer.Numbers.FLOAT64
        : Hdf5Writer.Numbers.FLOAT32;
    boolean reproducible = System.getenv(Provenance.SOURCE_DATE_EPOCH) != null;
    written = LocalDateTime.ofInstant(
        Provenance.time(), reproducible ? ZoneOffset.UTC : ZoneId.systemDefault());
  }

  /**
   * Writes a file.
   *
   * @param file where to; one that is there is replaced
   * @param model what to write; its weights do not change meanwhile
   * @return what is to be said of the file
   * @throws org.keraunos.base.DataException if it cannot be written
   */
  public static SaveReport write(Path file, Contents model) {
    return new KerasWriter(model).write(file);
  }

  private SaveReport write(Path file) {
    String least = LeastKeras.of(model.network(), model.compiled());
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("keras_version", least + ".0");
    metadata.put("date_saved", DATE.format(written));
    small.put(KerasArchive.METADATA, Json.write(metadata));
    Map<String, Object> config = new LinkedHashMap<>();
    boolean chain = model.network().isSequential();
    config.put("module", chain ? "keras" : "keras.src.models.functional");
    config.put("class_name", chain ? "Sequential" : "Functional");
    config.put("config", network());
    config.put("registered_name", chain ? null : "Functional");
    config.put(
        "build_config",
        chain ? Map.of("input_shape", NetworkConfig.inputShape(model.network())) : null);
    config.put("compile_config", compiled());
    small.put(KerasArchive.CONFIG, Json.write(config));
    small.put(KerasArchive.CARD, model.card().toJson());
    if (model.card().contract().outputs().stream()
        .anyMatch(each -> each.calibration().isPresent())) {
      notes.add("Keras gives probabilities that are not calibrated; Keraunos calibrates them");
    }
    Hdf5Writer weights = weights();
    AtomicFiles.writeFile(file, out -> write(weights, out));
    return new SaveReport(file, least, notes.list());
  }

  private Map<String, Object> network() {
    Set<Layer> frozen = new HashSet<>(model.frozen());
    model.frozen().forEach(layer -> addInner(layer, frozen));
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("name", model.name());
    config.put("trainable", true);
    config.putAll(
        model.network().isSequential()
            ? NetworkConfig.sequential(model.network(), frozen)
            : NetworkConfig.of(model.network(), frozen));
    TypesOfConfig.toOldest(config);
    if (model.policy() != DTypePolicy.FLOAT32) {
      TypesOfConfig.write(config, model.policy());
    }
    return config;
  }

  /** What does not train as a whole does not train in its parts. */
  private static void addInner(Layer layer, Set<Layer> frozen) {
    if (layer instanceof Functional inside) {
      for (Layer each : inside.network().layers()) {
        frozen.add(each);
        addInner(each, frozen);
      }
    }
  }

  private @Nullable Map<String, Object> compiled() {
    Compiled compiled = model.compiled();
    if (compiled == null) {
      return null;
    }
    CompileWriter writer = new CompileWriter(compiled, model.network());
    List<String> lacking = writer.notOfKeras();
    List<String> metrics = writer.metricsNotOfKeras();
    if (lacking.isEmpty() && metrics.isEmpty()) {
      return writer.keras();
    }
    Optional<Map<String, Object>> own = writer.own();
    own.ifPresent(some -> small.put(KerasArchive.COMPILED, Json.write(some)));
    String rest = own.isPresent()
        ? "; Keraunos reads that from an entry of its own"
        : "; nor does Keraunos, since a metric is in no form that a file can hold";
    if (lacking.isEmpty()) {
      notes.add("Keras loads the model without " + String.join(", ", metrics) + rest);
      return writer.keras();
    }
    lacking.addAll(metrics);
    notes.add("Keras loads the model as one that is not compiled, since it has not "
        + String.join(", ", lacking) + rest);
    return null;
  }

  private Hdf5Writer weights() {
    Hdf5Writer file = new Hdf5Writer();
    for (String group : WeightPlaces.groups(model.network(), model.weights().values())) {
      file.group(group.isEmpty() ? VARS : group + "/" + VARS);
    }
    WeightPlaces.of(model.network(), model.weights().values()).forEach((name, place) -> {
      int[] shape = Check.present(model.weights().get(name), name).shape().toArray();
      file.array(place, shape, type, () -> model.values().apply(name).values());
    });
    Compiled compiled = model.compiled();
    if (compiled != null) {
      optimizer(file, compiled);
    }
    return file;
  }

  private void optimizer(Hdf5Writer file, Compiled compiled) {
    List<WeightSpec> trainable =
        model.weights().values().stream().filter(WeightSpec::trainable).toList();
    int number = 0;
    for (OptimizerVariables each : OptimizerVariables.of(compiled.optimizer(), trainable)) {
      String place = "optimizer/" + VARS + "/" + number++;
      boolean steps = each.name().equals(OptimizerVariables.ITERATION);
      file.array(
          place,
          each.shape().toArray(),
          steps ? Hdf5Writer.Numbers.INT64 : type,
          () -> values(each));
    }
  }

  private Object values(OptimizerVariables variable) {
    if (model.variables().contains(variable.name())) {
      Object values = model.values().apply(variable.name()).values();
      boolean wider = type == Hdf5Writer.Numbers.FLOAT32 && values instanceof double[];
      return wider ? new NamedArray("", variable.shape().toArray(), values).toFloats() : values;
    }
    // No loss depends on the weight, so that the graph keeps nothing for it.
    if (variable.name().endsWith("/" + OptimizerVariables.AVERAGE)) {
      return model.values().apply(variable.weight()).values();
    }
    int size = variable.shape().size();
    if (type == Hdf5Writer.Numbers.FLOAT64) {
      double[] start = new double[size];
      Arrays.fill(start, variable.start());
      return start;
    }
    float[] start = new float[size];
    Arrays.fill(start, (float) variable.start());
    return start;
  }

  private void write(Hdf5Writer weights, OutputStream out) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
    for (Map.Entry<String, byte[]> each : small.entrySet()) {
      CRC32 sum = new CRC32();
      sum.update(each.getValue());
      zip.putNextEntry(entry(each.getKey(), each.getValue().length, sum.getValue()));
      zip.write(each.getValue());
      zip.closeEntry();
    }
    CRC32 sum = new CRC32();
    weights.writeTo(new CheckedOutputStream(OutputStream.nullOutputStream(), sum));
    zip.putNextEntry(entry(KerasArchive.WEIGHTS, weights.size(), sum.getValue()));
    weights.writeTo(zip);
    zip.closeEntry();
    zip.finish();
  }

  private ZipEntry entry(String name, long size, long sum) {
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(size);
    entry.setCompressedSize(size);
    entry.setCrc(sum);
    entry.setTimeLocal(written.isBefore(FIRST_OF_ZIP) ? FIRST_OF_ZIP : written);
    return entry;
  }
}

package org.keraunos.saving.keras;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.keraunos.base.AtomicFiles;
import org.keraunos.base.Check;
import org.keraunos.base.DataException;
import org.keraunos.base.NamedArray;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Network;
import org.keraunos.runtime.WeightSpec;
import org.keraunos.saving.hdf5.Hdf5Array;
import org.keraunos.saving.hdf5.Hdf5File;
import org.keraunos.saving.hdf5.Hdf5Writer;

/**
 * Weights alone, in the files that Keras's {@code save_weights} writes and {@code load_weights}
 * reads, and the weights of files that hold more.
 */
public final class WeightFiles {
  /** The end of the name that Keras asks for. */
  public static final String SUFFIX = ".weights.h5";

  /**
   * How weights find their places.
   *
   * @param byName whether layers take those of the layer with their name, and not of the one at
   *     their place
   * @param skipMismatch whether what does not fit is left out, and not refused
   */
  public record How(boolean byName, boolean skipMismatch) {}

  private final Path file;
  private final Network network;
  private final List<WeightSpec> weights;
  private final How how;
  private final Map<String, Hdf5Array> found = new LinkedHashMap<>();
  private final List<WeightsReport.Skipped> skipped = new ArrayList<>();

  private WeightFiles(Path file, Network network, List<WeightSpec> weights, How how) {
    this.file = file;
    this.network = network;
    this.weights = weights;
    this.how = how;
  }

  /**
   * Reads weights: all of them, before any is set.
   *
   * @param file {@code .weights.h5} of Keras 3, {@code .h5} of Keras 2 or 3, with or without a
   *     model, or {@code .keras}
   * @param network the layers
   * @param weights what they say of their weights, in the model's order
   * @param how which weights belong to which layer, and what becomes of those that do not fit
   * @param set takes the values
   * @return what was loaded, and what was not
   * @throws DataException if the file is broken, or lacks a weight, or has it in another shape, and
   *     that is not to be skipped; nothing is set then
   */
  public static WeightsReport read(
      Path file,
      Network network,
      List<WeightSpec> weights,
      How how,
      Consumer<List<NamedArray>> set) {
    return new WeightFiles(file, network, weights, how).read(set);
  }

  private WeightsReport read(Consumer<List<NamedArray>> set) {
    if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".keras")) {
      try (Hdf5File stored = Hdf5File.open(file)) {
        return read(stored, set);
      }
    }
    try (KerasArchive archive = KerasArchive.open(file);
        Hdf5File stored = archive.weights()) {
      return read(stored, set);
    }
  }

  /**
   * What a model takes from the weights of a file that holds it, by its names.
   *
   * @throws DataException if one is missing or of another shape, or there are more
   */
  static Map<String, Hdf5Array> all(
      Path file, Hdf5File stored, Network network, List<WeightSpec> weights) {
    WeightFiles files = new WeightFiles(file, network, weights, new How(false, false));
    var unused = files.match(stored);
    return files.found;
  }

  private WeightsReport read(Hdf5File stored, Consumer<List<NamedArray>> set) {
    List<String> unused = match(stored);
    List<NamedArray> values = new ArrayList<>();
    found.forEach((name, array) -> {
      NamedArray read = array.read();
      values.add(new NamedArray(name, read.shape(), read.values()));
    });
    set.accept(values);
    return report(unused);
  }

  /** Finds what fits, and returns what the file has beside that. */
  private List<String> match(Hdf5File stored) {
    if (LegacyWeights.isIn(stored)) {
      LegacyWeights legacy = new LegacyWeights(stored, network, weights);
      List<StoredLayer> layers = how.byName() ? legacy.byName() : legacy.byTopology();
      layers.forEach(layer -> match(stored, layer, false));
      return legacy.unused();
    }
    if (StoredWeights.isIn(stored)) {
      StoredWeights groups = new StoredWeights(stored, network, weights);
      List<StoredLayer> layers = how.byName() ? groups.byName() : groups.byTopology();
      layers.forEach(layer -> match(stored, layer, true));
      return groups.unused();
    }
    throw stored.bad(
        "",
        "expected weights of Keras, received an HDF5 file with " + stored.root().names());
  }

  /** The model's order is not the file's. */
  private WeightsReport report(List<String> unused) {
    Set<String> told = new LinkedHashSet<>();
    skipped.forEach(each -> told.add(each.name()));
    List<String> loaded = new ArrayList<>();
    for (WeightSpec weight : weights) {
      String name = weight.name();
      if (found.containsKey(name)) {
        loaded.add(name);
      } else if (told.stream()
          .noneMatch(each -> name.equals(each) || name.startsWith(each + "/"))) {
        String layer = weight.address().layer();
        told.add(layer);
        skipped.add(new WeightsReport.Skipped(layer, "the file has no layer of this name"));
      }
    }
    return new WeightsReport(loaded, skipped, unused);
  }

  /**
   * Takes what fits. As Keras does, what does not fit ends a layer of the newer format, and is
   * passed over in the older one.
   */
  private void match(Hdf5File stored, StoredLayer layer, boolean ends) {
    int expected = layer.weights().size();
    if (layer.arrays().size() != expected) {
      mismatch(
          stored,
          layer,
          layer.layer(),
          "expected " + expected + " weights of " + layer.layer() + ", received "
              + layer.arrays().size());
      return;
    }
    for (int i = 0; i < expected; i++) {
      WeightSpec weight = layer.weights().get(i);
      Hdf5Array array = layer.arrays().get(i);
      int[] shape = weight.shape().toArray();
      if (Arrays.equals(shape, array.shape())) {
        found.put(weight.name(), array);
        continue;
      }
      String problem = "expected the shape " + Arrays.toString(shape) + " of " + weight.name()
          + ", received " + Arrays.toString(array.shape());
      mismatch(stored, layer, weight.name(), problem);
      if (ends) {
        for (WeightSpec rest : layer.weights().subList(i + 1, expected)) {
          skipped.add(new WeightsReport.Skipped(rest.name(), "behind " + weight.name()));
        }
        return;
      }
    }
  }

  private void mismatch(Hdf5File stored, StoredLayer layer, String name, String problem) {
    if (!how.skipMismatch()) {
      throw stored.bad(layer.place(), problem);
    }
    skipped.add(new WeightsReport.Skipped(name, problem));
  }

  /**
   * Writes weights as Keras's {@code save_weights} does, whole or not at all. They are asked for
   * one by one.
   *
   * @param file where to; a name that ends in {@code .weights.h5}
   * @param network the layers
   * @param weights what they say of their weights, in the model's order
   * @param type the numbers that they are written as
   * @param values gives a weight by name
   * @throws IllegalArgumentException if the name has another end
   * @throws DataException if the file cannot be written
   */
  public static void write(
      Path file,
      Network network,
      List<WeightSpec> weights,
      Hdf5Writer.Numbers type,
      Function<String, NamedArray> values) {
    Check.argument(file.toString().endsWith(SUFFIX), "file", "a name that ends in " + SUFFIX, file);
    Hdf5Writer out = new Hdf5Writer();
    for (String group : WeightPlaces.groups(network, weights)) {
      out.group(group.isEmpty() ? "vars" : group + "/vars");
    }
    for (Map.Entry<Layer, String> each : network.fileGroups().entrySet()) {
      out.attribute(each.getValue() + "/vars", "name", network.nameOf(each.getKey()));
    }
    Map<String, String> places = WeightPlaces.of(network, weights);
    for (WeightSpec weight : weights) {
      out.array(
          places.getOrDefault(weight.name(), ""),
          weight.shape().toArray(),
          type,
          () -> values.apply(weight.name()).values());
    }
    AtomicFiles.writeFile(file, out::writeTo);
  }
}

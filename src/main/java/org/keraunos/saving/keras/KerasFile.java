package org.keraunos.saving.keras;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.DataException;
import org.keraunos.base.NamedArray;
import org.keraunos.layers.InputSizes;
import org.keraunos.layers.Network;
import org.keraunos.optimizers.Optimizer;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.WeightSpec;
import org.keraunos.saving.ModelCard;
import org.keraunos.saving.hdf5.Hdf5Array;
import org.keraunos.saving.hdf5.Hdf5File;
import org.keraunos.saving.hdf5.Hdf5Group;

/**
 * A {@code .keras} file that is read: the architecture at once, weights and the state of the
 * optimizer when they are asked for. Whatever is wrong is a {@link DataException} with the file and
 * the place.
 */
public final class KerasFile implements StoredModel {
  /** How much of the weights is read at once: little beside a model, and few steps for it. */
  private static final long PIECE = 16 << 20;

  private final Path file;
  private final KerasArchive archive;
  private final Notes notes;
  private final Architecture architecture;
  private @Nullable Hdf5File stored;
  private final Optional<Compiled> compiled;
  private final Optional<ModelCard> card;

  private KerasFile(
      Path file,
      KerasArchive archive,
      InputSizes sizes,
      MixedFloat16 mixedFloat16,
      boolean compile,
      Notes notes) {
    this.file = file;
    this.archive = archive;
    this.notes = notes;
    Map<String, Object> config = archive.json(KerasArchive.CONFIG).orElseThrow();
    architecture = reading(
        file, KerasArchive.CONFIG, () -> Architecture.read(config, sizes, mixedFloat16, notes));
    Optional<Map<String, Object>> own =
        compile ? archive.json(KerasArchive.COMPILED) : Optional.empty();
    Network network = architecture.network();
    Object stated = config.get("compile_config");
    if (own.isPresent()) {
      compiled = Optional.of(
          reading(file, KerasArchive.COMPILED, () -> CompileReader.readOwn(own.orElseThrow())));
    } else {
      compiled =
          compile ? CompileReader.read(stated, network.outputNames(), notes) : Optional.empty();
    }
    card = archive.content(KerasArchive.CARD).map(json -> ModelCard.ofJson(file, json));
  }

  /**
   * Opens a file.
   *
   * @param file the file
   * @param sizes asked for inputs that leave sizes open
   * @param mixedFloat16 what becomes of layers that compute in float16
   * @param compile whether what the model was compiled with is wanted
   * @param notes is told what the model does not keep
   * @return the open file, for the caller to close
   * @throws DataException if it is none, or something in it is unknown or not supported
   */
  public static KerasFile open(
      Path file, InputSizes sizes, MixedFloat16 mixedFloat16, boolean compile, Notes notes) {
    KerasArchive archive = KerasArchive.open(file);
    KerasFile opened = null;
    try {
      opened = new KerasFile(file, archive, sizes, mixedFloat16, compile, notes);
      return opened;
    } finally {
      if (opened == null) {
        archive.close();
      }
    }
  }

  /** What is wrong in a part of a file says in which. */
  static <T> T reading(Path file, String entry, Supplier<T> read) {
    try {
      return read.get();
    } catch (IllegalArgumentException | ClassCastException e) {
      throw new DataException(file, entry, String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public Architecture architecture() {
    return architecture;
  }

  @Override
  public Optional<Compiled> compiled() {
    return compiled;
  }

  @Override
  public Optional<ModelCard> card() {
    return card;
  }

  @Override
  public void checkWeights(Map<String, WeightSpec> weights) {
    Map<String, Hdf5Array> checked = found(weights);
    Check.state(checked.size() == weights.size(), "each weight was found or refused");
  }

  @Override
  public void weights(Map<String, WeightSpec> weights, Consumer<List<NamedArray>> set) {
    Map<String, Hdf5Array> found = found(weights);
    read(found.keySet(), found, set);
  }

  private Map<String, Hdf5Array> found(Map<String, WeightSpec> weights) {
    Hdf5File opened = stored();
    Map<String, String> places = WeightPlaces.of(architecture.network(), weights.values());
    Map<String, Hdf5Array> found = new LinkedHashMap<>();
    Map<String, Integer> counts = new HashMap<>();
    places.forEach((name, place) -> {
      Hdf5Array array = opened.array(place);
      int[] expected = Check.present(weights.get(name), name).shape().toArray();
      if (!Arrays.equals(array.shape(), expected)) {
        throw new DataException(
            file,
            KerasArchive.WEIGHTS + " " + place,
            "expected the shape " + Arrays.toString(expected) + " of " + name + ", received "
                + Arrays.toString(array.shape()));
      }
      found.put(name, array);
      counts.merge(place.substring(0, place.lastIndexOf('/')), 1, Integer::sum);
    });
    counts.forEach((vars, count) -> {
      Set<String> names = opened.group(vars).names();
      if (names.size() != count) {
        throw new DataException(
            file,
            KerasArchive.WEIGHTS + " " + vars,
            "expected " + count + " weights, received " + names.size());
      }
    });
    return found;
  }

  /** Opened once, since that goes through all of it for the checksum. */
  private Hdf5File stored() {
    Hdf5File known = stored;
    if (known == null) {
      known = archive.weights();
      stored = known;
    }
    return known;
  }

  static void read(
      Collection<String> names, Map<String, Hdf5Array> found, Consumer<List<NamedArray>> set) {
    List<NamedArray> piece = new ArrayList<>();
    long size = 0;
    for (String name : names) {
      NamedArray values = Check.present(found.get(name), name).read();
      piece.add(new NamedArray(name, values.shape(), values.values()));
      size += (long) NamedArray.size(values.shape()) * Double.BYTES;
      if (size >= PIECE) {
        set.accept(piece);
        piece = new ArrayList<>();
        size = 0;
      }
    }
    if (!piece.isEmpty()) {
      set.accept(piece);
    }
  }

  @Override
  public void optimizerState(
      Optimizer optimizer,
      Map<String, WeightSpec> weights,
      Set<String> names,
      Consumer<List<NamedArray>> set) {
    Hdf5File opened = stored();
    Optional<Hdf5Group> inner = opened.root().group("optimizer/inner_optimizer/vars");
    Optional<Hdf5Group> group = inner.isPresent() ? inner : opened.root().group("optimizer/vars");
    List<OptimizerVariables> expected = OptimizerVariables.of(
        optimizer, weights.values().stream().filter(WeightSpec::trainable).toList());
    if (group.isEmpty() || group.get().names().isEmpty()) {
      notes.add("the optimizer starts anew: the file has no state of it");
      return;
    }
    if (group.get().names().size()
        == expected.stream().filter(OptimizerVariables::isFirst).count()) {
      // The model was compiled and not trained: the number of the step, and the rate.
      expected = expected.stream().filter(OptimizerVariables::isFirst).toList();
    }
    Map<String, Hdf5Array> found = new HashMap<>();
    List<String> present = new ArrayList<>();
    for (int i = 0; i < expected.size(); i++) {
      OptimizerVariables each = expected.get(i);
      Optional<Hdf5Array> array = group.get().array(String.valueOf(i));
      if (array.isEmpty() || !Arrays.equals(array.get().shape(), each.shape().toArray())) {
        notes.add("the optimizer starts anew: its state in the file is another one's (" + i
            + ": expected the shape " + each.shape() + " of " + each.name() + ", received "
            + array.map(some -> Arrays.toString(some.shape())).orElse("none") + ")");
        return;
      }
      if (names.contains(each.name())) {
        found.put(each.name(), array.get());
        present.add(each.name());
      }
    }
    if (group.get().names().size() != expected.size()) {
      notes.add("the optimizer starts anew: its state in the file has "
          + group.get().names().size() + " variables, and not " + expected.size());
      return;
    }
    read(
        new LinkedHashSet<>(present),
        found,
        some -> set.accept(
            some.stream().map(value -> exact(value, architecture.policy())).toList()));
  }

  /**
   * Keras keeps the rate in 32 bits: the shortest number that rounds to it, where all else has 32
   * bits, too; exactly that one beside weights of 64 bits, since that is what Keras computes with.
   */
  static NamedArray exact(NamedArray value, DTypePolicy policy) {
    boolean rate = value.name().equals(OptimizerVariables.LEARNING_RATE);
    if (!rate || !(value.values() instanceof float[] single) || policy == DTypePolicy.FLOAT64) {
      return value;
    }
    return new NamedArray(
        value.name(), value.shape(), new double[] {Double.parseDouble(Float.toString(single[0]))});
  }

  @Override
  public void close() {
    Hdf5File opened = stored;
    if (opened != null) {
      opened.close();
    }
    archive.close();
  }
}

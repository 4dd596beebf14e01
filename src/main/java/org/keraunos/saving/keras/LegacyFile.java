package org.keraunos.saving.keras;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.keraunos.base.Check;
import org.keraunos.base.DataException;
import org.keraunos.base.NamedArray;
import org.keraunos.layers.InputSizes;
import org.keraunos.optimizers.Optimizer;
import org.keraunos.runtime.WeightSpec;
import org.keraunos.saving.ModelCard;
import org.keraunos.saving.hdf5.Hdf5Array;
import org.keraunos.saving.hdf5.Hdf5File;
import org.keraunos.saving.hdf5.Hdf5Group;

/** A model as a whole in an {@code .h5} file, of Keras 2 or of Keras 3, that is read. */
public final class LegacyFile implements StoredModel {
  private static final String MODEL_CONFIG = "model_config";

  /** What weights of Keras 3 begin with. */
  private static final String LAYERS = "layers";

  private static final String TRAINING_CONFIG = "training_config";
  private static final String VERSION = "keras_version";
  private static final String OPTIMIZER = "optimizer_weights";

  private final Path file;
  private final Hdf5File stored;
  private final Notes notes;
  private final Architecture architecture;
  private final Optional<Compiled> compiled;

  private LegacyFile(
      Path file,
      Hdf5File stored,
      InputSizes sizes,
      MixedFloat16 mixedFloat16,
      boolean compile,
      Notes notes) {
    this.file = file;
    this.stored = stored;
    this.notes = notes;
    Map<String, Object> model = json(MODEL_CONFIG)
        .orElseThrow(() -> stored.bad(
            "",
            LegacyWeights.isIn(stored) || stored.root().has(LAYERS)
                ? "expected a model, received weights alone (loadWeights of a model takes them)"
                : "expected a model of Keras, received an HDF5 file without " + MODEL_CONFIG));
    boolean keras3 = stored.root().text(VERSION).orElse("2").startsWith("3");
    architecture = KerasFile.reading(
        file,
        MODEL_CONFIG,
        () -> Architecture.read(
            keras3 ? model : LegacyConfig.convert(model), sizes, mixedFloat16, notes));
    Optional<Map<String, Object>> training = compile ? json(TRAINING_CONFIG) : Optional.empty();
    compiled = training.flatMap(config -> KerasFile.reading(
        file,
        TRAINING_CONFIG,
        () -> CompileReader.read(
            LegacyCompile.convert(config), architecture.network().outputNames(), notes)));
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
  public static LegacyFile open(
      Path file, InputSizes sizes, MixedFloat16 mixedFloat16, boolean compile, Notes notes) {
    Hdf5File stored = Hdf5File.open(file);
    LegacyFile opened = null;
    try {
      opened = new LegacyFile(file, stored, sizes, mixedFloat16, compile, notes);
      return opened;
    } finally {
      if (opened == null) {
        stored.close();
      }
    }
  }

  private Optional<Map<String, Object>> json(String attribute) {
    return stored
        .root()
        .text(attribute)
        .map(text -> Json.read(file, attribute, text.getBytes(StandardCharsets.UTF_8)));
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
    return Optional.empty();
  }

  @Override
  public void checkWeights(Map<String, WeightSpec> weights) {
    Map<String, Hdf5Array> checked = found(weights);
    Check.state(checked.size() == weights.size(), "each weight was found or refused");
  }

  private Map<String, Hdf5Array> found(Map<String, WeightSpec> weights) {
    return WeightFiles.all(file, stored, architecture.network(), List.copyOf(weights.values()));
  }

  @Override
  public void weights(Map<String, WeightSpec> weights, Consumer<List<NamedArray>> set) {
    Map<String, Hdf5Array> found = found(weights);
    KerasFile.read(found.keySet(), found, set);
  }

  @Override
  public void optimizerState(
      Optimizer optimizer,
      Map<String, WeightSpec> weights,
      Set<String> names,
      Consumer<List<NamedArray>> set) {
    Optional<Hdf5Group> group = stored.root().group(OPTIMIZER);
    List<String> stated = group
        .flatMap(some -> LegacyWeights.names(some, LegacyWeights.WEIGHT_NAMES))
        .orElse(List.of());
    if (group.isEmpty() || stated.isEmpty()) {
      notes.add("the optimizer starts anew: the file has no state of it");
      return;
    }
    List<OptimizerVariables> expected = LegacyOptimizer.order(
        stated,
        optimizer,
        weights.values().stream().filter(WeightSpec::trainable).toList());
    if (stated.size() == expected.stream().filter(OptimizerVariables::isFirst).count()) {
      // The model was compiled and not trained.
      expected = expected.stream().filter(OptimizerVariables::isFirst).toList();
    }
    if (stated.size() != expected.size()) {
      notes.add("the optimizer starts anew: its state in the file has " + stated.size()
          + " variables, and not " + expected.size());
      return;
    }
    Map<String, Hdf5Array> found = new LinkedHashMap<>();
    for (int i = 0; i < expected.size(); i++) {
      Hdf5Array array = stored.array(OPTIMIZER + "/" + stated.get(i));
      OptimizerVariables each = expected.get(i);
      if (!Arrays.equals(array.shape(), each.shape().toArray())) {
        notes.add("the optimizer starts anew: its state in the file is another one's ("
            + stated.get(i) + ": expected the shape " + each.shape() + " of " + each.name()
            + ", received " + Arrays.toString(array.shape()) + ")");
        return;
      }
      if (names.contains(each.name())) {
        found.put(each.name(), array);
      }
    }
    KerasFile.read(
        new ArrayList<>(found.keySet()),
        found,
        some -> set.accept(some.stream()
            .map(value -> KerasFile.exact(value, architecture.policy()))
            .toList()));
  }

  @Override
  public void close() {
    stored.close();
  }
}

package org.keraunos.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.keraunos.Predictions;
import org.keraunos.Predictor;
import org.keraunos.base.Check;
import org.keraunos.base.DataException;
import org.keraunos.contract.InputMatch;
import org.keraunos.contract.LabelMatch;
import org.keraunos.contract.Preprocessing;
import org.keraunos.data.Data;
import org.keraunos.data.Dataset;
import org.keraunos.layers.FirstScaling;
import org.keraunos.layers.Network;
import org.keraunos.saving.SavedModelFolder;
import picocli.CommandLine.Option;

/**
 * The option {@code --model} of the commands that read a model, and the one place that tells by its
 * content what it is: a folder with a SavedModel, a {@code .keras} file or an {@code .h5} file.
 */
final class AnyModel {
  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      defaultValue = "models/digit-scenes",
      description =
          "A model that keraunos train wrote, a SavedModel, a .keras or an .h5 file of Keras;"
              + " ${DEFAULT-VALUE}.")
  private Path folder = Path.of("models", "digit-scenes");

  @Option(
      names = "--allow-op",
      paramLabel = "OP",
      split = ",",
      description =
          "Ops of a SavedModel that may run though they touch files, processes or the network: for a "
              + "model whose author is trusted.")
  private List<String> allowed = List.of();

  AnyModel() {}

  /** A model that is no option. */
  static AnyModel of(Path model) {
    AnyModel made = new AnyModel();
    made.folder = model;
    return made;
  }

  Path folder() {
    return folder;
  }

  /** The last part of its path. */
  String name() {
    Path name = folder.toAbsolutePath().normalize().getFileName();
    return name == null ? "model" : name.toString();
  }

  /** Fails where there is no model: before data are read, and before TensorFlow is. */
  void check() {
    if (!isFile(folder)) {
      SavedModelFolder.checkModel(folder);
    }
  }

  Predictor load() {
    return load(new int[0]);
  }

  /**
   * Loads the model.
   *
   * @param imageSize height and width for a model that leaves them open; none if nobody said them
   */
  Predictor load(int[] imageSize) {
    return Predictor.load(folder, options -> {
      // What a command must know of pixels it asks for itself; the rest is of no use here.
      options.allowOps(allowed.toArray(String[]::new)).notes(note -> {});
      if (imageSize.length == 2) {
        options.imageSize(imageSize[0], imageSize[1]);
      }
    });
  }

  /**
   * Whether a model is a file of Keras, by its first bytes.
   *
   * @throws DataException if it is a file of another kind
   */
  static boolean isFile(Path model) {
    if (!Files.isRegularFile(model)) {
      return false;
    }
    byte[] start;
    try (InputStream in = Files.newInputStream(model)) {
      start = in.readNBytes(HDF5.length);
    } catch (IOException e) {
      throw new DataException(model, "cannot be read: " + e.getMessage(), e);
    }
    boolean known = Arrays.equals(start, HDF5)
        || Arrays.equals(Arrays.copyOf(start, Math.min(start.length, ZIP.length)), ZIP);
    if (!known) {
      throw new DataException(
          model,
          "expected a model, a folder with saved_model.pb, a .keras or an .h5 file, received a file"
              + " that is neither a zip nor HDF5");
    }
    return true;
  }

  /**
   * Data for a model: with its labels in its order, and of a table the columns that it was trained
   * on.
   */
  static Data rows(
      Predictor predictor,
      DataOptions options,
      Path data,
      boolean toPredict,
      Consumer<String> say) {
    return options
        .load(data, predictor, toPredict, say)
        .withFeatures(predictor.contract().input().features(), data);
  }

  /**
   * Labels in the model's order, and bytes with the scaling that it was trained on, which files do
   * not say.
   */
  static Dataset matched(
      Dataset rows, Predictor predictor, PreprocessOption preprocess, Consumer<String> say) {
    Dataset data = LabelMatch.inOrder("--data", rows, predictor.contract().output());
    if (!data.inputs().get(0).column().holdsBytes()) {
      Check.argument(!preprocess.isGiven(), "--preprocess", "bytes", "floats");
      return data;
    }
    Optional<Network> network = predictor.network();
    Optional<Preprocessing> stated =
        predictor.card().flatMap(card -> card.contract().input().preprocessing());
    if (network.isEmpty() || stated.isPresent()) {
      Check.argument(
          !preprocess.isGiven(), "--preprocess", "a file of Keras", "a model that knows its data");
      return predictor
          .contract()
          .input()
          .preprocessing()
          .map(how -> InputMatch.seen(data, 0, how))
          .orElse(data);
    }
    Preprocessing how = preprocess.required(network.get(), say);
    Optional<String> raw = FirstScaling.of(network.get(), 0);
    Check.argument(
        raw.isEmpty() || how.equals(Preprocessing.NONE),
        () -> "--preprocess: expected none, since the model begins with a " + raw.orElseThrow()
            + ", received " + how);
    return InputMatch.seen(data, 0, how);
  }

  /** The same as probabilities, without which no command here can say labels. */
  Predictions probabilities(Predictions predictions) {
    try {
      return predictions.probabilities();
    } catch (IllegalStateException e) {
      throw new DataException(folder, String.valueOf(e.getMessage()), e);
    }
  }

  /** NaN, the model's own, if none is given. */
  static double checkThreshold(@Nullable Double threshold) {
    if (threshold == null) {
      return Double.NaN;
    }
    Check.argument(
        threshold >= 0 && threshold <= 1, "--threshold", "a probability, 0 to 1", threshold);
    return threshold;
  }

  /** Where each label is cut: at one probability, or where the model says if that is NaN. */
  static List<Double> thresholds(Predictor predictor, double cut) {
    List<Double> own = predictor.contract().output().thresholdOfEach();
    return Double.isNaN(cut) ? own : Collections.nCopies(own.size(), cut);
  }

  static double[] numbers(List<Double> thresholds) {
    return thresholds.stream().mapToDouble(Double::doubleValue).toArray();
  }
}

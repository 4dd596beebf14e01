package org.keraunos.saving;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.AtomicFiles;
import org.keraunos.base.AtomicFolders;
import org.keraunos.base.DataException;
import org.keraunos.base.DenseArray;
import org.keraunos.base.NamedArray;
import org.keraunos.base.OutputValues;
import org.keraunos.graph.InferenceGraph;
import org.keraunos.runtime.Feeds;
import org.keraunos.runtime.Fetched;
import org.keraunos.runtime.GraphSession;
import org.tensorflow.Operand;

/**
 * A model as TensorFlow serves it: one {@code saved_model.pb} with the weights as constants, which
 * TensorFlow, TensorFlow Serving, TFLite and ONNX converters all read, and the {@link ModelCard} in
 * {@code assets.extra/keraunos.json}, which lists the files with their checksums. Only files that a
 * card lists, and that are as it lists them, are ever replaced.
 *
 * <p>Signatures, with the output {@code probabilities}, or each of several outputs by its name:
 * {@code serving_default} ({@code images}: floats as {@code Input} sees them),
 * {@code serving_bytes} ({@code images}: stored bytes, scaled in the graph) and, for gray or colour
 * images, {@code serving_images} ({@code images}: a vector of encoded JPEG, PNG, for colour also
 * GIF and BMP of 24 bits, decoded and stretched as for training; the EXIF orientation is not looked
 * at, as TensorFlow cannot). The last two are there where the model was trained on bytes.
 * {@code label_names} takes nothing and gives {@code labels}, strings, or those of each output by
 * its name. Of several outputs each has a signature of its own name, too, with the inputs of
 * {@code serving_default}. Beside an output that is calibrated stands what the network gives,
 * {@code probabilities_raw}.
 */
public final class SavedModelFolder {
  private static final Logger LOG = System.getLogger(SavedModelFolder.class.getPackageName());

  private SavedModelFolder() {}

  /**
   * A model that was read.
   *
   * @param graph the graph that predicts rows of numbers; null for a model of another program whose
   *     signature takes something else
   * @param problem why there is no graph; empty if there is one
   * @param card what else is known; null for a model of another program
   * @param values what the numbers of each output are, as far as the graph says
   * @param signatures all that the model offers
   * @param signature the one that was chosen
   * @param session owner of the native memory
   */
  public record Loaded(
      @Nullable InferenceGraph graph,
      String problem,
      @Nullable ModelCard card,
      List<OutputValues> values,
      Signatures signatures,
      String signature,
      GraphSession session) {}

  /**
   * Writes a model, whole or not at all. Files of the folder that no model card lists stay in it.
   *
   * @param folder where to; a model that is there is replaced
   * @param graph a frozen graph; a constant with the label names is added to it
   * @param card what to say of it
   * @throws DataException if it cannot be written
   */
  public static void write(Path folder, InferenceGraph graph, ModelCard card) {
    checkReplaceable(folder);
    byte[] bytes = SavedModelProto.serialize(graph, card);
    AtomicFolders.write(
        folder, SavedModelFolder::replaceable, temporary -> fill(temporary, bytes, card));
  }

  /**
   * Writes a model into the next free number below a folder, as TensorFlow Serving wants it.
   *
   * @param folder the folder of all versions
   * @param graph a frozen graph; a constant with the label names is added to it
   * @param card what to say of it
   * @return the new folder {@code folder/<n + 1>}
   * @throws DataException if it cannot be written
   */
  public static Path writeVersion(Path folder, InferenceGraph graph, ModelCard card) {
    byte[] bytes = SavedModelProto.serialize(graph, card);
    Path version = folder.resolve(String.valueOf(newestVersion(folder) + 1));
    AtomicFolders.writeNew(version, temporary -> fill(temporary, bytes, card));
    return version;
  }

  /**
   * Copies a model, whole or not at all.
   *
   * @param model a model folder
   * @param folder where to; a model that is there is replaced
   * @throws DataException if there is no model or it cannot be written
   */
  public static void copy(Path model, Path folder) {
    checkReplaceable(folder);
    List<Path> files = files(model);
    AtomicFolders.write(
        folder, SavedModelFolder::replaceable, temporary -> copy(model, files, temporary));
  }

  /**
   * Copies a model into the next free number below a folder, as TensorFlow Serving wants it.
   *
   * @param model a model folder
   * @param folder the folder of all versions
   * @return the new folder {@code folder/<n + 1>}
   * @throws DataException if there is no model or it cannot be written
   */
  public static Path copyVersion(Path model, Path folder) {
    List<Path> files = files(model);
    Path version = folder.resolve(String.valueOf(newestVersion(folder) + 1));
    AtomicFolders.writeNew(version, temporary -> copy(model, files, temporary));
    return version;
  }

  /** What belongs to a model: what its card lists; all of it where another program wrote it. */
  private static List<Path> files(Path model) {
    checkModel(model);
    ModelCard card = card(model);
    if (card != null) {
      Checksum.check(model, card.files());
      return card.listed().stream().map(model::resolve).toList();
    }
    try (var walk = Files.walk(model)) {
      return walk.filter(Files::isRegularFile).toList();
    } catch (IOException | UncheckedIOException e) {
      throw new DataException(model, "cannot be read: " + e.getMessage(), e);
    }
  }

  private static void copy(Path model, List<Path> files, Path folder) throws IOException {
    for (Path file : files) {
      Path to = folder.resolve(model.relativize(file).toString());
      Files.createDirectories(Objects.requireNonNull(to.getParent()));
      Files.copy(file, to);
    }
  }

  /**
   * Finds out whether {@link #write} could write here, before hours of training.
   *
   * @param folder where a model will go
   * @throws DataException if not
   */
  public static void checkTarget(Path folder) {
    checkReplaceable(folder);
    AtomicFiles.checkWritable(folder);
  }

  private static int newestVersion(Path folder) {
    int newest = 0;
    if (Files.isDirectory(folder)) {
      try (var entries = Files.newDirectoryStream(folder)) {
        for (Path entry : entries) {
          String name = String.valueOf(entry.getFileName());
          if (name.matches("\\d{1,9}")) {
            newest = Math.max(newest, Integer.parseInt(name));
          }
        }
      } catch (IOException e) {
        throw new DataException(
            folder, "expected a folder that can be read, received " + e.getMessage(), e);
      }
    }
    return newest;
  }

  /** What the card of a folder lists, as it lists it; the card alone where it cannot be read. */
  private static Set<Path> replaceable(Path folder) {
    try {
      ModelCard card = card(folder);
      return card == null ? Set.of() : card.replaceable(folder);
    } catch (DataException e) {
      return Set.of(Path.of(ModelCard.FILE));
    }
  }

  /**
   * A mistyped folder must not cost somebody's files, and neither must one that came to hold more
   * than a model.
   */
  private static void checkReplaceable(Path folder) {
    AtomicFolders.recover(folder, SavedModelFolder::replaceable);
    AtomicFolders.checkMovable(folder);
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> others = AtomicFolders.others(folder, SavedModelFolder::replaceable);
    boolean model = Files.exists(folder.resolve(ModelCard.FILE));
    for (Path other : others) {
      if (!model || other.equals(Path.of(ModelCard.GRAPH))) {
        throw new DataException(
            folder,
            "expected a new or empty folder or one with a model of Keraunos, received one with "
                + other + ", which "
                + (model
                    ? "is not what its model card lists: it was changed or damaged; move it away"
                    : "no model card lists")
                + "; nothing was written");
      }
    }
  }

  private static void fill(Path folder, byte[] graph, ModelCard card) throws IOException {
    Files.write(folder.resolve(ModelCard.GRAPH), graph);
    Path file = folder.resolve(ModelCard.FILE);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.write(file, CardJson.write(card.withFiles(Map.of(ModelCard.GRAPH, Checksum.of(graph)))));
  }

  /**
   * Finds out whether there is a model, without reading it. Where a writer has stopped in the
   * middle, the model before it is brought back, with a line to {@code System.Logger}.
   *
   * @param folder a model folder
   * @throws DataException if there is none
   */
  public static void checkModel(Path folder) {
    if (AtomicFolders.restore(folder)) {
      LOG.log(
          Level.WARNING,
          () -> folder + ": writing a new model was cut short; this is the one from before");
    }
    if (!Files.isRegularFile(folder.resolve(ModelCard.GRAPH))) {
      String name = String.valueOf(folder.getFileName());
      if (!Files.exists(folder) && (name.endsWith(".keras") || name.endsWith(".h5"))) {
        throw new DataException(folder, "expected a file of Keras, received no such file");
      }
      String received = Files.isDirectory(folder)
          ? "a folder without"
          : Files.exists(folder) ? "a file" : "no such folder";
      throw new DataException(
          folder, "expected a model folder with " + ModelCard.GRAPH + ", received " + received);
    }
  }

  /**
   * Reads a model that {@link #write} or TensorFlow wrote, once its program was looked at.
   *
   * @param folder a SavedModel
   * @param options how it will run, by which signature, and what it may do
   * @return the model; the caller closes its session
   * @throws DataException if there is none, it has no such signature, or it would run what it may
   *     not
   */
  public static Loaded read(Path folder, PredictorOptions options) {
    checkModel(folder);
    ModelCard card = card(folder);
    if (card != null) {
      Checksum.check(folder, card.files());
    }
    return SavedModelReader.read(folder, card, options);
  }

  /**
   * The weights of a model of Keraunos, which are constants of its graph under their own names.
   *
   * @param folder where it was read from, for messages
   * @param loaded the model
   * @param names the weights to read
   * @return the values
   * @throws DataException if the graph has no such constant
   */
  public static List<NamedArray> weights(Path folder, Loaded loaded, Collection<String> names) {
    List<Operand<?>> constants = new ArrayList<>();
    for (String name : names) {
      try {
        constants.add(loaded.session().output(name + ":0"));
      } catch (IllegalArgumentException e) {
        throw new DataException(
            folder.resolve(ModelCard.GRAPH),
            "expected a constant for each weight of the network, received none for " + name,
            e);
      }
    }
    List<NamedArray> weights = new ArrayList<>();
    try (Feeds none = new Feeds();
        Fetched values = loaded.session().run(none, constants)) {
      int next = 0;
      for (String name : names) {
        DenseArray value = values.dense(next++);
        weights.add(new NamedArray(name, value.shape(), value.values()));
      }
    }
    return weights;
  }

  /**
   * Reads a model's card alone.
   *
   * @param folder a model folder
   * @return the card; null for a model of another program
   * @throws DataException if the card cannot be read
   */
  public static @Nullable ModelCard card(Path folder) {
    Path file = folder.resolve(ModelCard.FILE);
    return Files.exists(file) ? CardJson.read(file) : null;
  }
}

package org.keraunos.saving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.AtomicFiles;
import org.keraunos.base.AtomicFolders;
import org.keraunos.base.DataException;
import org.keraunos.base.Shape;
import org.keraunos.contract.OutputContract;
import org.keraunos.graph.InferenceGraph;
import org.keraunos.runtime.EmitOptions;
import org.keraunos.runtime.GraphSession;
import org.keraunos.runtime.RuntimeOptions;
import org.tensorflow.Operand;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/**
 * A model as TensorFlow serves it: one {@code saved_model.pb} with the weights as constants, which TensorFlow, TensorFlow
 * Serving, TFLite and ONNX converters all read, and the {@link ModelCard} in {@code assets.extra/keraunos.json}, which lists the files with their checksums. Only files that a card lists are ever
 * replaced.
 *
 * <p>Signatures, all with the output {@code probabilities}: {@code serving_default} ({@code images}: floats as {@code
 * Input} sees them), {@code serving_bytes} ({@code images}: stored bytes, scaled in the graph) and, for gray or colour
 * images, {@code serving_images} ({@code images}: a vector of encoded JPEG, PNG, for colour also GIF and BMP of 24 bits,
 * decoded and stretched as for training; the EXIF orientation is not looked at, as TensorFlow cannot). The last two are
 * there where the model was trained on bytes. {@code label_names} takes nothing and gives {@code labels}: strings.
 */
public final class SavedModelFolder {
  private SavedModelFolder() {}

  /**
   * A model that was read.
   *
   * @param graph the graph, ready to run
   * @param card what else is known; null for a model of another program
   */
  public record Loaded(InferenceGraph graph, @Nullable ModelCard card) {}

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
      return card.replaceable().stream()
          .map(model::resolve)
          .filter(Files::isRegularFile)
          .toList();
    }
    try (var walk = Files.walk(model)) {
      return walk.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
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

  /** What the card of a folder lists; nothing where there is no card that can be read. */
  private static Set<Path> replaceable(Path folder) {
    try {
      ModelCard card = card(folder);
      return card == null ? Set.of() : card.replaceable();
    } catch (DataException e) {
      return Set.of(Path.of(ModelCard.FILE));
    }
  }

  /** A mistyped folder must not cost somebody's files, and neither must one that came to hold more than a model. */
  private static void checkReplaceable(Path folder) {
    AtomicFolders.recover(folder, SavedModelFolder::replaceable);
    if (!Files.exists(folder)) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      throw new DataException(
          folder, "expected a new or empty folder or one with a model, received a file");
    }
    List<Path> others = AtomicFolders.others(folder, SavedModelFolder::replaceable);
    if (others.isEmpty() || Files.exists(folder.resolve(ModelCard.FILE))) {
      for (Path other : others) {
        if (other.equals(Path.of(ModelCard.GRAPH)) || other.equals(Path.of(ModelCard.FILE))) {
          throw notOurs(folder, other);
        }
      }
      return;
    }
    throw notOurs(folder, others.get(0));
  }

  private static DataException notOurs(Path folder, Path file) {
    return new DataException(
        folder,
        "expected a new or empty folder or one with a model of Keraunos, received one with " + file
            + ", which no model card lists; nothing was written");
  }

  private static void fill(Path folder, byte[] graph, ModelCard card) throws IOException {
    Files.write(folder.resolve(ModelCard.GRAPH), graph);
    Path file = folder.resolve(ModelCard.FILE);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.write(file, CardJson.write(card.withFiles(Map.of(ModelCard.GRAPH, Checksum.of(graph)))));
  }

  /**
   * Finds out whether there is a model, without reading it.
   *
   * @param folder a model folder
   * @throws DataException if there is none
   */
  public static void checkModel(Path folder) {
    if (!Files.isRegularFile(folder.resolve(ModelCard.GRAPH))) {
      String received = Files.isDirectory(folder)
          ? "a folder without"
          : Files.exists(folder) ? "a file" : "no such folder";
      throw new DataException(
          folder, "expected a model folder with " + ModelCard.GRAPH + ", received " + received);
    }
  }

  /**
   * Reads a model that {@link #write} or TensorFlow wrote.
   *
   * @param folder a SavedModel with a signature {@code serving_default} of inputs and outputs, one or several each
   * @param options how it will run
   * @return the model; the caller closes its graph
   * @throws DataException if there is none, or it has no such signature
   */
  public static Loaded read(Path folder, RuntimeOptions options) {
    AtomicFolders.recover(folder, SavedModelFolder::replaceable);
    checkModel(folder);
    ModelCard card = card(folder);
    if (card != null) {
      Checksum.check(folder, card.files());
    }
    GraphSession.Loaded loaded;
    try {
      loaded = GraphSession.load(folder, options);
    } catch (TensorFlowException | IllegalArgumentException | UnsupportedOperationException e) {
      throw new DataException(
          folder, "expected a SavedModel that TensorFlow can load, received " + e.getMessage(), e);
    }
    try {
      InferenceGraph graph = graph(folder, loaded, card);
      if (card != null) {
        checkFits(folder, graph, card);
      }
      return new Loaded(graph, card);
    } catch (RuntimeException e) {
      loaded.session().close();
      throw e;
    }
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

  /** A card that says something else than the graph was edited, or belongs to another. */
  private static void checkFits(Path folder, InferenceGraph graph, ModelCard card) {
    Path file = folder.resolve(ModelCard.FILE);
    int outputs = card.contract().outputs().size();
    if (outputs != graph.outputs().size()) {
      throw new DataException(
          file,
          "outputs",
          "expected " + graph.outputs().size() + " as the graph has, received " + outputs);
    }
    for (int i = 0; i < outputs; i++) {
      int labels = card.contract().outputs().get(i).labels().size();
      int columns = graph.outputs().get(i).shape().size();
      if (labels != columns) {
        throw new DataException(
            file,
            "labels",
            "expected " + columns + " names as the graph's output, received " + labels);
      }
    }
    Shape taken = graph.ports().get(0).shape();
    Shape said = card.contract().input().shape();
    if (graph.ports().size() == 1 && !said.equals(taken)) {
      throw new DataException(
          file, "inputs", "expected shape " + taken + " as the graph's input, received " + said);
    }
  }

  private static InferenceGraph graph(
      Path folder, GraphSession.Loaded loaded, @Nullable ModelCard card) {
    SignatureDef floats = loaded.signatures().get(InferenceGraph.FLOATS);
    boolean usable = floats != null && floats.getInputsCount() > 0 && floats.getOutputsCount() > 0;
    if (floats == null || !usable) {
      throw new DataException(
          folder,
          "expected a signature " + InferenceGraph.FLOATS + " with inputs and outputs, received "
              + loaded.signatures().keySet());
    }
    List<InferenceGraph.Port> ports = floats.getInputsMap().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(input -> new InferenceGraph.Port(
            input.getKey(),
            shape(folder, input.getKey(), input.getValue()),
            operand(loaded, input.getValue())))
        .toList();
    SignatureDef bytes = loaded.signatures().get(InferenceGraph.BYTES);
    List<InferenceGraph.Out> outputs = new ArrayList<>();
    for (String name : outputNames(floats, card)) {
      TensorInfo info = floats.getOutputsMap().get(name);
      if (info == null) {
        throw new DataException(
            folder,
            "expected an output " + name + " as the model card says, received "
                + floats.getOutputsMap().keySet());
      }
      outputs.add(new InferenceGraph.Out(
          name,
          shape(folder, name, info),
          operand(loaded, info),
          bytes == null ? null : operand(loaded, bytes.getOutputsOrThrow(name))));
    }
    return new InferenceGraph(
        loaded.session(),
        ports,
        bytes == null ? null : operand(loaded, bytes.getInputsOrThrow(SavedModelProto.INPUT)),
        outputs,
        EmitOptions.INFERENCE);
  }

  /** A signature's outputs have no order; the card knows it. */
  private static List<String> outputNames(SignatureDef floats, @Nullable ModelCard card) {
    return floats.getOutputsCount() == 1 || card == null
        ? floats.getOutputsMap().keySet().stream().sorted().toList()
        : card.contract().outputs().stream().map(OutputContract::name).toList();
  }

  private static Operand<?> operand(GraphSession.Loaded loaded, TensorInfo info) {
    return loaded.session().output(info.getName());
  }

  private static Shape shape(Path folder, String name, TensorInfo info) {
    List<TensorShapeProto.Dim> axes = info.getTensorShape().getDimList();
    int[] sizes = axes.stream().skip(1).mapToInt(axis -> (int) axis.getSize()).toArray();
    for (int size : sizes) {
      if (size < 1) {
        throw new DataException(
            folder,
            name,
            "expected sizes that are known but for the batch, received "
                + axes.stream().map(axis -> String.valueOf(axis.getSize())).toList());
      }
    }
    if (info.getDtype() != DataType.DT_FLOAT && info.getDtype() != DataType.DT_INT32) {
      throw new DataException(
          folder, name, "expected float32 or int32, received " + info.getDtype());
    }
    return Shape.of(sizes);
  }
}

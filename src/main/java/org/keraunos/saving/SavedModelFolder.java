package org.keraunos.saving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.AtomicFiles;
import org.keraunos.base.DataException;
import org.keraunos.base.Shape;
import org.keraunos.graph.DeadNodes;
import org.keraunos.graph.InferenceGraph;
import org.keraunos.runtime.EmitOptions;
import org.keraunos.runtime.GraphPass;
import org.keraunos.runtime.GraphSession;
import org.keraunos.runtime.RuntimeOptions;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A model as TensorFlow serves it: one {@code saved_model.pb} with the weights as constants, which TensorFlow, TensorFlow
 * Serving, TFLite and ONNX converters all read, and the {@link ModelCard} in {@code assets.extra/keraunos.json}.
 *
 * <p>Signatures, all with the output {@code probabilities}: {@code serving_default} ({@code images}: floats as {@code
 * Input} sees them), {@code serving_bytes} ({@code images}: stored bytes, scaled in the graph) and, for gray or colour
 * images, {@code serving_images} ({@code images}: a vector of encoded JPEG, PNG, for colour also GIF and BMP of 24 bits,
 * decoded and stretched as for training; the EXIF orientation is not looked at, as TensorFlow cannot). The last two are
 * there where the model was trained on bytes. {@code label_names} takes nothing and gives {@code labels}: strings.
 */
public final class SavedModelFolder {
  private static final String GRAPH = "saved_model.pb";
  private static final String CARD = "assets.extra/keraunos.json";
  private static final String IMAGES = "serving_images";
  private static final String LABEL_NAMES = "label_names";
  private static final String PREDICT = "tensorflow/serving/predict";
  private static final String OUTPUT = "probabilities";
  private static final String INPUT = "images";
  private static final JsonMapper JSON = JsonMapper.builder()
      .enable(tools.jackson.databind.SerializationFeature.INDENT_OUTPUT)
      .build();

  private SavedModelFolder() {}

  /**
   * A model that was read.
   *
   * @param graph the graph, ready to run
   * @param card what else is known; null for a model of another program
   */
  public record Loaded(InferenceGraph graph, @Nullable ModelCard card) {}

  /**
   * Writes a model, whole or not at all.
   *
   * @param folder where to; replaced if it is there
   * @param graph a frozen graph; a constant with the label names is added to it
   * @param card what to say of it
   * @throws DataException if it cannot be written
   */
  public static void write(Path folder, InferenceGraph graph, ModelCard card) {
    checkReplaceable(folder);
    byte[] bytes = serialize(graph, card);
    AtomicFiles.writeFolder(folder, temporary -> fill(temporary, bytes, card));
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
    byte[] bytes = serialize(graph, card);
    Path version = folder.resolve(String.valueOf(newestVersion(folder) + 1));
    AtomicFiles.writeNewFolder(version, temporary -> fill(temporary, bytes, card));
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
    AtomicFiles.writeFolder(folder, temporary -> copy(model, files, temporary));
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
    AtomicFiles.writeNewFolder(version, temporary -> copy(model, files, temporary));
    return version;
  }

  private static List<Path> files(Path model) {
    checkModel(model);
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

  /** A mistyped folder must not cost somebody's files. */
  private static void checkReplaceable(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (var entries = Files.isDirectory(folder) ? Files.list(folder) : null) {
      boolean fine = entries != null
          && (Files.exists(folder.resolve(GRAPH)) || entries.findAny().isEmpty());
      if (!fine) {
        throw new DataException(
            folder,
            "expected a new or empty folder or one with a model, received "
                + (entries == null ? "a file" : "one with other files"));
      }
    } catch (IOException e) {
      throw new DataException(
          folder, "expected a folder that can be read, received " + e.getMessage(), e);
    }
  }

  private static void fill(Path folder, byte[] graph, ModelCard card) throws IOException {
    Files.write(folder.resolve(GRAPH), graph);
    Path file = folder.resolve(CARD);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.write(file, JSON.writeValueAsBytes(card));
  }

  /**
   * Finds out whether there is a model, without reading it.
   *
   * @param folder a model folder
   * @throws DataException if there is none
   */
  public static void checkModel(Path folder) {
    if (!Files.isRegularFile(folder.resolve(GRAPH))) {
      String received = Files.isDirectory(folder)
          ? "a folder without"
          : Files.exists(folder) ? "a file" : "no such folder";
      throw new DataException(
          folder, "expected a model folder with " + GRAPH + ", received " + received);
    }
  }

  private static byte[] serialize(InferenceGraph graph, ModelCard card) {
    Ops tf = graph.session().ops();
    Operand<?> names = tf.withName(LABEL_NAMES)
        .constant(java.nio.charset.StandardCharsets.UTF_8, card.labels().toArray(String[]::new));
    List<String> roots =
        new ArrayList<>(List.of(names.op().name(), graph.outputOfFloats().op().name()));
    if (graph.outputOfBytes() != null) {
      roots.add(graph.outputOfBytes().op().name());
    }
    ImageSignature images = ImageSignature.emit(graph);
    GraphDef definition = graph.session().definition();
    GraphDef whole = images == null ? definition : images.connect(definition);
    boolean drop = graph.options().has(GraphPass.DROP_DEAD_NODES);
    MetaGraphDef.Builder meta =
        MetaGraphDef.newBuilder().setGraphDef(drop ? DeadNodes.remove(whole, roots) : whole);
    meta.getMetaInfoDefBuilder()
        .addTags("serve")
        .setTensorflowVersion(org.tensorflow.TensorFlow.version());
    Map<String, TensorInfo> floats = new LinkedHashMap<>();
    for (InferenceGraph.Port port : graph.ports()) {
      floats.put(port.name(), info(port.placeholder()));
    }
    meta.putSignatureDef(
        InferenceGraph.FLOATS, signature(floats, Map.of(OUTPUT, info(graph.outputOfFloats()))));
    Operand<?> bytes = graph.bytes();
    Operand<?> outputOfBytes = graph.outputOfBytes();
    if (bytes != null && outputOfBytes != null) {
      meta.putSignatureDef(
          InferenceGraph.BYTES,
          signature(Map.of(INPUT, info(bytes)), Map.of(OUTPUT, info(outputOfBytes))));
      if (images != null) {
        meta.putSignatureDef(
            IMAGES,
            signature(Map.of(INPUT, info(images.encoded())), Map.of(OUTPUT, info(outputOfBytes))));
      }
    }
    meta.putSignatureDef(LABEL_NAMES, signature(Map.of(), Map.of("labels", info(names))));
    return SavedModel.newBuilder()
        .setSavedModelSchemaVersion(1)
        .addMetaGraphs(meta)
        .build()
        .toByteArray();
  }

  private static SignatureDef signature(
      Map<String, TensorInfo> inputs, Map<String, TensorInfo> outputs) {
    return SignatureDef.newBuilder()
        .putAllInputs(inputs)
        .putAllOutputs(outputs)
        .setMethodName(PREDICT)
        .build();
  }

  private static TensorInfo info(Operand<?> operand) {
    Output<?> output = operand.asOutput();
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : output.shape().asArray()) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    DataType type = output.dataType();
    return TensorInfo.newBuilder()
        .setName(output.op().name() + ":" + output.index())
        .setDtype(type)
        .setTensorShape(shape)
        .build();
  }

  /**
   * Reads a model that {@link #write} or TensorFlow wrote.
   *
   * @param folder a SavedModel with a signature {@code serving_default} of one float input or several and one output
   * @param options how it will run
   * @return the model; the caller closes its graph
   * @throws DataException if there is none, or it has no such signature
   */
  public static Loaded read(Path folder, RuntimeOptions options) {
    AtomicFiles.recoverFolder(folder);
    checkModel(folder);
    ModelCard card = card(folder);
    GraphSession.Loaded loaded;
    try {
      loaded = GraphSession.load(folder, options);
    } catch (TensorFlowException | IllegalArgumentException | UnsupportedOperationException e) {
      throw new DataException(
          folder, "expected a SavedModel that TensorFlow can load, received " + e.getMessage(), e);
    }
    try {
      return new Loaded(graph(folder, loaded), card);
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
    Path file = folder.resolve(CARD);
    if (!Files.exists(file)) {
      return null;
    }
    try {
      ModelCard card = JSON.readValue(Files.readAllBytes(file), ModelCard.class);
      if (card.format() != ModelCard.FORMAT) {
        throw new DataException(
            file, "expected format " + ModelCard.FORMAT + ", received " + card.format());
      }
      if (!isWhole(card)) {
        throw new DataException(file, "expected labels, inputShape and architecture, misses one");
      }
      return card;
    } catch (IOException | JacksonException e) {
      throw new DataException(file, "expected a model card, received " + e.getMessage(), e);
    }
  }

  @SuppressWarnings("ConstantValue") // what is missing in the file is null in the record
  private static boolean isWhole(ModelCard card) {
    return Stream.of(card.labels(), card.inputShape(), card.architecture())
        .allMatch(Objects::nonNull);
  }

  private static InferenceGraph graph(Path folder, GraphSession.Loaded loaded) {
    SignatureDef floats = loaded.signatures().get(InferenceGraph.FLOATS);
    boolean usable = floats != null && floats.getInputsCount() > 0 && floats.getOutputsCount() == 1;
    if (floats == null || !usable) {
      throw new DataException(
          folder,
          "expected a signature " + InferenceGraph.FLOATS + " with inputs and one output, received "
              + loaded.signatures().keySet());
    }
    List<InferenceGraph.Port> ports = floats.getInputsMap().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(input -> new InferenceGraph.Port(
            input.getKey(),
            shape(folder, input.getKey(), input.getValue()),
            operand(loaded, input.getValue())))
        .toList();
    TensorInfo output = floats.getOutputsMap().values().iterator().next();
    SignatureDef bytes = loaded.signatures().get(InferenceGraph.BYTES);
    return new InferenceGraph(
        loaded.session(),
        ports,
        operand(loaded, output),
        bytes == null ? null : operand(loaded, bytes.getInputsOrThrow(INPUT)),
        bytes == null ? null : operand(loaded, bytes.getOutputsOrThrow(OUTPUT)),
        shape(folder, OUTPUT, output),
        EmitOptions.INFERENCE);
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
    if (info.getDtype() != DataType.DT_FLOAT) {
      throw new DataException(folder, name, "expected float32, received " + info.getDtype());
    }
    return Shape.of(sizes);
  }
}

package org.keraunos;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.CheckReturnValue;
import org.keraunos.base.DenseArray;
import org.keraunos.base.LabelNames;
import org.keraunos.base.Parallel;
import org.keraunos.base.Shape;
import org.keraunos.contract.DataContract;
import org.keraunos.contract.OutputContract;
import org.keraunos.contract.Preprocessing;
import org.keraunos.data.Batch;
import org.keraunos.data.Dataset;
import org.keraunos.data.Scaling;
import org.keraunos.graph.InferenceGraph;
import org.keraunos.images.ImageDecoder;
import org.keraunos.layers.Network;
import org.keraunos.runtime.RuntimeOptions;
import org.keraunos.saving.ModelCard;
import org.keraunos.saving.PredictorOptions;
import org.keraunos.saving.SavedModelFolder;
import org.keraunos.saving.Signature;
import org.keraunos.saving.Signatures;

/**
 * A model that only predicts: weights as constants, nothing that trains. Safe for many threads at
 * once.
 *
 * <pre>{@code
 * try (var predictor = Predictor.load(Path.of("models/digit-scenes"))) {
 *   var predicted = predictor.predict(images).labels(0.5);
 * }
 * }</pre>
 */
@CheckReturnValue
public final class Predictor implements AutoCloseable {
  private static final int BATCH_SIZE = 128;

  private final @Nullable InferenceGraph graph;
  private final String problem;
  private final @Nullable Signatures signatures;
  private final String signature;
  private final AutoCloseable owner;
  private final @Nullable Network network;
  private final @Nullable DataContract contract;
  private final @Nullable DataContract matched;
  private final @Nullable Scaling bytesScaling;
  private final @Nullable ModelCard card;
  private final Inputs.Pixels pixels;
  private @Nullable ImageDecoder decoder;

  /**
   * Over a frozen graph.
   *
   * @param matched what data are held against; null for a model that has learned nothing of data
   * @param adopts whether usual bytes go through what was said of pixels
   */
  Predictor(
      InferenceGraph graph, DataContract contract, @Nullable DataContract matched, boolean adopts) {
    this(graph, contract, matched, adopts, graph, null, null);
  }

  private Predictor(
      InferenceGraph graph,
      DataContract contract,
      @Nullable DataContract matched,
      boolean adopts,
      AutoCloseable owner,
      @Nullable Network network,
      @Nullable ModelCard card) {
    this.graph = graph;
    this.problem = "";
    this.signatures = null;
    this.signature = "";
    this.owner = owner;
    this.network = network;
    this.matched = matched;
    this.contract = contract;
    this.bytesScaling = scaling(contract);
    this.card = card;
    this.pixels = adopts ? Inputs.Pixels.SAID : Inputs.Pixels.KNOWN;
  }

  private Predictor(Path folder, SavedModelFolder.Loaded loaded) {
    this.graph = loaded.graph();
    this.problem = loaded.problem();
    this.signatures = loaded.signatures();
    this.signature = loaded.signature();
    this.owner = loaded.session();
    this.card = loaded.card();
    this.network = card == null ? null : ExportedModels.network(folder, card);
    this.contract = card != null
        ? card.contract()
        : graph == null ? null : Contracts.of(graph, loaded.values());
    this.matched = contract;
    this.pixels = Inputs.Pixels.KNOWN;
    this.bytesScaling = contract == null ? null : scaling(contract);
  }

  private static @Nullable Scaling scaling(DataContract contract) {
    return contract.input().preprocessing().flatMap(Preprocessing::uniform).orElse(null);
  }

  /**
   * Loads a model that {@link Model#export(Path)} or {@code keraunos train} wrote, a SavedModel of
   * another program, or a file of Keras that {@link Model#load(Path)} reads.
   *
   * @param folder the model's folder or file
   * @return the predictor, which the caller closes
   * @throws org.keraunos.base.DataException if there is no such model, or it would do what a
   *     prediction does not need
   */
  public static Predictor load(Path folder) {
    return load(folder, options -> {});
  }

  /**
   * Loads a model to run in a certain way.
   *
   * @param folder the model's folder
   * @param options thread counts; a process's first session fixes them for all
   * @return the predictor, which the caller closes
   * @throws org.keraunos.base.DataException if there is no such model, or it would do what a
   *     prediction does not need
   */
  public static Predictor load(Path folder, RuntimeOptions options) {
    Check.given(options, "options");
    return load(folder, settings -> settings.runtime(options));
  }

  /**
   * Loads a model, by a signature, with sizes for what it leaves open, or with ops that others may
   * not run. A SavedModel is a program: before TensorFlow sees it, what can be reached of its graph
   * from the signature and from what a loader runs is looked at, and ops that touch files,
   * processes or the network are refused unless they are allowed by name.
   *
   * <pre>{@code
   * Predictor.load(folder, o -> o.signature("serve").inputShape(224, 224, 3))
   * }</pre>
   *
   * @param folder the model's folder
   * @param settings how to load it
   * @return the predictor, which the caller closes
   * @throws org.keraunos.base.DataException if there is no such model, or it would do what a
   *     prediction does not need
   * @throws IllegalArgumentException if the settings do not fit the model
   */
  public static Predictor load(Path folder, Consumer<PredictorOptions> settings) {
    PredictorOptions options = new PredictorOptions();
    Check.given(settings, "settings").accept(options);
    Check.given(folder, "folder");
    return Files.isRegularFile(folder)
        ? of(folder, options)
        : new Predictor(folder, SavedModelFolder.read(folder, options));
  }

  /** A model in a file of Keras: its network is drawn, and frozen with its weights. */
  private static Predictor of(Path file, PredictorOptions options) {
    Model model = Model.load(file, load -> {
      load.compile(false)
          .inputSizes((input, sizes) -> shape(input, sizes, options))
          .model(how -> how.runtime(options.runtime()));
      options.notes().ifPresent(load::notes);
    });
    try {
      Predictor made = model.predictor();
      return new Predictor(
          made.graph(),
          made.contract(),
          made.matched,
          made.pixels == Inputs.Pixels.SAID,
          model,
          model.network(),
          model.knowledge().fromFile());
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  private static Shape shape(
      String input, List<@Nullable Integer> sizes, PredictorOptions options) {
    int[] known = sizes.stream().mapToInt(size -> size == null ? -1 : size).toArray();
    return options
        .shape(input, true, known)
        .orElseThrow(() -> Check.bad(
            "input \"" + input + '"',
            "sizes that are known, or an inputShape or imageSize (--image-size)",
            sizes));
  }

  /**
   * What the model offers.
   *
   * @return its signatures, sorted by name; none of a model that was not loaded from a folder
   */
  public List<Signature> signatures() {
    return signatures == null ? List.of() : signatures.all();
  }

  /**
   * Predicts by the signature that was chosen, {@code serving_default} if none was: any inputs, any
   * outputs, of any type that Java has.
   *
   * <pre>{@code
   * var outputs = predictor.predict(Map.of("images", DenseArray.of(pixels, rows, 8, 8, 3)));
   * float[] probabilities = outputs.get("output_0").floats();
   * }</pre>
   *
   * @param inputs an array for each input, as {@link #signatures} says; nothing is scaled
   * @return an array for each output, sorted by name
   * @throws IllegalArgumentException if names, types or shapes are others than the signature's
   * @throws IllegalStateException if the predictor is closed
   */
  public Map<String, DenseArray> predict(Map<String, DenseArray> inputs) {
    return predict(signature, inputs);
  }

  /**
   * Predicts by a signature.
   *
   * @param name its name
   * @param inputs an array for each input, as {@link #signatures} says; nothing is scaled
   * @return an array for each output, sorted by name
   * @throws IllegalArgumentException if there is no such signature, or names, types or shapes are
   *     others than its own
   * @throws IllegalStateException if it would run what it may not, or the predictor is closed
   */
  public Map<String, DenseArray> predict(String name, Map<String, DenseArray> inputs) {
    Check.state(signatures != null, "expected a model from a folder, which has signatures");
    return Check.present(signatures, "signatures").run(name, inputs);
  }

  /**
   * Predicts rows of a data set; labels in it are not looked at.
   *
   * @param data inputs of the model's shape
   * @return what the model gives for each row and label, probabilities of most models
   * @throws IllegalArgumentException if there is no row, or inputs do not fit the model's
   */
  public Predictions predict(Dataset data) {
    return predict(data, options -> {});
  }

  /**
   * Predicts rows of a data set, calibrated or as the network gives them.
   *
   * @param data inputs of the model's shape; labels in it are not looked at
   * @param settings {@code o -> o.raw(true)}
   * @return what the model gives for each row and label, probabilities of most models
   * @throws IllegalArgumentException if there is no row, or inputs do not fit the model's
   */
  public Predictions predict(Dataset data, Consumer<PredictOptions> settings) {
    return all("predict", data, settings).get(0);
  }

  /**
   * Predicts rows of a data set by a model of several outputs; labels in it are not looked at.
   *
   * @param data inputs of the model's shape
   * @return what each output gives, by the output's name, in the model's order
   * @throws IllegalArgumentException if there is no row, or inputs do not fit the model's
   */
  public Map<String, Predictions> predictAll(Dataset data) {
    return predictAll(data, options -> {});
  }

  /**
   * Predicts rows of a data set by a model of several outputs, calibrated or as the network gives
   * them.
   *
   * @param data inputs of the model's shape; labels in it are not looked at
   * @param settings {@code o -> o.raw(true)}
   * @return what each output gives, by the output's name, in the model's order
   * @throws IllegalArgumentException if there is no row, or inputs do not fit the model's
   */
  public Map<String, Predictions> predictAll(Dataset data, Consumer<PredictOptions> settings) {
    Map<String, Predictions> byName = new LinkedHashMap<>();
    for (Predictions each : all("", data, settings)) {
      byName.put(each.outputName(), each);
    }
    return Collections.unmodifiableMap(byName);
  }

  private static boolean isRaw(Consumer<PredictOptions> settings) {
    PredictOptions options = new PredictOptions();
    Check.given(settings, "settings").accept(options);
    return options.isRaw();
  }

  private List<Predictions> all(String oneOnly, Dataset data, Consumer<PredictOptions> settings) {
    checkOneOutput(oneOnly);
    Check.given(data, "data");
    boolean raw = isRaw(settings);
    Check.argument(data.size() > 0, "data", "at least one row", "none");
    Dataset ordered = Inputs.match("data", data, names(), shapes(), matched, pixels);
    float[][] results = results(data.size());
    int[] order = new int[data.size()];
    Arrays.setAll(order, row -> row);
    int chunks = (data.size() + BATCH_SIZE - 1) / BATCH_SIZE;
    int callers = Math.min(chunks, graph().session().options().sideBySide());
    Parallel.forEach(callers, caller -> {
      Batch batch = ordered.newBatch(Math.min(BATCH_SIZE, data.size()));
      for (int chunk = caller; chunk < chunks; chunk += callers) {
        int from = chunk * BATCH_SIZE;
        ordered.fill(order, from, Math.min(BATCH_SIZE, order.length - from), batch);
        run(batch, results, from, raw);
      }
    });
    List<Predictions> all = new ArrayList<>();
    for (int i = 0; i < results.length; i++) {
      all.add(new Predictions(results[i], data.size(), given(i, raw)));
    }
    return all;
  }

  private OutputContract given(int output, boolean raw) {
    OutputContract known = contract().outputs().get(output);
    return raw ? known.raw() : known.given();
  }

  private float[][] results(int rows) {
    float[][] results = new float[graph().outputs().size()][];
    Arrays.setAll(
        results,
        i -> new float[Math.multiplyExact(rows, graph().outputs().get(i).shape().size())]);
    return results;
  }

  private void checkOneOutput(String call) {
    Check.state(
        call.isEmpty() || graph().outputs().size() == 1,
        call + " is for models of one output; this one has "
            + contract().outputs().stream().map(OutputContract::name).toList()
            + ": predictAll gives them all");
  }

  /**
   * Predicts one sample: the quickest way for one picture at a time.
   *
   * @param sample what the model's input sees, row-major, scaled already
   * @return a probability for each label
   * @throws IllegalArgumentException if the sample is not of the input's size or the model has
   *     several inputs
   */
  public float[] predict(float[] sample) {
    Check.given(sample, "sample");
    Check.argument(
        graph().ports().size() == 1,
        "sample",
        "a model of one input",
        graph().ports().size() + " inputs");
    int size = graph().ports().get(0).shape().size();
    Check.argument(sample.length == size, "sample", size + " values", sample.length);
    for (int i = 0; i < size; i++) {
      if (!Float.isFinite(sample[i])) {
        throw Check.bad("sample[" + i + "]", "a finite number", sample[i]);
      }
    }
    checkOneOutput("predict");
    float[][] result = results(1);
    graph().runFloats(List.of(sample), 1, result, 0, false);
    return result[0];
  }

  /**
   * Predicts encoded images (JPEG, PNG, GIF, BMP, WebP), decoded, turned by their EXIF orientation
   * and stretched to the model's size as {@link org.keraunos.data.Data#read} does for training.
   *
   * @param images the bytes of files, at least one
   * @return a probability for each image and label
   * @throws IllegalArgumentException if an image cannot be decoded; the message says which and why
   * @throws IllegalStateException if the model was not trained on images of 1, 3 or 4 channels
   */
  public Predictions predictImages(List<byte[]> images) {
    return predictImages(images, options -> {});
  }

  /**
   * Predicts encoded images, calibrated or as the network gives them.
   *
   * @param images the bytes of files, at least one
   * @param settings {@code o -> o.raw(true)}
   * @return a probability for each image and label
   * @throws IllegalArgumentException if an image cannot be decoded; the message says which and why
   * @throws IllegalStateException if the model was not trained on images of 1, 3 or 4 channels
   */
  public Predictions predictImages(List<byte[]> images, Consumer<PredictOptions> settings) {
    Check.given(images, "images");
    boolean raw = isRaw(settings);
    Check.argument(!images.isEmpty(), "images", "at least one", "none");
    ImageDecoder ready = decoder();
    checkOneOutput("predictImages");
    float[][] result = results(images.size());
    for (int from = 0; from < images.size(); from += BATCH_SIZE) {
      int rows = Math.min(BATCH_SIZE, images.size() - from);
      ImageDecoder.Decoded decoded = ready.decode(images.subList(from, from + rows));
      for (int row = 0; row < rows; row++) {
        String problem = decoded.problems().get(row);
        if (problem != null) {
          throw new IllegalArgumentException("images[" + (from + row) + "]: " + problem);
        }
      }
      graph().runBytes(decoded.pixels(), rows, result, from, raw);
    }
    return new Predictions(result[0], images.size(), given(0, raw));
  }

  private synchronized ImageDecoder decoder() {
    if (decoder == null) {
      Shape input = inputShape();
      Check.state(
          graph().takesBytes() && input.rank() == 3 && Set.of(1, 3, 4).contains(input.get(2)),
          "the model was not trained on images: its input is of shape " + input
              + (graph().takesBytes() ? "" : " and takes scaled numbers only"));
      decoder = new ImageDecoder(input.get(0), input.get(1), input.get(2), RuntimeOptions.DEFAULT);
    }
    return decoder;
  }

  private void run(Batch batch, float[][] into, int firstRow, boolean raw) {
    boolean asBytes = batch.input(0) instanceof byte[]
        && graph().takesBytes()
        && batch.data().inputs().get(0).scaling().equals(bytesScaling);
    if (asBytes) {
      graph().runBytes((byte[]) batch.input(0), batch.rows(), into, firstRow, raw);
      return;
    }
    List<float[]> floats = new ArrayList<>();
    for (int i = 0; i < graph().ports().size(); i++) {
      int length = batch.rows() * graph().ports().get(i).shape().size();
      floats.add(
          Inputs.scaled(batch.input(i), length, batch.data().inputs().get(i).scaling()));
    }
    graph().runFloats(floats, batch.rows(), into, firstRow, raw);
  }

  /**
   * The names of the labels.
   *
   * @return one a column of the predictions
   */
  public LabelNames labelNames() {
    return contract().output().labels();
  }

  /**
   * What the model knows of its data.
   *
   * @return inputs and outputs, with names, scaling and thresholds
   */
  public DataContract contract() {
    if (contract == null) {
      throw unfit();
    }
    return contract;
  }

  /**
   * The shape of one sample of the first input.
   *
   * @return the shape, without the batch axis
   */
  public Shape inputShape() {
    return graph().ports().get(0).shape();
  }

  /**
   * What was saved beside the graph, or in a file of Keraunos.
   *
   * @return the card; empty for a model of another program and a file of Keras's
   */
  public Optional<ModelCard> card() {
    return Optional.ofNullable(card);
  }

  /**
   * Whether the rows of data sets can be predicted.
   *
   * @return false for a signature of another program that takes something else, or leaves sizes
   *     open: {@link #predict(Map)} takes it
   */
  public boolean takesRows() {
    return graph != null;
  }

  /**
   * Whether something is known of the data that the model was trained on.
   *
   * @return false for files of Keras, which say nothing of them, and SavedModels of other programs
   */
  public boolean knowsItsData() {
    return matched != null && network != null;
  }

  /**
   * The layers.
   *
   * @return those of a model of Keraunos or in a file of Keras; empty for a SavedModel of another
   *     program
   */
  public Optional<Network> network() {
    return Optional.ofNullable(network);
  }

  InferenceGraph graph() {
    if (graph == null) {
      throw unfit();
    }
    return graph;
  }

  private IllegalStateException unfit() {
    return new IllegalStateException(problem + "; predict with a map of arrays takes it");
  }

  private List<String> names() {
    return graph().ports().stream().map(InferenceGraph.Port::name).toList();
  }

  private List<Shape> shapes() {
    return graph().ports().stream().map(InferenceGraph.Port::shape).toList();
  }

  @Override
  public synchronized void close() {
    if (decoder != null) {
      decoder.close();
    }
    try {
      owner.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}

package org.keraunos;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.CanIgnoreReturnValue;
import org.keraunos.base.Check;
import org.keraunos.base.CheckReturnValue;
import org.keraunos.base.NamedArray;
import org.keraunos.contract.DataContract;
import org.keraunos.contract.Preprocessing;
import org.keraunos.data.Batch;
import org.keraunos.data.Dataset;
import org.keraunos.decisions.Calibration;
import org.keraunos.decisions.CalibrationMethod;
import org.keraunos.decisions.Criterion;
import org.keraunos.decisions.ThresholdChoice;
import org.keraunos.decisions.Thresholds;
import org.keraunos.graph.InferenceGraph;
import org.keraunos.graph.InnerGradient;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Network;
import org.keraunos.layers.NetworkConfig;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.losses.Loss;
import org.keraunos.metrics.Metric;
import org.keraunos.optimizers.Optimizer;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.WeightSpec;
import org.keraunos.saving.ModelCard;
import org.keraunos.saving.SavedModelFolder;
import org.keraunos.saving.hdf5.Hdf5Writer.Numbers;
import org.keraunos.saving.keras.KerasWriter;
import org.keraunos.saving.keras.SaveReport;
import org.keraunos.saving.keras.WeightFiles;
import org.keraunos.saving.keras.WeightsReport;
import org.keraunos.training.Fit;
import org.keraunos.training.FitOptions;
import org.keraunos.training.History;
import org.keraunos.training.LearningRateFinder;
import org.keraunos.training.RateCurve;
import org.keraunos.training.Trainer;

/**
 * A network with weights: {@code keras.Model}. Owns native memory, so it is closed when it is no
 * longer needed. Calls from several threads wait for each other.
 */
public final class Model implements AutoCloseable {
  private static final int DEFAULT_BATCH_SIZE = 128;
  private static final int FIT_BATCH_SIZE = 32;

  private final Network network;
  private final ModelOptions options;
  private final ModelWeights weights;
  private final Knowledge knowledge;

  private Model(Network network, ModelOptions options) {
    this.network = network;
    this.options = options;
    this.weights = new ModelWeights(this, network, options);
    this.knowledge = new Knowledge(network, options, weights);
  }

  /**
   * The model between an input and an output.
   *
   * @param input what {@link org.keraunos.layers.Input} gave
   * @param output what the last layer gave
   * @return the model; its weights are made when first needed
   * @throws IllegalArgumentException if the output does not depend on the input alone
   */
  @CheckReturnValue
  public static Model of(SymbolicTensor input, SymbolicTensor output) {
    return of(input, output, settings -> {});
  }

  /**
   * The model between an input and an output.
   *
   * @param input what {@link org.keraunos.layers.Input} gave
   * @param output what the last layer gave
   * @param settings seed, types, threads, augmentation
   * @return the model; its weights are made when first needed
   * @throws IllegalArgumentException if the output does not depend on the input alone, or images
   *     are to be augmented and the input is none
   */
  @CheckReturnValue
  public static Model of(
      SymbolicTensor input, SymbolicTensor output, Consumer<ModelOptions> settings) {
    return of(List.of(Check.given(input, "input")), output, settings);
  }

  /**
   * The model between several inputs and an output.
   *
   * @param inputs what {@link org.keraunos.layers.Input} gave
   * @param output what the last layer gave
   * @param settings seed, types, threads, augmentation
   * @return the model; its weights are made when first needed
   * @throws IllegalArgumentException if the output depends on other inputs, or not on all of these
   */
  @CheckReturnValue
  public static Model of(
      List<SymbolicTensor> inputs, SymbolicTensor output, Consumer<ModelOptions> settings) {
    return of(inputs, List.of(Check.given(output, "output")), settings);
  }

  /**
   * The model between several inputs and outputs.
   *
   * @param inputs what {@link org.keraunos.layers.Input} gave
   * @param outputs what layers gave
   * @param settings seed, types, threads, augmentation
   * @return the model; its weights are made when first needed
   * @throws IllegalArgumentException if the outputs depend on other inputs, or not on all of these
   */
  @CheckReturnValue
  public static Model of(
      List<SymbolicTensor> inputs, List<SymbolicTensor> outputs, Consumer<ModelOptions> settings) {
    Check.given(settings, "settings");
    return of(Network.of(Check.given(inputs, "inputs"), Check.given(outputs, "outputs")), settings);
  }

  /**
   * The model of a network.
   *
   * @param network the layers
   * @param settings seed, types, threads, augmentation
   * @return the model; its weights are made when first needed
   */
  @CheckReturnValue
  public static Model of(Network network, Consumer<ModelOptions> settings) {
    Check.given(network, "network");
    ModelOptions options = new ModelOptions();
    Check.given(settings, "settings").accept(options);
    return new Model(network, options);
  }

  /**
   * Reads a model from a {@code .keras} file, of Keras or of {@link #save}, or from the folder of
   * an {@link #export(Path)}, which knows no optimizer: layers, weights, which layers do not train,
   * what it was compiled with and the state of its optimizer, so that its training goes on.
   *
   * @param file the file
   * @return the model, for the caller to close
   * @throws org.keraunos.base.DataException if there is none, it is broken, or it holds a layer
   *     that Keraunos has not; no model is left then
   */
  @CheckReturnValue
  public static Model load(Path file) {
    return load(file, settings -> {});
  }

  /**
   * Reads a model from a {@code .keras} file.
   *
   * @param file the file
   * @param settings open sizes, types, who is told what is not kept
   * @return the model, for the caller to close
   * @throws org.keraunos.base.DataException if there is none, it is broken, or it holds a layer
   *     that Keraunos has not; no model is left then
   */
  @CheckReturnValue
  public static Model load(Path file, Consumer<LoadOptions> settings) {
    Check.given(settings, "settings");
    return Files.isDirectory(Check.given(file, "file"))
        ? ExportedModels.load(file, settings)
        : ModelFiles.load(file, settings);
  }

  /**
   * Writes a {@code .keras} file that {@link #load} and Keras read, whole or not at all: layers,
   * weights, which layers do not train, what the model was compiled with, the state of its
   * optimizer and what it knows of its data.
   *
   * @param file where to, a name that ends in {@code .keras} as Keras asks for; one that is there
   *     is replaced
   * @return which Keras loads it, and what Keras does not find in it
   * @throws IllegalArgumentException if the name ends otherwise
   * @throws org.keraunos.base.DataException if it cannot be written
   */
  @CanIgnoreReturnValue
  public SaveReport save(Path file) {
    return saved(Check.given(file, "file"), null);
  }

  /**
   * Writes a {@code .keras} file with something to say of the training.
   *
   * @param file where to, a name that ends in {@code .keras}; one that is there is replaced
   * @param said what JSON can hold, for the model card
   * @return which Keras loads it, and what Keras does not find in it
   * @throws IllegalArgumentException if the name ends otherwise
   * @throws org.keraunos.base.DataException if it cannot be written
   */
  @CanIgnoreReturnValue
  public SaveReport save(Path file, Map<String, Object> said) {
    return saved(Check.given(file, "file"), Check.given(said, "said"));
  }

  private SaveReport saved(Path file, @Nullable Map<String, Object> said) {
    Check.argument(
        file.toString().endsWith(".keras"),
        "file",
        "a name that ends in .keras (saveWeights writes .weights.h5, export a folder)",
        file);
    return weights.locked(() -> KerasWriter.write(
        file,
        new KerasWriter.Contents(
            options.name(),
            network,
            options.policy(),
            weights.frozen(),
            weights.specs(),
            weights.names(),
            weights::value,
            weights.compiled(),
            knowledge.card(knowledge.contract(), Map.of(), said))));
  }

  /**
   * What stands beside the weights in whatever is written now: what the model knows of its data,
   * the trainings with digests of their data, seeds and figures, versions and the date.
   *
   * @return the card, without the network and the files of an export
   */
  @CheckReturnValue
  public ModelCard card() {
    return weights.locked(() -> knowledge.card(knowledge.contract(), Map.of(), null));
  }

  Knowledge knowledge() {
    return knowledge;
  }

  ModelWeights weights() {
    return weights;
  }

  /**
   * Says how to train. Weights stay as they are; the optimizer starts anew.
   *
   * @param optimizer how weights change
   * @param loss what is made small
   * @param metrics what else to report
   * @throws IllegalArgumentException if the loss cannot take the output
   */
  public void compile(Optimizer optimizer, Loss loss, Metric... metrics) {
    Check.given(optimizer, "optimizer");
    Check.given(loss, "loss");
    Check.given(metrics, "metrics");
    compile(settings -> settings.optimizer(optimizer).loss(loss).metrics(metrics));
  }

  /**
   * Says how to train. Weights stay as they are; the optimizer starts anew.
   *
   * @param settings optimizer, and for each output its loss, the loss's weight and metrics
   * @throws IllegalArgumentException if there is no loss, one names no output, or one cannot take
   *     its output
   */
  public void compile(Consumer<CompileOptions> settings) {
    CompileOptions how = new CompileOptions();
    Check.given(settings, "settings").accept(how);
    weights.locked(() -> weights.compile(how));
  }

  /**
   * Trains with Keras's defaults: one epoch in batches of 32.
   *
   * @param data rows with labels
   * @return loss and metrics of the epoch
   * @throws IllegalStateException if the model is not compiled, is training already, or is closed
   * @throws IllegalArgumentException if the data do not fit the model or the loss
   */
  public History fit(Dataset data) {
    return fit(data, settings -> {});
  }

  /**
   * Trains.
   *
   * @param data rows with labels
   * @param settings {@code fit -> fit.batchSize(64).epochs(10)}
   * @return loss and metrics an epoch
   * @throws IllegalStateException if the model is not compiled, is training already, or is closed
   * @throws IllegalArgumentException if the data do not fit the model or the loss
   */
  public History fit(Dataset data, Consumer<FitOptions> settings) {
    Check.given(data, "data");
    Check.given(settings, "settings");
    return weights.locked(() -> {
      weights.checkNotTraining("fit");
      FitOptions options = FitOptions.of(settings);
      Trainer trainer = weights.trainer("fit", options::classWeights);
      Dataset train = knowledge.toLearn("data", data);
      DataContract learned = knowledge.learned(train);
      Fit run = trainer.prepare(
          train,
          options,
          some -> knowledge.matched("validationData", some, learned),
          this::writeTo);
      knowledge.learn(learned);
      return knowledge.training(data, run, fit -> weights.training(fit::run));
    });
  }

  /**
   * Changes the weights by one batch: all rows, in their order. Where a training is a loop of one's
   * own; {@code fit} is faster, and learns what is to be known of the data as this does.
   *
   * @param rows with labels
   * @return {@code loss} and then the metrics, before the change; NaN where the training diverged
   * @throws IllegalStateException if the model is not compiled, is training already, or is closed
   * @throws IllegalArgumentException if the data do not fit the model or the loss
   */
  public Map<String, Double> trainOnBatch(Dataset rows) {
    Check.given(rows, "rows");
    return weights.locked(() -> {
      weights.checkNotTraining("trainOnBatch");
      Trainer trainer = weights.trainer("trainOnBatch", outputs -> Map.of());
      Dataset train = knowledge.toLearn("rows", rows);
      DataContract learned = knowledge.learned(train);
      knowledge.changed();
      Map<String, Double> logs = weights.training(() -> trainer.trainOnBatch(train));
      knowledge.learn(learned);
      return logs;
    });
  }

  /**
   * Learns what is to be known of data, as {@code fit} does, and trains nothing: for a model whose
   * weights come from elsewhere. Names of columns and labels, and how bytes are scaled.
   *
   * @param data rows with labels
   * @throws IllegalStateException if the model is training or closed
   * @throws IllegalArgumentException if the data do not fit the model
   */
  public void learn(Dataset data) {
    Check.given(data, "data");
    weights.locked(() -> {
      weights.checkNotTraining("learn");
      knowledge.learn(knowledge.learned(knowledge.toLearn("data", data)));
      knowledge.tookWeights(data);
    });
  }

  /**
   * Loss and metrics on one batch: all rows at once, in inference.
   *
   * @param rows with labels
   * @return {@code loss} and then the metrics, by name
   * @throws IllegalStateException if the model is not compiled or is closed
   * @throws IllegalArgumentException if the data do not fit the model or the loss
   */
  @CheckReturnValue
  public Map<String, Double> testOnBatch(Dataset rows) {
    return evaluate(rows, Math.max(1, Check.given(rows, "rows").size()));
  }

  /**
   * Looks for a learning rate: trains at rates that rise from step to step until the loss is far
   * above its best, and puts everything back as it was. Smith, 2015.
   *
   * @param data rows with labels
   * @param settings {@code find -> find.batchSize(64).steps(200)}
   * @return the losses by rate, with a suggestion
   * @throws IllegalStateException if the model is not compiled, is training already, is closed, or
   *     its rate is a schedule's
   * @throws IllegalArgumentException if the data do not fit the model or the loss
   */
  @CheckReturnValue
  public RateCurve findLearningRate(Dataset data, Consumer<LearningRateFinder> settings) {
    Check.given(data, "data");
    Check.given(settings, "settings");
    return weights.locked(() -> {
      weights.checkNotTraining("findLearningRate");
      Trainer trainer = weights.trainer("findLearningRate", outputs -> Map.of());
      Dataset train = knowledge.matched("data", data);
      return weights.training(() -> trainer.findLearningRate(train, settings));
    });
  }

  /**
   * Loss and metrics on data, in inference. Metrics are of what {@link #predict} gives, calibrated
   * or not; the loss is that which the network is trained for, before any calibration.
   *
   * @param data rows with labels
   * @return {@code loss} and then the metrics, by name
   * @throws IllegalStateException if the model is not compiled or is closed
   * @throws IllegalArgumentException if the data do not fit the model or the loss
   */
  @CheckReturnValue
  public Map<String, Double> evaluate(Dataset data) {
    return evaluate(data, DEFAULT_BATCH_SIZE);
  }

  /**
   * Loss and metrics on data, in inference. Metrics are of what {@link #predict} gives, calibrated
   * or not; the loss is that which the network is trained for, before any calibration.
   *
   * @param data rows with labels
   * @param batchSize the rows of a run; the result depends on it only by rounding
   * @return {@code loss} and then the metrics, by name
   * @throws IllegalStateException if the model is not compiled or is closed
   * @throws IllegalArgumentException if the data do not fit the model or the loss
   */
  @CheckReturnValue
  public Map<String, Double> evaluate(Dataset data, int batchSize) {
    Check.given(data, "data");
    Check.argument(batchSize >= 1, "batchSize", ">= 1", batchSize);
    return weights.locked(() -> knowledge.evaluated(weights
        .trainer("evaluate")
        .evaluate(knowledge.matched("data", data), batchSize, knowledge.calibrating())));
  }

  /**
   * Predicts rows; needs no {@code compile}.
   *
   * @param data inputs of the model's shape; labels are not looked at
   * @return a probability for each row and label
   * @throws IllegalStateException if the model is closed
   * @throws IllegalArgumentException if the data do not fit the model
   */
  @CheckReturnValue
  public Predictions predict(Dataset data) {
    return predict(data, settings -> {});
  }

  /**
   * Predicts rows, calibrated or as the network gives them; needs no {@code compile}.
   *
   * @param data inputs of the model's shape; labels are not looked at
   * @param settings {@code o -> o.raw(true)}
   * @return a probability for each row and label
   * @throws IllegalStateException if the model is closed
   * @throws IllegalArgumentException if the data do not fit the model
   */
  @CheckReturnValue
  public Predictions predict(Dataset data, Consumer<PredictOptions> settings) {
    return weights.locked(() -> predictor().predict(data, settings));
  }

  /**
   * Predicts rows; needs no {@code compile}. Keras's name where a loop is one's own: what
   * {@link #predict} does, which keeps the graph between calls as long as no weight changes.
   *
   * @param rows inputs of the model's shape; labels are not looked at
   * @return a probability for each row and label
   * @throws IllegalStateException if the model is closed
   * @throws IllegalArgumentException if the data do not fit the model
   */
  @CheckReturnValue
  public Predictions predictOnBatch(Dataset rows) {
    return predict(rows);
  }

  /**
   * Predicts rows by all outputs; needs no {@code compile}.
   *
   * @param data inputs of the model's shape; labels are not looked at
   * @return what each output gives, by the output's name
   * @throws IllegalStateException if the model is closed
   * @throws IllegalArgumentException if the data do not fit the model
   */
  @CheckReturnValue
  public Map<String, Predictions> predictAll(Dataset data) {
    return predictAll(data, settings -> {});
  }

  /**
   * Predicts rows by all outputs, calibrated or as the network gives them; needs no
   * {@code compile}.
   *
   * @param data inputs of the model's shape; labels are not looked at
   * @param settings {@code o -> o.raw(true)}
   * @return what each output gives, by the output's name
   * @throws IllegalStateException if the model is closed
   * @throws IllegalArgumentException if the data do not fit the model
   */
  @CheckReturnValue
  public Map<String, Predictions> predictAll(Dataset data, Consumer<PredictOptions> settings) {
    return weights.locked(() -> predictor().predictAll(data, settings));
  }

  /**
   * The weights, layer by layer, in each layer in Keras's order.
   *
   * @return names such as {@code conv2d/kernel}, shapes and values; copies
   */
  @CheckReturnValue
  public List<NamedArray> getWeights() {
    return weights.locked(weights::copies);
  }

  /**
   * Sets weights by name.
   *
   * @param values all or some
   * @throws IllegalArgumentException if a name is unknown or a shape another
   */
  public void setWeights(List<NamedArray> values) {
    Check.given(values, "values");
    weights.locked(() -> {
      knowledge.changed();
      weights.set(values);
    });
  }

  /**
   * Loads weights by topology: those of a layer at the same place in the network, as Keras's
   * {@code load_weights}.
   *
   * @param file {@code .weights.h5} of Keras 3 or of {@link #saveWeights}, {@code .h5} of Keras 2
   *     or 3, or {@code .keras}
   * @return what was loaded
   * @throws org.keraunos.base.DataException if the file is broken, or lacks a weight or has it in
   *     another shape, which it names; the weights are what they were then
   */
  @CanIgnoreReturnValue
  public WeightsReport loadWeights(Path file) {
    return loadWeights(file, settings -> {});
  }

  /**
   * Loads weights, by topology or by name, all of them or those that fit.
   *
   * @param file {@code .weights.h5} of Keras 3 or of {@link #saveWeights}, {@code .h5} of Keras 2
   *     or 3, or {@code .keras}
   * @param settings which weights belong to which layer, and what becomes of those that do not fit
   * @return what was loaded, and what was not
   * @throws org.keraunos.base.DataException if the file is broken, or lacks a weight or has it in
   *     another shape, and that is not to be skipped; the weights are what they were then
   */
  @CanIgnoreReturnValue
  public WeightsReport loadWeights(Path file, Consumer<LoadWeightsOptions> settings) {
    Check.given(file, "file");
    LoadWeightsOptions how = new LoadWeightsOptions();
    Check.given(settings, "settings").accept(how);
    return weights.locked(() -> {
      knowledge.changed();
      return WeightFiles.read(
          file, network, List.copyOf(weights.specs().values()), how.how(), weights::set);
    });
  }

  /** What a callback writes: the name says what. */
  private void writeTo(Path path) {
    String name = path.toString();
    if (name.endsWith(".keras")) {
      save(path);
    } else if (name.endsWith(".h5")) {
      saveWeights(path);
    } else {
      export(path);
    }
  }

  /**
   * Writes the weights alone, whole or not at all, for {@link #loadWeights(Path)} and Keras's
   * {@code load_weights}. What the optimizer knows is not in the file.
   *
   * @param file where to; a name that ends in {@code .weights.h5}, as Keras asks for
   * @throws IllegalArgumentException if the name has another end
   * @throws org.keraunos.base.DataException if it cannot be written
   */
  public void saveWeights(Path file) {
    Check.given(file, "file");
    weights.locked(() -> WeightFiles.write(
        file,
        network,
        List.copyOf(weights.specs().values()),
        options.policy() == DTypePolicy.FLOAT64 ? Numbers.FLOAT64 : Numbers.FLOAT32,
        weights::value));
  }

  /**
   * Keeps a layer's weights as they are from the next {@code compile} on; batch normalization then
   * uses its moving statistics. Of a network inside, all its layers, as {@code trainable} does in
   * Keras.
   *
   * @param layer a layer of this model
   * @throws IllegalArgumentException if it is not in this model
   */
  public void freeze(Layer layer) {
    weights.locked(() -> weights.freeze(layer, true));
  }

  /**
   * Undoes {@link #freeze} from the next {@code compile} on, of a network inside of all its layers.
   *
   * @param layer a layer of this model
   * @throws IllegalArgumentException if it is not in this model
   */
  public void unfreeze(Layer layer) {
    weights.locked(() -> weights.freeze(layer, false));
  }

  /**
   * The layers with their output shapes and numbers of weights, as Keras prints them, and the
   * memory of a batch of 32.
   *
   * @return a table
   */
  @CheckReturnValue
  public String summary() {
    return summary(FIT_BATCH_SIZE);
  }

  /**
   * The layers with their output shapes and numbers of weights, as Keras prints them, and the
   * {@linkplain #memory memory} of a batch.
   *
   * @param batchSize the rows of the batch
   * @return a table
   * @throws IllegalArgumentException if there are no rows
   */
  @CheckReturnValue
  public String summary(int batchSize) {
    return weights.locked(() -> Summary.of(options.name(), network, weights.specs())
        + Summary.memory(weights.isCompiled(), batchSize, memory(batchSize)));
  }

  /**
   * About how much memory a batch takes: of a compiled model a training step, else a prediction.
   * Counted is what TensorFlow's pool of tensors comes to hold on a processor, cuts and gaps
   * included: the rows that are fed; weights, statistics of layers and the optimizer's slots; in
   * training the outputs of layers that gradients need, until they have been computed, and the
   * gradients of outputs and weights. Not counted are the program with its libraries (about 300
   * MB), the data set, what TensorFlow's kernels need while they run, and the copy of the weights
   * that predictions during a training take.
   *
   * @param batchSize the rows of the batch
   * @return bytes
   * @throws IllegalArgumentException if there are no rows
   */
  @CheckReturnValue
  public long memory(int batchSize) {
    Check.argument(batchSize >= 1, "batchSize", ">= 1", batchSize);
    return weights.locked(() -> weights.memory(batchSize));
  }

  /**
   * Writes a SavedModel that TensorFlow serves and {@link Predictor#load} reads, whole or not at
   * all.
   *
   * @param folder where to; a model that is there is replaced, other files stay
   * @throws org.keraunos.base.DataException if it cannot be written
   */
  public void export(Path folder) {
    export(folder, settings -> {});
  }

  /**
   * Writes a SavedModel with something to say of its training.
   *
   * @param folder where to; a model that is there is replaced, other files stay
   * @param training what JSON can hold, for the model card
   * @throws org.keraunos.base.DataException if it cannot be written
   */
  public void export(Path folder, Map<String, Object> training) {
    Check.given(training, "training");
    export(folder, options -> options.training(training));
  }

  /**
   * Writes a SavedModel.
   *
   * @param folder where to; a model that is there is replaced, other files stay
   * @param settings what to say of its training, and what to let pass
   * @throws IllegalStateException if a weight is not a finite number, unless the settings allow
   *     that
   * @throws org.keraunos.base.DataException if it cannot be written
   */
  public void export(Path folder, Consumer<ExportOptions> settings) {
    Check.given(folder, "folder");
    export(settings, (graph, card) -> {
      SavedModelFolder.write(folder, graph, card);
      return folder;
    });
  }

  /**
   * Writes a SavedModel into the next free number below a folder, {@code folder/1},
   * {@code folder/2}, as TensorFlow Serving wants it: those before stay and may be served
   * meanwhile.
   *
   * @param folder the folder of all versions, made if it is not there
   * @param settings what to say of its training, and what to let pass
   * @return the version's folder
   * @throws IllegalStateException if a weight is not a finite number, unless the settings allow
   *     that
   * @throws org.keraunos.base.DataException if it cannot be written
   */
  public Path exportVersion(Path folder, Consumer<ExportOptions> settings) {
    Check.given(folder, "folder");
    return export(settings, (graph, card) -> SavedModelFolder.writeVersion(folder, graph, card));
  }

  private Path export(
      Consumer<ExportOptions> settings, BiFunction<InferenceGraph, ModelCard, Path> write) {
    ExportOptions export = new ExportOptions();
    Check.given(settings, "settings").accept(export);
    return weights.locked(() -> {
      if (!export.notFiniteAllowed()) {
        weights.checkFinite();
      }
      Predictor predictor = predictor();
      ModelCard card = knowledge.card(
          export.with(predictor.contract()),
          NetworkConfig.of(network, weights.frozen()),
          export.training());
      Path written = write.apply(predictor.graph(), card);
      // The writer adds the labels' names to the graph; a model that goes on starts from a clean
      // one.
      weights.dropInference();
      return written;
    });
  }

  /**
   * What the model knows of its data.
   *
   * @return what {@code fit} learned; before that the network's shapes, numbered labels and bytes
   *     as pixels
   */
  @CheckReturnValue
  public DataContract contract() {
    return weights.locked(knowledge::contract);
  }

  /**
   * Says where probabilities become labels: for {@link Predictions#labels()}, whatever is saved or
   * exported, and commands and programs that load that. They stay until others are set.
   *
   * @param each one for all labels, or one a label, 0 to 1; 0.5 if not set
   * @throws IllegalStateException if the model has several outputs
   * @throws IllegalArgumentException if one is not 0 to 1, or their number is another
   */
  public void thresholds(double... each) {
    weights.locked(() -> knowledge.thresholds(knowledge.onlyOutput("thresholds"), each));
  }

  /**
   * Says where probabilities of one of several outputs become labels.
   *
   * @param output the output's name
   * @param each one for all labels, or one a label, 0 to 1
   * @throws IllegalArgumentException if there is no such output, one is not 0 to 1, or their number
   *     is another
   */
  public void thresholds(String output, double... each) {
    Check.given(output, "output");
    weights.locked(() -> knowledge.thresholds(output, each));
  }

  /**
   * Chooses a threshold a label on validation data, cross-fitted, and sets them; see
   * {@link Thresholds#choose}. Of a calibrated model they cut calibrated probabilities, which for
   * rows that it was calibrated on flatter: {@link CalibrationChoice#thresholds} has others.
   *
   * @param validation rows with labels that the model was not trained on
   * @param criterion what to make large, for example {@code Criterion.f1()}
   * @return the thresholds, and what they come to on rows that they were not chosen on
   * @throws IllegalStateException if the model has several outputs, is closed, or gives no
   *     probabilities
   * @throws IllegalArgumentException if the data do not fit the model or have fewer than two rows
   */
  @CanIgnoreReturnValue
  public ThresholdChoice thresholds(Dataset validation, Criterion criterion) {
    Check.given(validation, "validation");
    Check.given(criterion, "criterion");
    return weights.locked(() -> {
      String output = knowledge.onlyOutput("thresholds");
      Dataset rows = knowledge.matched("validation", validation);
      ThresholdChoice choice = Thresholds.choose(
          rows.labels(), predictor().predict(rows).probabilities().scores(), criterion);
      knowledge.thresholds(output, choice.thresholds());
      return choice;
    });
  }

  /**
   * Fits a calibration to validation data, cross-fitted, and sets it: from then on {@code predict},
   * {@code evaluate}, thresholds and whatever is saved or exported have probabilities that mean
   * what they say. It is of the network's own probabilities, whatever calibration the model has,
   * and of its weights as they are: as thresholds do, it stays in a later {@code fit} until another
   * is set, so that a model that was trained on is to be calibrated again. Thresholds are those of
   * other probabilities then: choose them afterwards.
   *
   * @param validation rows with labels that the model was not trained on
   * @param method how
   * @return the calibration, and what it comes to on rows that it was not fitted on
   * @throws IllegalStateException if the model has several outputs, is closed, or gives no
   *     probabilities
   * @throws IllegalArgumentException if the data do not fit the model or have fewer than two rows,
   *     or the output is of classes, of which one is true
   */
  @CanIgnoreReturnValue
  public CalibrationChoice calibrate(Dataset validation, CalibrationMethod method) {
    Check.given(validation, "validation");
    Check.given(method, "method");
    return weights.locked(() -> {
      String output = knowledge.onlyOutput("calibrate");
      Dataset rows = knowledge.matched("validation", validation);
      Predictions raw = predictor().predict(rows, o -> o.raw(true)).probabilities();
      CalibrationChoice choice = CalibrationChoice.of(rows.labels(), raw.scores(), method);
      knowledge.calibration(output, Optional.of(choice.calibration()));
      return choice;
    });
  }

  /**
   * Sets a calibration, or none, that {@code predict}, {@code evaluate} and whatever is saved or
   * exported have from then on.
   *
   * @param calibration of the network's own probabilities; empty for these themselves
   * @throws IllegalStateException if the model has several outputs
   * @throws IllegalArgumentException if it is of another number of labels, or the output is none of
   *     labels
   */
  public void calibration(Optional<Calibration> calibration) {
    Check.given(calibration, "calibration");
    weights.locked(() -> knowledge.calibration(knowledge.onlyOutput("calibration"), calibration));
  }

  /**
   * Sets the calibration of one of several outputs.
   *
   * @param output the output's name
   * @param calibration of the network's own probabilities; empty for these themselves
   * @throws IllegalArgumentException if there is no such output, it is of another number of labels,
   *     or the output is none of labels
   */
  public void calibration(String output, Optional<Calibration> calibration) {
    Check.given(output, "output");
    Check.given(calibration, "calibration");
    weights.locked(() -> knowledge.calibration(output, calibration));
  }

  /**
   * The model's name.
   *
   * @return {@code model} if none was given
   */
  @CheckReturnValue
  public String name() {
    return options.name();
  }

  /**
   * The layers.
   *
   * @return the network
   */
  @CheckReturnValue
  public Network network() {
    return network;
  }

  /** Frees native memory; a second call does nothing. Waits for a call on another thread. */
  @Override
  public void close() {
    weights.close();
  }

  /** The weights that exist now; none if none has been made. */
  List<NamedArray> existingWeights() {
    return weights.locked(weights::existing);
  }

  /**
   * What there is to know of the weights but their values.
   *
   * @return by name, in the order of {@link #getWeights}
   */
  @CheckReturnValue
  public Map<String, WeightSpec> weightSpecs() {
    return weights.locked(weights::specs);
  }

  InnerGradient innerGradient(SymbolicTensor target) {
    return weights.locked(() -> weights.innerGradient(target));
  }

  /** Rows as the network sees them. */
  float[] seen(Dataset rows) {
    Dataset matched = knowledge.matchedInputs("data", rows);
    int[] order = new int[rows.size()];
    Arrays.setAll(order, row -> row);
    Batch batch = matched.newBatch(rows.size());
    matched.fill(order, 0, rows.size(), batch);
    int length = rows.size() * network.inputShape(0).size();
    return Inputs.scaled(batch.input(0), length, matched.inputs().get(0).scaling());
  }

  Predictor predictor() {
    DataContract known = knowledge.contract();
    Preprocessing pixels = known.input().preprocessing().orElse(null);
    return new Predictor(
        weights.inference(
            (plan, values) -> InferenceGraph.freeze(plan, values, pixels, known.outputs())),
        known,
        knowledge.matched(),
        knowledge.adopts());
  }
}

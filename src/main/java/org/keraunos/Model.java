package org.keraunos;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keraunos.augmentation.Augmenter;
import org.keraunos.base.Check;
import org.keraunos.base.NamedArray;
import org.keraunos.base.OutputValues;
import org.keraunos.contract.DataContract;
import org.keraunos.contract.LabelMatch;
import org.keraunos.contract.Preprocessing;
import org.keraunos.data.Dataset;
import org.keraunos.data.Scaling;
import org.keraunos.graph.InferenceGraph;
import org.keraunos.graph.ModelGraph;
import org.keraunos.graph.Objective;
import org.keraunos.graph.StepGraph;
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
import org.keraunos.training.Fit;
import org.keraunos.training.FitOptions;
import org.keraunos.training.History;
import org.keraunos.training.Trainer;

/**
 * A network with weights: {@code keras.Model}. Owns native memory, so it is closed when it is no longer needed. Calls from
 * several threads wait for each other.
 */
public final class Model implements AutoCloseable {
  private static final int DEFAULT_BATCH_SIZE = 128;

  private final Network network;
  private final ModelOptions options;
  private final Augmenter augmenter;
  private final Set<Layer> frozen = new HashSet<>();
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable ModelGraph graph;
  private @Nullable StepGraph step;
  private @Nullable Trainer trainer;
  private @Nullable Predictor predictor;
  private @Nullable DataContract contract;
  private @Nullable Loss loss;
  private boolean training;
  private boolean closed;

  private Model(Network network, ModelOptions options) {
    this.network = network;
    this.options = options;
    this.augmenter = Augmenter.of(options.augmentation(), Inputs.shapes(network));
  }

  /**
   * The model between an input and an output.
   *
   * @param input what {@link org.keraunos.layers.Input} gave
   * @param output what the last layer gave
   * @return the model; its weights are made when first needed
   * @throws IllegalArgumentException if the output does not depend on the input alone
   */
  public static Model of(SymbolicTensor input, SymbolicTensor output) {
    return of(List.of(input), output, settings -> {});
  }

  /**
   * The model between an input and an output.
   *
   * @param input what {@link org.keraunos.layers.Input} gave
   * @param output what the last layer gave
   * @param settings seed, types, threads, augmentation
   * @return the model; its weights are made when first needed
   * @throws IllegalArgumentException if the output does not depend on the input alone, or images are to be augmented and
   *     the input is none
   */
  public static Model of(
      SymbolicTensor input, SymbolicTensor output, Consumer<ModelOptions> settings) {
    return of(List.of(input), output, settings);
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
  public static Model of(
      List<SymbolicTensor> inputs, SymbolicTensor output, Consumer<ModelOptions> settings) {
    return of(Network.of(inputs, List.of(output)), settings);
  }

  /**
   * The model of a network.
   *
   * @param network the layers
   * @param settings seed, types, threads, augmentation
   * @return the model; its weights are made when first needed
   * @throws IllegalArgumentException if the network has several outputs, which cannot be trained yet
   */
  public static Model of(Network network, Consumer<ModelOptions> settings) {
    Check.argument(
        network.outputs().size() == 1, "Model outputs", "one", network.outputs().size());
    ModelOptions options = new ModelOptions();
    settings.accept(options);
    return new Model(network, options);
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
    locked(() -> {
      checkNotTraining("compile");
      List<NamedArray> weights = graph == null ? WeightHomes.inherited(this) : graph.getWeights();
      StepGraph built = new StepGraph(
          plan(options.policy()), Objective.only(network, loss), optimizer, augmenter);
      try {
        List<Metric> resolved = new ArrayList<>();
        for (Metric metric : metrics) {
          resolved.add(metric.resolve(OutputKinds.of(built)));
        }
        built.start();
        built.model().setWeights(weights);
        closeGraph();
        trainer = new Trainer(built, List.of(resolved));
        this.loss = loss;
      } catch (RuntimeException e) {
        built.close();
        throw e;
      }
      graph = built.model();
      step = built;
      WeightHomes.claim(this, graph.weights().keySet());
      return null;
    });
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
    FitOptions fit = new FitOptions();
    settings.accept(fit);
    return locked(() -> {
      checkNotTraining("fit");
      Trainer ready = Check.present(trainer, "compile the model before fit");
      Dataset train = labelled("data", match(data));
      DataContract learned = Contracts.learned(network, train, outputValues(), contract);
      Fit run = ready.prepare(
          train,
          fit.mapValidation(validation ->
              LabelMatch.inOrder("validationData", match(validation), learned.output())));
      contract = learned;
      training = true;
      try {
        return run.run();
      } finally {
        training = false;
        dropPredictor();
      }
    });
  }

  /**
   * Loss and metrics on data, in inference.
   *
   * @param data rows with labels
   * @return {@code loss} and then the metrics, by name
   * @throws IllegalStateException if the model is not compiled or is closed
   * @throws IllegalArgumentException if the data do not fit the model or the loss
   */
  public Map<String, Double> evaluate(Dataset data) {
    return evaluate(data, DEFAULT_BATCH_SIZE);
  }

  /**
   * Loss and metrics on data, in inference.
   *
   * @param data rows with labels
   * @param batchSize the rows of a run; the result depends on it only by rounding
   * @return {@code loss} and then the metrics, by name
   * @throws IllegalStateException if the model is not compiled or is closed
   * @throws IllegalArgumentException if the data do not fit the model or the loss
   */
  public Map<String, Double> evaluate(Dataset data, int batchSize) {
    Check.argument(batchSize >= 1, "batchSize", ">= 1", batchSize);
    return locked(() -> Check.present(trainer, "compile the model before evaluate")
        .evaluate(labelled("data", match(data)), batchSize));
  }

  /**
   * Predicts rows; needs no {@code compile}.
   *
   * @param data inputs of the model's shape; labels are not looked at
   * @return a probability for each row and label
   * @throws IllegalStateException if the model is closed
   * @throws IllegalArgumentException if the data do not fit the model
   */
  public Predictions predict(Dataset data) {
    return locked(() -> predictor().predict(data));
  }

  /**
   * The weights, layer by layer, in each layer in Keras's order.
   *
   * @return names such as {@code conv2d/kernel}, shapes and values; copies
   */
  public List<NamedArray> getWeights() {
    return locked(() -> graph().getWeights());
  }

  /**
   * Sets weights by name.
   *
   * @param weights all or some
   * @throws IllegalArgumentException if a name is unknown or a shape another
   */
  public void setWeights(List<NamedArray> weights) {
    locked(() -> {
      graph().setWeights(weights);
      dropPredictor();
      return null;
    });
  }

  /**
   * Keeps a layer's weights as they are from the next {@code compile} on; batch normalization then uses its moving
   * statistics.
   *
   * @param layer a layer of this model
   * @throws IllegalArgumentException if it is not in this model
   */
  public void freeze(Layer layer) {
    network.nameOf(layer);
    locked(() -> frozen.add(layer));
  }

  /**
   * Undoes {@link #freeze} from the next {@code compile} on.
   *
   * @param layer a layer of this model
   * @throws IllegalArgumentException if it is not in this model
   */
  public void unfreeze(Layer layer) {
    network.nameOf(layer);
    locked(() -> frozen.remove(layer));
  }

  /**
   * The layers with their output shapes and numbers of weights, as Keras prints them.
   *
   * @return a table
   */
  public String summary() {
    return locked(() -> Summary.of(options.name(), network, graph().weights()));
  }

  /**
   * Writes a SavedModel that TensorFlow serves and {@link Predictor#load} reads, whole or not at all.
   *
   * @param folder where to; a model that is there is replaced, other files stay
   * @throws org.keraunos.base.DataException if it cannot be written
   */
  public void export(Path folder) {
    export(folder, Map.of());
  }

  /**
   * Writes a SavedModel with something to say of its training.
   *
   * @param folder where to; a model that is there is replaced, other files stay
   * @param training what JSON can hold, for the model card
   * @throws org.keraunos.base.DataException if it cannot be written
   */
  public void export(Path folder, Map<String, Object> training) {
    export(folder, options -> options.training(training));
  }

  /**
   * Writes a SavedModel.
   *
   * @param folder where to; a model that is there is replaced, other files stay
   * @param settings what to say of its training, and what to let pass
   * @throws IllegalStateException if a weight is not a finite number, unless the settings allow that
   * @throws org.keraunos.base.DataException if it cannot be written
   */
  public void export(Path folder, Consumer<ExportOptions> settings) {
    ExportOptions export = new ExportOptions();
    settings.accept(export);
    Map<String, Object> training = export.training();
    locked(() -> {
      if (!export.notFiniteAllowed()) {
        checkFinite();
      }
      Predictor frozenModel = predictor();
      SavedModelFolder.write(folder, frozenModel.graph(), card(frozenModel, training));
      // The writer adds the labels' names to the graph; a model that goes on starts from a clean
      // one.
      dropPredictor();
      return null;
    });
  }

  private void checkFinite() {
    for (NamedArray weight : graph().getWeights()) {
      for (double value : weight.toDoubles()) {
        Check.state(
            Double.isFinite(value),
            weight.name() + " holds " + value
                + ": the training diverged, and what the model predicts"
                + " means nothing; export(folder, options -> options.allowNotFinite()) writes it"
                + " nevertheless");
      }
    }
  }

  private ModelCard card(Predictor frozenModel, Map<String, Object> training) {
    return new ModelCard(
        options.name(),
        Map.of(),
        frozenModel.contract(),
        NetworkConfig.of(network),
        new LinkedHashMap<>(training));
  }

  /**
   * What the model knows of its data.
   *
   * @return what {@code fit} learned; before that the network's shapes, numbered labels and bytes as pixels
   */
  public DataContract contract() {
    return locked(() -> contract == null ? Contracts.of(network, outputValues()) : contract);
  }

  private OutputValues outputValues() {
    return Contracts.values(graph().outputActivation(0), loss);
  }

  /** Labels in the order of those that the model was trained on, once it was. */
  private Dataset labelled(String what, Dataset data) {
    return contract == null ? data : LabelMatch.inOrder(what, data, contract.output());
  }

  /**
   * The model's name.
   *
   * @return {@code model} if none was given
   */
  public String name() {
    return options.name();
  }

  /**
   * The layers.
   *
   * @return the network
   */
  public Network network() {
    return network;
  }

  /** Frees native memory; a second call does nothing. Waits for a call on another thread. */
  @Override
  public void close() {
    lock.lock();
    try {
      checkNotTraining("close");
      if (!closed) {
        WeightHomes.leave(this);
        closed = true;
        closeGraph();
      }
    } finally {
      lock.unlock();
    }
  }

  private Dataset match(Dataset data) {
    return Inputs.match(data, Inputs.names(network), Inputs.shapes(network));
  }

  private ModelGraph graph() {
    if (graph == null) {
      List<NamedArray> inherited = WeightHomes.inherited(this);
      ModelGraph built = new ModelGraph(plan(options.policy()));
      built.start();
      built.setWeights(inherited);
      graph = built;
      WeightHomes.claim(this, graph.weights().keySet());
    }
    return graph;
  }

  /** The weights that exist now; none if none has been made. */
  List<NamedArray> existingWeights() {
    return locked(() -> graph == null ? List.<NamedArray>of() : graph.getWeights());
  }

  /**
   * What there is to know of the weights but their values.
   *
   * @return by name, in the order of {@link #getWeights}
   */
  public Map<String, WeightSpec> weightSpecs() {
    return locked(() -> graph().weights());
  }

  private Predictor predictor() {
    if (training) {
      // A callback asks, and the weights have changed since the last one did.
      dropPredictor();
    }
    if (predictor == null) {
      DataContract known = contract == null ? Contracts.of(network, outputValues()) : contract;
      Scaling bytes =
          known.input().preprocessing().flatMap(Preprocessing::uniform).orElse(null);
      InferenceGraph built =
          InferenceGraph.freeze(plan(options.inferencePolicy()), graph().getWeights(), bytes);
      predictor = new Predictor(built, known, null);
    }
    return predictor;
  }

  private ModelGraph.Plan plan(DTypePolicy policy) {
    return new ModelGraph.Plan(
        network,
        policy,
        options.seed(),
        Set.copyOf(frozen),
        options.training(),
        options.inference(),
        options.runtime());
  }

  /** Only a callback can come here while the lock's owner trains. */
  private void checkNotTraining(String call) {
    Check.state(!training, call + " was called by a callback of fit");
  }

  private void closeGraph() {
    dropPredictor();
    if (step != null) {
      step.close();
    } else if (graph != null) {
      graph.close();
    }
    graph = null;
    step = null;
    trainer = null;
  }

  private void dropPredictor() {
    if (predictor != null) {
      predictor.close();
      predictor = null;
    }
  }

  private <T extends @Nullable Object> T locked(Supplier<T> call) {
    lock.lock();
    try {
      Check.state(!closed, "the model is closed");
      return call.get();
    } finally {
      lock.unlock();
    }
  }
}

package org.keraunos;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keraunos.augmentation.Augmentation;
import org.keraunos.base.Check;
import org.keraunos.contract.Preprocessing;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.Device;
import org.keraunos.runtime.EmitOptions;
import org.keraunos.runtime.RuntimeOptions;

/** What a model is made with beside its layers. */
public final class ModelOptions {
  private String name = "model";
  private long seed = 42;
  private DTypePolicy policy = DTypePolicy.FLOAT32;
  private @Nullable DTypePolicy inferencePolicy;
  private RuntimeOptions runtime = RuntimeOptions.DEFAULT;
  private EmitOptions training = EmitOptions.TRAINING;
  private @Nullable Preprocessing preprocessing;
  private List<Augmentation> augmentation = List.of();
  private EmitOptions inference = EmitOptions.INFERENCE;

  ModelOptions() {}

  /**
   * The model's name.
   *
   * @param text {@code model} if not given
   * @return this
   */
  public ModelOptions name(String text) {
    Check.argument(!text.isBlank(), "Model.name", "a name", text);
    this.name = text;
    return this;
  }

  /**
   * The seed of start values, dropout, augmentation and the order of the data. Equal seeds give
   * equal results, bit for bit, on one machine with one number of threads.
   *
   * @param value 42 if not given
   * @return this
   */
  public ModelOptions seed(long value) {
    this.seed = value;
    return this;
  }

  /**
   * What pixels go through before the network sees them: mode {@code caffe} of a ResNet that was
   * drawn, for example. Bytes of data sets go through it unless they have a scaling of their own
   * other than the usual one, and what is saved and exported says it.
   *
   * @param images what the inputs' first model was given if not given; else bytes are divided by
   *     255, or taken as they are where the first layer scales them
   * @return this
   */
  public ModelOptions preprocessing(Preprocessing images) {
    this.preprocessing = Check.given(images, "preprocessing");
    return this;
  }

  /**
   * The types to compute and to keep weights in.
   *
   * @param types float32 if not given
   * @return this
   */
  public ModelOptions dtypePolicy(DTypePolicy types) {
    this.policy = types;
    return this;
  }

  /**
   * The types that {@code predict} and {@code export} compute in.
   *
   * @param types float32 if not given, float64 for a float64 model: what was trained in bfloat16 is
   *     served in float32
   * @return this
   */
  public ModelOptions inferenceDtypePolicy(DTypePolicy types) {
    this.inferencePolicy = types;
    return this;
  }

  /**
   * How many threads TensorFlow takes; the process's first model decides for all.
   *
   * @param count at least 1; one a core if not given
   * @return this
   */
  public ModelOptions threads(int count) {
    this.runtime = RuntimeOptions.threads(count).on(runtime.device());
    return this;
  }

  /**
   * How TensorFlow runs: threads and device together.
   *
   * @param options one thread a core, on {@link Device#AUTO}, if not given
   * @return this
   */
  public ModelOptions runtime(RuntimeOptions options) {
    this.runtime = options;
    return this;
  }

  /**
   * Divides each batch among the processors, a part of the rows each: on up to 4 processors the
   * fastest way to train a network without batch normalization and dropout, and a slow one for
   * others. Results are the same but for rounding. The process's first model decides for all.
   *
   * @return this
   */
  public ModelOptions splitBatch() {
    this.runtime = RuntimeOptions.splitBatch().on(runtime.device());
    return this;
  }

  /**
   * What to run on.
   *
   * @param device the first GPU where there is one and its build is on the class path, else the
   *     processor, if not given
   * @return this
   */
  public ModelOptions device(Device device) {
    this.runtime = runtime.on(device);
    return this;
  }

  /**
   * Which passes the training graph is emitted with: all that make it fast, or fewer, to compare.
   *
   * @param options {@link EmitOptions#TRAINING} if not given
   * @return this
   */
  public ModelOptions emit(EmitOptions options) {
    this.training = options;
    return this;
  }

  /**
   * Changes the images of {@code fit} at random, each epoch anew; nothing else that the model does
   * sees these steps. What happens to an image is a function of the seed, the epoch, the row's
   * number and the step's index.
   *
   * @param steps in order, for example {@code randomFlip(HORIZONTAL), randomCrop(4)}; none if not
   *     given
   * @return this
   */
  public ModelOptions augment(Augmentation... steps) {
    return augment(List.of(steps));
  }

  /**
   * Changes the images of {@code fit} at random, each epoch anew; nothing else that the model does
   * sees these steps.
   *
   * @param steps in order, for example {@link org.keraunos.augmentation.Augmentations#light}; none
   *     if not given
   * @return this
   */
  public ModelOptions augment(List<? extends Augmentation> steps) {
    this.augmentation = List.copyOf(steps);
    return this;
  }

  /**
   * Which passes the graphs of {@code evaluate}, {@code predict} and {@code export} are emitted
   * with.
   *
   * @param options {@link EmitOptions#INFERENCE} if not given
   * @return this
   */
  public ModelOptions emitInference(EmitOptions options) {
    this.inference = options;
    return this;
  }

  String name() {
    return name;
  }

  long seed() {
    return seed;
  }

  @Nullable
  Preprocessing preprocessing() {
    return preprocessing;
  }

  DTypePolicy policy() {
    return policy;
  }

  DTypePolicy inferencePolicy() {
    if (inferencePolicy != null) {
      return inferencePolicy;
    }
    return policy == DTypePolicy.FLOAT64 ? DTypePolicy.FLOAT64 : DTypePolicy.FLOAT32;
  }

  RuntimeOptions runtime() {
    return runtime;
  }

  EmitOptions training() {
    return training;
  }

  List<Augmentation> augmentation() {
    return augmentation;
  }

  EmitOptions inference() {
    return inference;
  }
}

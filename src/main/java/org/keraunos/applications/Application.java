package org.keraunos.applications;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.keraunos.activations.Activation;
import org.keraunos.activations.Activations;
import org.keraunos.base.Codecs;
import org.keraunos.base.Configurable;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.contract.Preprocessing;
import org.keraunos.layers.Input;
import org.keraunos.layers.Layers;
import org.keraunos.layers.Network;
import org.keraunos.layers.SymbolicTensor;

/**
 * A network of {@code keras.applications}: its options, of which each makes a changed copy, and the
 * layers that follow from them.
 *
 * <pre>{@code
 * Network body = Applications.mobileNetV2().inputShape(96, 96, 3).includeTop(false).network();
 * }</pre>
 *
 * @param <A> the family
 */
public abstract class Application<A extends Application<A>> implements Configurable {
  private static final int SMALLEST = 32;

  private static final Setting<List<Integer>> INPUT_SHAPE = Setting.of(
          "input_shape", Codecs.integers())
      .must(
          shape -> shape.size() == 3
              && shape.get(0) >= SMALLEST
              && shape.get(1) >= SMALLEST
              && shape.get(2) >= 1,
          "height and width of at least " + SMALLEST + ", and channels");
  private static final Setting<Boolean> INCLUDE_TOP = Setting.flag("include_top");
  private static final Setting<Optional<Pooling>> POOLING =
      Setting.of("pooling", Codecs.optional(Codecs.choice(Pooling.class, Pooling::kerasName)));
  private static final Setting<Integer> CLASSES =
      Setting.integer("classes").must(count -> count >= 1, ">= 1");
  private static final Setting<Activation> CLASSIFIER_ACTIVATION =
      Setting.of("classifier_activation", Activations.codec());

  private final Settings settings;

  /**
   * For subclasses.
   *
   * @param settings of a kind that {@link #kind} began
   */
  protected Application(Settings settings) {
    this.settings = settings;
  }

  /**
   * Begins a kind.
   *
   * @param name Keras's name of the network
   * @param make makes one of settings
   * @param size the height and width of images, if not given
   * @param <A> the family
   * @return the kind, with the options that every network has
   */
  protected static <A extends Application<A>> Kind<A> kind(
      String name, Function<Settings, A> make, int size) {
    return Kind.of(name, make)
        .option(INPUT_SHAPE, List.of(size, size, 3))
        .option(INCLUDE_TOP, true)
        .option(POOLING, Optional.empty())
        .option(CLASSES, 1000)
        .option(CLASSIFIER_ACTIVATION, Activations.SOFTMAX);
  }

  @Override
  public final Settings settings() {
    return settings;
  }

  /**
   * An option's value.
   *
   * @param setting one that the kind declares
   * @param <T> its type
   * @return what was given, else the kind's default
   */
  protected final <T> T get(Setting<T> setting) {
    return settings.get(setting);
  }

  /**
   * The same with another option.
   *
   * @param setting one that the kind declares
   * @param value its value
   * @param <T> its type
   * @return a changed copy
   */
  @SuppressWarnings("unchecked") // a kind makes objects of its class
  protected final <T> A with(Setting<T> setting, T value) {
    return (A) settings.kind().make(settings.with(setting, value));
  }

  /**
   * The shape of an image. Weights of a network without its top fit all sizes.
   *
   * @param height at least 32; as Keras's weights are for if not given, 224 for most
   * @param width at least 32
   * @param channels 3 if not given
   * @return a changed copy
   */
  public final A inputShape(int height, int width, int channels) {
    return with(INPUT_SHAPE, List.of(height, width, channels));
  }

  /**
   * Whether the layers that classify stand at the end.
   *
   * @param include true if not given
   * @return a changed copy
   */
  public final A includeTop(boolean include) {
    return with(INCLUDE_TOP, include);
  }

  /**
   * What stands at the end of a network without its top.
   *
   * @param how nothing if not given: the output is the last feature map
   * @return a changed copy
   */
  public final A pooling(Pooling how) {
    return with(POOLING, Optional.of(how));
  }

  /**
   * How many classes or labels the top has.
   *
   * @param count 1000 if not given, ImageNet's
   * @return a changed copy
   */
  public final A classes(int count) {
    return with(CLASSES, count);
  }

  /**
   * The function of the top.
   *
   * @param function softmax if not given; sigmoid for labels of which several may be present
   * @return a changed copy
   */
  public final A classifierActivation(Activation function) {
    return with(CLASSIFIER_ACTIVATION, function);
  }

  /** {@return Keras's name of a model of these options: {@code mobilenetv2_1.00_96}} */
  public abstract String modelName();

  /** {@return what the network's {@code preprocess_input} does with pixels of 0 to 255} */
  public abstract Preprocessing preprocessing();

  /**
   * Draws the layers from the image to the last feature map.
   *
   * @param image the input
   * @return the feature map
   */
  protected abstract SymbolicTensor body(SymbolicTensor image);

  /**
   * Draws the layers that classify.
   *
   * @param features the feature map
   * @return the output
   */
  protected abstract SymbolicTensor top(SymbolicTensor features);

  /** {@return whether the pooling at the end of a network without its top has a name} */
  protected boolean namesPooling() {
    return true;
  }

  /**
   * {@return the network, of new layers: {@code Model.of(network, options -> ...)} makes a model of
   * it, {@code Layers.model(network)} a layer of another one}
   */
  public final Network network() {
    List<Integer> shape = get(INPUT_SHAPE);
    SymbolicTensor image = Input.of(shape.get(0), shape.get(1), shape.get(2));
    SymbolicTensor features = body(image);
    return Network.of(List.of(image), List.of(get(INCLUDE_TOP) ? top(features) : pooled(features)));
  }

  private SymbolicTensor pooled(SymbolicTensor x) {
    Optional<Pooling> pooling = get(POOLING);
    if (pooling.isEmpty()) {
      return x;
    }
    boolean named = namesPooling();
    return switch (pooling.get()) {
      case AVG ->
        (named ? Layers.globalAveragePooling2d().name("avg_pool") : Layers.globalAveragePooling2d())
            .apply(x);
      case MAX ->
        (named ? Layers.globalMaxPooling2d().name("max_pool") : Layers.globalMaxPooling2d())
            .apply(x);
    };
  }

  /** {@return how many numbers the top gives} */
  protected final int classes() {
    return get(CLASSES);
  }

  /** {@return the function of the top} */
  protected final Activation classifierActivation() {
    return get(CLASSIFIER_ACTIVATION);
  }

  /** {@return the rows of an image} */
  protected final int height() {
    return get(INPUT_SHAPE).get(0);
  }

  /**
   * Keras's {@code _make_divisible}: a multiple of 8 near a number, not below nine tenths of it.
   */
  static int divisible(double number) {
    int near = Math.max(8, (int) (number + 4) / 8 * 8);
    return near < 0.9 * number ? near + 8 : near;
  }

  /**
   * Keras's {@code correct_pad}: a border with which a kernel of stride 2 without padding sees what
   * TensorFlow's "same" padding of another size would show it.
   */
  static SymbolicTensor padded(SymbolicTensor x, int kernelSize, String name) {
    int half = kernelSize / 2;
    int top = half - 1 + x.shape().get(0) % 2;
    int left = half - 1 + x.shape().get(1) % 2;
    return Layers.zeroPadding2d(top, half, left, half).name(name).apply(x);
  }

  @Override
  public final String toString() {
    return settings.kind().className();
  }
}

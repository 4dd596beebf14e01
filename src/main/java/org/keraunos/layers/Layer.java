package org.keraunos.layers;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.keraunos.base.Check;
import org.keraunos.base.Codecs;
import org.keraunos.base.Configurable;
import org.keraunos.base.ElementType;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * An immutable configuration with an identity: two {@code dense(10)} are two layers, one applied
 * twice shares its weights. Options return a changed copy, which is another layer: use what they
 * return.
 *
 * <p>A new kind extends {@link UnaryLayer}, {@link OneOutputLayer} or one of the bases with a
 * kernel, a window or a normalization; docs/guide/own-layer.md shows how.
 */
public abstract class Layer implements Configurable {
  static final Setting<Optional<String>> NAME = Setting.of("name", Codecs.optional(Codecs.text()))
      .must(
          name -> name.isEmpty() || name.get().matches("[A-Za-z0-9][A-Za-z0-9_.-]*"),
          "letters, digits, '_', '-' and '.', starting with a letter or digit");
  static final Setting<Boolean> TRAINABLE = Setting.flag("trainable");

  /** What every layer has. */
  private static final Kind.Group COMMON = Kind.template()
      .option(NAME, Optional.empty())
      .option(TRAINABLE, true)
      .later(DTypePolicy.DTYPE, Optional.empty())
      .asGroup();

  private final Settings settings;

  /**
   * For subclasses.
   *
   * @param settings of a kind that {@link #kind} or {@link #custom} began
   */
  protected Layer(Settings settings) {
    this.settings = settings;
  }

  /**
   * Begins a kind that Keras has, with the settings that every layer has.
   *
   * @param className Keras's class name: {@code Conv2D}
   * @param make makes a layer of settings
   * @param <L> the kind
   * @return the kind, to which the layer's own settings are added
   */
  public static <L extends Layer> Kind<L> kind(String className, Function<Settings, L> make) {
    return Kind.of(className, make).group(COMMON);
  }

  /**
   * Begins a kind that Keras has not.
   *
   * @param registeredName package and class: {@code my>Gate}
   * @param make makes a layer of settings
   * @param <L> the kind
   * @return the kind, to which the layer's own settings are added
   */
  public static <L extends Layer> Kind<L> custom(
      String registeredName, Function<Settings, L> make) {
    return Kind.custom(registeredName, make).group(COMMON);
  }

  @Override
  public final Settings settings() {
    return settings;
  }

  /**
   * A setting's value.
   *
   * @param setting one that the kind declares
   * @param <T> its type
   * @return what was given, else the kind's default
   */
  protected final <T> T get(Setting<T> setting) {
    return settings.get(setting);
  }

  /**
   * Calls the layer.
   *
   * @param inputs one tensor, or for merging layers two and more
   * @return the layer's output
   * @throws IllegalArgumentException if the shapes do not fit the layer, or it has several outputs
   */
  public final SymbolicTensor apply(SymbolicTensor... inputs) {
    List<SymbolicTensor> outputs = call(CallOptions.NONE, inputs);
    Check.argument(
        outputs.size() == 1, describe() + " outputs", "one, else use call", outputs.size());
    return outputs.get(0);
  }

  /**
   * Calls the layer with options of the call.
   *
   * @param options made of {@link #callOptions}
   * @param inputs what the layer takes, in Keras's order
   * @return the layer's outputs
   * @throws IllegalArgumentException if the shapes do not fit the layer
   */
  public final List<SymbolicTensor> call(CallOptions options, SymbolicTensor... inputs) {
    Check.argument(
        Check.given(inputs, describe() + " inputs").length > 0,
        describe() + " inputs",
        "at least one",
        "none");
    for (int i = 0; i < inputs.length; i++) {
      Check.given(inputs[i], describe() + " inputs[" + i + "]");
    }
    check();
    return new Call(this, Arrays.asList(inputs), options).outputs();
  }

  /**
   * The options that a call of this layer may have, beside its inputs.
   *
   * @return the kind of them; none but what Keras writes and has no effect, if not said otherwise
   */
  protected Kind<CallOptions> callKind() {
    return CallOptions.kind(className());
  }

  /**
   * {@return the options of a call at their defaults, to which others are added by {@code with}}
   */
  public final CallOptions callOptions() {
    return new CallOptions(callKind().settings());
  }

  /**
   * {@return Keras's names of the inputs, by which a file may give them: {@code [query, value,
   * key]}}
   */
  public List<String> inputNames() {
    return List.of("inputs");
  }

  /** {@return whether numbers may stand among the inputs of a call in a file: {@code x + 3}} */
  boolean takesNumbers() {
    return false;
  }

  /** Keras's positional arguments of a call as a file has them. */
  List<Object> arguments(List<Object> tensors, CallOptions options) {
    return tensors;
  }

  /**
   * The shapes that come out, checked before TensorFlow sees anything.
   *
   * @param inputs the shapes that go in, without the batch axis
   * @param options the call's
   * @return a shape an output
   * @throws IllegalArgumentException if the layer cannot take these shapes
   */
  public abstract List<Shape> outputShapes(List<Shape> inputs, CallOptions options);

  /** {@return what the elements of the outputs are} */
  public ElementType outputType() {
    return ElementType.FLOAT;
  }

  /**
   * Puts one call of the layer into a graph.
   *
   * @param scope ops, weights, constants and random numbers in the tower's types
   * @param inputs what goes in
   * @param options the call's
   * @return a value an output
   */
  public abstract List<Value> build(LayerScope scope, List<Value> inputs, CallOptions options);

  /**
   * How much of its input, from the top left corner on, this layer looks at to compute so much of
   * its output: windows that do not reach the last rows and columns leave them unseen.
   *
   * @param seen the part of the output that is looked at, from the top left corner on
   * @param input the whole input's shape
   * @return the part of the input; all of it unless a layer knows better
   */
  public Shape reads(Shape seen, Shape input) {
    return input;
  }

  /**
   * Whether in training, too, each row of the outputs is a function of that row of the inputs
   * alone: no statistics of the batch, no random numbers, no terms of the loss. A batch is divided
   * where all layers say so.
   *
   * @return false unless a layer knows better
   */
  public boolean isRowwise() {
    return false;
  }

  /**
   * Whether a call is many ops, a few for each step of a sequence, which TensorFlow is then not to
   * spend time on rewriting.
   *
   * @return false unless a layer knows better
   */
  public boolean isUnrolled() {
    return false;
  }

  /** {@return Keras's class name: {@code Conv2D}} */
  public final String className() {
    return settings.kind().className();
  }

  /** {@return the name that the user gave; empty if the model names the layer} */
  public final Optional<String> name() {
    return settings.get(NAME);
  }

  /** {@return whether its weights train in new models} */
  public final boolean isTrainable() {
    return !settings.kind().declares(TRAINABLE) || settings.get(TRAINABLE);
  }

  /** {@return the types that it computes in; empty for the model's} */
  public final Optional<DTypePolicy> dtype() {
    boolean has = settings.kind().declares(DTypePolicy.DTYPE);
    return has ? settings.get(DTypePolicy.DTYPE) : Optional.empty();
  }

  /**
   * The types that a call computes in.
   *
   * @param model those of the whole, for a layer that says none
   * @param options the call's
   * @param inputs those that the floating inputs were computed in
   * @return the layer's own, else the model's
   */
  public DTypePolicy types(
      DTypePolicy model, CallOptions options, Supplier<List<DTypePolicy>> inputs) {
    return dtype().orElse(model);
  }

  /**
   * A weight as the layer's settings want it.
   *
   * @param scope the layer's
   * @param weight one whose settings the kind declares
   * @param shape its shape
   * @return its value, of the compute type
   */
  protected final Operand<TFloating> weight(LayerScope scope, Weight weight, Shape shape) {
    return scope.weight(weight.name(), shape, weight.options(settings));
  }

  /**
   * A weight in the weights' own type, for sums that bfloat16 is too coarse for.
   *
   * @param scope the layer's
   * @param weight one whose settings the kind declares
   * @param shape its shape
   * @return its value, of the weights' type
   */
  protected final Operand<TFloating> masterWeight(LayerScope scope, Weight weight, Shape shape) {
    return scope.masterWeight(weight.name(), shape, weight.options(settings));
  }

  /**
   * The scope of a layer inside this one.
   *
   * @param scope this layer's
   * @param file the inner layer's name in weight files: {@code forward_layer}
   * @param name its name in Keras's names of weights: {@code forward_lstm}
   * @param inner the layer
   * @return its scope, to be made once a call
   */
  protected static LayerScope child(LayerScope scope, String file, String name, Layer inner) {
    return scope.child(
        file, name, inner.isTrainable(), inner.isRowwise(), inner.dtype().orElse(scope.policy()));
  }

  /** {@return the class and the name where there is one, for messages: {@code Conv2D "stem"}} */
  protected final String describe() {
    return name().map(name -> className() + " \"" + name + "\"").orElse(className());
  }

  /**
   * The only input of a layer that takes one.
   *
   * @param inputs what went in
   * @param <T> shapes or values
   * @return the first
   * @throws IllegalArgumentException if there are several
   */
  protected final <T> T only(List<T> inputs) {
    Check.argument(inputs.size() == 1, describe() + " inputs", "one tensor", inputs.size());
    return inputs.get(0);
  }

  /**
   * A shape that must have a certain rank.
   *
   * @param shape what goes in
   * @param rank the number of axes without the batch axis
   * @param axes what they are, for the message, for example {@code (None, height, width, channels)}
   * @return the shape
   * @throws IllegalArgumentException if the rank is another
   */
  protected final Shape ofRank(Shape shape, int rank, String axes) {
    Check.argument(shape.rank() == rank, describe() + " input", "shape " + axes, shape);
    return shape;
  }

  @Override
  public final String toString() {
    return describe();
  }
}

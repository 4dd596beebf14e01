package org.keraunos.layers;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;

/**
 * An immutable configuration with an identity: two {@code dense(10)} are two layers, one applied twice shares its weights.
 *
 * <p>A new kind needs its own file and a line in {@link Layers}.
 */
public abstract class Layer implements Cloneable {
  private @Nullable String name;

  /** For subclasses: a layer that the model names. */
  protected Layer() {}

  /**
   * Calls the layer.
   *
   * @param inputs one tensor, or for merging layers two and more
   * @return the layer's output
   * @throws IllegalArgumentException if the shapes do not fit the layer
   */
  public final SymbolicTensor apply(SymbolicTensor... inputs) {
    Check.argument(inputs.length > 0, describe() + " inputs", "at least one", "none");
    return new SymbolicTensor(this, List.of(inputs));
  }

  /**
   * The shape that comes out, checked before TensorFlow sees anything.
   *
   * @param inputs the shapes that go in, without the batch axis
   * @return the shape of the output
   * @throws IllegalArgumentException if the layer cannot take these shapes
   */
  public abstract Shape outputShape(List<Shape> inputs);

  /**
   * Puts one call of the layer into a graph.
   *
   * @param scope ops, weights, constants and random numbers in the tower's types
   * @param inputs what goes in
   * @return what comes out, one value
   */
  public abstract List<Value> build(LayerScope scope, List<Value> inputs);

  /**
   * The configuration with Keras's keys, less the name.
   *
   * @return keys and values that JSON can hold
   */
  public abstract Map<String, Object> config();

  /**
   * How much of its input, from the top left corner on, this layer looks at to compute so much of its output: windows that
   * do not reach the last rows and columns leave them unseen.
   *
   * @param seen the part of the output that is looked at, from the top left corner on
   * @param input the whole input's shape
   * @return the part of the input; all of it unless a layer knows better
   */
  public Shape reads(Shape seen, Shape input) {
    return input;
  }

  /**
   * Whether in training, too, each row of the output is a function of that row of the inputs alone: no statistics of the
   * batch, no random numbers, no terms of the loss.
   *
   * @return false unless a layer knows better
   */
  public boolean isRowwise() {
    return false;
  }

  /**
   * Keras's class name.
   *
   * @return for example {@code Conv2D}
   */
  public String className() {
    return getClass().getSimpleName();
  }

  /**
   * The name that the user gave.
   *
   * @return the name; empty if the model names the layer
   */
  public final Optional<String> name() {
    return Optional.ofNullable(name);
  }

  /**
   * The class and the name where there is one, for messages.
   *
   * @return for example {@code Conv2D "stem"}
   */
  protected final String describe() {
    return name == null ? className() : className() + " \"" + name + "\"";
  }

  /**
   * A copy with a name.
   *
   * @param layer the layer
   * @param name the name: letters, digits, {@code _}, {@code -} and {@code .}, starting with a letter or digit
   * @param <L> the layer's kind
   * @return a new layer
   * @throws IllegalArgumentException if TensorFlow could not use the name
   */
  protected static <L extends Layer> L named(L layer, String name) {
    Check.argument(
        name.matches("[A-Za-z0-9][A-Za-z0-9_.-]*"),
        layer.className() + ".name",
        "letters, digits, '_', '-' and '.', starting with a letter or digit",
        name);
    return changed(layer, copy -> ((Layer) copy).name = name);
  }

  /**
   * A changed copy; the layer itself stays as it is.
   *
   * @param layer the layer
   * @param change sets fields of the copy
   * @param <L> the layer's kind
   * @return a new layer
   */
  @SuppressWarnings("unchecked") // clone keeps the class
  protected static <L extends Layer> L changed(L layer, Consumer<L> change) {
    try {
      L copy = (L) ((Layer) layer).clone();
      change.accept(copy);
      return copy;
    } catch (CloneNotSupportedException e) {
      throw new AssertionError("layers are Cloneable", e);
    }
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
   * The only input's shape, which must have a certain rank.
   *
   * @param inputs what goes in
   * @param rank the number of axes without the batch axis
   * @param axes what they are, for the message, for example {@code (None, height, width, channels)}
   * @return the shape
   * @throws IllegalArgumentException if there are several inputs or the rank is another
   */
  protected final Shape ofRank(List<Shape> inputs, int rank, String axes) {
    Shape shape = only(inputs);
    Check.argument(shape.rank() == rank, describe() + " input", "shape " + axes, shape);
    return shape;
  }

  @Override
  public String toString() {
    return describe();
  }
}

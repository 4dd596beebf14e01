package org.keraunos.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.Codecs;
import org.keraunos.base.ConfigForm;
import org.keraunos.base.ElementType;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;

/** Where data enters a network: {@code keras.Input} and {@code keras.layers.InputLayer}. */
public final class Input extends Layer {
  private static final Setting<Shape> BATCH_SHAPE = Setting.of(
      "batch_shape",
      Codecs.of("a size or null for the batch, then a size an axis", Input::read, Input::write));
  private static final Setting<InputType> TYPE =
      Setting.of("dtype", Codecs.choice(InputType.class, InputType::kerasName));
  static final Kind<Input> KIND = Kind.of("InputLayer", Input::new)
      .option(NAME, Optional.empty())
      .required(BATCH_SHAPE)
      .option(TYPE, InputType.FLOAT32)
      .only("sparse", false)
      .only("ragged", false)
      .only("optional", false);

  private Input(Settings settings) {
    super(settings);
  }

  /**
   * An input.
   *
   * @param shape the sizes of one sample's axes, without the batch: {@code Input.of(32, 32, 3)}
   * @return the tensor to apply layers to
   * @throws IllegalArgumentException if there is no axis or a size is below 1
   */
  public static SymbolicTensor of(int... shape) {
    return of(ElementType.FLOAT, shape);
  }

  /**
   * An input of some type.
   *
   * @param type what the elements are: {@code INT32} for what goes into an embedding
   * @param shape the sizes of one sample's axes, without the batch
   * @return the tensor to apply layers to
   * @throws IllegalArgumentException if there is no axis or a size is below 1
   */
  public static SymbolicTensor of(ElementType type, int... shape) {
    return KIND.make(settings(type, shape)).tensor();
  }

  /**
   * An input with a name, for networks of several.
   *
   * @param name the name, under which the data set must have a column
   * @param shape the sizes of one sample's axes, without the batch
   * @return the tensor to apply layers to
   * @throws IllegalArgumentException if there is no axis, a size is below 1 or the name cannot be
   *     used
   */
  public static SymbolicTensor named(String name, int... shape) {
    return named(name, ElementType.FLOAT, shape);
  }

  /**
   * An input with a name, of some type.
   *
   * @param name the name, under which the data set must have a column
   * @param type what the elements are
   * @param shape the sizes of one sample's axes, without the batch
   * @return the tensor to apply layers to
   * @throws IllegalArgumentException if there is no axis, a size is below 1 or the name cannot be
   *     used
   */
  public static SymbolicTensor named(String name, ElementType type, int... shape) {
    return KIND.make(settings(type, shape).with(NAME, Optional.of(name))).tensor();
  }

  private static Settings settings(ElementType type, int... shape) {
    Check.argument(shape.length > 0, "Input.shape", "at least one axis", shape);
    return KIND.settings().with(BATCH_SHAPE, Shape.of(shape)).with(TYPE, InputType.of(type));
  }

  /** What the input gives. */
  SymbolicTensor tensor() {
    return new Call(this, List.of(), CallOptions.NONE).output();
  }

  private static Shape read(@Nullable Object value, String where) {
    if (value instanceof List<?> list
        && list.size() > 1
        && list.stream().skip(1).allMatch(Integer.class::isInstance)) {
      return Shape.of(list.stream().skip(1).mapToInt(size -> (Integer) size).toArray());
    }
    throw Check.bad(where, "null and then a size for each axis", String.valueOf(value));
  }

  private static List<@Nullable Integer> write(Shape shape, ConfigForm form) {
    List<@Nullable Integer> sizes = new ArrayList<>();
    sizes.add(null);
    for (int size : shape.toArray()) {
      sizes.add(size);
    }
    return sizes;
  }

  @Override
  public List<Shape> outputShapes(List<Shape> inputs, CallOptions options) {
    Check.argument(inputs.isEmpty(), describe() + " inputs", "none: it is one", inputs);
    return List.of(get(BATCH_SHAPE));
  }

  @Override
  public ElementType outputType() {
    return get(TYPE).elements();
  }

  @Override
  public boolean isRowwise() {
    return true;
  }

  @Override
  public List<Value> build(LayerScope scope, List<Value> inputs, CallOptions options) {
    throw new IllegalStateException("an input is fed, not built");
  }
}

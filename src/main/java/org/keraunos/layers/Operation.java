package org.keraunos.layers;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;

/**
 * Arithmetic on tensors, which stands in files of Keras as a kind of {@code keras.src.ops}: it has
 * a name and no weights, and neither {@code trainable} nor {@code dtype}. Row by row.
 */
abstract class Operation extends Layer {
  static final String NUMPY = "keras.src.ops.numpy";
  static final String NN = "keras.src.ops.nn";

  Operation(Settings settings) {
    super(settings);
  }

  static <L extends Operation> Kind<L> operation(
      String module, String className, Function<Settings, L> make) {
    return Kind.of(className, make).in(module).option(NAME, Optional.empty());
  }

  /** The version of Keras from which on operations with settings take a name, as files give it. */
  static final int SINCE = 15;

  abstract Shape outputShape(List<Shape> inputs, CallOptions options);

  abstract Value emit(LayerScope s, List<Value> inputs, CallOptions options);

  @Override
  public final List<Shape> outputShapes(List<Shape> inputs, CallOptions options) {
    return List.of(outputShape(inputs, options));
  }

  @Override
  public boolean isRowwise() {
    return true;
  }

  /** The widest of those of its inputs: numbers beside a tensor do not count. */
  @Override
  public DTypePolicy types(
      DTypePolicy model, CallOptions options, Supplier<List<DTypePolicy>> inputs) {
    return inputs.get().stream().reduce(DTypePolicy::wider).orElse(model);
  }

  @Override
  public final List<Value> build(LayerScope s, List<Value> inputs, CallOptions options) {
    return List.of(emit(s, inputs, options));
  }
}

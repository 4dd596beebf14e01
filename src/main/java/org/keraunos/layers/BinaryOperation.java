package org.keraunos.layers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.Codec;
import org.keraunos.base.Codecs;
import org.keraunos.base.ConfigForm;
import org.keraunos.base.Kind;
import org.keraunos.base.Numbers;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Two tensors, or a tensor and numbers, put together element by element: {@code x + 3}. A number is
 * part of the call, as in Keras.
 */
final class BinaryOperation extends Operation {
  private static final Map<String, Object> NUMPY_ARRAY = Map.of("class_name", "__numpy__");

  /** The first and the second operand, where they are numbers. */
  static final Setting<Optional<Numbers>> X1 = Setting.of("x1", Codecs.optional(constant()));

  static final Setting<Optional<Numbers>> X2 = Setting.of("x2", Codecs.optional(constant()));

  /** What is emitted. */
  @FunctionalInterface
  private interface Emit {
    Operand<TFloating> of(Ops tf, Operand<TFloating> left, Operand<TFloating> right);
  }

  static final Kind<BinaryOperation> ADD = kind("Add", (tf, a, b) -> tf.math.add(a, b));
  static final Kind<BinaryOperation> SUBTRACT = kind("Subtract", (tf, a, b) -> tf.math.sub(a, b));
  static final Kind<BinaryOperation> MULTIPLY = kind("Multiply", (tf, a, b) -> tf.math.mul(a, b));
  static final Kind<BinaryOperation> DIVIDE = kind("Divide", (tf, a, b) -> tf.math.div(a, b));
  static final Kind<BinaryOperation> TRUE_DIVIDE =
      kind("TrueDivide", (tf, a, b) -> tf.math.div(a, b));
  static final Kind<BinaryOperation> POWER = kind("Power", (tf, a, b) -> tf.math.pow(a, b));
  static final Kind<BinaryOperation> MAXIMUM = kind("Maximum", (tf, a, b) -> tf.math.maximum(a, b));
  static final Kind<BinaryOperation> MINIMUM = kind("Minimum", (tf, a, b) -> tf.math.minimum(a, b));

  private final Emit emit;

  private BinaryOperation(Settings settings, Emit emit) {
    super(settings);
    this.emit = emit;
  }

  private static Kind<BinaryOperation> kind(String className, Emit emit) {
    return operation(NUMPY, className, settings -> new BinaryOperation(settings, emit));
  }

  /** A number, or an array of NumPy's with one axis. */
  private static Codec<Numbers> constant() {
    return Codecs.of(
        "a number, or an array of one axis", BinaryOperation::read, (numbers, form) -> {
          if (numbers.single()) {
            return numbers.get(0);
          }
          Map<String, Object> config = new LinkedHashMap<>();
          config.put("value", Codecs.numbers().write(numbers, form));
          config.put("dtype", "float32");
          Map<String, Object> array = new LinkedHashMap<>(NUMPY_ARRAY);
          array.put("config", config);
          return array;
        });
  }

  private static Numbers read(@Nullable Object value, String where) {
    boolean array = value instanceof Map<?, ?> map && "__numpy__".equals(map.get("class_name"));
    Object config = array && value instanceof Map<?, ?> map ? map.get("config") : null;
    Object plain = config instanceof Map<?, ?> own ? own.get("value") : value;
    return Codecs.numbers().read(plain, where);
  }

  /** A call with two tensors. */
  static SymbolicTensor of(Kind<BinaryOperation> kind, SymbolicTensor left, SymbolicTensor right) {
    return kind.make(kind.settings()).apply(left, right);
  }

  /** A call with a tensor and numbers, which are the operand that the setting says. */
  static SymbolicTensor of(
      Kind<BinaryOperation> kind,
      SymbolicTensor x,
      Setting<Optional<Numbers>> which,
      Numbers numbers) {
    BinaryOperation operation = kind.make(kind.settings());
    return operation
        .call(operation.callOptions().with(which, Optional.of(numbers)), x)
        .get(0);
  }

  /** An array of NumPy's has 32 bits. */
  @Override
  public DTypePolicy types(
      DTypePolicy model, CallOptions options, Supplier<List<DTypePolicy>> inputs) {
    boolean array = Stream.of(X1, X2)
        .flatMap(each -> options.get(each).stream())
        .anyMatch(numbers -> !numbers.single());
    DTypePolicy types = super.types(model, options, inputs);
    return array ? DTypePolicy.wider(types, DTypePolicy.FLOAT32) : types;
  }

  @Override
  protected Kind<CallOptions> callKind() {
    return CallOptions.kind(className()).option(X1, Optional.empty()).option(X2, Optional.empty());
  }

  @Override
  public List<String> inputNames() {
    return List.of(X1.key(), X2.key());
  }

  @Override
  boolean takesNumbers() {
    return true;
  }

  @Override
  List<Object> arguments(List<Object> tensors, CallOptions options) {
    List<Object> arguments = new ArrayList<>(tensors);
    Map<String, Object> numbers = options.settings().given(ConfigForm.PORTABLE);
    if (numbers.containsKey(X1.key())) {
      arguments.add(0, numbers.get(X1.key()));
    }
    if (numbers.containsKey(X2.key())) {
      arguments.add(numbers.get(X2.key()));
    }
    return arguments;
  }

  @Override
  Shape outputShape(List<Shape> inputs, CallOptions options) {
    List<Shape> operands = new ArrayList<>(inputs);
    options.get(X1).ifPresent(numbers -> operands.add(shape(numbers)));
    options.get(X2).ifPresent(numbers -> operands.add(shape(numbers)));
    Check.argument(
        operands.size() == 2,
        describe() + " inputs",
        "two tensors, or a tensor and a number",
        inputs);
    // With fewer axes the batch would meet an axis of the sample, as in NumPy.
    Check.argument(
        inputs.get(0).rank() == inputs.get(inputs.size() - 1).rank(),
        describe() + " inputs",
        "tensors of as many axes",
        inputs);
    Check.argument(
        operands.get(1).rank() <= inputs.get(0).rank(),
        describe() + " inputs",
        "a tensor with an axis behind the batch, beside an array",
        inputs);
    return Broadcasting.shape(describe(), operands);
  }

  private static Shape shape(Numbers numbers) {
    return numbers.single() ? Shape.of() : Shape.of(numbers.size());
  }

  @Override
  Value emit(LayerScope s, List<Value> inputs, CallOptions options) {
    Operand<TFloating> left = options
        .get(X1)
        .map(numbers -> constant(s, numbers))
        .orElseGet(() -> inputs.get(0).operand());
    Operand<TFloating> right = options
        .get(X2)
        .map(numbers -> constant(s, numbers))
        .orElseGet(() -> inputs.get(inputs.size() - 1).operand());
    Shape out = outputShape(inputs.stream().map(Value::shape).toList(), options);
    return s.value(emit.of(s.ops(), left, right), out);
  }

  private static Operand<TFloating> constant(LayerScope s, Numbers numbers) {
    return numbers.single()
        ? s.constant(numbers.get(0))
        : s.toCompute(s.ops().constant(numbers.toArray()));
  }
}

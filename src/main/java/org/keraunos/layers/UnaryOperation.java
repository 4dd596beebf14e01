package org.keraunos.layers;

import java.util.function.BiFunction;
import org.keraunos.activations.Activation;
import org.keraunos.activations.Activations;
import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** A function of each element of a tensor. */
final class UnaryOperation extends ElementwiseOperation {
  static final Kind<UnaryOperation> NEGATIVE = kind("Negative", (tf, x) -> tf.math.neg(x));
  static final Kind<UnaryOperation> ABSOLUTE = kind("Absolute", (tf, x) -> tf.math.abs(x));
  static final Kind<UnaryOperation> SQUARE = kind("Square", (tf, x) -> tf.math.square(x));
  static final Kind<UnaryOperation> SQRT = kind("Sqrt", (tf, x) -> tf.math.sqrt(x));
  static final Kind<UnaryOperation> EXP = kind("Exp", (tf, x) -> tf.math.exp(x));
  static final Kind<UnaryOperation> LOG = kind("Log", (tf, x) -> tf.math.log(x));
  static final Kind<UnaryOperation> TANH = activation(NUMPY, "Tanh", Activations.TANH);
  static final Kind<UnaryOperation> RELU = activation(NN, "Relu", Activations.RELU);
  static final Kind<UnaryOperation> RELU6 = activation(NN, "Relu6", Activations.RELU6);
  static final Kind<UnaryOperation> SIGMOID = activation(NN, "Sigmoid", Activations.SIGMOID);
  static final Kind<UnaryOperation> SILU = activation(NN, "Silu", Activations.SILU);
  static final Kind<UnaryOperation> SOFTPLUS = activation(NN, "Softplus", Activations.SOFTPLUS);
  static final Kind<UnaryOperation> HARD_SIGMOID =
      activation(NN, "HardSigmoid", Activations.HARD_SIGMOID);
  static final Kind<UnaryOperation> HARD_SILU = activation(NN, "HardSilu", Activations.HARD_SILU);

  private final BiFunction<LayerScope, Value, Value> emit;

  private UnaryOperation(Settings settings, BiFunction<LayerScope, Value, Value> emit) {
    super(settings);
    this.emit = emit;
  }

  private static Kind<UnaryOperation> kind(
      String className, BiFunction<Ops, Operand<TFloating>, Operand<TFloating>> function) {
    BiFunction<LayerScope, Value, Value> emit =
        (s, x) -> s.value(function.apply(s.ops(), x.operand()), x.shape());
    return operation(NUMPY, className, settings -> new UnaryOperation(settings, emit));
  }

  private static Kind<UnaryOperation> activation(
      String module, String className, Activation function) {
    return operation(module, className, settings -> new UnaryOperation(settings, function::apply));
  }

  static SymbolicTensor of(Kind<UnaryOperation> kind, SymbolicTensor x) {
    return kind.make(kind.settings()).apply(x);
  }

  @Override
  Value emit(LayerScope s, Value in) {
    return emit.apply(s, in);
  }
}

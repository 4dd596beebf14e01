package org.keraunos.runtime;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.keraunos.base.Check;
import org.keraunos.base.NamedArray;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TType;

/**
 * Weights as constants, for a graph that only predicts: TensorFlow folds and packs what it knows
 * not to change.
 */
public final class FrozenWeights implements WeightSource {
  private final Map<String, NamedArray> values = new LinkedHashMap<>();
  private final Map<String, Operand<TFloating>> constants = new HashMap<>();
  private final Class<TFloating> type;

  /**
   * Freezes values.
   *
   * @param values all weights of the network
   * @param type the type of the constants
   */
  public FrozenWeights(List<NamedArray> values, Class<TFloating> type) {
    this.type = type;
    values.forEach(value -> this.values.put(value.name(), value));
  }

  @Override
  public Operand<TFloating> read(WeightSpec spec, Ops layer) {
    Operand<TFloating> known = constants.get(spec.name());
    if (known == null) {
      NamedArray value =
          Check.present(values.get(spec.name()), "no value for the weight " + spec.name());
      String last = spec.name().substring(spec.name().lastIndexOf('/') + 1);
      known = constant(layer.withName(last), value);
      constants.put(spec.name(), known);
    }
    return known;
  }

  /** Lets go of the values, which the constants hold: what was read may be read again. */
  public void release() {
    values.clear();
  }

  /** {@return the ops of those that were read} */
  public List<String> ops() {
    return constants.values().stream().map(each -> each.op().name()).toList();
  }

  /** {@return those that nothing of the graph has read: counts of a statistic, for one} */
  public List<NamedArray> unread() {
    return values.values().stream()
        .filter(value -> !constants.containsKey(value.name()))
        .toList();
  }

  @SuppressWarnings("unchecked") // both branches make constants of the type that was asked for
  private Operand<TFloating> constant(Ops tf, NamedArray value) {
    Shape shape = Tensors.shape(value.shape());
    Operand<? extends TType> constant;
    if (type.equals(TFloat64.class)) {
      constant = tf.constant(shape, DataBuffers.of(value.toDoubles()));
    } else {
      Check.state(type.equals(TFloat32.class), "weights are kept as float32 or float64");
      constant = tf.constant(shape, DataBuffers.of(value.toFloats()));
    }
    return (Operand<TFloating>) constant;
  }
}

package org.keraunos.layers;

import java.util.Optional;
import org.keraunos.activations.Activations;
import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;

/**
 * What stands in files for {@code keras.activations.relu(x)}, called as a function: {@link ReLU}
 * without a type of its own.
 */
final class ReluOperation extends ElementwiseOperation {
  static final Kind<ReluOperation> KIND = operation(
          "keras.src.activations.activations", "ReLU", ReluOperation::new)
      .option(ReLU.NEGATIVE_SLOPE, 0.0)
      .option(ReLU.MAX_VALUE, Optional.empty())
      .option(ReLU.THRESHOLD, 0.0);

  private ReluOperation(Settings settings) {
    super(settings);
  }

  @Override
  Value emit(LayerScope s, Value in) {
    double most = get(ReLU.MAX_VALUE).orElse(Double.POSITIVE_INFINITY);
    return Activations.relu(most, get(ReLU.NEGATIVE_SLOPE), get(ReLU.THRESHOLD)).apply(s, in);
  }
}

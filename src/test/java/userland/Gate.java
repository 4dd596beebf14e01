package userland;

import org.keraunos.activations.Activations;
import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.initializers.Initializers;
import org.keraunos.layers.Kernel;
import org.keraunos.layers.KernelLayer;
import org.keraunos.layers.Layer;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * Lets each feature through as far as the others allow it: {@code y = activation(x * (x kernel) +
 * bias)}.
 *
 * <p>Input and output (features). Weights {@code kernel} (features, features) and {@code bias}
 * (features).
 */
public final class Gate extends KernelLayer<Gate> implements Kernel<Gate> {
  /** The kind. */
  public static final Kind<Gate> KIND = Layer.custom("userland>Gate", Gate::new)
      .option(ACTIVATION, Activations.SIGMOID)
      .group(BIAS_OPTIONS)
      .group(KERNEL.startingAs(Initializers.glorotUniform()));

  private Gate(Settings settings) {
    super(settings, KERNEL);
  }

  /** {@return a gate with a sigmoid} */
  public static Gate gate() {
    return KIND.make(KIND.settings());
  }

  @Override
  protected Shape kernelShape(Shape input) {
    return Shape.of(input.get(-1), input.get(-1));
  }

  @Override
  protected Operand<TFloating> multiply(LayerScope s, Value in, Operand<TFloating> kernel) {
    return s.ops().math.mul(in.operand(), s.ops().linalg.matMul(in.operand(), kernel));
  }
}

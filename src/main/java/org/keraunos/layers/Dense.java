package org.keraunos.layers;

import org.keraunos.activations.Activations;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.initializers.Initializers;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * A fully connected layer: {@code y = activation(x kernel + bias)} along the last axis;
 * {@code keras.layers.Dense}.
 *
 * <p>Input (..., features); output (..., units). Weights {@code kernel} (features, units) and
 * {@code bias} (units). Defaults: linear, a bias, Glorot uniform.
 */
public final class Dense extends KernelLayer<Dense> implements Kernel<Dense> {
  private static final Setting<Integer> UNITS = Setting.integer("units").must(n -> n >= 1, ">= 1");
  static final Kind<Dense> KIND = Layer.kind("Dense", Dense::new)
      .required(UNITS)
      .option(ACTIVATION, Activations.LINEAR)
      .group(BIAS_OPTIONS)
      .group(KERNEL.startingAs(Initializers.glorotUniform()))
      .only("quantization_config", null);

  private Dense(Settings settings) {
    super(settings, KERNEL);
  }

  static Dense of(int units) {
    return KIND.make(KIND.settings().with(UNITS, units));
  }

  @Override
  public Shape outputShape(Shape input) {
    return input.with(-1, get(UNITS));
  }

  @Override
  protected boolean isScaledByKernel() {
    return true;
  }

  @Override
  protected Shape kernelShape(Shape input) {
    return Shape.of(input.get(-1), get(UNITS));
  }

  /** A matrix product takes two axes; more are folded into the batch for it. */
  @Override
  protected Operand<TFloating> multiply(LayerScope s, Value in, Operand<TFloating> kernel) {
    Ops tf = s.ops();
    if (in.shape().rank() == 1) {
      return tf.linalg.matMul(in.operand(), kernel);
    }
    Operand<TFloating> rows =
        tf.reshape(in.operand(), tf.constant(new int[] {-1, in.shape().get(-1)}));
    int[] sizes = outputShape(in.shape()).toArray();
    int[] unfolded = new int[sizes.length + 1];
    unfolded[0] = -1;
    System.arraycopy(sizes, 0, unfolded, 1, sizes.length);
    return tf.reshape(tf.linalg.matMul(rows, kernel), tf.constant(unfolded));
  }
}

package org.keraunos.layers;

import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * A layer {@code y = activation(x * kernel + bias)}: a kind says the kernel's shape and how it
 * multiplies.
 *
 * @param <L> the kind
 */
public abstract class KernelLayer<L extends KernelLayer<L>> extends UnaryLayer<L>
    implements Bias<L>, Activated<L>, Affine.Foldable {
  private final Weight kernel;

  /**
   * For subclasses.
   *
   * @param settings of a kind that declares {@link Bias#BIAS_OPTIONS}, {@link Activated#ACTIVATION}
   *     and the kernel's
   * @param kernel the kernel
   */
  protected KernelLayer(Settings settings, Weight kernel) {
    super(settings);
    this.kernel = kernel;
  }

  /**
   * The kernel's shape.
   *
   * @param input the shape that goes in
   * @return the shape
   */
  protected abstract Shape kernelShape(Shape input);

  /**
   * Applies the kernel.
   *
   * @param scope the layer's scope
   * @param input what goes in
   * @param kernel of the compute type
   * @return what comes out, without bias and activation
   */
  protected abstract Operand<TFloating> multiply(
      LayerScope scope, Value input, Operand<TFloating> kernel);

  /**
   * Whether the kernel may take a batch normalization behind it into itself, in inference:
   * {@link #multiply} is linear in the kernel and in nothing else, and a factor on each output
   * channel is {@link #scaled} of the kernel.
   *
   * @return false unless a kind says so: a second weight, or a kernel whose last axis is another
   *     one, would give wrong numbers
   */
  protected boolean isScaledByKernel() {
    return false;
  }

  /**
   * The kernel with a factor a channel of the output, for inference; asked for where
   * {@link #isScaledByKernel} says so.
   *
   * @param scope the layer's scope
   * @param kernel of the weights' type
   * @param factor a vector of the weights' type
   * @return the product, for kernels whose last axis is that of the output's channels
   */
  protected Operand<TFloating> scaled(
      LayerScope scope, Operand<TFloating> kernel, Operand<TFloating> factor) {
    return scope.ops().math.mul(kernel, factor);
  }

  @Override
  public boolean isRowwise() {
    return get(ACTIVATION).isPointwise();
  }

  @Override
  protected final Value build(LayerScope s, Value in) {
    // The rectifier before it is emitted before the kernel is read: what is read between two of
    // them is differentiated together.
    in.operand();
    Value out = multiplied(s, in, weight(s, kernel, kernelShape(in.shape())));
    if (get(USE_BIAS)) {
      out = out.plus(weight(s, BIAS, channels(out)));
    }
    return get(ACTIVATION).apply(s, out);
  }

  @Override
  public final boolean isLinear() {
    return get(ACTIVATION).isLinear() && isScaledByKernel();
  }

  @Override
  public final Value buildFolded(LayerScope s, Value in, Affine affine) {
    Operand<TFloating> own = masterWeight(s, kernel, kernelShape(in.shape()));
    Operand<TFloating> product = s.toCompute(scaled(s, own, affine.factor()));
    Value out = multiplied(s, in, s.kept("folded_kernel", product));
    Operand<TFloating> bias = affine.summand();
    if (get(USE_BIAS)) {
      Operand<TFloating> before = masterWeight(s, BIAS, channels(out));
      bias = s.ops().math.add(s.ops().math.mul(before, affine.factor()), bias);
    }
    return out.plus(s.kept("folded_bias", s.toCompute(bias)));
  }

  private Value multiplied(LayerScope s, Value in, Operand<TFloating> by) {
    return s.value(multiply(s, in, by), outputShape(in.shape()));
  }

  private static Shape channels(Value out) {
    return Shape.of(out.shape().get(-1));
  }
}

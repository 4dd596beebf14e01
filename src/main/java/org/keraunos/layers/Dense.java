package org.keraunos.layers;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keraunos.activations.Activation;
import org.keraunos.activations.Activations;
import org.keraunos.base.Check;
import org.keraunos.base.Shape;
import org.keraunos.initializers.Initializer;
import org.keraunos.initializers.Initializers;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * A fully connected layer: {@code y = activation(x kernel + bias)} along the last axis.
 *
 * <p>Input (..., features); output (..., units). Weights {@code kernel} (features, units) and {@code bias} (units).
 * Defaults as in {@code keras.layers.Dense}: linear, a bias, Glorot uniform.
 */
public final class Dense extends Layer implements AffineFoldable {
  private final int units;
  private Activation activation = Activations.LINEAR;
  private boolean useBias = true;
  private Initializer kernelInitializer = Initializers.glorotUniform();
  private Initializer biasInitializer = Initializers.zeros();

  Dense(int units) {
    Check.argument(units >= 1, "Dense.units", ">= 1", units);
    this.units = units;
  }

  /**
   * Names the layer.
   *
   * @param name unique in the model
   * @return a changed copy
   */
  public Dense name(String name) {
    return named(this, name);
  }

  /**
   * The function of the output.
   *
   * @param function linear if not given
   * @return a changed copy
   */
  public Dense activation(Activation function) {
    return changed(this, layer -> layer.activation = function);
  }

  /**
   * Whether a bias is added.
   *
   * @param use true if not given
   * @return a changed copy
   */
  public Dense useBias(boolean use) {
    return changed(this, layer -> layer.useBias = use);
  }

  /**
   * The kernel's start value.
   *
   * @param initializer Glorot uniform if not given
   * @return a changed copy
   */
  public Dense kernelInitializer(Initializer initializer) {
    return changed(this, layer -> layer.kernelInitializer = initializer);
  }

  /**
   * The bias's start value.
   *
   * @param initializer zeros if not given
   * @return a changed copy
   */
  public Dense biasInitializer(Initializer initializer) {
    return changed(this, layer -> layer.biasInitializer = initializer);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return only(inputs).with(-1, units);
  }

  @Override
  public boolean isRowwise() {
    return activation.isPointwise();
  }

  @Override
  public List<Value> build(LayerScope s, List<Value> inputs) {
    Value in = only(inputs);
    int features = in.shape().get(-1);
    Operand<TFloating> kernel = s.weight("kernel", Shape.of(features, units), kernelInitializer);
    Value out = s.value(multiply(s.ops(), in, kernel), outputShape(List.of(in.shape())));
    if (useBias) {
      out = out.plus(s.weight("bias", Shape.of(units), biasInitializer));
    }
    return List.of(activation.apply(s, out));
  }

  @Override
  public boolean isLinear() {
    return activation == Activations.LINEAR;
  }

  @Override
  public Value buildFolded(LayerScope s, List<Value> inputs, Affine affine) {
    Value in = only(inputs);
    Shape kernelShape = Shape.of(in.shape().get(-1), units);
    Operand<TFloating> kernel = s.masterWeight(
        "kernel", kernelShape, org.keraunos.runtime.WeightOptions.of(kernelInitializer));
    Operand<TFloating> scaled = s.toCompute(s.ops().math.mul(kernel, affine.factor()));
    Operand<TFloating> bias = affine.summand();
    if (useBias) {
      Operand<TFloating> own = s.masterWeight(
          "bias", Shape.of(units), org.keraunos.runtime.WeightOptions.of(biasInitializer));
      bias = s.ops().math.add(s.ops().math.mul(own, affine.factor()), bias);
    }
    return s.value(multiply(s.ops(), in, scaled), outputShape(List.of(in.shape())))
        .plus(s.toCompute(bias));
  }

  /** A matrix product takes two axes; more are folded into the batch for it. */
  private Operand<TFloating> multiply(Ops tf, Value in, Operand<TFloating> kernel) {
    if (in.shape().rank() == 1) {
      return tf.linalg.matMul(in.operand(), kernel);
    }
    Operand<TFloating> rows =
        tf.reshape(in.operand(), tf.constant(new int[] {-1, in.shape().get(-1)}));
    int[] sizes = in.shape().with(-1, units).toArray();
    int[] unfolded = new int[sizes.length + 1];
    unfolded[0] = -1;
    System.arraycopy(sizes, 0, unfolded, 1, sizes.length);
    return tf.reshape(tf.linalg.matMul(rows, kernel), tf.constant(unfolded));
  }

  @Override
  public Map<String, Object> config() {
    return Map.of(
        "units", units,
        "activation", activation.kerasName(),
        "use_bias", useBias,
        "kernel_initializer", Config.of(kernelInitializer),
        "bias_initializer", Config.of(biasInitializer));
  }

  static Dense fromConfig(Config config) {
    config.allow(
        Map.of(),
        Set.of("units", "activation", "use_bias", "kernel_initializer", "bias_initializer"));
    return new Dense(config.integer("units"))
        .activation(config.activation("activation"))
        .useBias(config.flag("use_bias", true))
        .kernelInitializer(config.initializer("kernel_initializer", Initializers.glorotUniform()))
        .biasInitializer(config.initializer("bias_initializer", Initializers.zeros()));
  }
}

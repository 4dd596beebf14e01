package org.keraunos.layers;

import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * {@code y = x factor + summand}, a number a channel, the last axis: what batch normalization is in
 * inference.
 *
 * @param factor a vector of the weights' type
 * @param summand a vector of the weights' type
 */
public record Affine(Operand<TFloating> factor, Operand<TFloating> summand) {
  /** A layer that is an affine function a channel in inference. */
  public interface Inference {
    /**
     * Whether it is along the last axis, however that is written.
     *
     * @param input the shape of one sample
     * @return true if each channel has a factor of its own
     */
    boolean isOfChannels(Shape input);

    /**
     * The function.
     *
     * @param scope the layer's scope
     * @param channels the size of the last axis
     * @return factor and summand
     */
    Affine affine(LayerScope scope, int channels);
  }

  /** A layer with a kernel that can take an affine function behind it into its kernel and bias. */
  public interface Foldable {
    /** {@return whether the output is linear in the kernel, so that folding changes nothing} */
    boolean isLinear();

    /**
     * Builds the layer and the affine function behind it as one.
     *
     * @param scope the layer's own scope
     * @param input what goes into the layer
     * @param affine what stands behind it
     * @return what comes out behind both
     */
    Value buildFolded(LayerScope scope, Value input, Affine affine);
  }
}

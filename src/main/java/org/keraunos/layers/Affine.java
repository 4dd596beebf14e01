package org.keraunos.layers;

import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * {@code y = x factor + summand}, a number a channel: what batch normalization is in inference.
 *
 * @param factor a vector of the weights' type
 * @param summand a vector of the weights' type
 */
public record Affine(Operand<TFloating> factor, Operand<TFloating> summand) {}

package org.keraunos.optimizers;

import org.keraunos.runtime.Variable;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * A weight and the loss's gradient by it.
 *
 * @param weight the variable
 * @param value the gradient, of the weight's shape
 */
public record Gradient(Variable weight, Operand<TFloating> value) {}

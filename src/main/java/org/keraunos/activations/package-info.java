/** Activation functions by their Keras names, a file each. */
@CheckReturnValue
@NullMarked
package org.keraunos.activations;

import org.jspecify.annotations.NullMarked;
import org.keraunos.base.CheckReturnValue;

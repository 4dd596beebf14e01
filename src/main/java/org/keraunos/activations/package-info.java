/** Activation functions by their Keras names, a file each. */
@NullMarked
package org.keraunos.activations;

import org.jspecify.annotations.NullMarked;

/** Penalties on weights by their Keras names: terms of the loss, added once a batch. */
@CheckReturnValue
@NullMarked
package org.keraunos.regularizers;

import org.jspecify.annotations.NullMarked;
import org.keraunos.base.CheckReturnValue;

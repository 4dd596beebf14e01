/** Penalties on weights by their Keras names: terms of the loss, added once a batch. */
@NullMarked
package org.keraunos.regularizers;

import org.jspecify.annotations.NullMarked;

/** Optimizers by their Keras names, a file each, over resource variables. */
@CheckReturnValue
@NullMarked
package org.keraunos.optimizers;

import org.jspecify.annotations.NullMarked;
import org.keraunos.base.CheckReturnValue;

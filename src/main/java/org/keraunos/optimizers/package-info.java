/** Optimizers by their Keras names, a file each, over resource variables. */
@NullMarked
package org.keraunos.optimizers;

import org.jspecify.annotations.NullMarked;

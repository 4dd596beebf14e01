/** Losses by their Keras names, a file each; they take logits where the output lets them. */
@CheckReturnValue
@NullMarked
package org.keraunos.losses;

import org.jspecify.annotations.NullMarked;
import org.keraunos.base.CheckReturnValue;

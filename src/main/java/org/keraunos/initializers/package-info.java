/** Start values of weights by their Keras names, drawn by stateless ops from a seed. */
@CheckReturnValue
@NullMarked
package org.keraunos.initializers;

import org.jspecify.annotations.NullMarked;
import org.keraunos.base.CheckReturnValue;

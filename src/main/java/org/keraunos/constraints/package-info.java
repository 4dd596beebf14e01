/** What weights are brought to behind each step, by their Keras names. */
@CheckReturnValue
@NullMarked
package org.keraunos.constraints;

import org.jspecify.annotations.NullMarked;
import org.keraunos.base.CheckReturnValue;

/** Learning rates that change with the number of the step, by their Keras names, a file each. */
@CheckReturnValue
@NullMarked
package org.keraunos.schedules;

import org.jspecify.annotations.NullMarked;
import org.keraunos.base.CheckReturnValue;

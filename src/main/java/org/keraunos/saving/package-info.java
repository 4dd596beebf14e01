/** Models on disk: the SavedModel with its card, written whole or not at all. */
@CheckReturnValue
@NullMarked
package org.keraunos.saving;

import org.jspecify.annotations.NullMarked;
import org.keraunos.base.CheckReturnValue;

/** Models on disk: the SavedModel with its card, written whole or not at all. */
@NullMarked
package org.keraunos.saving;

import org.jspecify.annotations.NullMarked;

/**
 * Keras's own files, both ways: the zip file {@code .keras} with architecture, weights, what the
 * model was compiled with and the state of its optimizer.
 */
@CheckReturnValue
@NullMarked
package org.keraunos.saving.keras;

import org.jspecify.annotations.NullMarked;
import org.keraunos.base.CheckReturnValue;

/**
 * The data set inside the project: scenes of handwritten digits, composed from the scanned digits
 * in the jar, and its files.
 */
@NullMarked
package org.keraunos.data.digits;

import org.jspecify.annotations.NullMarked;

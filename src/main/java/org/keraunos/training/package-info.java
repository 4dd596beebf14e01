/** The epoch loop, its history and its callbacks. */
@NullMarked
package org.keraunos.training;

import org.jspecify.annotations.NullMarked;

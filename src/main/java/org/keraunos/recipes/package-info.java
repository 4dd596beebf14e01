/** Whole ways from data to a model: networks that fit them with how they are trained, by name. */
@NullMarked
package org.keraunos.recipes;

import org.jspecify.annotations.NullMarked;

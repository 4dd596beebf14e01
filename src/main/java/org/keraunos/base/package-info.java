/**
 * Argument checks and their messages, exceptions for broken files, atomic writes, named arrays,
 * label and score matrices, and seeds: what every other package may rely on, and nothing that knows
 * TensorFlow.
 */
@NullMarked
package org.keraunos.base;

import org.jspecify.annotations.NullMarked;

/**
 * Layers, a file for each kind, and the network that calls of layers make: configuration only, no
 * native handle.
 */
@CheckReturnValue
@NullMarked
package org.keraunos.layers;

import org.jspecify.annotations.NullMarked;
import org.keraunos.base.CheckReturnValue;

/**
 * From a network, a loss and an optimizer to towers, one step, and a frozen graph; and the passes
 * over the network.
 */
@NullMarked
package org.keraunos.graph;

import org.jspecify.annotations.NullMarked;

/**
 * Owner of every native handle (graph, session, tensor, result): the scope that layers are handed,
 * values with their pending tails, weights as variables or constants, and random numbers by
 * address.
 */
@NullMarked
package org.keraunos.runtime;

import org.jspecify.annotations.NullMarked;

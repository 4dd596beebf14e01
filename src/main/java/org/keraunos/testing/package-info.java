/**
 * What proves a kind of layer, loss, optimizer or callback, for those who write their own: no test
 * framework, failures are {@code AssertionError}s.
 */
@NullMarked
package org.keraunos.testing;

import org.jspecify.annotations.NullMarked;

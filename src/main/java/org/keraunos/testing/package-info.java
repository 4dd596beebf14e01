/**
 * What proves a kind of layer, loss or optimizer, for those who write their own: no test framework,
 * failures are {@code AssertionError}s.
 */
@NullMarked
package org.keraunos.testing;

import org.jspecify.annotations.NullMarked;

/** Programs to start from. */
@NullMarked
package org.keraunos.examples;

import org.jspecify.annotations.NullMarked;

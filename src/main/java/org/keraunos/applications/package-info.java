/**
 * The networks of {@code keras.applications}, a file a family: layers with Keras's names and
 * settings, without weights.
 */
@CheckReturnValue
@NullMarked
package org.keraunos.applications;

import org.jspecify.annotations.NullMarked;
import org.keraunos.base.CheckReturnValue;

/**
 * What a model knows of its data: inputs, outputs, how stored numbers become what the network sees.
 */
@CheckReturnValue
@NullMarked
package org.keraunos.contract;

import org.jspecify.annotations.NullMarked;
import org.keraunos.base.CheckReturnValue;

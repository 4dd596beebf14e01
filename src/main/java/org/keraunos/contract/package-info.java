/** What a model knows of its data: inputs, outputs, how stored numbers become what the network sees. */
@NullMarked
package org.keraunos.contract;

import org.jspecify.annotations.NullMarked;

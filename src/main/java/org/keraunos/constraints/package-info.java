/** What weights are brought to behind each step, by their Keras names. */
@NullMarked
package org.keraunos.constraints;

import org.jspecify.annotations.NullMarked;

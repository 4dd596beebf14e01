/** Start values of weights by their Keras names; TensorFlow Framework's stateless, seeded initializers do the drawing. */
@NullMarked
package org.keraunos.initializers;

import org.jspecify.annotations.NullMarked;

/**
 * scikit-learn's multi-label metrics and Keras's streaming ones on one shared set of counts, in
 * plain Java: needs nothing but {@code base} and Commons Math, so predictions can be scored without
 * TensorFlow on the class path.
 */
@NullMarked
package org.keraunos.metrics;

import org.jspecify.annotations.NullMarked;

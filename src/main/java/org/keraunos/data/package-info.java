/** Data sets, batches and labels, on the heap or memory-mapped; nothing here knows TensorFlow. */
@NullMarked
package org.keraunos.data;

import org.jspecify.annotations.NullMarked;

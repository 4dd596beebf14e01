/**
 * What data hold, before anything is trained on them: counts, labels and how they go together,
 * duplicates, broken images.
 */
@NullMarked
package org.keraunos.data.inspect;

import org.jspecify.annotations.NullMarked;

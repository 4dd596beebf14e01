/**
 * How rows are divided into training, validation and test parts, or into folds, so that every part
 * has every label.
 */
@NullMarked
package org.keraunos.data.split;

import org.jspecify.annotations.NullMarked;

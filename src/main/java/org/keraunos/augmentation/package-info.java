/**
 * Random changes of training images and, for MixUp, of their targets: a file for each step, and the
 * pass that puts them into a graph.
 */
@CheckReturnValue
@NullMarked
package org.keraunos.augmentation;

import org.jspecify.annotations.NullMarked;
import org.keraunos.base.CheckReturnValue;

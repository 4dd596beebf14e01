/** Random changes of training images and, for MixUp, of their targets: a file for each step, and the pass that puts them into a graph. */
@NullMarked
package org.keraunos.augmentation;

import org.jspecify.annotations.NullMarked;

/**
 * Encoded images to pixels: checks before decoding, one decode-and-resize graph for training,
 * prediction and export, the cache of decoded pixels, and data sets of images.
 */
@NullMarked
package org.keraunos.images;

import org.jspecify.annotations.NullMarked;

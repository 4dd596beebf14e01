/**
 * NumPy's own files, {@code .npy} and {@code .npz}: arrays in and out, checked against the size of
 * the file.
 */
@NullMarked
package org.keraunos.data.npy;

import org.jspecify.annotations.NullMarked;

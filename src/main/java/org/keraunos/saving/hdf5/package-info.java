/**
 * HDF5 files as Keras writes and reads them: groups, data sets of numbers, attributes of text. What
 * a file claims is checked against its length before anything is allocated.
 */
@CheckReturnValue
@NullMarked
package org.keraunos.saving.hdf5;

import org.jspecify.annotations.NullMarked;
import org.keraunos.base.CheckReturnValue;

package org.keraunos.saving.keras;

import java.util.List;
import org.keraunos.runtime.WeightSpec;
import org.keraunos.saving.hdf5.Hdf5Array;

/**
 * Weights of a model beside those that a file has for them, in the same order.
 *
 * @param layer the layer that they belong to, as the model calls it
 * @param place where they are in the file
 * @param weights what the model expects
 * @param arrays what the file has
 */
record StoredLayer(String layer, String place, List<WeightSpec> weights, List<Hdf5Array> arrays) {}

package org.keraunos.images;

import java.util.SortedMap;
import org.keraunos.data.ByteColumn;

/**
 * Decoded images.
 *
 * @param column the images that could be decoded, in the order of their sources
 * @param broken for each source that could not, by its place, why
 */
record Pixels(ByteColumn column, SortedMap<Integer, String> broken) {}

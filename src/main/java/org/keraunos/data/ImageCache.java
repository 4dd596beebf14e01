package org.keraunos.data;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where decoded images lie for the next run.
 *
 * @param used whether the pixels were decoded by an earlier run
 * @param file the file with the decoded pixels; null if there is none
 * @param note what is to be said of the cache, for example that it could not be written; empty if
 *     nothing is
 */
public record ImageCache(boolean used, @Nullable Path file, String note) {}

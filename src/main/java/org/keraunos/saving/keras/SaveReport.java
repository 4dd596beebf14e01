package org.keraunos.saving.keras;

import java.nio.file.Path;
import java.util.List;

/**
 * What is to be said of a {@code .keras} file that was written.
 *
 * @param file the file
 * @param leastKeras the first version of Keras that loads it: {@code 3.0}
 * @param notes what Keras does not find in it, a sentence each; none where it holds all
 */
public record SaveReport(Path file, String leastKeras, List<String> notes) {}

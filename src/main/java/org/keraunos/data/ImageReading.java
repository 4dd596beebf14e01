package org.keraunos.data;

import java.nio.file.Path;
import java.util.ServiceLoader;
import org.keraunos.base.Check;
import org.keraunos.data.readers.Listing;
import org.keraunos.data.readers.ReadOptions;

/**
 * Decodes the images of a listing. Decoding takes TensorFlow, which this package does not know:
 * {@code org.keraunos.images} has the one implementation, and {@link Data#read} finds it by
 * {@link ServiceLoader} unless the options name another.
 */
public interface ImageReading {
  /**
   * Decodes all images of a listing, or takes its pixels in another size.
   *
   * @param listing encoded images or pixels
   * @param origin the file or folder to name in messages
   * @param options size, channels, cache, and what to do with images that cannot be used
   * @return the usable rows, and what was wrong with the others
   * @throws org.keraunos.base.DataException if nothing is usable or more is left out than may be
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  Data read(Listing listing, Path origin, ReadOptions options);

  /**
   * The implementation on the class path.
   *
   * @return a new one
   * @throws IllegalStateException if there is none
   */
  static ImageReading standard() {
    ImageReading found = ServiceLoader.load(ImageReading.class, ImageReading.class.getClassLoader())
        .findFirst()
        .orElse(null);
    Check.state(
        found != null, "no ImageReading on the class path: is org.keraunos.images missing?");
    return Check.present(found, "checked above");
  }
}

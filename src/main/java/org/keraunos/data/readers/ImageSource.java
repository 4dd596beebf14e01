package org.keraunos.data.readers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.keraunos.base.DataException;

/** Where the encoded bytes of an image (JPEG, PNG, ...) lie. */
public interface ImageSource {
  /**
   * The file.
   *
   * @return its path
   */
  Path file();

  /**
   * The place in the file.
   *
   * @return for example {@code record 3}; empty if the image is the file
   */
  String position();

  /**
   * Reads the encoded bytes.
   *
   * @return the bytes, not decoded
   * @throws DataException if they cannot be read
   */
  byte[] read();

  /**
   * An image that is a file.
   *
   * @param file the file
   * @return the source
   */
  static ImageSource of(Path file) {
    return new WholeFile(file);
  }

  /**
   * An image that is a file.
   *
   * @param file the file
   */
  record WholeFile(Path file) implements ImageSource {
    @Override
    public String position() {
      return "";
    }

    @Override
    public byte[] read() {
      try {
        return Files.readAllBytes(file);
      } catch (IOException | OutOfMemoryError e) {
        throw new DataException(file, "cannot be read: " + Folders.why(e), e);
      }
    }
  }
}

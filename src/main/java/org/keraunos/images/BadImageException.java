package org.keraunos.images;

import java.io.Serial;

/**
 * An image that cannot be used; the message says why, and whoever catches it knows which image it
 * is.
 */
final class BadImageException extends Exception {
  @Serial
  private static final long serialVersionUID = 1L;

  BadImageException(String problem) {
    super(problem);
  }

  BadImageException(String problem, Throwable cause) {
    super(problem, cause);
  }
}

package org.keraunos.saving.hdf5;

import io.jhdf.exceptions.UnsupportedHdfException;
import io.jhdf.object.datatype.OpaqueDataType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import org.keraunos.base.DataException;

/**
 * A place in an HDF5 file, for messages.
 *
 * @param file the file on disk
 * @param entry the entry of a zip file that is the HDF5 file; empty if the file itself is
 * @param path the path in it; empty for the file as a whole
 */
record Place(Path file, String entry, String path) {
  Place child(String name) {
    return new Place(file, entry, path.isEmpty() ? name : path + "/" + name);
  }

  DataException bad(String problem) {
    String position = position();
    return position.isEmpty()
        ? new DataException(file, problem)
        : new DataException(file, position, problem);
  }

  private DataException bad(String problem, Throwable cause) {
    return new DataException(file, position(), problem, cause);
  }

  private String position() {
    return entry.isEmpty() || path.isEmpty() ? entry + path : entry + "/" + path;
  }

  /** What jHDF reads, or a message that says what was wrong with the file. */
  <T> T reading(Supplier<T> supplier) {
    try {
      return supplier.get();
    } catch (DataException e) {
      throw e;
    } catch (UncheckedIOException e) {
      throw bad("cannot be read: " + e.getMessage(), e);
    } catch (StackOverflowError e) {
      throw bad("expected an HDF5 file, received structure without an end", e);
    } catch (RuntimeException e) {
      throw bad("expected an HDF5 file that is whole, received " + reason(e), e);
    }
  }

  /** Something that is closed. */
  interface Closing {
    void close() throws IOException;
  }

  void closing(Closing what) {
    try {
      what.close();
    } catch (IOException | UncheckedIOException e) {
      throw bad("cannot be closed: " + e.getMessage(), e);
    }
  }

  private static String reason(Throwable e) {
    Throwable deepest = e;
    while (deepest.getCause() != null && deepest.getCause() != deepest) {
      deepest = deepest.getCause();
    }
    if (isFrom(deepest, OpaqueDataType.class)) {
      return "values that HDF5 has no type for, as Keras writes bfloat16; write them as float32";
    }
    String message = deepest.getMessage();
    if (message == null || message.isBlank()) {
      return deepest.getClass().getSimpleName();
    }
    if (deepest instanceof UnsupportedHdfException) {
      return message + ", of a newer HDF5; write the file without libver";
    }
    return deepest instanceof IllegalStateException
        ? message
        : message + " (" + deepest.getClass().getSimpleName() + ")";
  }

  /** jHDF takes the tag of an opaque type for a text that ends, which it need not. */
  private static boolean isFrom(Throwable e, Class<?> type) {
    return Arrays.stream(e.getStackTrace())
        .anyMatch(frame -> frame.getClassName().equals(type.getName()));
  }
}

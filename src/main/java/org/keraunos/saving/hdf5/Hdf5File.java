package org.keraunos.saving.hdf5;

import io.jhdf.ObjectHeader;
import io.jhdf.Superblock.SuperblockV0V1;
import io.jhdf.Superblock.SuperblockV2V3;
import io.jhdf.SymbolTableEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.keraunos.base.DataException;

/**
 * An HDF5 file that is read: those that h5py and Keras write without asking for HDF5's newest
 * format, and those of {@link Hdf5Writer}. Data sets of floats and whole numbers of any width and
 * byte order, contiguous or in chunks, compressed by gzip or not.
 *
 * <p>A file is taken as possibly hostile: whatever it says of itself is checked against its length,
 * and reading it ends within bounded time and memory, with what was asked for or a
 * {@link DataException}. Not safe between threads.
 */
public final class Hdf5File implements AutoCloseable {
  /** Without it, SLF4J, which jHDF logs to, says on standard error that nobody listens. */
  private static final String SLF4J_VERBOSITY = "slf4j.internal.verbosity";

  static {
    if (System.getProperty(SLF4J_VERBOSITY) == null) {
      System.setProperty(SLF4J_VERBOSITY, "ERROR");
    }
  }

  private final Place place;
  private final BoundedStorage storage;
  private final Hdf5Group root;

  private Hdf5File(Place place, FileBytes bytes) {
    this.place = place;
    storage = place.reading(() -> {
      if (bytes.size() == 0) {
        throw place.bad("expected an HDF5 file, received an empty one");
      }
      return new BoundedStorage(bytes);
    });
    root = place.reading(() ->
        new Hdf5Group(place, storage, ObjectHeader.readObjectHeader(storage, rootAddress()), 0));
  }

  private long rootAddress() {
    if (storage.getSuperblock() instanceof SuperblockV0V1 old) {
      return new SymbolTableEntry(storage, old.getRootGroupSymbolTableAddress())
          .getObjectHeaderAddress();
    }
    return ((SuperblockV2V3) storage.getSuperblock()).getRootGroupObjectHeaderAddress();
  }

  /**
   * Opens a file on disk; values are read when they are asked for.
   *
   * @param file the file
   * @return the open file, for the caller to close
   * @throws DataException if it is missing, no HDF5 file, or not whole
   */
  public static Hdf5File open(Path file) {
    return open(file, "", 0, Long.MAX_VALUE);
  }

  /**
   * Opens a file that is a part of another one on disk, as an entry of a zip file that is stored
   * without compression; values are read when they are asked for.
   *
   * @param file the file on disk
   * @param entry the part's name, for messages
   * @param start where it begins
   * @param size how many bytes it has
   * @return the open file, for the caller to close
   * @throws DataException if it is missing, no HDF5 file, or not whole
   */
  public static Hdf5File open(Path file, String entry, long start, long size) {
    FileBytes bytes;
    try {
      if (Files.isDirectory(file)) {
        throw new DataException(file, "expected an HDF5 file, found a folder");
      }
      bytes = FileBytes.open(file, start, size);
    } catch (NoSuchFileException e) {
      throw new DataException(file, "does not exist", e);
    } catch (IOException e) {
      throw new DataException(file, "cannot be read: " + e.getMessage(), e);
    }
    Place place = new Place(file, entry, "");
    try {
      return new Hdf5File(place, bytes);
    } catch (DataException e) {
      place.closing(bytes::close);
      throw e;
    }
  }

  /**
   * Opens a file that is in memory, as an entry of a zip file is.
   *
   * @param file the file that it comes from, for messages
   * @param entry its name in there, for messages
   * @param bytes the HDF5 file; not copied, and not to be changed while this is in use
   * @return the open file
   * @throws DataException if it is no HDF5 file, or not whole
   */
  public static Hdf5File of(Path file, String entry, ByteBuffer bytes) {
    return new Hdf5File(new Place(file, entry, ""), FileBytes.of(bytes));
  }

  /**
   * Whether a file begins as an HDF5 file does.
   *
   * @param file the file
   * @return whether it is there and has HDF5's signature
   */
  public static boolean isHdf5(Path file) {
    byte[] signature = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n'};
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(signature.length), signature);
    } catch (IOException e) {
      return false; // whoever opens it says why
    }
  }

  /** {@return the outermost group} */
  public Hdf5Group root() {
    return root;
  }

  /**
   * A data set that must be there.
   *
   * @param path its names, divided by {@code /}
   * @return it
   * @throws DataException if there is none, or the file is broken there
   */
  public Hdf5Array array(String path) {
    return root.array(path)
        .orElseThrow(() -> place.child(path).bad("expected a data set, found none"));
  }

  /**
   * A group that must be there.
   *
   * @param path its names, divided by {@code /}
   * @return it
   * @throws DataException if there is none, or the file is broken there
   */
  public Hdf5Group group(String path) {
    return root.group(path)
        .orElseThrow(() -> place.child(path).bad("expected a group, found none"));
  }

  /**
   * What is to be said of something in the file.
   *
   * @param path where it is; empty for the file as a whole
   * @param problem what was expected and what came
   * @return the exception, for the caller to throw
   */
  public DataException bad(String path, String problem) {
    return (path.isEmpty() ? place : place.child(path)).bad(problem);
  }

  /**
   * Closes the file.
   *
   * @throws DataException if that fails
   */
  @Override
  public void close() {
    place.closing(storage::close);
  }
}

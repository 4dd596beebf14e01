package org.keraunos.base;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A folder that belongs to one program at a time: a lock that the operating system gives back when
 * its process ends, however that ends. The file {@code .lock} stays in the folder, since deleting
 * it would let two programs lock two files.
 */
public final class FolderLock implements AutoCloseable {
  private static final String NAME = ".lock";
  private static final int MOST_DIGITS = 20;

  /** Of this process: where another channel of it is closed, POSIX gives its locks back. */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  /** Which file it is, whatever its name; null where the file system does not tell. */
  private final @Nullable Object key;

  private boolean closed;

  private FolderLock(Path file, FileChannel channel, @Nullable Object key) {
    this.file = file;
    this.channel = channel;
    this.key = key;
  }

  /**
   * Takes a folder.
   *
   * @param folder a folder that exists
   * @param use what for, as a message has it: {@code a training writes its checkpoints}
   * @return the lock, to be closed
   * @throws IllegalStateException if another program, or another part of this one, has it
   * @throws DataException if no file can be made in it
   */
  public static FolderLock of(Path folder, String use) {
    FileChannel channel = null;
    Path file = folder.resolve(NAME);
    boolean held = false;
    // A thread that is interrupted closes the channels that it opens; what becomes of that is its
    // caller's to say.
    boolean interrupted = Thread.interrupted();
    try {
      file = folder.toRealPath().resolve(NAME);
      held = HELD.add(file);
      if (!held) {
        throw taken(folder, use, "this process");
      }
      channel = FileChannel.open(
          file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        throw taken(folder, use, "process " + owner(channel));
      }
      channel.truncate(0);
      String own = String.valueOf(ProcessHandle.current().pid());
      channel.write(ByteBuffer.wrap(own.getBytes(StandardCharsets.US_ASCII)));
      return new FolderLock(file, channel, key(file));
    } catch (IOException e) {
      giveBack(held ? file : null, channel);
      throw AtomicFiles.unwritable(folder, e);
    } catch (IllegalStateException e) {
      giveBack(held ? file : null, channel);
      throw e;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static IllegalStateException taken(Path folder, String use, String who) {
    return new IllegalStateException(
        folder + ": " + use + " there already, in " + who + "; take another folder, or wait");
  }

  private static String owner(FileChannel channel) throws IOException {
    ByteBuffer digits = ByteBuffer.allocate(MOST_DIGITS);
    channel.read(digits, 0);
    String text = new String(digits.array(), 0, digits.position(), StandardCharsets.US_ASCII);
    return text.chars().allMatch(Character::isDigit) && !text.isEmpty() ? text : "unknown";
  }

  private static void giveBack(@Nullable Path file, @Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      return; // the process's end gives it back
    } finally {
      if (file != null) {
        HELD.remove(file);
      }
    }
  }

  private static @Nullable Object key(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  /**
   * Whether the file of the lock is where it was made, so that the lock holds others.
   *
   * @return false if the file, or the folder, was deleted, also if there is another one by now
   */
  public boolean isThere() {
    try {
      return Objects.equals(key(file), key);
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      giveBack(file, channel);
    }
  }
}

package org.keraunos.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;

/**
 * Standard error. The launcher puts a filter for TensorFlow's log lines behind descriptor 2, which
 * native code writes to; the real standard error is then another descriptor, named by
 * {@code keraunos.stderr}. So what Java prints meets no filter: it is in order with standard
 * output, and a progress line without a line end is seen at once.
 */
final class StandardError {
  private StandardError() {}

  static PrintStream open() {
    return new PrintStream(new FileOutputStream(descriptor()), true, StandardCharsets.UTF_8);
  }

  private static FileDescriptor descriptor() {
    Integer number = Integer.getInteger("keraunos.stderr");
    if (number == null) {
      return FileDescriptor.err;
    }
    try {
      // Opening /dev/fd/N instead would be a second open file with a position of its own: two
      // writers of one log file
      // would then write over each other.
      Constructor<FileDescriptor> ofNumber = FileDescriptor.class.getDeclaredConstructor(int.class);
      ofNumber.setAccessible(true);
      return ofNumber.newInstance(number);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return FileDescriptor.err;
    }
  }
}

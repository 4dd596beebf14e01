package org.keraunos.runtime;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Quiets TensorFlow's log unless the environment says otherwise. Its level is an environment
 * variable that native code reads while it is loaded, and Java cannot set one of its own process.
 * JavaCPP can: it calls a native function that frees memory by its address, with one argument, and
 * {@code putenv} takes one argument, too.
 */
final class NativeLog {
  private static final String LEVEL = "TF_CPP_MIN_LOG_LEVEL";
  private static final String ERRORS_ALONE = "2";

  /** The environment holds this very memory from now on, so it must not be freed. */
  @SuppressWarnings("unused")
  private static @Nullable BytePointer variable;

  private NativeLog() {}

  /**
   * Is called before TensorFlow is loaded. Where this does not work, the log stays as TensorFlow
   * has it.
   */
  static void quiet() {
    if (System.getenv(LEVEL) != null) {
      return;
    }
    try {
      Loader.load(org.bytedeco.javacpp.presets.javacpp.class);
      Pointer function = Loader.addressof("putenv");
      if (function != null) {
        BytePointer entry = new BytePointer(LEVEL + "=" + ERRORS_ALONE);
        call(function, entry);
        variable = entry;
      }
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return;
    }
  }

  private static void call(Pointer function, Pointer argument) throws ReflectiveOperationException {
    Class<?> type = Class.forName("org.bytedeco.javacpp.Pointer$NativeDeallocator");
    Constructor<?> make = type.getDeclaredConstructor(Pointer.class, long.class, long.class);
    Method call = type.getDeclaredMethod("deallocate", long.class, long.class);
    make.setAccessible(true);
    call.setAccessible(true);
    call.invoke(make.newInstance(argument, 0L, 0L), argument.address(), function.address());
  }
}
